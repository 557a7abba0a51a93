"""Entries of the account as a person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpixl.campaign import STATES, VERBS, Entry
from kpixl.decisions import decision_of, kind_of, what
from kpixl.desk.asking import Asked
from kpixl.findings import visible
from kpixl.ledger import FINAL
from kpixl.words import Lang, Words

_KINDS = {"feedback": Words("反馈工作簿", "feedback workbook"), "issue": Words("工作簿", "workbook")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry. unit: its name; told: what happened; revoked: it was taken back; held: it can be."""

    id: int
    at: dt.datetime
    what: str
    verb: str
    unit: str
    unit_id: str
    told: str
    why: str
    by: str
    revoked: bool
    held: bool


def told_lines(asked: Asked, entries: Iterable[Entry], among: Iterable[Entry] = ()) -> Iterator[Line]:
    """The entries as lines, in their order. among: all entries, where these are some of them."""
    told = list(entries)
    names = {u.id: u.name for u in asked.status.expected.units}
    revoked = {e.revokes for e in (among or told) if e.revokes}
    return (_line(e, names, revoked, asked) for e in told)


def _line(entry: Entry, names: Mapping[str, str], revoked: set[int], asked: Asked) -> Line:
    return Line(
        id=entry.id,
        at=entry.at,
        what=entry.what,
        verb=VERBS[entry.what][asked.lang],
        unit=names.get(entry.unit, entry.unit),
        unit_id=entry.unit if entry.unit in names else "",
        told=visible(_told(entry, asked)),
        why=visible(entry.why),
        by=visible(entry.by),
        revoked=entry.id in revoked,
        held=entry.id not in revoked and entry.what not in FINAL,
    )


_SHOWN: Mapping[str, Sequence[str]] = {
    "asked": ("code", "place", "message"),
    "told": ("kind",),
    "sealed": ("code", "name"),
}
"""What of an entry's data is told as it stands, by the verb."""


def _told(entry: Entry, asked: Asked) -> str:
    lang, data = asked.lang, entry.data
    match entry.what:
        case "judged":
            return _judged(entry, lang)
        case "decided":
            decision = decision_of(data)
            return f"{kind_of(decision)[lang]} {what(decision, asked.desk.campaign.scheme)[lang]}"
        case "issued":
            return f"{_KINDS.get(str(data.get('kind')), _KINDS['issue'])[lang]} {data.get('name', '')}"
        case "revoked":
            return Words(f"撤销第{entry.revokes}号", f"entry {entry.revokes} taken back")[lang]
        case verb if verb in _SHOWN:
            return " ".join(str(data[name]) for name in _SHOWN[verb] if name in data)
        case "begun" | "ended":
            return "｜".join(data[part][lang] for part in ("title", "how", "said") if part in data)
    return str(data.get("name") or "").rpartition("/")[2]


def _judged(entry: Entry, lang: Lang) -> str:
    state = STATES[entry.data["result"]][lang]
    errors, warnings = entry.data["errors"], entry.data["warnings"]
    return Words(f"{state}：错误{errors}，警告{warnings}", f"{state}: {errors} errors, {warnings} warnings")[
        lang
    ]

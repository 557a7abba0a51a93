"""Entries of the account as a person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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


def told_lines(asked: Asked, entries: Iterable[Entry]) -> Iterator[Line]:
    """The entries as lines, in their order."""
    names = {unit: known.name for unit, known in asked.status.expected.by_id.items()}
    revoked = asked.desk.known("revoked", lambda: _revoked(asked))
    return (_line(entry, names, revoked, asked) for entry in entries)


def _revoked(asked: Asked) -> Container[int | None]:
    """The entries that were taken back."""
    ledger = asked.desk.books().account.ledger
    return {entry.revokes for entry in ledger.entries(asked.desk.scheme, what=("revoked",))}


def requests(asked: Asked) -> Sequence[Entry]:
    """What units asked for and nobody has decided yet."""
    return asked.desk.known("requests", asked.desk.campaign.requests)


def _line(entry: Entry, names: Mapping[str, str], revoked: Container[int | None], asked: Asked) -> Line:
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

"""How a campaign stands, as text; it imports nothing that writes workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpixl.ledger import SEALS, STATES, SealState, UnitStanding
from kpixl.words import Lang, Words, spoken

WORDS: dict[str, Words] = {
    "summary": Words(
        "{units}个单位：通过{accepted}，退回{rejected}，已收到待核{received}，未报回{missing}，免报{excused}；逾期{late}。",
        "{units} units: {accepted} accepted, {rejected} rejected, {received} received, {missing} missing, "
        "{excused} excused; {late} late.",
    ),
    "seals": Words("盖章件：{told}。", "Sealed copies: {told}."),
    "number": Words("序号", "no."),
    "unit": Words("单位", "unit"),
    "group": Words("分组", "group"),
    "state": Words("状态", "state"),
    "late": Words("逾期", "late"),
    "deadline": Words("报送期限", "deadline"),
    "left": Words("剩余天数", "days left"),
    "issued": Words("发放时间", "issued"),
    "version": Words("版本", "version"),
    "received": Words("报回时间", "received"),
    "returns": Words("份数", "returns"),
    "seal": Words("盖章件", "sealed copy"),
    "code": Words("核对码", "check code"),
    "errors": Words("错误", "errors"),
    "warnings": Words("警告", "warnings"),
    "told": Words("最近通知", "last told"),
    "contact": Words("联系人", "contact"),
    "file": Words("文件", "file"),
    "sheet": Words("回收台账", "returns"),
    "yes": Words("是", "yes"),
    "as_of": Words("截至{day}", "as of {day}"),
}
"""What its columns are called, and the rest of what it says."""
VERSION_DIGITS = 8
"""Of the digest of a version, as `lint --against` takes it."""
_SHORT = ("unit", "state", "late", "deadline", "received", "returns", "seal", "errors", "warnings", "told")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRow:
    """A unit as a row."""

    name: str
    group: str
    standing: UnitStanding
    days_left: int | None
    contact: str = ""

    def cells(self, number: int, lang: Lang) -> dict[str, str | int]:
        """What stands in its columns."""
        s = self.standing
        return {
            "number": number,
            "unit": self.name,
            "group": self.group,
            "state": STATES[s.state][lang],
            "late": WORDS["yes"][lang] if s.late else "",
            "deadline": s.deadline.isoformat() if s.deadline else "",
            "left": "" if self.days_left is None or s.state == "accepted" else self.days_left,
            "issued": _minute(s.issued),
            "version": versions(s),
            "received": _minute(s.received),
            "returns": s.returns,
            "seal": SEALS[s.seal][lang] if s.seal else "",
            "code": "、".join(s.codes),
            "errors": s.errors,
            "warnings": s.warnings,
            "told": _minute(s.told),
            "contact": self.contact,
            "file": s.name,
        }


def versions(standing: UnitStanding) -> str:
    """Which version of the forms a unit has; where its return is of another one, that as well."""
    has, came = standing.version[:VERSION_DIGITS], standing.returned[:VERSION_DIGITS]
    return f"{has}（{came}）" if came and has and came != has else has or came


def _minute(moment: dt.datetime | None) -> str:
    return moment.isoformat(sep=" ")[:16] if moment else ""


def status_lines(
    rows: Sequence[StandingRow], summary: Mapping[str, int], seals: Mapping[str, int], lang: Lang
) -> Iterator[str]:
    """The sum of it, then a line a unit. seals: how many sealed copies there are of each state."""
    words = spoken(WORDS, lang)
    yield words["summary"].format_map(summary)
    if seals:
        yield words["seals"].format(told=_counted(seals, lang))
    shown = [name for name in _SHORT if seals or name != "seal"]
    heads: Mapping[str, str | int] = {name: words[name] for name in shown}
    table = [heads, *(row.cells(n, lang) for n, row in enumerate(rows, 1))]
    columns = [[str(line[name]) for line in table] for name in shown] if rows else []
    padded = [_padded(column) for column in columns]
    yield from ("  ".join(texts).rstrip() for texts in zip(*padded, strict=True))


def _counted(seals: Mapping[str, int], lang: Lang) -> str:
    """How many sealed copies there are of each state, in words."""
    if lang == "zh":
        return "，".join(f"{SEALS[state].zh}{count}" for state, count in _in_order(seals))
    return ", ".join(f"{count} {SEALS[state].en}" for state, count in _in_order(seals))


def _in_order(seals: Mapping[str, int]) -> Iterator[tuple[SealState, int]]:
    return ((state, seals[state]) for state in SEALS if state in seals)


def _padded(texts: Sequence[str]) -> list[str]:
    """Texts of one width as a terminal shows them."""
    from rich.cells import cell_len  # noqa: PLC0415 - what opens a scheme comes by here and shows no table

    widths = [len(text) if text.isascii() else cell_len(text) for text in texts]
    widest = max(widths)
    return [text + " " * (widest - width) for text, width in zip(texts, widths, strict=True)]

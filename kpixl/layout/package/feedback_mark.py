"""A problem of a return as its feedback workbook carries it, under the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any, Literal

from kpixl.layout.package.facts import Scalar
from kpixl.layout.plan.keys import CellKey
from kpixl.words import Words

PROBLEMS = "problems"
"""The sheet with the list of problems, and the form of what is said of them."""
Tells = Literal["", "colour", "type", "change"]
NAME = Words("问题清单", "Problems")
"""What the sheet with the list of problems is called."""
REASON = "reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One problem of a return, as its feedback workbook says it.

    key: the cell that has it in this workbook, None where there is none; sheet: the plan's key of the sheet
    where something is to be done, where no cell says it; value: what stood there, as it is carried in; text:
    the same as a person saw it; place: `sheet!cell` of the returned file; mended: the clean workbook itself
    puts it right; lost: something that could not be carried in; asks: the recipient may say that it is
    right, and why; rule: the id of the one that does not hold, "" where none says it; tells: by what this
    workbook can tell that it has been corrected: by the `colour` that the cell then loses, by the `type` of
    another entry, or by nothing but that there is a `change`; "" in what an earlier kpixl made.
    """

    key: CellKey | None = None
    sheet: str = ""
    code: str
    severity: str
    message: str
    remedy: str
    value: Scalar = None
    text: str = ""
    place: str = ""
    mended: bool = False
    lost: bool = False
    asks: bool = False
    rule: str = ""
    tells: Tells = ""


def reason_key(line: int) -> CellKey:
    """What a recipient says in a line of the list: that it is right, and why."""
    return CellKey(PROBLEMS, "", "", str(line), REASON)


def coded(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """The marks as JSON, for the signed baseline."""
    return [{**asdict(m), "key": list(m.key) if m.key else None, "value": _plain(m.value)} for m in marks]


def decoded(data: Sequence[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """The marks of a baseline; what a later version adds to one is passed over.

    Raises TypeError, ValueError or KeyError on what `coded` did not make.
    """
    return tuple(_decoded(mark) for mark in data)


def _decoded(data: Mapping[str, Any]) -> Mark:
    known = {f.name: data[f.name] for f in fields(Mark) if f.name in data}
    key, value = known.get("key"), known.get("value")
    return Mark(
        **{**known, "key": CellKey(*key[:5]) if key else None, "value": _value(*value[:2]) if value else None}
    )


def _plain(value: Scalar) -> list[str]:
    match value:
        case None:
            return ["blank", ""]
        case bool():
            return ["boolean", "1" if value else ""]
        case Decimal():
            return ["number", f"{value:f}"]
        case dt.date():
            return ["date", value.isoformat()]
    return ["text", value]


def _value(kind: str, text: str) -> Scalar:
    match kind:
        case "blank":
            return None
        case "boolean":
            return bool(text)
        case "number":
            return Decimal(text)
        case "date":
            return dt.date.fromisoformat(text)
    return text

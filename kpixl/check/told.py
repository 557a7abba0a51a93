"""What validators files say of a frame's rows: texts, places, names, and findings made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from kpixl.blueprint.measures import plain_number
from kpixl.blueprint.model import Scheme
from kpixl.check.consolidated import ORIGIN
from kpixl.check.frames import CELLS, place
from kpixl.check.validator import Frames
from kpixl.findings import Finding, Location, Severity, found

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[Any, Any]
"""A frame's row, as `records` gives it."""


def records(frames: Frames, name: str) -> list[Row]:
    """The rows of the frame `form.table`; none where no return has it."""
    return rows(frames[name]) if name in frames else []


def rows(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame, in its order."""
    return cast("list[Row]", frame.to_dict("records"))


def words(row: Row, field: str) -> str:
    """A field's text, "" where there is none."""
    text = row.get(field)
    return text if isinstance(text, str) else ""


def plain(value: Any) -> str:
    """A value in words: a figure without needless zeros."""
    return plain_number(value) if isinstance(value, Decimal) else str(value)


def at(row: Row, field: str) -> Location:
    """The place of a field; of the file alone where the return has lost the cell."""
    if field in row[CELLS]:
        return place(row, field)
    return Location(
        unit=row["unit"], subject=row["subject"], form=row["form"], row=row["row"], path=row["file"]
    )


def spoken(row: Row, field: str) -> str:
    """The place of a field in words: file, sheet and cell."""
    where = at(row, field)
    return f"{where.path} {where.sheet}!{where.cell}"


def named(row: Row, scheme: Scheme) -> str:
    """The name of the unit that a row is about."""
    return scheme.roster.unit(row["subject"]).name


def origin(row: Row, field: str, column: str = "") -> dict[str, str]:
    """Where a field stands, as a consolidated table's row tells it; nothing where there is no such cell.

    column: whose value leads there; "": the whole row does. row: {} of what nobody returned.
    """
    entry = row.get(CELLS, {}).get(field)
    if entry is None:
        return {}
    where = (row["file"], entry.sheet, entry.cell)
    return {f"{column}{part}": told for part, told in zip(ORIGIN, where, strict=True)}


def repeated(frame: pd.DataFrame, columns: Sequence[str]) -> list[Row]:
    """All rows that agree with another one in these columns, in the frame's order."""
    return rows(frame[frame.duplicated(list(columns), keep=False)])


def copies(frame: pd.DataFrame, field: str, length: int) -> list[list[Row]]:
    """Rows with the same text of at least so many characters in a field, by that text."""
    having: dict[str, list[Row]] = {}
    for row in rows(frame):
        if len(words(row, field)) >= length:
            having.setdefault(words(row, field), []).append(row)
    return [having[text] for text in sorted(having) if len(having[text]) > 1]


def copied(row: Row, other: Row, field: str, scheme: Scheme) -> Finding:
    """U010: a field whose text is word for word another row's."""
    label, theirs = row[CELLS][field].label, spoken(other, field)
    return found("U010", where=at(row, field), label=label, other=named(other, scheme), place=theirs)


def doubt(row: Row, field: str, told: str, expected: Any = None) -> Finding:
    """C101 as a warning: what is likely wrong with a field, in words."""
    where, value, severity = at(row, field), plain(row.get(field)), Severity.WARNING
    return found("C101", where=where, severity=severity, value=value, expected=expected, words=told)

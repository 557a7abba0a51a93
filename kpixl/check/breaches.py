"""What a validators file says of rows that do not meet what it asks for: code, place, words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

from kpixl.blueprint.measures import plain_number
from kpixl.check.frames import Frames, field_name, plain
from kpixl.check.stack import Row, place
from kpixl.findings import Finding, Location, Severity, found
from kpixl.rules.types import NO, YES
from kpixl.words import NO_WORDS, Words

if TYPE_CHECKING:
    import pandas as pd

OWN = "C901"
"""The code of what only a validators file asks for."""
VALUE: Final = "{entry.text}"
_AT_ONCE = 500
"""Rows taken out of a frame: a row of plain values takes a hundred times the room."""


class Breach(str):
    """What to say of rows that breach a check; `breach` makes it. A str, as pandera's `error` is one."""

    __slots__ = ("at", "code", "facts", "severity")
    code: str
    at: str
    severity: Severity | None
    facts: Mapping[str, str | Words]


def breach(  # noqa: PLR0913 - each is something that a finding says
    code: str = OWN,
    *,
    at: str = "",
    zh: str = "",
    en: str = "",
    todo: Words = NO_WORDS,
    severity: Literal["error", "warning", "note"] | None = None,
    value: str | None = VALUE,
    **facts: str | Words,
) -> Breach:
    """How a breach of a check is told. All texts may name the row's columns in braces: `{budget}`.

    code: of the catalogue; by default C901, whose words are all the check's own. at: the column of the cell
    that the finding points to (default: a pandera column's own). zh, en: what is wrong, where the catalogue
    leaves it open; todo: what to do about it, in both languages; severity: instead of the catalogue's; value:
    what was entered (default: the text of the cell); facts: whatever else the catalogue's message names. Of
    the cell itself a text may name `{entry.label}`, `{entry.line}`, `{entry.cell}` and `{entry.text}`.
    """
    words = {"words": Words(zh, en or zh), "todo": todo, "value": value, **facts}
    told = Breach(f"{code} {zh}".strip())
    told.code, told.at, told.severity = code, at, Severity(severity) if severity else None
    told.facts = {name: text for name, text in words.items() if text and text != NO_WORDS}
    return told


def breaches(rows: pd.DataFrame, told: Breach, frames: Frames, at: str = "") -> Iterator[Finding]:
    """A finding for each of these rows of the frames, at its cell.

    rows: under the labels of their frame; columns that were added may be named in the words. at: the column,
    where the breach names none.
    """
    for first in range(0, len(rows), _AT_ONCE):
        some = rows.iloc[first : first + _AT_ONCE]
        for label, values in zip(some.index, plain(some), strict=True):
            row = frames.rows(f"{values['form']}.{values['table']}")[int(label)]
            yield _finding(row, values, told, at)


def breaching(
    rows: Iterable[tuple[Row, Mapping[str, Any]]], told: Breach, frames: Frames
) -> Iterator[Finding]:
    """The same of rows as they are: what is said of each besides what it says itself stands beside it."""
    return (_finding(row, frames.plain(row) | {**more}, told, "") for row, more in rows)


def _finding(row: Row, values: Mapping[str, Any], told: Breach, at: str) -> Finding:
    words = _Words({name: spoken(value) for name, value in values.items()})
    column = field_name((told.at or at).format_map(words))
    words["entry"] = row.cells.get(column) or _Lost()
    facts: dict[str, Any] = {name: _filled(text, words) for name, text in told.facts.items()}
    return found(told.code, where=_where(row, column), severity=told.severity, **facts)


def _filled(text: str | Words, words: Mapping[str, Any]) -> str | Words:
    if isinstance(text, Words):
        return Words(text.zh.format_map(words), text.en.format_map(words))
    return text.format_map(words)


def overall(name: str, told: Breach, at: str = "") -> Finding:
    """The finding of a check that judges a frame as a whole: at no cell, but at the column that it names."""
    form = name.partition(".")[0]
    facts: dict[str, Any] = {key: text for key, text in told.facts.items() if text != VALUE}
    where = Location(form=form, field=told.at or at or None)
    return found(told.code, where=where, severity=told.severity, **facts)


def _where(row: Row, column: str) -> Location:
    """The place of a cell; of the file alone where the return has lost it."""
    if column in row.cells:
        return place(row, column)
    return Location(unit=row.unit or None, subject=row.subject, form=row.form, row=row.row, path=row.file)


def spoken(value: Any) -> str:
    """A value in words: a figure without needless zeros, "" where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return plain_number(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


class _Words(dict[str, Any]):
    """What a row has no column for reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


class _Lost:
    """The cell that a return has lost: nothing is known of it."""

    def __getattr__(self, name: str) -> str:
        return ""

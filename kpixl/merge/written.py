"""A consolidated workbook as it lies on the disk, read again by the keys that its sheets carry."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from math import isfinite

from kpixl.addresses import Cell, a1
from kpixl.blueprint.expressions import Value, rounded
from kpixl.formats import RawCell, RawSheet, RawWorkbook
from kpixl.layout import Role
from kpixl.layout.plan.keys import CellKey
from kpixl.returns import Entry

_REGISTERS = frozenset({"returns", "findings", "provenance", "charts", "chart-figures", "periods"})
"""Sheets that follow from the others, or number their rows as they come."""
_HEAD = re.compile(r"#(?:head\d*|numbers|names)$")
_PLACES = frozenset({"序号", "回收件", "工作表", "单元格"})
"""Columns that say where something stands."""
_LEADING, _EXACT = 2, 9


def entries_of(book: RawWorkbook) -> tuple[Entry, ...]:
    """Every figure and text of the score sheets, details and printed forms, known by the keys of its row.

    A column is known by its heading, where no other has the same. What follows from a formula has the role
    of a formula, everything else that of an entry.
    """
    return tuple(entry for sheet in book.sheets for entry in _Written(sheet).entries())


class _Written:
    """One sheet."""

    def __init__(self, sheet: RawSheet) -> None:
        self._sheet = sheet
        self._key = _text(sheet.at(0, 0))

    def entries(self) -> Iterator[Entry]:
        if not self._key or self._key.partition("#")[0] in _REGISTERS:
            return
        for row in range(1, self._sheet.rows):
            key = _text(self._sheet.at(row, 0))
            if key and not key.startswith("#") and not _HEAD.search(key):
                yield from self._row(row, key)

    def _row(self, row: int, key: str) -> Iterator[Entry]:
        line = self._line(row)
        for column, name in self._names.items():
            cell = self._sheet.at(row, column)
            text = cell.face or cell.error or cell.text
            yield Entry(
                key=self._identity(key, name),
                role=(Role.INPUT if cell.formula is None else Role.FORMULA).value,
                value=_value(cell),
                text=text,
                valid=True,
                sheet=self._sheet.name,
                cell=a1(row, column),
                label=self._labels.get(column, ""),
                line=line,
                type="text",
            )

    def _identity(self, key: str, column: str) -> CellKey:
        """The identity of a value: rows about a unit have its id behind the table's name."""
        instance, _, rest = key[1:].partition(":") if key.startswith("@") else ("", "", key)
        subject = "" if self._key.startswith("consolidated/") else rest.partition("/")[2].partition("/")[0]
        return CellKey(self._key.partition("#")[0], instance, subject, key, column)

    def _line(self, row: int) -> str:
        """What a row is called: the texts that it begins with."""
        words: list[str] = []
        for column in self._names:
            text = self._sheet.at(row, column).value
            if (row, column) in self._tall or (text is None and not words):
                continue
            if not isinstance(text, str) or len(words) == _LEADING:
                break
            words.append(text)
        return " · ".join(words)

    @cached_property
    def _tall(self) -> frozenset[Cell]:
        """Cells that stand for several rows."""
        return frozenset((area[0], area[1]) for area in self._sheet.merges if area[2] > area[0])

    @cached_property
    def _labels(self) -> Mapping[int, str]:
        """The headings by column; under a common one both, the common one first."""
        heads = [r for r in range(1, self._sheet.rows) if _HEAD.search(_text(self._sheet.at(r, 0)))]
        spread = {
            (row, column): (top, left)
            for top, left, bottom, right in self._sheet.merges
            for row in heads
            if top <= row <= bottom
            for column in range(left, min(right + 1, self._sheet.columns))
        }
        made: dict[int, str] = {}
        for column in range(1, self._sheet.columns):
            cells = dict.fromkeys(spread.get((row, column), (row, column)) for row in heads)
            texts = (_text(self._sheet.at(*at)) for at in cells)
            made[column] = "·".join(re.sub(r"\s", "", text) for text in texts if text)
        return made

    @cached_property
    def _names(self) -> Mapping[int, str]:
        """What the columns are known by, left to right, but for those that say where something stands."""
        keys = {c: _text(self._sheet.at(0, c)) for c in range(1, self._sheet.columns)}
        known = Counter(self._labels.values())
        told = ((c, key, self._labels.get(c, "")) for c, key in keys.items() if key)
        return {
            c: label if label and known[label] == 1 else key for c, key, label in told if label not in _PLACES
        }


def _text(cell: RawCell) -> str:
    return cell.value.strip() if isinstance(cell.value, str) else ""


def _value(cell: RawCell) -> Value:
    """What a cell holds, figures to nine places: programs reckon and store the rest each in its way."""
    value = cell.value
    if cell.error is not None:
        return cell.error
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return rounded(Decimal(repr(float(value))), _EXACT) if isfinite(value) else cell.text
    return value.date() if isinstance(value, dt.datetime) else value

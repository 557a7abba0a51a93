"""What a spreadsheet program does to references when rows, columns or sheets come, go or change places."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kpixl.addresses import column_letters, quoted

LOST = "#REF!"

# Texts are passed over; a reference may carry its sheet and be a cell, an area, whole rows or whole columns.
# Letters and digits inside a longer word, or before a bracket (LOG10), are none.
_REFERENCE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?<![\w.$'!])(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
     (?P<first>\$?[A-Z]{1,3}\$?[0-9]+|\$?[0-9]+(?=:)|\$?[A-Z]{1,3}(?=:))
     (?::(?P<last>\$?[A-Z]{1,3}\$?[0-9]+|\$?[0-9]+|\$?[A-Z]{1,3}))?
     (?![\w.(!])""",
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Z]{0,3})(\$?)([0-9]*)")


@dataclass(frozen=True, slots=True)
class Change:
    """One row or column (`at`, zero-based) inserted, deleted, or changed places with the one behind it."""

    axis: Literal["row", "column"]
    kind: Literal["insert", "delete", "swap"]
    at: int

    def moved(self, index: int) -> int | None:
        """Where the row or column of this number is afterwards; None where it is gone."""
        if self.kind == "insert":
            return index + (index >= self.at)
        if self.kind == "delete":
            return None if index == self.at else index - (index > self.at)
        return {self.at: self.at + 1, self.at + 1: self.at}.get(index, index)

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Where a range of rows or columns is afterwards; None where nothing is left of it."""
        if self.kind == "delete":
            if first == last == self.at:
                return None
            return first - (first > self.at), last - (last >= self.at)
        ends = sorted(self.moved(i) or 0 for i in (first, last))
        return ends[0], ends[1]


@dataclass(slots=True)
class _Corner:
    """One corner as text and as numbers; column or row None where it names none (`$5:$6`)."""

    column_mark: str
    column: int | None
    row_mark: str
    row: int | None

    @classmethod
    def read(cls, text: str) -> _Corner:
        match = _CORNER.fullmatch(text)
        if match is None:
            raise ValueError(f"not a reference: {text}")
        column_mark, letters, row_mark, digits = match.groups()
        if not letters:  # `$5`: the first mark is the row's
            column_mark, row_mark = "", column_mark or row_mark
        return cls(
            column_mark,
            column_number(letters) if letters else None,
            row_mark,
            int(digits) - 1 if digits else None,
        )

    def get(self, axis: str) -> int | None:
        return self.row if axis == "row" else self.column

    def put(self, axis: str, index: int) -> None:
        if axis == "row":
            self.row = index
        else:
            self.column = index

    def __str__(self) -> str:
        column = "" if self.column is None else self.column_mark + column_letters(self.column)
        return column + ("" if self.row is None else f"{self.row_mark}{self.row + 1}")


def column_number(letters: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def shift(formula: str, home: str, sheet: str, change: Change) -> str:
    """A formula of the sheet `home` after a change of the rows or columns of `sheet`."""

    def moved(prefix: str, first: str, last: str) -> str:
        if (named(prefix) or home) != sheet:
            return prefix + (f"{first}:{last}" if last else first)
        return prefix + (shift_area(f"{first}:{last}" if last else first, change) or LOST)

    return _each(formula, moved)


def shift_area(area: str, change: Change) -> str | None:
    """An area (`A1`, `A1:B2`, `$5:$6`) after the change; None where nothing is left."""
    parts = area.split(":")
    corners = [_Corner.read(part) for part in parts]
    ends = [c.get(change.axis) for c in corners]
    if ends[0] is None or ends[-1] is None:
        return area
    span = change.span(ends[0], ends[-1]) if len(corners) > 1 else _single(change, ends[0])
    if span is None:
        return None
    for corner, index in zip(corners, span, strict=False):
        corner.put(change.axis, index)
    return ":".join(str(c) for c in corners)


def _single(change: Change, index: int) -> tuple[int] | None:
    now = change.moved(index)
    return None if now is None else (now,)


def renamed(formula: str, old: str, new: str) -> str:
    """A formula after a sheet got another name."""
    return _each(
        formula, lambda p, first, last: _joined(quoted(new) + "!" if named(p) == old else p, first, last)
    )


def without(formula: str, sheet: str) -> str:
    """A formula after a sheet was deleted."""
    return _each(formula, lambda p, first, last: LOST if named(p) == sheet else _joined(p, first, last))


def copied(formula: str, down: int) -> str:
    """A formula copied some rows further down: what is not absolute moves along."""

    def moved(prefix: str, first: str, last: str) -> str:
        corners = [_Corner.read(part) for part in (first, last) if part]
        for corner in corners:
            if corner.row is not None and not corner.row_mark:
                corner.row += down
        return prefix + ":".join(str(c) for c in corners)

    return _each(formula, moved)


def named(prefix: str) -> str:
    """The sheet that a prefix (`'附件2'!`) names; "" without one."""
    name = prefix.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _joined(prefix: str, first: str, last: str) -> str:
    return prefix + (f"{first}:{last}" if last else first)


def _each(formula: str, change: Callable[[str, str, str], str]) -> str:
    def replaced(match: re.Match[str]) -> str:
        if match["text"] is not None:
            return match[0]
        return change(match["sheet"] or "", match["first"], match["last"] or "")

    return _REFERENCE.sub(replaced, formula)

"""The XML of one sheet that kpixl wrote, cell by cell; what is not touched stays as it is, byte for byte.

It reads what `kpixl.generate` has just written and nothing else, so a few patterns do the work of a parser. A
return is never read this way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kpixl.addresses import column_letters
from kpixl.simulate.references import Change, column_number, copied, shift_area

_DATA = re.compile(r"<sheetData>(.*)</sheetData>", re.DOTALL)
_ROW = re.compile(r"<row ([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(
    r'<c r="([A-Z]+)[0-9]+" s="([0-9]+)"(?: t="(\w+)")?'
    r"(?:/>|>(?:<f>([^<]*)</f>)?(?:<v>([^<]*)</v>)?</c>)"
)
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_SHARED = ' t="s">'
"""In a cell whose text is shared with others; nowhere else, for `>` is escaped in what a cell says."""
_FORMULAS = re.compile(r"(<formula[12]?>)(.*?)(</formula[12]?>)", re.DOTALL)
_AREAS = re.compile(
    r'(<(?:mergeCell|conditionalFormatting|dataValidation|hyperlink)\b[^>]*?\b(?:sqref|ref)=")([^"]*)(")'
)
_COLUMN = re.compile(r"<col ([^>]*)/>")
_MERGES = re.compile(r'<mergeCells count="\d+">(.*?)</mergeCells>', re.DOTALL)
_VALIDATIONS = re.compile(r'<dataValidations count="\d+">(.*?)</dataValidations>', re.DOTALL)


@dataclass(slots=True)
class CellXml:
    """A cell: style number, type (`s`, `str`, `b`, `e`; "" for a number), formula and value as XML text."""

    style: str = "0"
    kind: str = ""
    formula: str | None = None
    value: str | None = None

    def xml(self, address: str) -> str:
        """The element."""
        kind = f' t="{self.kind}"' if self.kind else ""
        formula = "" if self.formula is None else f"<f>{self.formula}</f>"
        value = "" if self.value is None else f"<v>{self.value}</v>"
        start = f'<c r="{address}" s="{self.style}"{kind}'
        return f"{start}>{formula}{value}</c>" if formula or value else f"{start}/>"


class RowXml:
    """A row: its attributes but for its number, and its cells by column, taken apart when asked for."""

    def __init__(
        self,
        attributes: dict[str, str],
        cells: dict[int, CellXml] | None = None,
        written: tuple[int, str] = (-1, ""),
    ) -> None:
        """written: the number and the cells that it has in the file; cells: those of a new row."""
        self.attributes = attributes
        self._number, self._written = written
        if cells is not None:
            self.cells = cells

    @cached_property
    def cells(self) -> dict[int, CellXml]:
        """Its cells."""
        return dict(_cells(self._written))

    @property
    def _is_whole(self) -> bool:
        """Whether nobody has asked for its cells."""
        return "cells" not in vars(self)

    @property
    def shared(self) -> int:
        """How many cells have a text that is shared."""
        return (
            self._written.count(_SHARED)
            if self._is_whole
            else sum(c.kind == "s" for c in self.cells.values())
        )

    def xml(self, number: int) -> str:
        """The element. number: zero-based."""
        attributes = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return f'<row r="{number + 1}"{attributes}>{self._inside(number)}</row>'

    def _inside(self, number: int) -> str:
        if self._is_whole and number == self._number:
            return self._written
        cells = sorted(self.cells.items())
        return "".join([c.xml(f"{column_letters(column)}{number + 1}") for column, c in cells])


class SheetXml:
    """A worksheet part. rows: by zero-based number; before, after: the XML around them."""

    def __init__(self, text: str) -> None:
        data = _DATA.search(text)
        if data is None:
            raise ValueError("a sheet without rows")
        self.before, self.after = text[: data.start()], text[data.end() :]
        self.rows = dict(_rows(data[1]))

    def xml(self) -> str:
        """The whole part."""
        rows = "".join(row.xml(number) for number, row in sorted(self.rows.items()))
        return f"{self.before}<sheetData>{rows}</sheetData>{self.after}"

    def cell(self, row: int, column: int) -> CellXml:
        """The cell there; made where the file has none yet."""
        line = self.rows.get(row)
        if line is None:
            line = self.rows[row] = RowXml({}, {})
        found = line.cells.get(column)
        if found is None:
            found = line.cells[column] = CellXml()
        return found

    def each_formula(self, change: Callable[[str], str]) -> None:
        """Rewrite the formulas of cells, conditional formats and validations; what loses its cells fails."""
        for row in self.rows.values():
            for c in row.cells.values():
                if c.formula is not None:
                    _rewrite(c, change(c.formula))
        self.after = _FORMULAS.sub(lambda m: m[1] + change(m[2]) + m[3], self.after)

    def apply(self, change: Change) -> None:
        """Insert, delete or swap a row or column; formulas are not touched."""
        if change.axis == "row":
            moved = ((change.moved(number), row) for number, row in self.rows.items())
            self.rows = {number: row for number, row in moved if number is not None}
        else:
            for row in self.rows.values():
                shifted = ((change.moved(number), c) for number, c in row.cells.items())
                row.cells = {number: c for number, c in shifted if number is not None}
            self._shift_columns(change)
        for row in self.rows.values():
            row.attributes.pop("spans", None)  # a hint for speed that may no longer be right
        self.after = _AREAS.sub(lambda m: m[1] + _shifted(m[2], change) + m[3], self.after)
        self._drop_empty()

    def insert_blank(self, at: int) -> None:
        """Fill an inserted row as a program does: with the formats of the row above."""
        above = self.rows[at - 1]
        cells = {column: CellXml(style=c.style) for column, c in above.cells.items()}
        self.rows[at] = RowXml({k: v for k, v in above.attributes.items() if k != "hidden"}, cells)

    def copy_down(self, at: int) -> None:
        """Fill an inserted row with a copy of the row above it."""
        above = self.rows[at - 1]
        cells = {n: replace(c, formula=c.formula and copied(c.formula, 1)) for n, c in above.cells.items()}
        self.rows[at] = RowXml(dict(above.attributes), cells)

    def hide_row(self, row: int) -> None:
        """Hide a row."""
        self.rows[row].attributes["hidden"] = "1"

    def unprotect(self) -> bool:
        """Take the protection off; whether there was one."""
        before = self.after
        self.after = re.sub(r"<sheetProtection [^>]*/>", "", self.after)
        return self.after != before

    def drop_validations(self) -> bool:
        """Remove every data validation; whether there was one."""
        before = self.after
        self.after = _VALIDATIONS.sub("", before)
        return self.after != before

    def areas(self) -> Iterator[str]:
        """Every area of merged cells, conditional formats and validations."""
        return (area for match in _AREAS.finditer(self.after) for area in match[2].split())

    def _shift_columns(self, change: Change) -> None:
        def shifted(match: re.Match[str]) -> str:
            attributes = dict(_ATTRIBUTE.findall(match[1]))
            span = change.span(int(attributes["min"]) - 1, int(attributes["max"]) - 1)
            if span is None:
                return ""
            attributes |= {"min": str(span[0] + 1), "max": str(span[1] + 1)}
            return "<col " + " ".join(f'{k}="{v}"' for k, v in attributes.items()) + "/>"

        self.before = _COLUMN.sub(shifted, self.before)

    def _drop_empty(self) -> None:
        """Remove what has lost its area, and count the rest."""
        after = re.sub(r'<(?:mergeCell|hyperlink) [^>]*?ref=""[^>]*?/>', "", self.after)
        after = re.sub(
            r'<conditionalFormatting sqref="">.*?</conditionalFormatting>', "", after, flags=re.DOTALL
        )
        after = re.sub(
            r'<dataValidation [^>]*?sqref=""[^>]*?(?:/>|>.*?</dataValidation>)', "", after, flags=re.DOTALL
        )
        after = _MERGES.sub(lambda m: _counted("mergeCells", "<mergeCell ", m[1]), after)
        self.after = _VALIDATIONS.sub(lambda m: _counted("dataValidations", "<dataValidation ", m[1]), after)


def _rows(data: str) -> Iterator[tuple[int, RowXml]]:
    for match in _ROW.finditer(data):
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        number = int(attributes.pop("r")) - 1
        yield number, RowXml(attributes, written=(number, match[2] or ""))


def _cells(row: str) -> Iterator[tuple[int, CellXml]]:
    end = 0
    for match in _CELL.finditer(row):
        letters, style, kind, formula, value = match.groups()
        if match.start() != end:
            break
        end = match.end()
        yield column_number(letters), CellXml(style, kind or "", formula, value)
    if end != len(row):
        raise ValueError(f"not a cell that kpixl writes: {row[end:]}")


def _rewrite(c: CellXml, formula: str) -> None:
    if "#REF!" in formula and "#REF!" not in (c.formula or ""):
        c.kind, c.value = "e", "#REF!"
    c.formula = formula


def _shifted(areas: str, change: Change) -> str:
    kept = (shift_area(area, change) for area in areas.split())
    return " ".join(area for area in kept if area is not None)


def _counted(tag: str, item: str, inner: str) -> str:
    count = inner.count(item)
    return f'<{tag} count="{count}">{inner}</{tag}>' if count else ""

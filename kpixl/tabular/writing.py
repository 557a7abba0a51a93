"""The bytes of a blueprint's workbook: headings in words, keys below them, drop-downs."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

from kpixl.addresses import Address, before_cell
from kpixl.generate import Strict, mark_output, refusals
from kpixl.layout.pages.text_height import MOST_HEIGHT, height, text_width
from kpixl.tabular import sheets as s
from kpixl.tabular.cell import CellValue

_SIZE, _LEAST = 10, 18.0
_NARROW, _WIDE = 9, 44
_ROOM = 500
"""Rows below the last one that have drop-downs as well."""
_LONGEST_LIST, _LONGEST_PROMPT, _LONGEST_TITLE = 255, 255, 32
_FONT = {"font_name": "宋体", "font_size": _SIZE, "text_wrap": True, "valign": "top"}
_LOOKS: dict[str, dict[str, Any]] = {
    "body": {"border": 1, "border_color": "#BFC7D1", "num_format": "@"},
    "figure": {"border": 1, "border_color": "#BFC7D1"},
    "head": {
        "border": 1,
        "border_color": "#BFC7D1",
        "bold": True,
        "bg_color": "#E8EDF3",
        "valign": "vcenter",
    },
    "key": {"border": 1, "border_color": "#BFC7D1", "font_color": "#5A6572", "bg_color": "#F4F6F9"},
    "note": {},
}


def write_book(made: Sequence[s.MadeSheet], notes: Iterable[str], created: dt.date) -> bytes:
    """The workbook. notes: what stands on its first sheet; created: the date inside it."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook is written

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with refusals(), Workbook(out, options) as book:
        book.set_properties({"created": dt.datetime.combine(created, dt.time())})
        mark_output(book, "blueprint")
        _Writer(book, made).write(notes)
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any, made: Sequence[s.MadeSheet]) -> None:
        self._book, self._made = book, {sheet.name: sheet for sheet in made}
        self._looks = {name: book.add_format({**_FONT, **look}) for name, look in _LOOKS.items()}

    def write(self, notes: Iterable[str]) -> None:
        """The notes, then all sheets."""
        first = Strict(self._book.add_worksheet(s.NOTES))
        first.set_column(0, 0, 100)
        for row, text in enumerate(notes):
            first.set_row(row, max(_LEAST, height(text, 100, _SIZE)))
            first.write_string(row, 0, text, self._looks["note"])
        first.hide_gridlines(2)
        for sheet in self._made.values():
            self._sheet(sheet)

    def _sheet(self, made: s.MadeSheet) -> None:
        sheet, widths = Strict(self._book.add_worksheet(made.name)), [_width(made, c) for c in made.columns]
        for at, column in enumerate(made.columns):
            sheet.set_column(at, at, widths[at], self._looks["body"])
            self._head(sheet, made, at, column)
        for line, row in enumerate(made.rows, start=made.heads):
            self._row(sheet, line, [row.get(column.key) for column in made.columns], widths)
        sheet.freeze_panes(made.heads, min(2, len(made.columns)))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, made.heads - 1)

    def _head(self, sheet: Strict, made: s.MadeSheet, at: int, column: s.SheetColumn) -> None:
        if not made.plain:
            sheet.write_string(0, at, column.label or column.key, self._looks["head"])
        sheet.write_string(made.heads - 1, at, column.key, self._looks["head" if made.plain else "key"])
        if column.meaning:
            prompt = {
                "input_title": column.key[:_LONGEST_TITLE],
                "input_message": column.meaning[:_LONGEST_PROMPT],
            }
            sheet.data_validation(0, at, made.heads - 1, at, {"validate": "any", **prompt})
        if (source := self._choices(column)) is not None:
            kind = "stop" if column.strict else "information"
            options = {"validate": "list", "source": source, "error_type": kind}
            sheet.data_validation(made.heads, at, made.heads + len(made.rows) + _ROOM, at, options)

    def _choices(self, column: s.SheetColumn) -> list[str] | str | None:
        """What may be chosen: the words, or the cells of another sheet."""
        if column.rows_of is not None and (other := self._made.get(column.rows_of[0])) is not None:
            at = next(i for i, each in enumerate(other.columns) if each.key == column.rows_of[1])
            last = other.heads + len(other.rows) + _ROOM
            return f"={before_cell(other.name)}{Address(other.heads, at).fixed}:{Address(last, at).fixed}"
        fits = column.choices and len(",".join(column.choices)) <= _LONGEST_LIST
        return list(column.choices) if fits else None

    def _row(
        self, sheet: Strict, line: int, cells: Sequence[CellValue | None], widths: Sequence[float]
    ) -> None:
        texts = [(cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str)]
        sheet.set_row(line, min(MOST_HEIGHT, max([_LEAST, *(height(t, w, _SIZE) for t, w in texts)])))
        for at, cell in enumerate(cells):
            match cell:
                case None:
                    sheet.write_blank(line, at, None, self._looks["body"])
                case bool():
                    sheet.write_boolean(line, at, cell, self._looks["figure"])
                case str():
                    sheet.write_string(line, at, cell, self._looks["body"])
                case _:
                    sheet.write_number(line, at, cell, self._looks["figure"])


def _width(made: s.MadeSheet, column: s.SheetColumn) -> float:
    """Room for the longest line of a column, within reason."""
    shown = [column.label or column.key, *(str(row.get(column.key, "")) for row in made.rows)]
    longest = max(text_width(line, _SIZE) for text in shown for line in text.split("\n"))
    return min(_WIDE, max(_NARROW, longest + 2))

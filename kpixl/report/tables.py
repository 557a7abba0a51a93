"""Workbooks of plain tables, to be read and printed: head row, filters, row heights, print set-up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

from kpixl.generate import Strict, mark_output, refusals
from kpixl.layout.pages.screen import zoom
from kpixl.layout.pages.text_height import height
from kpixl.marks import Output
from kpixl.words import Lang, Words

_LONGEST = 32_767
"""Characters that a cell holds."""
_SIZE, _TITLE_SIZE, _LEAST, _TITLE = 10, 16, 18.0, 30.0
_A4 = 9
_FONT = {"font_name": "宋体", "font_size": _SIZE, "text_wrap": True, "border": 1, "border_color": "#BFC7D1"}
_COLOURS = {"error": "#B3261E", "warning": "#8A5A00", "note": "#3C6478", "accepted": "#1B7F4B"}
_PAGES = Words("&C第&P页，共&N页", "&CPage &P of &N")


class Shown(NamedTuple):
    """What stands in a cell, and how it looks: body, left, head, or as a severity or a state does."""

    value: str | int
    look: str = "body"


Cell = str | int | Shown


class Column(NamedTuple):
    """A column: its heading and its width."""

    label: str
    width: float


@dataclass(frozen=True, kw_only=True)
class Table:
    """A sheet with a table.

    title: above it; frozen, printed: so many columns, of which a small screen shows the latter (0: all);

    opens: the workbook opens with it.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    title: str = ""
    frozen: int = 0
    printed: int = 0
    filters: bool = True
    opens: bool = False


@contextmanager
def table_book(out: IO[bytes], output: Output, created: dt.date, lang: Lang) -> Iterator[TableBook]:
    """A workbook that is whole when the block ends. created: the date inside it, not that of today.

    Written row by row (XlsxWriter's constant memory), texts never as formulas or links.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook is written

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with refusals(), Workbook(out, options) as book:
        book.set_properties({"created": dt.datetime.combine(created, dt.time())})
        mark_output(book, output)
        yield TableBook(book, lang)


class TableBook:
    """Sheets one after the other, each with one table."""

    def __init__(self, book: Any, lang: Lang) -> None:
        self._book, self._lang = book, lang
        body = {**_FONT, "valign": "top"}
        head = {**_FONT, "bold": True, "bg_color": "#E8EDF3", "align": "center", "valign": "vcenter"}
        title = {"font_name": "黑体", "font_size": _TITLE_SIZE, "valign": "vcenter"}
        looks = {"body": body, "left": {**body, "align": "left"}, "head": head, "title": title}
        looks |= {name: {**body, "font_color": colour} for name, colour in _COLOURS.items()}
        self._looks = {name: book.add_format(look) for name, look in looks.items()}

    def add(self, table: Table) -> None:
        """One more sheet."""
        sheet, columns = Strict(self._book.add_worksheet(table.name)), table.columns
        for i, column in enumerate(columns):
            sheet.set_column(i, i, column.width)
        top = 1 if table.title else 0
        if table.title:
            sheet.set_row(0, _TITLE)
            self._write(sheet, 0, 0, Shown(table.title, "title"))
        self._row(sheet, top, columns, [Shown(column.label, "head") for column in columns])
        last = top + 1
        for last, row in enumerate(table.rows, start=top + 1):
            self._row(sheet, last, columns, row)
        if table.filters:
            sheet.autofilter(top, 0, last, len(columns) - 1)
        sheet.freeze_panes(top + 1, table.frozen)
        sheet.repeat_rows(top)
        sheet.hide_gridlines(2)
        sheet.set_zoom(zoom(column.width for column in columns[: table.printed or None]))
        self._paper(sheet)
        if table.printed:
            sheet.print_area(0, 0, last, table.printed - 1)
        if table.opens:
            sheet.activate()

    def _row(self, sheet: Strict, at: int, columns: Sequence[Column], row: Sequence[Cell]) -> None:
        cells = [cell if isinstance(cell, Shown) else Shown(cell) for cell in row]
        widths = (column.width for column in columns)
        needed = (height(str(c.value), w, _SIZE) for c, w in zip(cells, widths, strict=True) if c.value)
        sheet.set_row(at, max([_LEAST, *needed]))
        for i, cell in enumerate(cells):
            self._write(sheet, at, i, cell)

    def _write(self, sheet: Strict, row: int, column: int, cell: Shown) -> None:
        look = self._looks[cell.look]
        if isinstance(cell.value, int):
            sheet.write_number(row, column, cell.value, look)
        elif cell.value:
            text = cell.value.encode("utf-8", "backslashreplace").decode("utf-8")
            sheet.write_string(row, column, text[:_LONGEST], look)
        else:
            sheet.write_blank(row, column, None, look)

    def _paper(self, sheet: Strict) -> None:
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(_PAGES[self._lang])

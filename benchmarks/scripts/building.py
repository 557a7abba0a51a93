"""A script that makes workbooks with XlsxWriter: the same sheets as an issued workbook, one a unit.

    python -m benchmarks.scripts.building ISSUED COUNT OUT

All that the issued workbook has, but for the figures of its formulas, which only kpixl knows, and for its
seal. benchmarks.scripts.issued reads it once, before the first is built: what somebody would have put into a
script.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from xlsxwriter import Workbook

from benchmarks.scripts.issued import Book, Sheet, read


def main() -> int:
    """Read the issued workbook once, build one a unit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("issued", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    wanted = read(load_workbook(asked.issued))
    for number in range(1, asked.count + 1):
        build(wanted, asked.out / f"{number:05}.xlsx", f"第{number:05}单位")
    return 0


def build(wanted: Book, path: Path, unit: str) -> None:
    """A workbook with these sheets. unit: for whom it is, which stands in its title."""
    with Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"title": unit})
        for name, text in wanted.properties:
            book.set_custom_property(name, text, "text")
        looks = [book.add_format(dict(look)) for look in wanted.looks]
        for given in wanted.sheets:
            _write(given, book.add_worksheet(given.name), looks)
        for name, text in wanted.names:
            book.define_name(name, f"={text}")


def _write(given: Sheet, sheet: Any, looks: list[Any]) -> None:
    for column, width, is_hidden in given.columns:
        sheet.set_column(column, column, width, None, {"hidden": is_hidden})
    for row, height, is_hidden in given.rows:
        sheet.set_row(row, height, None, {"hidden": is_hidden})
    _fill(given, sheet, looks)
    for area, options in given.validations:
        sheet.data_validation(*area, options)
    for area, options, look in given.highlights:
        sheet.conditional_format(*area, {**options, "format": looks[look]})
    _set_up(given, sheet)


def _fill(given: Sheet, sheet: Any, looks: list[Any]) -> None:
    for area, look in given.merged:
        sheet.merge_range(*area, "", looks[look])
    for row, column, value, look in given.cells:
        sheet.write(row, column, value, looks[look])
    for row, column, target, text, look in given.links:
        sheet.write_url(row, column, f"internal:{target}", looks[look], text)


def _set_up(given: Sheet, sheet: Any) -> None:
    """How it shows, how it is printed, what is locked."""
    page = given.page
    if page.frozen:
        sheet.freeze_panes(*page.frozen)
    if given.state != "visible":
        sheet.very_hidden()
    sheet.protect("secret")
    sheet.set_paper(page.paper)
    (sheet.set_landscape if page.landscape else sheet.set_portrait)()
    sheet.set_margins(*page.margins)
    sheet.set_footer(page.footer)
    sheet.set_header(page.header)
    sheet.fit_to_pages(1, 0)
    sheet.set_h_pagebreaks(list(page.breaks))
    if page.area:
        sheet.print_area(*page.area)
    if page.repeated:
        sheet.repeat_rows(*page.repeated)


if __name__ == "__main__":
    sys.exit(main())

"""Other readers of workbooks, as a second opinion on every cell."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import openpyxl
from python_calamine import CalamineWorkbook

from kpixl.formats import RawSheet, RawWorkbook, read_workbook
from kpixl.formats._facts import unescaped

Grid = dict[tuple[int, int], object]
Seen = dict[str, Grid]


def ours(data: bytes, *, errors: bool) -> Seen:
    """What kpixl reads. errors: whether the other reader shows errors, as texts."""
    outcome = read_workbook(data)
    assert isinstance(outcome, RawWorkbook), outcome
    return {
        sheet.name: dict(_cells(sheet, errors=errors))
        for sheet in outcome.sheets
        if sheet.kind == "worksheet"
    }


def _cells(sheet: RawSheet, *, errors: bool) -> Iterator[tuple[tuple[int, int], object]]:
    for place, cell in sheet.cells.items():
        value = cell.error if errors and cell.error else cell.value
        if value not in (None, ""):
            yield place, value


def calamine(data: bytes) -> Seen:
    """What calamine reads: values only, errors as blanks."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    lines = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    return {name: _grid(enumerate(rows)) for name, rows in lines.items()}


def by_openpyxl(data: bytes) -> Seen:
    """What openpyxl reads: .xlsx only, errors as texts."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {sheet.title: _grid(enumerate(sheet.iter_rows(values_only=True))) for sheet in book.worksheets}


def _grid(rows) -> Grid:
    cells = ((row, column, _plain(value)) for row, line in rows for column, value in enumerate(line))
    return {(row, column): value for row, column, value in cells if value not in (None, "")}


def _plain(value: object) -> object:
    """A value as kpixl has it: days as dates, times and durations as numbers, texts without escapes."""
    match value:
        case datetime() if value.time() == time():
            return value.date()
        case time():
            return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
        case timedelta():
            return value / timedelta(days=1)
        case str():
            return unescaped(value)
        case int() if not isinstance(value, bool):
            return float(value)
    return value


Difference = tuple[str, int, int, object, object]


def differences(one: Seen, other: Seen) -> list[Difference]:
    """Sheet, row, column and both values, wherever two readers differ by more than the last digits."""
    found: list[Difference] = [(name, 0, 0, name in one, name in other) for name in one.keys() ^ other.keys()]
    for name in sorted(one.keys() & other.keys()):
        first, second = one[name], other[name]
        found += [
            (name, *place, first.get(place), second.get(place))
            for place in sorted(first.keys() | second.keys())
            if not _same(first.get(place), second.get(place))
        ]
    return found


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    if isinstance(one, date) and isinstance(other, date):
        return str(one) == str(other)
    return type(one) is type(other) and one == other

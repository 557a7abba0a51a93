"""Fills an issued workbook in, by editing it in place: everything else stays as it was issued."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Mapping

from kpixl.blueprint.expressions import Value
from kpixl.generate import Built
from kpixl.layout import CellKey, Package, Role, Spot
from kpixl.simulate.book import Book

_DAYS = 20
_OFFICE_HOURS = (9, 17)


def filled(built: Built, values: Mapping[Spot, Value], there: Collection[CellKey] = ()) -> Book:
    """The workbook with the answers and results that its cells have by these values.

    there: what stood in it when it was issued, and is emptied where there is no value.
    """
    book = Book(built.data)
    for sheet in built.plan.sheets:
        written = book.tab(sheet.name).xml
        for cell in sheet.cells:
            value = values[cell.spot]
            if cell.calculation is not None:
                book.set_result(written.cell(*sheet.address(cell.spot)), value)
            elif cell.role is Role.INPUT and (value is not None or cell.key in there):
                book.set_value(written.cell(*sheet.address(cell.spot)), value)
    return book


def save_time(package: Package, rng: random.Random) -> dt.datetime:
    """When the recipient saves it: in office hours, within three weeks of the scheme's own date."""
    day = package.scheme.head.created + dt.timedelta(days=rng.randint(1, _DAYS))
    return dt.datetime.combine(
        day, dt.time(rng.randrange(*_OFFICE_HOURS), rng.randrange(60), rng.randrange(60))
    )

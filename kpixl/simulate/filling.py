"""Fills an issued workbook in, by editing it in place: everything else stays as it was issued."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Mapping

from kpixl.blueprint.expressions import Value
from kpixl.generate import Built
from kpixl.layout import CellKey, Package, Plan, Role, Spot
from kpixl.simulate.book import Book
from kpixl.simulate.sheetxml import CellXml

_DAYS = 20
_OFFICE_HOURS = (9, 17)


def filled(built: Built, values: Mapping[Spot, Value], there: Collection[CellKey] = ()) -> Book:
    """The workbook with the answers and results that its cells have by these values.

    there: what stood in it when it was issued, and is emptied where there is no value.
    """
    book = Book(built.data)
    for spot, value in values.items():
        cell = built.plan.by_spot[spot]
        if cell.calculation is not None:
            book.set_result(cell_at(book, built.plan, spot), value)
        elif cell.role is Role.INPUT and (value is not None or cell.key in there):
            book.set_value(cell_at(book, built.plan, spot), value)
    return book


def cell_at(book: Book, plan: Plan, spot: Spot) -> CellXml:
    """The cell of a spot in a workbook whose rows and columns are still those of the plan."""
    sheet = plan.by_key[spot.sheet]
    return book.tab(sheet.name).xml.cell(*sheet.address(spot))


def save_time(package: Package, rng: random.Random) -> dt.datetime:
    """When the recipient saves it: in office hours, within three weeks of the scheme's own date."""
    day = package.scheme.head.created + dt.timedelta(days=rng.randint(1, _DAYS))
    return dt.datetime.combine(
        day, dt.time(rng.randrange(*_OFFICE_HOURS), rng.randrange(60), rng.randrange(60))
    )

"""Plain sheets of the consolidated workbook: a title, a head, rows of texts, figures, links and formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kpixl.blueprint.expressions import text_cut
from kpixl.layout import Calculation, Cell, Role, Sheet, Spot
from kpixl.layout.frame import Print
from kpixl.layout.plan import Link, Scalar, Style
from kpixl.layout.sheet import SheetBuilder
from kpixl.layout.text_height import height

MOST_CHARACTERS = 2_000
"""Of a text in these sheets: what a return or a message says beyond that is cut, and the cut is marked."""
_SHEET_NAME = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column of a plain sheet. number_format: Excel's, for figures."""

    name: str
    label: str
    width: float
    align: Literal["left", "center"] = "center"
    number_format: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What stands in a cell. number_format: where it is not the column's."""

    value: Scalar = None
    calculation: Calculation | None = None
    link: Link | None = None
    number_format: str | None = None


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A plain sheet in the making. key: of the sheet; name: on its tab."""

    key: str
    name: str
    title: str
    columns: Sequence[Heading]
    paper: Literal["A4", "A3"] = "A3"

    def spot(self, row: str, column: str) -> Spot:
        """The cell of a column in a row, by the row's key."""
        names = [c.name for c in self.columns]
        return Spot(self.key, f"row/{row}", f"c{names.index(column) + 1}")

    def sheet(self, rows: Iterable[tuple[str, Sequence[Content | Scalar]]], note: str = "") -> Sheet:
        """The finished sheet. rows: key and contents; note: a line under the title."""
        b = SheetBuilder(key=self.key, name=self.name, widths=[c.width for c in self.columns])
        b.text("#title", self.title, "title")
        if note:
            b.text("#note", note, "subtitle")
        b.line("#head", max([30.0, *(height(column.label, column.width) for column in self.columns)]))
        for i, column in enumerate(self.columns):
            b.printed("#head", column.label, "head", first=i)
        for key, contents in rows:
            self._row(b, f"row/{key}", [_content(c) for c in contents])
        lines = [line.key for line in b.lines]
        below = lines.index("#head") + 1
        page = Print(paper=self.paper, landscape=True, rows=(lines[0], lines[-1]), repeat=("#head", "#head"))
        made = b.sheet(page, helpers=False, freeze=lines[below] if below < len(lines) else None)
        return replace(made, protected=False)

    def _row(self, b: SheetBuilder, line: str, contents: Sequence[Content]) -> None:
        needed = [
            height(c.value, column.width)
            for c, column in zip(contents, self.columns, strict=True)
            if isinstance(c.value, str)
        ]
        b.line(line, max([20.0, *needed]))
        for i, (content, column) in enumerate(zip(contents, self.columns, strict=True)):
            shown = content.number_format or column.number_format
            look = Style(name="body", align=column.align, number_format=shown)
            role = Role.PRINTED if content.calculation is None else Role.FORMULA
            b.put(
                Cell(spot=b.spot(line, i), role=role, value=content.value, style=look, link=content.link,
                     calculation=content.calculation)
            )  # fmt: skip


def _content(given: Content | Scalar) -> Content:
    made = given if isinstance(given, Content) else Content(value=given)
    if isinstance(made.value, str) and len(made.value) > MOST_CHARACTERS:
        return replace(made, value=made.value[: MOST_CHARACTERS - 1] + "…")
    return made


def figure(number: int | None) -> Decimal | None:
    """A whole number as a cell holds it."""
    return None if number is None else Decimal(number)


class Tabs:
    """Names for the tabs: none twice, none that Excel refuses."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, wanted: str) -> str:
        """The wanted name, or one like it."""
        plain = re.sub(r"[\[\]:*?/\\']", "", wanted).strip() or "表"
        name, number = text_cut(plain, _SHEET_NAME), 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{text_cut(plain, _SHEET_NAME - 4)}（{number}）"
        self._taken.add(name.casefold())
        return name

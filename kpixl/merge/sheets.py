"""Plain sheets of the consolidated workbook: a title, a head, rows of texts, figures, links and formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice, starmap
from typing import Literal, NamedTuple

from kpixl.blueprint.expressions import text_cut
from kpixl.layout import Calculation, Cell, Role, Sheet, Spot
from kpixl.layout.pages.screen import zoom
from kpixl.layout.pages.sheet import SheetBuilder
from kpixl.layout.pages.text_height import height
from kpixl.layout.plan.body import NO_LINKS, Body, BodyRow
from kpixl.layout.plan.cell import Link, Scalar, Style
from kpixl.layout.plan.frame import Print, View

MOST_CHARACTERS = 2_000
"""Of a text in these sheets: what a return or a message says beyond that is cut, and the cut is marked."""
MOST_ROWS = 1_048_000
"""Of a sheet below its head; Excel has 1,048,576 in all."""
MOST_LINKS = 60_000
"""Of a sheet with one in each row; Excel takes 65,530."""
_SHEET_NAME = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column of a plain sheet. number_format: Excel's, for figures."""

    name: str
    label: str
    width: float
    align: Literal["left", "center", "right"] = "center"
    number_format: str | None = None

    def look(self, number_format: str | None) -> Style:
        """Of its cells; figures stand a step off the edge, so that columns of them keep apart."""
        indent = 1 if self.align == "right" else 0
        return Style(name="body", align=self.align, number_format=number_format, indent=indent)


class Content(NamedTuple):
    """What stands in a cell. number_format: where it is not the column's."""

    value: Scalar = None
    calculation: Calculation | None = None
    link: Link | None = None
    number_format: str | None = None


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A plain sheet in the making.

    key: of the sheet; name: on its tab; frozen: so many columns stay in view; printed: so many are printed,
    and shown by a small screen side by side (None: all); upright: the paper; on_paper: the rows are printed.
    """

    key: str
    name: str
    title: str
    columns: Sequence[Heading]
    frozen: int = 0
    printed: int | None = None
    upright: bool = False
    on_paper: bool = True

    def spot(self, row: str, column: str) -> Spot:
        """The cell of a column in a row, by the row's key."""
        names = [c.name for c in self.columns]
        return Spot(self.key, f"row/{row}", f"c{names.index(column) + 1}")

    def sheet(self, rows: Iterable[tuple[str, Sequence[Content | Scalar]]], note: str = "") -> Sheet:
        """The finished sheet. rows: key and contents; note: a line under the title."""
        b = self._headed(note)
        above = len(b.lines)
        for key, contents in rows:
            self._row(b, f"row/{key}", [_content(c) for c in contents])
        return self._finished(b, b.lines[-1].key, b.lines[above].key if above < len(b.lines) else None)

    def streamed(self, rows: Rows, note: str = "") -> Iterator[Sheet]:
        """The same, its rows numbered from 1 and none of them there before it is written.

        Further sheets have what is more than one holds.
        """
        for part in range(sheets_for(rows.count)):
            plain = replace(self, key=f"{self.key}#{part + 1}") if part else self
            yield plain.streaming(rows.part(part), note)

    def streaming(self, rows: Rows, note: str) -> Sheet:
        """One sheet with these rows."""
        b, body = self._headed(note), _Numbered(self, rows)
        return replace(self._finished(b, None, body.key(0) if len(body) else None), body=body)

    def _headed(self, note: str) -> SheetBuilder:
        """The sheet with its title and head."""
        b = SheetBuilder(key=self.key, name=self.name, widths=[c.width for c in self.columns])
        b.text("#title", self.title, "title", count=self.printed)
        if note:
            b.text("#note", note, "subtitle", count=self.printed)
        b.line("#head", max([30.0, *(height(column.label, column.width) for column in self.columns)]))
        for i, column in enumerate(self.columns):
            b.printed("#head", column.label, "head", first=i)
        return b

    def _finished(self, b: SheetBuilder, last: str | None, freeze: str | None) -> Sheet:
        seen = [column.width for column in self.columns[: self.printed]]
        page = Print(
            landscape=not self.upright,
            rows=(b.lines[0].key, last if self.on_paper else "#head"),
            columns=(b.grid[0], b.grid[len(seen) - 1]),
            repeat=("#head", "#head"),
        )
        view = View(column=b.grid[self.frozen] if self.frozen else None, zoom=zoom(seen))
        return replace(b.sheet(page, helpers=False, freeze=freeze, view=view), protected=False)

    def _row(self, b: SheetBuilder, line: str, contents: Sequence[Content]) -> None:
        needed = [
            height(c.value, column.width)
            for c, column in zip(contents, self.columns, strict=True)
            if isinstance(c.value, str)
        ]
        b.line(line, max([20.0, *needed]))
        for i, (content, column) in enumerate(zip(contents, self.columns, strict=True)):
            shown = content.number_format or column.number_format
            look = column.look(shown)
            role = Role.PRINTED if content.calculation is None else Role.FORMULA
            b.put(
                Cell(spot=b.spot(line, i), role=role, value=content.value, style=look, link=content.link,
                     calculation=content.calculation)
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a long sheet. count: how many; made: their contents anew; none of them has a formula."""

    count: int
    made: Callable[[], Iterable[Sequence[Content | Scalar]]]

    def part(self, number: int) -> Rows:
        """Those of one of several sheets, from 0."""
        first, last = number * MOST_ROWS, min(self.count, (number + 1) * MOST_ROWS)
        return Rows(last - first, lambda: islice(self.made(), first, last))


class _Numbered(Body):
    """The rows of a long sheet, numbered from 1."""

    def __init__(self, plain: PlainSheet, rows: Rows) -> None:
        super().__init__()
        self._plain, self._rows = plain, rows
        self._models: dict[tuple[str | None, ...], tuple[Cell, ...]] = {}
        self._own = tuple(column.number_format for column in plain.columns)
        self._widths = [column.width for column in plain.columns]

    def __len__(self) -> int:
        return self._rows.count

    def keys(self) -> Iterator[str]:
        """`row/1` and so on."""
        return map(self.key, range(len(self)))

    def key(self, number: int) -> str:
        """The key of a row by its place."""
        return f"row/{number + 1}"

    def _made(self) -> Iterator[BodyRow]:
        return starmap(self._laid, enumerate(self._rows.made()))

    def _row(self, number: int) -> BodyRow:
        return self._laid(number, next(islice(self._rows.made(), number, None)))

    def _number(self, key: str) -> int | None:
        number = key.removeprefix("row/")
        return int(number) - 1 if number.isdecimal() and 0 < int(number) <= len(self) else None

    def _laid(self, number: int, contents: Sequence[Content | Scalar]) -> BodyRow:
        values: list[Scalar] = []
        links: dict[int, Link] = {}
        formats, needed, linked = self._own, 20.0, len(self) <= MOST_LINKS
        for i, given in enumerate(contents):
            value = given
            if isinstance(given, Content):
                value = given.value
                if linked and given.link is not None:
                    links[i] = given.link
                if given.number_format:
                    formats = (*formats[:i], given.number_format, *formats[i + 1 :])
            if isinstance(value, str):
                value, high = _fitted(value, self._widths[i])
                needed = max(needed, high)
            values.append(value)  # type: ignore[arg-type]
        return BodyRow(self.key(number), needed, self._model(formats), values, links or NO_LINKS)

    def _model(self, formats: tuple[str | None, ...]) -> tuple[Cell, ...]:
        if formats not in self._models:
            self._models[formats] = tuple(
                Cell(
                    spot=Spot(self._plain.key, "", f"c{i + 1}"),
                    role=Role.PRINTED,
                    style=column.look(shown),
                )
                for i, (column, shown) in enumerate(zip(self._plain.columns, formats, strict=True))
            )
        return self._models[formats]


@lru_cache(maxsize=4096)
def known_height(text: str, width: float) -> float:
    """The height of a text that stands in many rows."""
    return height(text, width)


@lru_cache(maxsize=8192)
def _fitted(text: str, width: float) -> tuple[str, float]:
    """A text as these sheets show it, and its height; most stand in many rows."""
    shown = _cut(text)
    return shown, height(shown, width)


def sheets_for(rows: int) -> int:
    """How many sheets take so many rows."""
    return max(1, -(-rows // MOST_ROWS))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def _content(given: Content | Scalar) -> Content:
    made = given if isinstance(given, Content) else Content(value=given)
    return made._replace(value=_cut(made.value)) if isinstance(made.value, str) else made


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

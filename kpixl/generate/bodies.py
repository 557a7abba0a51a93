"""The rows of a body, written as they are made: text by text into a file that waits until the rest is there.

It rests on private methods of XlsxWriter, which the tests hold in place: what it writes is what that writes.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache, partial
from io import StringIO
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from kpixl.addresses import column_letters
from kpixl.generate.cell_values import cached, is_markup, is_plain, number, shown_truth
from kpixl.generate.cell_xml import EMPTY, of_formula, of_number, of_shared, of_text
from kpixl.generate.links import url
from kpixl.generate.packing import put
from kpixl.generate.strict import ExcelRefused
from kpixl.generate.styles import DATE_FORMAT, Formats
from kpixl.layout.plan.body import BodyRow
from kpixl.layout.plan.cell import Cell, Link, Scalar, Style
from kpixl.layout.plan.filled_down import FilledDown
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Plan, Sheet
from kpixl.layout.rows.unbuildable import refused

MOST_SHARED = 20_000
"""Rows whose texts are shared with other cells, as Excel does; of more rows each text stands in its cell."""
PLACE = "<!--kpixl body-->"
"""Stands on a sheet where its body is to be."""
_LONGEST = 32_767
_AT_ONCE = 256
_IN_MEMORY = 4 * 1024 * 1024
_GIGABYTE = 1024**3
_PART = 256 * 1024
_DATE = (1980, 1, 1, 0, 0, 0)  # as XlsxWriter has it
_ROW = "\x03"
"""Stands for the number of a row."""


class WrittenBody:
    """The rows of a body, which wait until the rest of the workbook is there."""

    def __init__(self) -> None:
        self._rows: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it outlives this call
        self._size = self.rows = 0

    def add(self, rows: str) -> None:
        """Some rows."""
        self._size += self._rows.write(rows.encode())

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()

    @property
    def is_large(self) -> bool:
        """Whether it may need sizes of 64 bits."""
        return self._size > _GIGABYTE

    def parts(self) -> Iterator[bytes]:
        """The rows as they stand in the file."""
        self._rows.seek(0)
        return iter(partial(self._rows.read, _PART), b"")


class BodyWriter:
    """Writes the body of one sheet. raw: the worksheet."""

    def __init__(self, plan: Plan, sheet: Sheet, raw: Any, formats: Formats) -> None:
        self._plan, self._sheet, self._raw, self._formats = plan, sheet, raw, formats
        self._body = sheet.body or ()
        self._shares = len(self._body) <= MOST_SHARED
        self._down = FilledDown(plan, sheet)
        self._letters = [column_letters(column) for column in range(len(sheet.stripes))]
        self._computed: dict[int, tuple[tuple[Cell, ...], frozenset[int]]] = {}
        self._patterns: dict[tuple[int, float, tuple[int, ...]], str] = {}
        self._texts: dict[str, str] = {}
        self._tags: dict[float, str] = {}
        self._keys: list[str] = []
        self._share = raw.str_table._get_shared_string_index  # noqa: SLF001
        self.out = WrittenBody()

    def share_keys(self) -> None:
        """The keys of the rows come before all else that stands in a sheet, also among the texts shared."""
        if self._shares and self._sheet.body is not None:
            self._keys = [self._text(key) for key in self._sheet.body.keys()]  # noqa: SIM118 - no mapping

    def write(self, values: Mapping[Spot, Scalar]) -> None:
        """Every row."""
        first, waiting = self._sheet.body_row, list[str]()
        self._raw.number_formats(first)
        for place, row in enumerate(self._body):
            waiting.append(self._row(first + place, row, self._keys[place] if self._keys else "", values))
            if len(waiting) == _AT_ONCE:
                self.out.add("".join(waiting))
                waiting.clear()
        self.out.add("".join(waiting))
        self.out.rows = len(self._body)
        if waiting and self._raw._check_dimensions(self._sheet.last_row, len(self._letters) - 1):  # noqa: SLF001
            raise ExcelRefused(f"{self._sheet.name}: {len(self._body)} rows")

    def _row(self, at: int, row: BodyRow, key: str, values: Mapping[Spot, Scalar]) -> str:
        told, again = [key or self._text(row.key)], 0
        computed, links, known = self._formulas(row.model), row.links, self._texts
        for i, value in enumerate(row.values):
            if i in computed:
                spot = row.model[i].spot._replace(row=row.key)
                told.append(self._formula(row.model[i], spot, values[spot]))
            elif i in links:
                told.append(self._linked(at, i + 1, links[i], value))
            elif isinstance(value, str) and value in known:  # by far the most
                told.append(known[value])
                again += 1
            else:
                told.append(self._value(value))
        self._raw.str_table.count += again
        days = (i for i, value in enumerate(row.values) if isinstance(value, dt.date))
        shown = tuple(i for i in days if row.model[i].style.number_format is None)
        return self._pattern(at, row, shown).replace(_ROW, str(at + 1)) % tuple(told)

    def _formulas(self, model: tuple[Cell, ...]) -> frozenset[int]:
        """The places of formulas in rows laid out alike."""
        if id(model) not in self._computed:  # kept with it, so that no other has its id
            places = frozenset(i for i, cell in enumerate(model) if cell.calculation is not None)
            self._computed[id(model)] = model, places
        return self._computed[id(model)][1]

    def _pattern(self, at: int, row: BodyRow, days: tuple[int, ...]) -> str:
        """Rows laid out alike and as high as this one, without their number and what their cells say.

        days: where a day stands in a cell that would show a number.
        """
        key = id(row.model), row.height, days
        if key not in self._patterns:
            looks = [self._look(Style(name="key"))]
            for i, cell in enumerate(row.model):
                day = replace(cell.style, number_format=DATE_FORMAT) if i in days else None
                looks.append(self._look(day or cell.style))
            cells = zip(self._letters, looks, strict=True)
            told = (f'<c r="{letters}{_ROW}" s="{look}"%s' for letters, look in cells)
            self._patterns[key] = f"{self._tag(at, row.height)}{''.join(told)}</row>"
        return self._patterns[key]

    def _look(self, style: Style) -> int:
        number_: int = self._formats.cell(style)._get_xf_index()  # noqa: SLF001 - as where a cell is written
        return number_

    def _tag(self, at: int, height: float) -> str:
        """How a row of that height begins."""
        if height not in self._tags:
            raw = self._raw
            raw.set_row(at, height, None, {"hidden": False})
            told = self._told(lambda: raw._write_row(at, f"1:{len(self._letters)}", raw.row_info.pop(at)))  # noqa: SLF001
            self._tags[height] = told.replace(f'"{at + 1}"', f'"{_ROW}"', 1)
        return self._tags[height]

    def _told(self, write: Callable[[], None]) -> str:
        """What the worksheet writes."""
        self._raw.fh = told = StringIO()
        write()
        return told.getvalue()

    def _formula(self, cell: Cell, spot: Spot, value: Scalar) -> str:
        if cell.calculation is None:
            raise TypeError(spot)
        with refused(self._sheet.of_form, cell.label or spot.column):
            formula = self._down.text(cell.calculation, spot)
        return of_formula(formula, cached(value))

    def _linked(self, row: int, column: int, link: Link, value: Scalar) -> str:
        """A cell with a link, shared as XlsxWriter does: a plain text with it, "" under anything else."""
        shown = value if isinstance(value, str) and is_plain(value) else ""
        self._raw.lead(row, column, url(self._plan, link, shown))
        shared = of_shared(self._share(shown))
        return shared if shown else self._value(value)

    def _value(self, value: Scalar) -> str:
        """What a cell says of its value behind its format."""
        if isinstance(value, str):
            return self._text(value) if value else EMPTY
        if value is None:
            return EMPTY
        return self._text(shown_truth(value)) if isinstance(value, bool) else _figure(value)

    def _text(self, text: str) -> str:
        if not self._shares:
            return of_text(self._fitting(text))
        if text in self._texts:
            self._raw.str_table.count += 1
        else:
            index = self._rich(text) if is_markup(text) else self._share(self._fitting(text))
            self._texts[text] = of_shared(index)
        return self._texts[text]

    def _fitting(self, text: str) -> str:
        if len(text) > _LONGEST:
            raise ExcelRefused(f"{self._sheet.name}: {text}")
        return text

    def _rich(self, text: str) -> int:
        """The number of a text that XlsxWriter would take for its own markup, written as one."""
        at = self._sheet.body_row, 0
        self._raw.write_rich_string(*at, text[0], text[1], text[2:])
        shared: int = self._raw.table[at[0]].pop(at[1]).string
        return shared


@lru_cache(maxsize=4096)
def _figure(value: Decimal | dt.date) -> str:
    return of_number(number(value))


def put_in(parts: Mapping[str, bytes], bodies: Mapping[str, WrittenBody], target: IO[bytes]) -> None:
    """Write a workbook with its bodies in their places.

    parts: what is in it, by name; bodies: by the names of their sheets' parts.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            if name not in bodies:
                put(out, info, content)
                continue
            before, _, behind = content.partition(PLACE.encode())
            with out.open(info, "w", force_zip64=bodies[name].is_large) as part:
                for piece in chain([before], bodies[name].parts(), [behind]):
                    part.write(piece)

"""Protection as ISO/IEC 29500 has it: SHA-512 for sheets and for the workbook's structure.

XlsxWriter's own protection is a hash of 16 bits, which locks everybody out where the password is Chinese, and
it cannot protect the structure at all.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from xlsxwriter.packager import Packager
from xlsxwriter.url import Url
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import CellBlankTuple, CellFormulaTuple, Worksheet

from kpixl.addresses import column_letters
from kpixl.generate.bodies import PLACE, WrittenBody
from kpixl.generate.cell_xml import EMPTY, of_formula, of_number, of_shared
from kpixl.generate.strict import ExcelRefused

SPINS = 100_000
MAX_PASSWORD = 255
_MOST_LINKS = 65_530
"""Excel takes no more on a sheet."""
_ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """A password as workbooks hold it: hash and salt in base64, and how often it was hashed.

    Computed once for a whole campaign (a tenth of a second); the same in all of its sheets, which tells no
    more than that they share a password.
    """

    hash_value: str
    salt_value: str
    spins: int

    @classmethod
    def of(cls, password: str, salt: bytes, spins: int = SPINS) -> Protection:
        """The protection of a password; ValueError for one that Excel does not take (empty, or too long)."""
        if not 0 < len(password) <= MAX_PASSWORD:
            raise ValueError(f"a password has 1 to {MAX_PASSWORD} characters, this one {len(password)}")
        written = base64.b64encode(salt).decode()
        return cls(hash_value=_spun(password, salt, spins), salt_value=written, spins=spins)

    def opens_with(self, password: str) -> bool:
        """Whether it is the password."""
        return _spun(password, base64.b64decode(self.salt_value), self.spins) == self.hash_value

    def attributes(self, prefix: str = "") -> list[tuple[str, str | int]]:
        """XML attributes; the workbook's carry a prefix (`workbookHashValue`)."""
        pairs = (("algorithmName", "SHA-512"), ("hashValue", self.hash_value), ("saltValue", self.salt_value))
        return [(_prefixed(prefix, name), value) for name, value in (*pairs, ("spinCount", self.spins))]


def _prefixed(prefix: str, name: str) -> str:
    return prefix + name[0].upper() + name[1:] if prefix else name


def _spun(password: str, salt: bytes, spins: int) -> str:
    digest = hashlib.sha512(salt + password.encode("utf-16-le")).digest()
    for turn in range(spins):
        digest = hashlib.sha512(digest + turn.to_bytes(4, "little")).digest()
    return base64.b64encode(digest).decode()


_SAYS: Mapping[str, Callable[[Any], str]] = {
    "String": lambda cell: of_shared(cell.string),
    "RichString": lambda cell: of_shared(cell.string),
    "Number": lambda cell: of_number(cell.number),
    "Blank": lambda _: EMPTY,
    "Formula": lambda cell: of_formula(cell.formula, cell.value),
}
"""What a cell says, by the kind that XlsxWriter keeps it as."""


class ProtectedWorksheet(Worksheet):
    """A worksheet that that can be protected. It rests on private methods, which the tests hold in place."""

    protection: Protection | None = None
    body: WrittenBody | None = None
    body_row = 0
    dim_rowmin: Any
    dim_rowmax: Any
    fh: Any
    hlink_count: int
    # places are numbers here: no call is asked whether its first argument is an address
    write_blank: Any = Worksheet._write_blank  # noqa: SLF001 - as the method does behind that question
    write_number: Any = Worksheet._write_number  # noqa: SLF001
    write_string: Any = Worksheet._write_string  # noqa: SLF001

    def __init__(self) -> None:
        super().__init__()
        self._growing: set[int] = set()
        self._is_growing = False

    def let_grow(self, row: int) -> None:
        """Leave it to the program to make a row higher for what is typed: its height is nobody's choice."""
        self._growing.add(row)

    def _write_row(self, row: int, *more: Any, **options: Any) -> None:
        self._is_growing = row in self._growing
        super()._write_row(row, *more, **options)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        if self._is_growing and tag == "row":
            attributes = [pair for pair in attributes if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def _write_rows(self) -> None:
        """The rows, then the place of those that wait to be put in."""
        if self.body is None:
            super()._write_rows()
            return
        first, last = self.dim_rowmin, self.dim_rowmax
        self.dim_rowmax = self.body_row - 1
        super()._write_rows()
        self.fh.write(PLACE)
        self.dim_rowmin, self.dim_rowmax = self.body_row + self.body.rows, last
        super()._write_rows()
        self.dim_rowmin = first

    def number_formats(self, before: int) -> None:
        """Give the formats of the cells in the rows before that one their numbers, as the file has them."""
        for row in sorted(number for number in self.table if number < before):
            for column in sorted(self.table[row]):
                if self.table[row][column].format:
                    self.table[row][column].format._get_xf_index()  # noqa: SLF001

    def merge_blank(self, area: tuple[int, int, int, int], look: Any) -> None:
        """Merge blank cells of one format, as `merge_range` does with a dozen calls for each of them.

        ExcelRefused where there is a cell in the area already, or no room.
        """
        first_row, first_column, last_row, last_column = area
        if self._check_dimensions(first_row, first_column) or self._check_dimensions(last_row, last_column):
            raise ExcelRefused(f"{self.name}: {area}")
        self.merge.append([*area])
        blank = CellBlankTuple(look)
        for row in range(first_row, last_row + 1):
            line, columns = self.table[row], range(first_column, last_column + 1)
            if not line.keys().isdisjoint(columns):
                raise ExcelRefused(f"{self.name}: {area}")
            line.update(dict.fromkeys(columns, blank))

    def lead(self, row: int, column: int, url: Url) -> None:
        """Let a cell that is written already lead somewhere."""
        self.hlink_count += 1
        if self.hlink_count > _MOST_LINKS:
            raise ExcelRefused(f"{self.name}: {self.hlink_count} links")
        self.hyperlinks[row][column] = url

    def _write_hyperlink_external(self, row: int, col: int, id_num: int, url: Url) -> None:
        """A link to another file as XlsxWriter writes it, of which a sheet may have tens of thousands."""
        place, shown = self._escaped(url._anchor), ""  # noqa: SLF001
        if url._is_object_link:  # noqa: SLF001
            shown = f' display="{self._escaped(url.text)}"'
        cell = f"{column_letters(col)}{row + 1}"
        self.fh.write(f'<hyperlink ref="{cell}" r:id="rId{id_num}" location="{place}"{shown}/>')

    def _write_hyperlink_internal(self, row: int, col: int, url: Url) -> None:
        """A link to a cell of this workbook."""
        place, shown = self._escaped(url._link), self._escaped(url.text)  # noqa: SLF001
        cell = f"{column_letters(col)}{row + 1}"
        self.fh.write(f'<hyperlink ref="{cell}" location="{place}" display="{shown}"/>')

    def _escaped(self, text: str) -> str:
        told: str = self._escape_attributes(text)  # type: ignore[no-untyped-call]
        return told

    def protect_with(self, protection: Protection) -> None:
        """Protect it: cells as their formats say; column widths, row heights and filters stay free to use."""
        self.protection = protection
        self.protect("", _ALLOWED)

    def _xml_empty_tag(self, tag: str, attributes: Any = ()) -> None:
        if tag == "sheetProtection" and self.protection:
            attributes = [*self.protection.attributes(), *attributes]
        super()._xml_empty_tag(tag, list(attributes))

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """A cell, of the kinds and with a format as they are written here."""
        says, look = _SAYS.get(type(cell).__name__), cell.format
        if says is None or not look:
            super()._write_cell(row, col, cell)
            return
        self.fh.write(f'<c r="{column_letters(col)}{row + 1}" s="{look._get_xf_index()}"{says(cell)}')  # noqa: SLF001

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0
    ) -> Literal[0, -1, -2]:
        """A formula in its place, not searched for functions newer than Excel 2010."""
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(self._prepare_formula(formula), cell_format, value)
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002
        """No formula here uses a function newer than Excel 2010, so none is searched for thirty of them."""
        return formula.removeprefix("=")


class _Parts(Packager):
    """Hands the parts over as they are: they are looked at, and deflated once, by whom they go to."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[str, bytes] = {}

    def _create_package(self) -> list[Any]:
        for file, name, is_binary in super()._create_package():  # type: ignore[no-untyped-call]
            content = file.getvalue()
            file.close()  # of a long sheet the text is held no longer than its bytes are made
            self.made[name] = content if is_binary else content.encode()
        return []


class ProtectedWorkbook(Workbook):
    """A workbook whose structure (sheets, names, order) can be locked, with names that nobody sees.

    parts: what is in it by name, in their order, once it is closed.
    """

    protection: Protection | None = None

    def __init__(self) -> None:
        super().__init__(BytesIO(), {"in_memory": True})
        self.worksheet_class = ProtectedWorksheet
        self._packager = _Parts()

    def _get_packager(self) -> Packager:
        return self._packager

    @property
    def parts(self) -> Mapping[str, bytes]:
        """The parts."""
        return self._packager.made

    def define_hidden_name(self, name: str, text: str) -> int:
        """A defined name that the program's list of names does not show; 0, or -1 where it cannot be."""
        outcome: int = self.define_name(name, text)
        if outcome == 0:
            self.defined_names[-1][3] = True
        return outcome

    def _write_workbook_pr(self) -> None:
        super()._write_workbook_pr()
        if self.protection:  # the schema wants it right after workbookPr
            attributes = [*self.protection.attributes("workbook"), ("lockStructure", 1)]
            self._xml_empty_tag("workbookProtection", attributes)

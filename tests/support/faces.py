"""What LibreOffice shows of numbers under number formats, beside what kpixl makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from kpixl.formats import RawWorkbook, read_workbook
from kpixl.formats._face import face_of
from tests.support.cases import cases
from tests.support.libreoffice import Office

CASES: Mapping[str, Any] = cases("faces")
FORMATS: Sequence[str] = CASES["compared"]["formats"]
NUMBERS: Sequence[float] = CASES["compared"]["numbers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A number under a format. ours: None where kpixl holds that its face is not certain."""

    code: str
    number: float
    ours: str | None
    theirs: str

    @property
    def agree(self) -> bool:
        """Whether both show the same, blanks at the ends aside."""
        return self.ours is not None and self.ours.strip() == self.theirs.strip()

    @property
    def why(self) -> str | None:
        """The reason why the two differ; None where there is none."""
        fits = (each["why"] for each in CASES["explained"] if self._is_one(each))
        return next(fits, None)

    def _is_one(self, explained: Mapping[str, Any]) -> bool:
        formats, theirs = explained.get("formats", [self.code]), explained.get("theirs", self.theirs)
        return self.code in formats and theirs == self.theirs and self.number < explained.get("below", 1e99)


def compared(office: Office, folder: Path, formats: Sequence[str], numbers: Sequence[float]) -> list[Pair]:
    """Every format with every number: the texts that LibreOffice writes into an .ods."""
    path = folder / "faces.xlsx"
    written(path, formats, numbers)
    book = read_workbook(office.convert(path, "ods", folder).read_bytes())
    assert isinstance(book, RawWorkbook)
    cells = book.sheets[0].cells
    return [
        Pair(
            code=code, number=number, ours=face_of(float(number), code), theirs=cells[row, column].shown or ""
        )
        for row, code in enumerate(formats)
        for column, number in enumerate(numbers)
    ]


def written(path: Path, formats: Sequence[str], numbers: Sequence[float]) -> None:
    """A row a format, a column a number."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, code in enumerate(formats):
            style = book.add_format({"num_format": code})
            for column, number in enumerate(numbers):
                sheet.write_number(row, column, number, style)

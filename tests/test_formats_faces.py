"""The face of a cell: what its number format shows of its number or date."""

from datetime import date, datetime
from pathlib import Path

import pytest

from kpixl.formats import RawCell, RawWorkbook, read_workbook
from kpixl.formats._number_formats import BUILTIN
from tests.support.faces import CASES, FORMATS, NUMBERS, compared, written

SAVED = ('0.00"%"', "00000", "0.0,", '"≥"0%', '0"家"', ";;;", "yyyy-mm-dd")


class TestFaces:
    @pytest.mark.parametrize("case", CASES["cases"], ids=lambda c: f"{c['format']}-{c['value']}")
    def test_is_what_the_format_shows(self, case):
        """Each number is shown as the case says, or is left open where nobody can be certain."""
        assert case["face"] == RawCell(value=float(case["value"]), number_format=case["format"]).face

    @pytest.mark.parametrize("number", BUILTIN)
    def test_built_in_formats_are_all_known(self, number):
        """Under every format that a file names by number alone the face of a number is certain."""
        assert RawCell(value=44333.25, number_format=BUILTIN[number]).face is not None

    def test_of_a_date_is_that_of_its_number(self):
        """A date is shown as its format has it, though its cell holds a date here."""
        assert "2021年5月" == RawCell(value=date(2021, 5, 17), number_format='yyyy"年"m"月"').face

    def test_of_a_moment_has_its_time(self):
        """A moment is shown with its time."""
        cell = RawCell(value=datetime(2021, 5, 17, 10, 30), number_format="yyyy/m/d h:mm")  # noqa: DTZ001 - a spreadsheet knows no zone
        assert "2021/5/17 10:30" == cell.face

    def test_is_the_one_that_the_file_states(self):
        """Where the file says what the cell shows, that is its face."""
        assert "0.30%" == RawCell(value=0.3, shown="0.30%").face

    @pytest.mark.parametrize("value", ["甲", True, None])
    def test_is_that_of_numbers_alone(self, value):
        """Texts, truth values and blanks have none."""
        assert RawCell(value=value).face is None


def test_is_the_same_in_an_xls(office, tmp_path: Path):
    """A workbook that is saved as .xls shows the same."""
    path = tmp_path / "faces.xlsx"
    written(path, SAVED, [0.3, 12, 673000])
    old, new = (faces(p) for p in (office.convert(path, "xls", tmp_path), path))
    assert len(SAVED) * 3 == len(new)
    assert new == old


def faces(path: Path):
    """The faces of a workbook's cells."""
    book = read_workbook(path.read_bytes())
    assert isinstance(book, RawWorkbook)
    return {place: cell.face for place, cell in book.sheets[0].cells.items()}


def test_a_sample_agrees_with_libreoffice(office, tmp_path: Path):
    """What LibreOffice shows under every fourth format is the same, or differs for a reason that is named."""
    pairs = compared(office, tmp_path, FORMATS[::4], NUMBERS[::3])
    assert [] == [p for p in pairs if not p.agree and p.ours is not None and p.why is None]

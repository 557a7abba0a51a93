"""Addresses, formulas that move, number formats and dates."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.addresses import COLUMNS, ROWS, a1, parse_area, parse_cell
from kpixl.formats import date_of, shifted
from kpixl.formats._number_formats import is_date_format


class TestGrid:
    @given(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1))
    def test_an_address_is_read_back(self, row, column):
        """The address that is written for a cell is that cell."""
        assert (row, column) == parse_cell(a1(row, column))

    @pytest.mark.parametrize(
        "text", ["", "A", "1", "A0", "a1", "XFE1", "A1048577", "AAAA1", "A1 ", "A\uff11", "R1C1"]
    )
    def test_what_is_no_address_is_none(self, text):
        """Text that names no cell of a sheet is no address."""
        assert parse_cell(text) is None

    @pytest.mark.parametrize(
        ("text", "area"),
        [
            ("B2", (1, 1, 1, 1)),
            ("A1:$C$2", (0, 0, 1, 2)),
            ("B2:A1", None),
            ("A1:", (0, 0, 0, 0)),
            ("A:A", None),
        ],
    )
    def test_an_area_runs_from_its_first_to_its_last_cell(self, text, area):
        """An area is read with both its ends; one that runs backwards is none."""
        assert area == parse_area(text)


MOVED = [
    ("A1+$A$1+A$1+$A1", "C2+$A$1+C$1+$A2"),
    ("SUM(A1:B3)", "SUM(C2:D4)"),
    ('"A1 ""B2"""&A1', '"A1 ""B2"""&C2'),
    ("'A1 it''s B2'!C3", "'A1 it''s B2'!E4"),
    ("表1!A1+表A1", "表1!C2+表A1"),
    ("LOG10(A1)+ATAN2(B1,1E5)", "LOG10(C2)+ATAN2(D2,1E5)"),
    ("SUM(A:B)+SUM($A:B)+SUM(1:2)+SUM($1:2)", "SUM(C:D)+SUM($A:D)+SUM(2:3)+SUM($1:3)"),
    ("Table1[[#This Row],[A1]]+[1]Sheet1!A1", "Table1[[#This Row],[A1]]+[1]Sheet1!C2"),
    ("AB1!C2", "AB1!E3"),
    ("my_A1+A1.x+A1_", "my_A1+A1.x+A1_"),
    ("XFE1+A1048577", "XFE1+A1048577"),
    ("XFD1", "#REF!"),
    ("A1048576+A:XFD", "#REF!+#REF!"),
]


@pytest.mark.parametrize(("formula", "there"), MOVED)
def test_a_shared_formula_moves_its_relative_references(formula, there):
    """One row down and two columns right, relative references move, and nothing else."""
    assert there == shifted(formula, 1, 2)


@given(st.text("A1$:B'\"[]!(),+表 ", max_size=40))
def test_a_formula_that_does_not_move_stays_as_it_is(formula):
    """Moved by nothing, any text stays itself."""
    assert formula == shifted(formula, 0, 0)


DATED = ["yyyy-mm-dd", 'm"月"d"日"', "[$-804]yyyy/m", "mmm-yy", "m", "[Red]d", "e年", "yyyy/m/d h:mm"]
PLAIN = [
    "General",
    "G/通用格式",
    "0.00E+00",
    '0"day"',
    "h:mm",
    "[h]:mm:ss",
    "mm:ss",
    "\\d0",
    "[Red]0",
    "上午/下午h时",
    "@",
    "0_y",
]


@pytest.mark.parametrize(("code", "dated"), [(c, True) for c in DATED] + [(c, False) for c in PLAIN])
def test_a_format_is_a_date_by_its_day_month_or_year(code, dated):
    """What shows a day, a month or a year is a date; a time, a number or quoted letters are none."""
    assert dated is is_date_format(code)


DAYS = [
    (1, False, date(1900, 1, 1)),
    (59, False, date(1900, 2, 28)),
    (60, False, None),
    (61, False, date(1900, 3, 1)),
    (44561, False, date(2021, 12, 31)),
    (44561.75, False, datetime(2021, 12, 31, 18)),  # noqa: DTZ001 - a cell has no zone
    (44197.333333333336, False, datetime(2021, 1, 1, 8)),  # noqa: DTZ001 - a cell has no zone
    (44561.9999999999, False, date(2022, 1, 1)),
    (2958465, False, date(9999, 12, 31)),
    (2958465.99999999999, False, None),
    (2958466, False, None),
    (0.5, False, None),
    (-1, False, None),
    (1e300, False, None),
    (float("nan"), False, None),
    (0, True, date(1904, 1, 1)),
    (43099, True, date(2021, 12, 31)),
    (2957004, True, None),
]


@pytest.mark.parametrize(("serial", "date1904", "day"), DAYS)
def test_a_serial_number_is_its_day(serial, date1904, day):
    """A number is the day that Excel shows for it, to the millisecond, or none."""
    assert day == date_of(serial, date1904=date1904)

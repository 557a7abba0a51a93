"""Workbooks of the binary format: every kind of cell, and everything around them."""

import io
import struct
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kpixl.findings import Finding
from kpixl.formats import RawWorkbook, read_workbook
from tests.support.packages import packed
from tests.support.reading import flat
from tests.support.xlsb import (
    book,
    cell,
    formula,
    listed,
    number_format,
    record,
    row,
    sheet,
    style,
    styles,
    text,
    texts,
    xlsb,
)

STYLES = styles(style(), style(14, locked=False), style(164), formats=number_format(164, 'yyyy"年"'))


def read(*rows: bytes, **more) -> RawWorkbook:
    """The workbook of these rows; it must be readable."""
    outcome = read_workbook(xlsb(*rows, **more))
    assert isinstance(outcome, RawWorkbook), outcome
    return outcome


def codes(outcome) -> list[str]:
    """The codes of a workbook's findings, without the one that names the format."""
    return [code for code, _, _ in flat(outcome) if code != "F022"]


def real(value: float) -> bytes:
    """A number."""
    return struct.pack("<d", value)


FIVE = formula(b"\x1e\x05\x00")
CELLS = {
    "number": (cell(5, 0, real(0.1)), 0.1),
    "small number": (cell(2, 0, struct.pack("<L", 1850 << 2 | 3)), 18.5),
    "true": (cell(4, 0, b"\x01"), True),
    "text": (cell(6, 0, text("焦店镇_x0041_")), "焦店镇_x0041_"),
    "rich text": (cell(62, 0, b"\x01" + text("焦店镇") + bytes(8)), "焦店镇"),
    "shared text": (cell(7, 0, struct.pack("<L", 1)), "乙"),
    "blank": (cell(1, 0), None),
    "date": (cell(5, 0, real(44561), style=1), date(2021, 12, 31)),
    "date of an own format": (cell(5, 0, real(44561), style=2), date(2021, 12, 31)),
    "formula with a number": (cell(9, 0, real(5) + FIVE), 5.0),
    "formula with a text": (cell(8, 0, text("结果") + FIVE), "结果"),
    "formula with a boolean": (cell(10, 0, b"\x00" + FIVE), False),
}


@pytest.mark.parametrize("name", CELLS)
def test_every_kind_of_cell(name):
    """Each kind of record gives the value that a person sees."""
    records, value = CELLS[name]
    outcome = read(row(0, records), cell_styles=STYLES, shared=texts("甲", "乙"))
    made = outcome.sheets[0].at(0, 0)
    assert (value, "5" if "formula" in name else None, []) == (made.value, made.formula, codes(outcome))


def test_values_are_those_of_another_reader():
    """Another reader, calamine, sees the same values; cells with rich text of their own it passes over."""
    cells = {name: known for name, known in CELLS.items() if name != "rich text"}
    rows = [row(number, records) for number, (records, _) in enumerate(cells.values())]
    data = xlsb(*rows, cell_styles=STYLES, shared=texts("甲", "乙"))
    lines = (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_name("表")
        .to_python(skip_empty_area=False)
    )
    assert [[value] for _, value in cells.values()] == [
        [None if v == "" else v for v in line] for line in lines
    ]


def test_errors_are_errors():
    """An error is no text: as a constant and as the result of a formula."""
    made = read(row(0, cell(3, 0, b"\x2a"), cell(11, 1, b"\x07" + FIVE))).sheets[0]
    assert [("#N/A", None), ("#DIV/0!", None)] == [(c.error, c.value) for c in (made.at(0, 0), made.at(0, 1))]


def test_shared_formulas_move_along():
    """A shared formula reads in each cell as if it stood there."""
    shared = struct.pack("<LLLL", 0, 1, 1, 1) + struct.pack("<L", 7) + b"\x2c" + struct.pack("<LH", 0, 0xFFFF)
    use = formula(b"\x01" + struct.pack("<L", 0))
    made = read(
        row(0, cell(9, 1, real(1) + use), record(427, shared + struct.pack("<L", 0))),
        row(1, cell(9, 1, real(1) + use)),
    ).sheets[0]
    assert ["A1", "A2"] == [made.at(0, 1).formula, made.at(1, 1).formula]


def test_what_surrounds_the_cells():
    """Locks, protection, merges, hidden rows and columns, validations."""
    after = (
        record(535, struct.pack("<HL", 0, 1) + bytes(60))
        + record(176, struct.pack("<LLLL", 0, 1, 0, 2))
        + record(64, struct.pack("<LLLLLL", 1, 1, 2, 4, 3, 3) + bytes(40))
    )
    columns = record(60, struct.pack("<LLLLH", 1, 2, 0, 0, 1))
    made = read(row(4, cell(1, 0, style=1), hidden=True), after=after + columns, cell_styles=STYLES).sheets[0]
    assert (True, frozenset({4}), frozenset({1, 2})) == (
        made.protected,
        made.hidden_rows,
        made.hidden_columns,
    )
    assert (((0, 0, 1, 2),), False) == (made.merges, made.at(4, 0).locked)
    assert [("whole", ((2, 3, 4, 3),))] == [(v.type, v.areas) for v in made.validations]


def test_the_workbook_part():
    """Epoch, structure lock, hidden sheets and names."""
    name = (
        struct.pack("<LBL", 1, 0, 0xFFFFFFFF)
        + text("印章")
        + struct.pack("<L", 11)
        + b"\x17\x01\x00a\x00\x17\x01\x00b\x00\x08"
    )
    workbook = book(
        listed("表", "rId1", state=1),
        before=record(153, struct.pack("<L", 1)),
        after=record(534, struct.pack("<HHH", 0, 0, 1)) + record(39, name + struct.pack("<L", 0)),
    )
    outcome = read(row(0, cell(5, 0, real(0), style=1)), workbook=workbook, cell_styles=STYLES)
    assert (True, True, "hidden") == (outcome.date1904, outcome.structure_locked, outcome.sheets[0].state)
    assert [("印章", None, '"a"&"b"', True)] == [(n.name, n.scope, n.text, n.hidden) for n in outcome.names]


REFUSED = {
    "no sheets": (xlsb(workbook=book()), "F060"),
    "sheet without a part": (xlsb(workbook=book(listed("表", "rId9"))), "F061"),
    "cut off": (xlsb(row(0, cell(5, 0, real(1))), workbook=book(listed("表", "rId1"))[:-30]), "F051"),
    "short record": (xlsb(row(0, cell(5, 0, b"\x00"))), "F051"),
    "row that cannot be": (xlsb(row(2**20, cell(5, 0, real(1)))), "F081"),
    "column that cannot be": (xlsb(row(0, cell(5, 2**14, real(1)))), "F081"),
    "cell before any row": (xlsb(cell(5, 0, real(1))), "F081"),
    "far cell": (xlsb(row(2**20 - 1, cell(5, 2**14 - 1, real(1)))), "F065"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_damaged_is_refused(name):
    """Each way of being broken has its finding."""
    data, code = REFUSED[name]
    outcome = read_workbook(data)
    assert not isinstance(outcome, RawWorkbook)
    assert code == outcome[0].code


PART = sheet(row(0, *(records for records, _ in CELLS.values())), after=record(176, bytes(16)))


@given(st.integers(0, len(PART) - 1), st.binary(min_size=1, max_size=6))
def test_any_damage_is_survived(at, new):
    """Whatever bytes of a sheet are overwritten, reading ends with a record or with findings."""
    changed = PART[:at] + new + PART[at + len(new) :]
    data = xlsb(cell_styles=STYLES, shared=texts("甲", "乙"))
    parts = replaced(data, "xl/worksheets/sheet1.bin", changed)
    outcome = read_workbook(parts)
    assert isinstance(outcome, RawWorkbook) or all(isinstance(finding, Finding) for finding in outcome)


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """The package with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({n: content if n == name else archive.read(n) for n in archive.namelist()})

"""Workbooks of the old format: every kind of cell, and everything around them."""

import struct
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.findings import Finding
from kpixl.formats import RawWorkbook, read_workbook
from tests.support.biff import (
    DATE1904,
    EOF,
    cell,
    formula,
    label,
    number,
    record,
    result,
    stream,
    style,
    text,
    xls,
)
from tests.support.compound import compound
from tests.support.reading import flat


def read(*rows: bytes, **more) -> RawWorkbook:
    """The workbook of these records; it must be readable."""
    outcome = read_workbook(xls(*rows, **more))
    assert isinstance(outcome, RawWorkbook), outcome
    return outcome


def codes(outcome) -> list[str]:
    """The codes of a workbook's findings, without the one that names the format."""
    return [code for code, _, _ in flat(outcome) if code != "F021"]


def small(value: int) -> bytes:
    """A number of four bytes."""
    return struct.pack("<L", value & 0xFFFFFFFF)


TRUE, ERROR = b"\x1d\x01", b"\x1c\x07"
CELLS = {
    "number": (number(0, 0, 0.1), 0.1),
    "integer": (number(0, 0, 12), 12.0),
    "small integer": (cell(0x27E, 0, 0, small(-5 << 2 | 2)), -5.0),
    "small integer of hundredths": (cell(0x27E, 0, 0, small(1850 << 2 | 3)), 18.5),
    "small real": (cell(0x27E, 0, 0, small(0x3FF80000)), 1.5),
    "text of its own": (label(0, 0, "焦店镇"), "焦店镇"),
    "text in one byte": (label(0, 0, "_x0041_ e"), "_x0041_ e"),
    "true": (cell(0x205, 0, 0, b"\x01\x00"), True),
    "blank": (cell(0x201, 0, 0), None),
    "formula with a number": (formula(0, 0, b"\x1e\x05\x00", struct.pack("<d", 5)), 5.0),
    "formula with a boolean": (formula(0, 0, TRUE, result(1, 1)), True),
    "formula with an empty text": (formula(0, 0, b"\x17\x00\x00", result(3)), ""),
    "formula with a text": (formula(0, 0, b"\x17\x01\x00x", result(0)) + record(0x207, text("结果")), "结果"),
}


@pytest.mark.parametrize("name", CELLS)
def test_every_kind_of_cell(name):
    """Each kind of record gives the value that a person sees."""
    records, value = CELLS[name]
    outcome = read(records)
    assert (value, []) == (outcome.sheets[0].at(0, 0).value, codes(outcome))


def test_errors_are_errors():
    """An error is no text: as a constant and as the result of a formula."""
    sheet = read(cell(0x205, 0, 0, b"\x2a\x01"), formula(0, 1, ERROR, result(2, 7))).sheets[0]
    assert [("#N/A", None), ("#DIV/0!", None)] == [
        (c.error, c.value) for c in (sheet.at(0, 0), sheet.at(0, 1))
    ]


def test_a_formula_without_its_result_is_told():
    """A text result that is not there is no blank."""
    outcome = read(formula(0, 0, b"\x17\x01\x00x", result(0)))
    assert (["F086"], False) == (codes(outcome), outcome.sheets[0].at(0, 0).cached)


def test_runs_of_cells():
    """A row of small numbers or of blanks is one record."""
    numbers = record(
        0xBD,
        struct.pack("<HH", 2, 1) + b"".join(struct.pack("<HL", 0, n << 2 | 2) for n in (7, 8)) + b"\x02\x00",
    )
    sheet = read(numbers, record(0xBE, struct.pack("<HHHHH", 3, 0, 0, 0, 1))).sheets[0]
    assert {(2, 1): 7.0, (2, 2): 8.0, (3, 0): None, (3, 1): None} == {
        at: c.value for at, c in sheet.cells.items()
    }


def shared(*pieces: bytes, count: int = 2) -> bytes:
    """The record of shared texts, running on over these pieces."""
    head = struct.pack("<LL", count, count) + pieces[0]
    return record(0xFC, head) + b"".join(record(0x3C, piece) for piece in pieces[1:])


RUNS = {
    "whole": (text("甲乙") + text("abcd"),),
    "cut within a text": (text("甲乙")[:-2], b"\x01" + "乙".encode("utf-16-le") + text("abcd")),
    "cut and narrower": (text("甲乙") + text("abcd")[:-2], b"\x00cd"),
    "cut and wider": (text("甲乙") + text("abcd")[:-2], b"\x01" + "cd".encode("utf-16-le")),
    "cut between texts": (text("甲乙"), text("abcd")),
    "rich": (struct.pack("<HBH", 2, 9, 1) + "甲乙".encode("utf-16-le") + bytes(4) + text("abcd"),),
    "with a reading": (struct.pack("<HBL", 2, 5, 6) + "甲乙".encode("utf-16-le") + b"jiayi!" + text("abcd"),),
}


@pytest.mark.parametrize("name", RUNS)
def test_shared_texts_run_on_over_records(name):
    """Texts that are cut in the middle, made wider or narrower, rich, or with a reading are whole again."""
    cells = cell(0xFD, 0, 0, small(0)) + cell(0xFD, 0, 1, small(1))
    outcome = read(cells, globals_=style() + shared(*RUNS[name]))
    assert ["甲乙", "abcd"] == [outcome.sheets[0].at(0, column).value for column in (0, 1)]


def test_dates_by_their_format():
    """A number under a date format is a date, by either epoch; a date that cannot be is told."""
    own = style() + style(14) + record(0x41E, struct.pack("<H", 164) + text('yyyy"年"')) + style(164)
    rows = number(0, 0, 44561, style=1), number(0, 1, 44561, style=2), number(0, 2, 44561)
    sheet = read(*rows, globals_=own).sheets[0]
    assert [date(2021, 12, 31), date(2021, 12, 31), 44561.0] == [sheet.at(0, c).value for c in range(3)]
    assert date(2026, 1, 1) == read(*rows, globals_=own + DATE1904).sheets[0].at(0, 0).value
    assert ["F083"] == codes(read(number(0, 0, 1e10, style=1), globals_=own))


def test_numbers_that_are_none_are_told():
    """Infinity and not-a-number are findings and no values to reckon with."""
    assert ["F082", "F082"] == codes(read(number(0, 0, float("inf")), number(0, 1, float("nan"))))


def test_what_surrounds_the_cells():
    """Locks, protection, merges, hidden rows and columns, validations."""
    outcome = read(
        record(0x12, b"\x01\x00"),
        record(0x208, struct.pack("<HHHHHHHHH", 4, 0, 0, 0, 0, 0, 0x20, 0, 0)[:16]),
        record(0x7D, struct.pack("<6H", 1, 2, 0, 0, 1, 0)),
        record(0xE5, struct.pack("<5H", 1, 0, 1, 0, 2)),
        validation(),
        number(0, 0, 1),
        number(0, 1, 1, style=1),
        globals_=style() + style(10, locked=False),
    )
    sheet = outcome.sheets[0]
    assert (True, frozenset({4}), frozenset({1, 2})) == (
        sheet.protected,
        sheet.hidden_rows,
        sheet.hidden_columns,
    )
    assert ((0, 0, 1, 2),) == sheet.merges
    assert (True, False, "0.00%") == (
        sheet.at(0, 0).locked,
        sheet.at(0, 1).locked,
        sheet.at(0, 1).number_format,
    )
    [rule] = sheet.validations
    assert ("list", '"甲,乙"', ((2, 3, 4, 3),)) == (rule.type, rule.formula1, rule.areas)


def validation() -> bytes:
    """A data validation: a list in place, over D3:D5."""
    tokens = b"\x17\x03\x01" + "甲\0乙".encode("utf-16-le")
    formulas = struct.pack("<HH", len(tokens), 0) + tokens + struct.pack("<HH", 0, 0)
    return record(0x1BE, small(3) + text("\0") * 4 + formulas + struct.pack("<5H", 1, 2, 4, 3, 3))


def test_sheets_states_and_names():
    """Hidden sheets are told, and names stand for what they stand for."""
    name = record(
        0x18,
        struct.pack("<HBBHHHL", 1, 0, 2, 8, 0, 0, 0)
        + b"\x01"
        + "印章".encode("utf-16-le")
        + b"\x17\x01\x00a\x17\x01\x00b"[:8],
    )
    data = compound({"Workbook": stream([("表", number(0, 0, 1)), ("印", b"")], style() + name, [0, 2])})
    outcome = read_workbook(data)
    assert isinstance(outcome, RawWorkbook)
    assert [("表", "visible"), ("印", "veryHidden")] == [(s.name, s.state) for s in outcome.sheets]
    assert [("印章", None, True)] == [(n.name, n.scope, n.hidden) for n in outcome.names]


def test_charts_within_a_sheet_are_passed_over():
    """What stands in a part within the sheet is none of its cells."""
    chart = record(0x809, struct.pack("<HH", 0x600, 0x20).ljust(16, b"\x00")) + number(0, 0, 99) + EOF
    assert {(0, 1): 1.0} == {at: c.value for at, c in read(chart, number(0, 1, 1)).sheets[0].cells.items()}


def test_macros_are_told():
    """A program in the workbook is a warning."""
    assert ["F094"] == codes(read(number(0, 0, 1), storages=["_VBA_PROJECT_CUR"]))


WHOLE = stream([("表", number(0, 0, 1) + label(1, 0, "甲"))], style() + shared(text("甲"), count=1))
REFUSED = {
    "Excel 95": (compound({"Book": b"x" * 100}), "F096"),
    "BIFF5 in the new stream": (compound({"Workbook": WHOLE.replace(b"\x00\x06", b"\x00\x05", 1)}), "F096"),
    "no records": (compound({"Workbook": b"x" * 100}), "F095"),
    "cut off": (compound({"Workbook": WHOLE[:-20]}), "F095"),
    "no end": (compound({"Workbook": WHOLE[:-4]}), "F095"),
    "no sheets": (compound({"Workbook": stream([])}), "F060"),
    "two sheets in one place": (
        compound(
            {
                "Workbook": WHOLE.replace(
                    EOF, record(0x85, WHOLE[WHOLE.index(b"\x85\x00") + 4 :][:10]) + EOF, 1
                )
            }
        ),
        "F061",
    ),
    "more texts than there are": (xls(globals_=style() + shared(text("甲"), count=10**6)), "F095"),
    "short record": (xls(record(0x203, b"\x00\x00")), "F095"),
    "sheet beyond the end": (
        compound({"Workbook": WHOLE.replace(WHOLE[WHOLE.index(b"\x85\x00") + 4 :][:4], small(10**6), 1)}),
        "F061",
    ),
    "far cells": (xls(number(65535, 0, 1), number(0, 16000, 1)), "F065"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_damaged_is_refused(name):
    """Each way of being broken has its finding."""
    data, code = REFUSED[name]
    outcome = read_workbook(data)
    assert not isinstance(outcome, RawWorkbook)
    assert code == outcome[0].code


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=6))
def test_any_damage_is_survived(at, new):
    """Whatever bytes of the stream are overwritten, reading ends with a record or with findings."""
    at %= len(WHOLE)
    outcome = read_workbook(compound({"Workbook": WHOLE[:at] + new + WHOLE[at + len(new) :]}))
    assert isinstance(outcome, RawWorkbook) or all(isinstance(finding, Finding) for finding in outcome)

"""A spreadsheet program computes, for every formula of every workbook, what the engine wrote there."""

import re
import zipfile
from io import BytesIO

import pytest

from kpixl.simulate.book import Book
from tests.support import produced
from tests.support.written import cell_at

FORMULA = re.compile(rb"<f[ >]")
STAGES = pytest.mark.parametrize(("folder", "stage"), produced.stages(), ids=produced.label)


def formulas(data: bytes) -> int:
    """How many formula cells a workbook holds."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        sheets = (name for name in parts.namelist() if name.startswith("xl/worksheets/"))
        return sum(len(FORMULA.findall(parts.read(name))) for name in sheets)


@STAGES
def test_every_formula_has_the_result_that_libreoffice_computes(office, tmp_path, folder, stage):
    """Blank, filled and merged workbooks: no formula cell differs, none holds an error, none is missed."""
    for name, data in produced.workbooks(folder, stage):
        path = tmp_path / name
        path.write_bytes(data)
        outcome = office.recalc(path)
        assert (name, []) == (name, outcome.differences)
        assert (name, formulas(data)) == (name, len(outcome.cells))


@STAGES
def test_results_of_other_answers_are_found(office, tmp_path, folder, stage):
    """Answers put in without their results differ, so that agreement means something."""
    form = max(produced.made(folder, stage).forms, key=lambda form: len(form.answers))
    book = Book(form.issued.data)
    for key, value in form.answers.items():
        book.set_value(cell_at(book, form.plan, form.plan.by_cell_key[key].spot), value)
    path = tmp_path / form.name
    path.write_bytes(book.data())
    assert [] != office.recalc(path).differences

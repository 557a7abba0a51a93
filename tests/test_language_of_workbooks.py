"""`language: en`: what kpixl itself writes into a workbook is English."""

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

from kpixl.generate import build
from kpixl.layout import lay_out
from kpixl.layout.package.feedback_mark import Mark
from kpixl.layout.plan.compute import computed
from tests.support.parity import issuer
from tests.support.ruled import package_of, scheme_of

CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
COLUMNS: list[dict[str, Any]] = [
    {"name": "amount", "label": "Amount", "type": "decimal", "places": 2, "min": 0, "required": True},
    {"name": "day", "label": "Day", "type": "date"},
    {"name": "text", "label": "Text", "max_length": 20},
    {"name": "kind", "label": "Kind", "type": "choice", "choices": ["a", "b"]},
]
RULES = [{"kind": "total", "of": "amount", "equals": 10}]
MARK = Mark(code="V001", severity="error", place="B5", text="x", message="m", remedy="r", lost=True)


@pytest.fixture(scope="module")
def package():
    """A package of a scheme in English, whose own texts are English, too."""
    scheme = scheme_of(
        COLUMNS, RULES, title="Appraisal", issuer="Office", language="en", created=date(2021, 12, 1)
    )
    roster = scheme.roster
    units = tuple(u.model_copy(update={"name": f"Unit {u.id}"}) for u in roster.units)
    forms = [f.model_copy(update={"title": "Form"}) for f in scheme.forms]
    changed = {"roster": roster.model_copy(update={"units": units}), "forms": tuple(forms)}
    return package_of(scheme.model_copy(update=changed))


def texts(book):
    """All that a workbook shows: names, cells, prompts, errors, footers, comments."""
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield sheet.title
            yield sheet.oddFooter.center.text or ""
            for row in sheet.iter_rows():
                yield from (str(c.value) for c in row if c.value is not None and c.data_type != "f")
                yield from (c.comment.text for c in row if c.comment)
            for rule in sheet.data_validations.dataValidation:
                yield from filter(None, (rule.promptTitle, rule.prompt, rule.errorTitle, rule.error))


@pytest.mark.parametrize("marks", [(), (MARK,)], ids=["first issue", "given back"])
def test_nothing_in_it_is_chinese(package, marks):
    """Cover, counters, prompts, errors, footers, names of sheets and the list of problems."""
    built = build(replace(package, marks=marks), {}, issuer=issuer(package))
    book = openpyxl.load_workbook(io.BytesIO(built.data))
    shown = [*texts(book)]
    assert [] == [text for text in shown if CHINESE.search(text)]
    assert {"How to fill in", "Needed", "Total", "Page &P of &N"} <= {*shown}
    assert ("Problems" in shown) == bool(marks)


def test_rows_have_english_names(package):
    """A row that no list names is called by its place."""
    plan = lay_out(package)
    assert {"row 1", "row 2"} <= {cell.line for cell in plan.by_spot.values()}


def test_its_computed_state_is_english(package):
    """What the cover's formulas show is English as well."""
    plan = lay_out(package)
    shown = {value for value in computed(plan, {}).values() if isinstance(value, str)}
    assert shown
    assert not any(CHINESE.search(text) for text in shown)

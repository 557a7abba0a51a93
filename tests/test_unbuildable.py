"""What turns out too large for a spreadsheet only when a workbook is built is refused in one line."""

import pytest

from kpixl.generate import build
from kpixl.refusal import RefusedError
from tests.support.parity import issuer
from tests.support.ruled import package_of, scheme_of


def package(rules):
    """A package whose column has so many rules, each of which alone fits into a formula."""
    texts = ", ".join(f"'{i:03}{'字' * 40}'" for i in range(12))
    made = [
        {"id": f"r{i}", "kind": "expression", "expression": f"a not in ({texts}) or a == '{i}'"}
        for i in range(rules)
    ]
    return package_of(scheme_of([{"name": "a", "label": "项目"}], made))


def test_names_form_and_column():
    """More rules than one conditional format can hold: form, column and what to do."""
    made = package(30)
    with pytest.raises(RefusedError) as refusal:
        build(made, {}, issuer=issuer(made))
    assert "表单“f”的“项目”" in refusal.value.words.zh
    assert "limit 8192" in refusal.value.words.en


def test_fewer_are_built():
    """The same rules, as many as fit."""
    made = package(5)
    assert build(made, {}, issuer=issuer(made)).data

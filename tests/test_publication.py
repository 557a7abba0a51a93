"""generate --stage publication: the office's own forms, whole, as their sources print them."""

import openpyxl
import pytest

from kpixl.blueprint import digest
from kpixl.layout import publication
from tests.support import produced
from tests.support.cli import kpixl, kpixl_json
from tests.support.ruled import scheme_of

FOLDERS = {folder.name: folder for folder in produced.SCHEMES}
FORMS = {
    "xinhua-2021": {"附件4": 11, "附件5": 8, "附件6": 0},
    "chongqing-2021": {
        "附件1（一）业绩考核指标": 33,
        "附件1（二）群众主观感受": 3,
        "附件1（三）重点专项": 4,
        "附件1（四）基础保障": 18,
        "附件2": 27,
    },
}
"""Scheme → sheet → its rows."""


@pytest.mark.parametrize("name", FORMS)
def test_holds_whole_forms(name):
    """All rows, whomever they concern."""
    plan = publication(produced.scheme_of(FOLDERS[name]))
    keys = {s.name: [line.key for line in s.lines if "/" in line.key] for s in plan.sheets}
    rows = {name: sum(not key.startswith("fields/") for key in those) for name, those in keys.items()}
    assert rows == FORMS[name]


def test_leaves_out_what_the_scheme_added():
    """The source prints five columns, without the unit's own part in it."""
    sheet = publication(produced.scheme_of(FOLDERS["chongqing-2021"])).sheets[0]
    heads = [c.value for c in sheet.cells if c.style.name == "head"]
    assert heads == ["序号", "指标", "权重", "考核内容及说明", "责任单位"]


def test_is_one_workbook_that_no_check_takes_for_a_return(tmp_path):
    """For nobody in particular; among returns it is passed over."""
    (made,) = kpixl_json("generate", "xinhua-2021", "--stage", "publication", "--out", tmp_path)["workbooks"]
    assert ("", False) == (made["unit"], made["awaited"])
    assert [*FORMS["xinhua-2021"]] == openpyxl.load_workbook(made["path"]).sheetnames
    found = kpixl_json("check", "xinhua-2021", tmp_path)
    assert ["ignored"] == [file["status"] for file in found["files"]]


@pytest.mark.parametrize(
    ("scheme", "more", "said"),
    [("weidong-2021", (), "publication"), ("xinhua-2021", ("--unit", "焦店镇"), "--unit")],
)
def test_is_refused_where_it_means_nothing(tmp_path, scheme, more, said):
    """A scheme that publishes nothing; a choice of units."""
    done = kpixl("generate", scheme, "--stage", "publication", "--out", tmp_path, *more)
    assert 2 == done.exit_code
    assert said in done.stderr


def test_is_no_part_of_the_version():
    """What is published can be changed while workbooks are out."""
    assert digest(scheme_of([{"name": "x"}])) == digest(scheme_of([{"name": "x"}], publication=["f"]))

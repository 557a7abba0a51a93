"""What the office is told and what a unit is: settings, key files and program errors are the office's."""

import re
from typing import Any

import pytest

from kpixl.findings import found
from tests.support.tiny import read, report, returned

LANGS = ("zh", "en")
TOLD: dict[str, dict[str, Any]] = {
    "F040": {"reason": "BadZipFile: File is not a zip file"},
    "F007": {"size": "60 MB", "limit": "50 MB", "setting": "limits.file"},
    "F095": {"reason": "size of Workbook"},
    "I008": {"key": "a1b2c3"},
}


@pytest.mark.parametrize("code", TOLD)
@pytest.mark.parametrize("lang", LANGS)
def test_a_unit_is_not_told_of_them(code, lang):
    """The office is."""
    finding, inner = found(code, **TOLD[code]), [*TOLD[code].values()][-1]
    assert inner in finding.message(lang)
    assert inner not in finding.to_unit(lang)
    assert "…" not in finding.to_unit(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_office_can_do_is_for_the_office(lang):
    """A unit has no key file."""
    finding = found("I008", key="a1")
    assert finding.asked_of_unit(lang) in finding.remedy(lang)
    assert not re.search("密钥文件|key file", finding.asked_of_unit(lang))


def remedies(file) -> dict[str, tuple[str, str]]:
    """By cell the message and remedy of each error of a return."""
    found_ = read(file.book.data()).findings
    return {f.where.cell or "": (f.message(), f.remedy()) for f in found_ if f.severity == "error"}


def test_a_cell_that_must_be_filled_is_not_to_be_left_blank():
    """Where a figure may be missing that is said, elsewhere it is not."""
    file = returned("hedong", {report("hedong", "t1", "spent"): "很多"})
    file.type_in(report("hedong", "", "whole"), "很多")
    said = remedies(file)
    assert "没有数据的请留空" in said["H10"][1]
    free = returned("finance", {report("finance", "1", "points"): "很多"})
    assert "留空" not in remedies(free)["E10"][1]


def test_what_another_row_takes_is_said():
    """A rating where a percentage is asked for, and the other way round."""
    file = returned("hedong", {report("hedong", "t1", "claimed"): "优秀"})
    assert "这一行应填百分数，不填等级" in remedies(file)["F10"][0]
    other = returned("hedong", {report("hedong", "t2", "claimed"): "95%"})
    assert "这一行应填等级，不填百分数" in remedies(other)["F11"][0]

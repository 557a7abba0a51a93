"""Rules that compare a field with another form of the workbook."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kpixl.blueprint import digest
from kpixl.campaign import Campaign
from kpixl.generate import Issuer, build
from kpixl.layout import CellKey, Computation, first_packages, lay_out
from tests.support import tiny

SCHEME = """
scheme: fields
title: 汇总
year: 2025
issuer: 区政府
created: 2025-01-01
stages: [{id: report, name: 填报, fills: unit, recipients: {groups: [towns]}, forms: [summary, hazards]}]
"""
ROSTER = """
groups: [{id: towns, name: 乡镇}]
units: [{id: hedong, name: 河东镇, group: towns}]
"""
SUMMARY = """
form: summary
title: 汇总表
blocks:
  - fields:
      - {name: found, label: 发现隐患, type: integer, min: 0, fill: unit, required: true}
      - {name: serious, label: 重大隐患, type: integer, min: 0, fill: unit, required: true}
      - {name: reporter, label: 填报人, max_length: 20, fill: unit, required: true}
    rules:
      - {kind: tallies, of: found, form: hazards, column: cost, message: 与清单的合计不一致}
      - {kind: tallies, of: serious, form: hazards, column: hazard, by: count, where: {level: 重大}}
      - {kind: same_as, of: reporter, form: hazards, column: signed}
"""
HAZARDS = """
form: hazards
title: 隐患清单
blocks:
  - fields: [{name: signed, label: 签名, max_length: 20, fill: unit, required: true}]
  - table:
      name: hazards
      rows: {free: 4, min: 1}
      columns:
        - {name: hazard, label: 隐患, max_length: 20, fill: unit, required: true}
        - {name: level, label: 等级, type: choice, choices: [一般, 重大], fill: unit, required: true}
        - {name: cost, label: 数量, type: integer, min: 0, fill: unit, required: true}
"""
FILES = {
    "scheme.yaml": SCHEME,
    "roster.yaml": ROSTER,
    "summary.yaml": SUMMARY,
    "hazards.yaml": HAZARDS,
}
HELD = {"found": 5, "serious": 1, "reporter": "李某"}


@pytest.fixture
def campaign(tmp_path):
    """The campaign of a scheme with a summary whose fields come from a list."""
    folder = tmp_path / "fields"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Campaign.open(folder, tiny.MEANS)


def found(campaign: Campaign, folder: Path, **fields: object) -> list[tuple[str, str | None]]:
    """Code and field of what is wrong with a return that fills the summary so."""
    [package] = first_packages(campaign.scheme, campaign.scheme.stage())
    rows = {"1": ("井盖缺失", "一般", 2), "2": ("线路老化", "重大", 3)}
    answers = {CellKey("hazards", "", "hedong", "", "signed"): "李某"}
    for name, value in {**HELD, **fields}.items():
        answers[CellKey("summary", "", "hedong", "", name)] = _value(value)
    for row, values in rows.items():
        for column, value in zip(("hazard", "level", "cost"), values, strict=True):
            answers[CellKey("hazards", "", "hedong", row, column)] = _value(value)
    issuer = Issuer.of(tiny.KEY, tiny.PASSWORD, digest(campaign.scheme))
    file = folder / "return.xlsx"
    file.write_bytes(build(package, answers, issuer=issuer).data)
    [result] = campaign.check([file]).files
    return [(f.code, f.where.field) for f in result.findings if f.severity == "error"]


def _value(value):
    return Decimal(value) if isinstance(value, int) else value


def test_nothing_is_said_where_all_agree(campaign, tmp_path):
    """A sum, a number of rows and a field of the other form."""
    assert [] == found(campaign, tmp_path)


@pytest.mark.parametrize(
    ("field", "value", "code"), [("found", 6, "C009"), ("serious", 2, "C009"), ("reporter", "王某", "C007")]
)
def test_a_field_that_differs_is_told(campaign, tmp_path, field, value, code):
    """At the field itself, whatever the other form holds."""
    assert [(code, field)] == found(campaign, tmp_path, **{field: value})


def told(plan, inputs, column):
    """The colours of a field of the summary."""
    cell = plan.by_cell_key[CellKey("summary", "", "hedong", "", column)]
    run = Computation(plan, inputs)
    return {h.kind for h in cell.highlights if run.result(h.test, cell.spot) is True}


@pytest.mark.parametrize(("found", "colours"), [(5, set()), (6, {"wrong"})])
def test_the_workbook_shows_a_figure_that_differs(campaign, found, colours):
    """While the other form is filled in, by its whole column."""
    [package] = first_packages(campaign.scheme, campaign.scheme.stage())
    inputs = {CellKey("hazards", "", "hedong", str(n), "cost"): Decimal(n + 1) for n in (1, 2)}
    inputs[CellKey("summary", "", "hedong", "", "found")] = Decimal(found)
    assert colours == told(lay_out(package), inputs, "found")


@pytest.mark.parametrize(("serious", "colours"), [(1, set()), (2, {"wrong"})])
def test_the_workbook_counts_the_rows_that_are_meant(campaign, serious, colours):
    """Rows with another level, or with nothing to count, are not."""
    [package] = first_packages(campaign.scheme, campaign.scheme.stage())
    rows = [("井盖缺失", "一般"), ("线路老化", "重大"), (None, "重大")]
    inputs: dict[CellKey, Any] = {
        CellKey("hazards", "", "hedong", str(n), column): text
        for n, row in enumerate(rows, 1)
        for column, text in zip(("hazard", "level"), row, strict=True)
    }
    inputs[CellKey("summary", "", "hedong", "", "serious")] = Decimal(serious)
    assert colours == told(lay_out(package), inputs, "serious")


def test_a_spreadsheet_program_says_the_same(office, campaign, tmp_path):
    """The hidden cells that tell what is wrong, of returns that agree and of one that does not."""
    campaign.simulate(tmp_path / "returns")
    found(campaign, tmp_path, found=6, serious=2)
    for file in (*(tmp_path / "returns").glob("*.xlsx"), tmp_path / "return.xlsx"):
        assert [] == office.recalc(file).differences


def test_simulated_returns_agree(campaign, tmp_path):
    """What is simulated is accepted: the fields are made from the other form."""
    campaign.simulate(tmp_path / "returns")
    assert 1 == len(campaign.check([tmp_path / "returns"]).accepted)

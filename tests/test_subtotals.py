"""Subtotals: a row for each group of rows; a spreadsheet program computes the engine's figures."""

from decimal import Decimal
from typing import Any

import pytest

from kpixl.blueprint import digest
from kpixl.campaign import Campaign
from kpixl.carry import next_packages
from kpixl.generate import Issuer, build
from kpixl.layout import CellKey, Computation, Role, first_packages, lay_out
from tests.support import tiny

SCHEME = """
scheme: spending
title: 支出
year: 2025
issuer: 财政局
created: 2025-01-01
lists: {items: items.csv}
stages:
  - {id: report, name: 填报, fills: unit, recipients: {groups: [towns]}, forms: [spending]}
  - {id: review, name: 认定, fills: verifier, carries: report, recipients: {rest: panel}, forms: [spending]}
"""
ROSTER = """
groups: [{id: towns, name: 乡镇}]
units:
  - {id: hedong, name: 河东镇, print: 河东, group: towns}
  - {id: hexi, name: 河西镇, print: 河西, group: towns}
  - {id: panel, name: 考核组, outside: true}
"""
ITEMS = "id,area,planned\na,农业,10\nb,教育,20\nc,农业,30\n"
FORM = """
form: spending
title: 支出表
blocks:
  - table:
      name: spending
      rows: {for: items}
      totals: [spent]
      subtotals: [area, kind, subject]
      columns:
        - {name: unit, label: 单位, from: subject.print}
        - {name: area, label: 领域, from: row.area}
        - {name: kind, label: 性质, type: choice, choices: [经常性, 一次性], fill: unit}
        - {name: planned, label: 预算, type: money, places: 2, from: row.planned}
        - {name: spent, label: 支出, type: money, places: 2, fill: unit}
        - name: rate
          label: 执行率
          type: percent
          places: 4
          formula: spent / planned
          total: sum(spending.spent) / sum(spending.planned)
        - {name: opinion, label: 意见, max_length: 50, fill: verifier, shown: [review]}
"""
FILES = {"scheme.yaml": SCHEME, "roster.yaml": ROSTER, "items.csv": ITEMS, "spending.yaml": FORM}
SPENT = {"a": ("经常性", "1.25"), "b": ("一次性", "2.5"), "c": ("经常性", "4.75")}


@pytest.fixture
def campaign(tmp_path):
    """Rows of two areas, which do not stand together, for two towns."""
    folder = tmp_path / "spending"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Campaign.open(folder, tiny.MEANS)


@pytest.fixture
def package(campaign):
    """The first town's."""
    return first_packages(campaign.scheme, campaign.scheme.stage("report"))[0]


def answers():
    """What the town spent."""
    found: dict[CellKey, Any] = {}
    for row, (kind, spent) in SPENT.items():
        found[CellKey("spending", "", "hedong", row, "kind")] = kind
        found[CellKey("spending", "", "hedong", row, "spent")] = Decimal(spent)
    return found


def totals(plan, given):
    """Each total row by its words: what is spent, and the rate."""
    run, found = Computation(plan, given), dict[str, list[Any]]()
    for cell in plan.by_key["spending"].cells:
        if cell.role is Role.TOTAL:
            found.setdefault(cell.line, []).append(run.value(cell.spot))
    return {words: tuple(values) for words, values in found.items()}


def test_each_group_has_its_figures(package):
    """Those of its own rows, wherever they stand; a rate is that of its sums."""
    assert {
        "农业小计": (Decimal(6), Decimal("0.15")),
        "教育小计": (Decimal("2.5"), Decimal("0.125")),
        "经常性小计": (Decimal(6), Decimal("0.15")),
        "一次性小计": (Decimal("2.5"), Decimal("0.125")),
        "合计": (Decimal("8.5"), Decimal("0.1417")),
    } == totals(lay_out(package), answers())


def test_nothing_is_chosen_yet(package):
    """Every choice has a row; without any of its rows there is no rate."""
    assert (Decimal(0), None) == totals(lay_out(package), {})["经常性小计"]


def test_each_unit_has_its_figures(campaign, tmp_path):
    """In a workbook about several: by the names that are printed."""
    campaign.simulate(tmp_path / "report")
    accepted = campaign.check([tmp_path / "report"]).accepted
    [review] = next_packages(campaign.scheme, "review", accepted)
    found = totals(lay_out(review), {})
    spent = [found[f"{unit}小计"][0] for unit in ("河东", "河西")]
    assert found["合计"][0] == sum(spent)
    assert spent[0] != spent[1]


def test_a_spreadsheet_program_computes_the_same(office, campaign, package, tmp_path):
    """Of a blank workbook, one that is filled in, and of those of the next stage."""
    issuer = Issuer.of(tiny.KEY, tiny.PASSWORD, digest(campaign.scheme))
    for name, given in (("blank", {}), ("filled", answers())):
        (tmp_path / f"{name}.xlsx").write_bytes(build(package, given, issuer=issuer).data)
    campaign.simulate(tmp_path / "report")
    campaign.simulate(tmp_path / "review", stage="review", returns=[tmp_path / "report"])
    files = [*tmp_path.glob("*.xlsx"), *(tmp_path / "review").glob("*.xlsx")]
    assert 3 == len(files)
    for file in files:
        assert [] == office.recalc(file).differences

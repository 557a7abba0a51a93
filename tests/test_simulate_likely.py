"""Simulated answers that look like real ones: as a blueprint hints, else near what was planned."""

import shutil
from decimal import Decimal

import pytest

from kpixl.blueprint import load_scheme
from kpixl.blueprint.snapshot import digest
from kpixl.layout import first_packages, lay_out
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance
from tests.support import produced, tiny
from tests.support.blueprints import change
from tests.support.simulated import FOLDER

BUDGET = "label: 预算, type: money, min: 0, max: 99999, fill: unit"
POINTS = {Decimal(60), Decimal(25), Decimal(15)}
SPENT = "label: 支出, type: money, min: 0, max: 99999, fill: unit"
REMARK = "max_length: 60, fill: {self-check: unit, verification: verifier}"
SEEDS = range(12)


def drawn(scheme, column, recipient="hedong"):
    """What is drawn for a column, in several returns."""
    package = next(p for p in first_packages(scheme, scheme.stage()) if p.recipient == recipient)
    plan = lay_out(package)
    every = (answers(package, plan, chance(seed, "likely")) for seed in SEEDS)
    return [value for given in every for key, value in given.items() if key.column == column]


@pytest.fixture
def hinted(tmp_path):
    """The tiny scheme, with a hint behind a setting of a column."""

    def made(setting, hint):
        folder = shutil.copytree(tiny.FOLDER, tmp_path / "tiny")
        change(folder / "report.yaml", setting, f"{setting}, simulate: {hint}")
        change(folder / "report.yaml", BUDGET, f"{BUDGET}, simulate: {{share: 0%}}")
        return load_scheme(folder)

    return made


def test_a_figure_lies_between_those_of_the_weakest_and_the_strongest(hinted):
    """Times what the expression says."""
    values = drawn(hinted(SPENT, "{share: 100%, figure: {weak: 50%, strong: 90%, of: points}}"), "spent")
    low, high = min(POINTS) * Decimal("0.5"), max(POINTS) * Decimal("0.9")
    assert values
    assert all(low <= value <= high for value in values)


def test_an_optional_cell_is_filled_as_often_as_hinted(hinted):
    """Never, with a share of none."""
    assert [] == drawn(hinted(SPENT, "{share: 0%}"), "spent")


def test_a_text_is_one_of_those_hinted(hinted):
    """With the columns of its row in it."""
    values = drawn(hinted(REMARK, "{share: 100%, texts: ['{target}完成较好，共{n}项。']}"), "remark")
    assert any(value.startswith(("财政收入完成较好", "信访稳定完成较好")) for value in values)


def test_a_value_most_often_is_what_it_is_like(hinted):
    """An expression over the row, or a column of it."""
    values = drawn(hinted(SPENT, "{share: 100%, like: points}"), "spent")
    assert sum(value in POINTS for value in values) > len(values) / 2


def test_a_choice_is_drawn_by_its_weight(hinted):
    """One without weight is not drawn."""
    kind = "type: choice, choices: [甲, 乙], fill: unit"
    assert {"甲"} == {*drawn(hinted(kind, "{share: 100%, choices: {甲: 1}}"), "kind")}


def test_a_hint_makes_no_new_version(hinted):
    """What was issued is read as before."""
    assert digest(tiny.scheme()) == digest(hinted(SPENT, "{share: 0%}"))


def test_a_percentage_without_a_hint_is_near_the_plan():
    """The type would take what is eleven times too much."""
    values = [v for v in drawn(tiny.scheme(), "claimed") if isinstance(v, Decimal)]
    assert values
    assert all(Decimal("-0.06") <= value <= Decimal("0.12") for value in values)


@pytest.mark.slow
def test_units_of_weidong_claim_most_of_their_points():
    """None less than three quarters, and what only deducts nothing."""
    scheme = produced.scheme_of(FOLDER.parent / "weidong-2021")
    for package in first_packages(scheme, scheme.stage())[:4]:
        given = answers(package, lay_out(package), chance(1, package.recipient))
        claimed = {
            key.row: value
            for key, value in given.items()
            if key.column == "claimed" and isinstance(value, Decimal)
        }
        items = {item["id"]: item for item in scheme.lists["indicators"].items}
        full = sum(Decimal(items[row]["points"]) for row in claimed if not items[row]["deducts"])
        assert Decimal("0.75") * full <= sum(claimed.values()) <= full


def test_what_units_must_not_copy_names_the_unit():
    """Else reports of two units of xinhua are alike by chance, and its validators file has one copied."""
    scheme = produced.scheme_of(FOLDER.parent / "xinhua-2021")
    hint = scheme.form("target-execution").by_name["report"].simulate
    assert hint is not None
    assert hint.texts
    assert [] == [text for text in hint.texts if "{subject.name}" not in text]

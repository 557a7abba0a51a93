"""validators/zibo_2022.py: the overall targets of a department are evaluated with its projects."""

from decimal import Decimal
from pathlib import Path

import pytest

from kpixl.blueprint import load_scheme
from kpixl.blueprint.expressions import Operand
from kpixl.check import load_validator
from kpixl.check.frames import Frames
from kpixl.check.gates import stacked
from kpixl.layout import Answer, CellKey, Package, recipients
from kpixl.rules.types import breach, cell_type, settle
from tests.support.records import record_of

pytestmark = pytest.mark.slow  # a whole reference scheme

ROOT = Path(__file__).parents[1]
FORM, UNIT = "annual-targets", "court"


@pytest.fixture(scope="module")
def scheme():
    """The reference scheme."""
    return load_scheme(ROOT / "blueprints" / "zibo-2022")


def scored(scheme, *completions):
    """The scores of a department whose targets were completed so far."""
    rows = {(FORM, "", "targets"): tuple((UNIT, str(n)) for n, _ in enumerate(completions, 1))}
    key = CellKey(FORM, "", UNIT, "", "")
    places = rows[FORM, "", "targets"]
    names = {key._replace(row=row, column="indicator"): Answer(value=row) for _, row in places}
    package = Package(
        scheme=scheme, stage_id="self-evaluation", recipient=UNIT, subjects=(UNIT,), rows=rows, carried=names
    )
    given = {
        key._replace(row=str(n), column="completion"): Decimal(share)
        for n, share in enumerate(completions, 1)
        if share is not None
    }
    validator = load_validator(ROOT / "validators", "zibo-2022")
    assert validator is not None
    assert validator.scorer is not None
    made = validator.scorer(Frames(stacked(scheme, [record_of(package, given)])), scheme)
    return [(row["name"], row["points"], row["score"]) for row in made.to_dict("records")]


def test_all_twelve_evaluate_themselves(scheme):
    """Departments without a project, too."""
    assert 12 == len(recipients(scheme, scheme.stage("self-evaluation")))


def test_every_indicator_weighs_alike(scheme):
    """A hundred points, as much of them as was completed on average."""
    assert [("年度整体绩效目标", Decimal(100), Decimal(75))] == scored(scheme, "1", "0.5")


def test_no_score_while_one_is_missing(scheme):
    """What is not filled in is not taken for nothing done."""
    ((_, _, score),) = scored(scheme, "1", None)
    assert score is None


@pytest.mark.parametrize(("unit", "codes"), [("平方米", []), ("按计划保障正常的教学秩序", ["V005"])])
def test_a_unit_of_measure_is_no_sentence(scheme, unit, codes):
    """A quantified indicator's unit is a word; what is described may be longer."""
    column = scheme.form("project-targets").by_name["measured_in"]
    kind = settle(cell_type(column, scheme, lambda _: None, lambda _: None), lambda _: Operand("≥"))
    assert kind is not None
    assert codes == [code for code in (breach(kind, unit),) if code]

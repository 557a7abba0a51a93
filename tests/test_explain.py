"""How a figure came about: every cell on the way, the entries at its ends, what the command says of it."""

import shutil
from decimal import Decimal

import pytest

from kpixl.campaign import Campaign, FigureRef
from kpixl.merge.origin import Tracer
from kpixl.refusal import RefusedError
from tests.support import produced, projects
from tests.support.accounted import SCORED, accounted
from tests.support.cli import kpixl
from tests.support.projects import CASES, FOLDER, KEY, rehearsed

XINHUA = next(folder for folder in produced.SCHEMES if folder.name == "xinhua-2021")
every_scheme = pytest.mark.parametrize(("folder", "stage"), SCORED, ids=produced.label)


def scores(made):
    """Unit, item and score of everything that was scored."""
    tallies = made.workbook.scored.tallies
    return [(u, i, s.score) for u, own in tallies.items() for i, s in own.scores.items()]


def place(made, unit, item):
    """The cell of a score."""
    spot = made.workbook.score(unit, item)
    assert spot is not None
    return spot


def additions(made, label):
    """The cells below a heading of the score sheets that compute something."""
    tracer = Tracer(made)
    cells = [cell for sheet in made.plan.sheets[:2] for cell in sheet.cells if cell.calculation]
    spots = [cell.spot for cell in cells if made.values[cell.spot] is not None]
    return [spot for spot in spots if tracer.trace(spot, areas=False).label == label]


@every_scheme
class TestScores:
    def test_the_cell_of_a_score_shows_the_score(self, folder, stage):
        """For every unit and item the cell that is explained holds the score that counts."""
        made = accounted(folder, stage)
        found = [(u, i, made.values[place(made, u, i)]) for u, i, _ in scores(made)]
        assert scores(made) == found

    def test_every_score_leads_to_a_return(self, folder, stage):
        """At its ends are entries of the accepted returns, as these returns hold them."""
        made = accounted(folder, stage)
        known = {(r.name, e.key) for r in made.workbook.stack.records for e in r.entries}
        given = [u for u, i, score in scores(made) if score is not None]
        for unit, item, score in scores(made):
            sources = list(Tracer(made).trace(place(made, unit, item)).sources())
            assert (score is None) or sources, (unit, item)
            assert known.issuperset(source.place for source in sources)
        assert given


def number(step):
    """The number that a cell holds."""
    assert isinstance(step.value, Decimal)
    return step.value


class TestAdditions:
    @pytest.mark.slow
    def test_a_total_rests_on_the_scores_of_its_unit(self):
        """The numbers that its formula adds up give it."""
        made = accounted(XINHUA, "verification")
        spots = additions(made, "合计")
        assert spots
        for spot in spots:
            step = Tracer(made).trace(spot)
            assert sum(map(number, step.parts)) == step.value

    @pytest.mark.slow
    def test_a_score_rate_rests_on_the_total_and_the_points(self):
        """Their quotient to four decimals; where not all items apply, of the unit's own points."""
        made = accounted(XINHUA, "verification")
        for spot in additions(made, "得分率"):
            step = Tracer(made).trace(spot)
            total, *points = map(number, step.parts)
            assert abs(total / sum(points) - number(step)) <= Decimal("0.00005")

    @pytest.mark.slow
    def test_a_rank_rests_on_the_rates_of_all(self):
        """Its own rate and those it is compared with, each with total and points and not their scores."""
        made = accounted(XINHUA, "verification")
        for spot in additions(made, "名次"):
            own, *others = Tracer(made).trace(spot).parts
            assert made.values[spot] == 1 + sum(number(other) > number(own) for other in others)
            assert not any(part.parts for other in others for part in other.parts)


@pytest.fixture(scope="module")
def returns(tmp_path_factory):
    """Simulated returns of the scored stage of the tests' projects."""
    home = tmp_path_factory.mktemp("returns")
    for stage in ("plan", "review"):
        rehearsed(home / stage, "random", stage)
    return home / "review"


def explained(returns, **named):
    """A figure of these returns."""
    return projects.campaign().explain_figure([returns], FigureRef(**named), stage="review")


class TestFigure:
    def test_unit_and_item_may_be_named_as_people_do(self, returns):
        """By id or by name."""
        by_id = explained(returns, unit="education", indicator="p2").step
        assert by_id == explained(returns, unit="教育局", indicator="p2").step

    def test_an_unknown_unit_is_refused_with_the_nearest(self, returns):
        """The refusal names what there is."""
        with pytest.raises(RefusedError, match="There is no unit"):
            explained(returns, unit="没有这个单位", indicator="p2")

    def test_json_holds_the_whole_way(self, returns):
        """Every cell with its formula, and the entry of the return at the end."""
        figure = explained(returns, unit="education", indicator="p2").as_dict()["figure"]
        assert figure["scored"]
        assert figure["entry"]["file"].startswith("review/")
        assert all(part["entry"] for part in figure["from"])

    def test_a_cell_of_the_score_sheet_is_the_same_figure(self, returns):
        """The place that is told leads to the same."""
        step = explained(returns, unit="education", indicator="p2").step
        assert step == explained(returns, cell=f"{step.sheet}!{step.cell}").step

    @pytest.mark.parametrize("cell", ["得分明细!ZZ99", "没有!A1", "F7"])
    def test_a_cell_that_is_none_is_refused(self, returns, cell):
        """Blank, on no sheet, or not written as a cell."""
        with pytest.raises(RefusedError):
            explained(returns, cell=cell)


class TestCell:
    def test_says_what_a_cell_takes_and_its_rules(self):
        """The type in words, whether it must be filled, and each rule that binds it."""
        found = Campaign.open(XINHUA).explain_cell("附件2!G9", "焦店镇政府").as_dict()
        assert ("分值", "printed") == (found["label"], found["role"])
        assert ["points_total"] == [rule["id"] for rule in found["rules"]]

    def test_a_later_stage_is_refused(self):
        """Its workbooks are made from returns, which say what they hold."""
        with pytest.raises(RefusedError, match="name the first stage"):
            Campaign.open(XINHUA).explain_cell("附件2!G7", "焦店镇政府", stage="verification")


WRONG = [
    ((), "Name a code; or give --returns"),
    (("附件1!F7",), "Name a code; or give --returns"),
    (("I00",), "There is no code"),
]


class TestCommand:
    @pytest.mark.parametrize(("arguments", "said"), WRONG)
    def test_wrong_use_is_one_line(self, arguments, said):
        """Exit status 2, one line with the remedy."""
        done = kpixl("explain", *arguments)
        assert (2, 1) == (done.exit_code, len(done.stderr.splitlines()))
        assert said in done.stderr

    def test_prints_each_cell_with_its_formula(self, returns, tmp_path):
        """The figure, how it was scored, where the entries are, what the check found."""
        key = tmp_path / "key"
        key.write_bytes(KEY.secret)
        shutil.copytree(FOLDER, tmp_path / "blueprints" / "projects")
        shutil.copytree(CASES / "validators", tmp_path / "validators")
        arguments = ("--scheme", "projects", "--workspace", tmp_path, "--key-file", key)
        done = kpixl("explain", "--unit", "教育局", "--indicator", "p2", "--returns", returns, *arguments)
        assert 0 == done.exit_code
        assert "computed by the validators file" in done.stdout

"""Published answers: into the cells as they are, past every validation, and nowhere else."""

from decimal import Decimal

import pytest
from openpyxl import load_workbook

from kpixl.blueprint.model import Published, PublishedReturn
from kpixl.campaign import Trial
from kpixl.layout import CellKey, first_packages, lay_out
from kpixl.refusal import RefusedError
from kpixl.simulate import published_answers, published_units
from tests.support import projects
from tests.support.cli import kpixl
from tests.support.projects import rehearsed


@pytest.fixture(scope="module")
def returns(tmp_path_factory):
    """The published returns of the first stage, by unit."""
    made = rehearsed(tmp_path_factory.mktemp("published"), "published")
    return {each.unit: each.path for each in made.returns}


@pytest.fixture(scope="module")
def result(returns):
    """What the check says of them."""
    return projects.campaign().check(list(returns.values()))


def content(**more):
    """Published data of the form 附件2."""
    each = PublishedReturn(**{"unit": "court", "instance": "p1", **more})
    return Published(published="project", returns=(each,))


def given(published):
    """The court's answers as published."""
    scheme = projects.scheme()
    package = next(
        p for p in first_packages(scheme, scheme.stage(), simulated="published") if p.recipient == "court"
    )
    return published_answers(package, lay_out(package), [published])


def values(path, sheet):
    """Everything that stands on a sheet."""
    return [cell.value for row in load_workbook(path)[sheet].iter_rows() for cell in row]


class TestAnswers:
    """What is filled in."""

    def test_numbers_are_numbers_and_texts_texts(self):
        """Nothing is turned into what its column takes."""
        rows = {"indicators": [{"indicator": "满意度", "target": "≥95%"}, {"indicator": "次数", "target": 7}]}
        key = CellKey("project", "p1", "court", "", "amount")
        row = key._replace(row="1", column="target")
        wanted = {
            key: Decimal("120.5"),
            row: "≥95%",
            row._replace(column="indicator"): "满意度",
            row._replace(row="2"): Decimal(7),
            row._replace(row="2", column="indicator"): "次数",
        }
        assert wanted == given(content(fields={"amount": Decimal("120.5")}, tables=rows))

    def test_several_texts_are_one(self):
        """A list of texts is filled in as one text."""
        made = given(content(tables={"indicators": [{"indicator": ["甲", "乙"]}]}))
        assert ["甲、乙"] == list(made.values())

    def test_what_is_not_published_stays_blank(self):
        """A blank has no entry."""
        assert {} == given(content(fields={"amount": None}))

    def test_another_stage_has_its_own(self):
        """Answers of a later stage are not filled in before it."""
        each = PublishedReturn(unit="court", instance="p1")
        later = Published(published="project", stage="review", returns=(each,))
        assert [[], ["court"]] == [
            sorted(published_units(projects.scheme(), stage, [later])) for stage in ("plan", "review")
        ]

    @pytest.mark.parametrize(
        "lost",
        [{"fields": {"spent": 1}}, {"instance": "p2", "fields": {"amount": 1}}],
        ids=["locked", "not its own"],
    )
    def test_a_value_without_a_cell_is_refused(self, lost):
        """What has no cell that the unit fills is told, not dropped."""
        with pytest.raises(RefusedError, match=r"court.*project/p"):
            given(content(**lost))


class TestReturns:
    """The workbooks."""

    def test_only_units_with_published_answers_return(self, returns):
        """The others have no workbook."""
        assert ["finance", "court", "education"] == list(returns)

    def test_a_cell_holds_what_was_published(self, returns):
        """A text that the cell would refuse stands in it, letter by letter."""
        assert {"≥95%", 500} <= set(values(returns["education"], "校舍维修"))

    def test_the_cover_says_where_it_comes_from(self, returns):
        """Nobody takes it for a unit's own."""
        assert "按公布的数据填写，不是单位填报" in values(returns["court"], "填报说明")

    def test_the_stamp_says_so(self, result):
        """Every record knows that it was filled from what was published."""
        assert {"published"} == {f.record.stamp.simulated for f in result.files}

    def test_the_check_finds_the_mistakes_of_the_source(self, result):
        """Each at its cell; what is right has no error."""
        errors = [(f.code, f.where.sheet, f.where.cell) for f in result.all_findings if f.severity == "error"]
        assert [("V010", "附件1", "C11"), ("V010", "校舍维修", "C10")] == errors


class TestLaterStage:
    """Published answers of a stage that carries another one."""

    @pytest.fixture
    def folder(self, tmp_path):
        """The scheme with published answers of the second stage."""
        folder = projects.copied(tmp_path)
        (folder / "published" / "review.yaml").write_text(
            "published: project\nstage: review\nreturns:\n"
            "  - unit: education\n    instance: p2\n    fields: {spent: 290}\n"
            "    tables: {indicators: [{row: '1', actual: 480}]}\n",
            encoding="utf-8",
        )
        return folder

    def test_rests_on_all_published_returns(self, folder, tmp_path):
        """The stage before is carried with the mistakes of its source; units without answers stay away."""
        made = rehearsed(tmp_path / "out", "published", "review", folder)
        assert ["education"] == [each.unit for each in made.returns]
        assert {500, 480, 290} <= set(values(made.returns[0].path, "校舍维修"))

    def test_without_answers_it_is_refused(self, tmp_path):
        """Nothing is invented for a stage of which nothing was published."""
        with pytest.raises(RefusedError, match="review"):
            rehearsed(tmp_path, "published", "review")


def test_faults_are_refused(tmp_path):
    """What was published is not damaged."""
    with pytest.raises(RefusedError, match="--faults"):
        projects.campaign().simulate(tmp_path, trial=Trial(answers="published", faults=0.5))


def test_the_command_line_takes_it(tmp_path):
    """--answers published; the names that are not settled are told on standard error, in one line."""
    home = tmp_path / "home"
    projects.copied(home / "blueprints")
    done = kpixl(
        "simulate", "projects", "--answers", "published", "--workspace", home, "--out", tmp_path / "out"
    )
    assert (0, 3) == (done.exit_code, len(done.stdout.splitlines()))
    assert 1 == len([line for line in done.stderr.splitlines() if "文化中心, 各有关部门" in line])

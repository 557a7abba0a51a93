"""The publication copy: what everybody may read of a score sheet, and nothing else."""

import json
import re
import shutil
import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from kpixl.outputs import is_own
from kpixl.refusal import RefusedError
from tests.support import produced, projects
from tests.support.accounted import accounted, merged, of_all_units
from tests.support.cli import kpixl

XINHUA = next(folder for folder in produced.SCHEMES if folder.name == "xinhua-2021")
INTERNAL = ("xlsx", "returns", "simulated", "row/", "#", "认定", "名额（", "在优秀单位", "verification")
"""What says where figures came from, why somebody got an award, or how the sheets are known to kpixl."""


@pytest.fixture(scope="module")
def published():
    """The copy of all units of a reference scheme."""
    target = BytesIO()
    of_all_units(XINHUA, "verification").publish_into(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def book(published):
    """The same, opened."""
    return load_workbook(BytesIO(published))


def texts(book):
    """Every text of the workbook."""
    return [
        c.value for s in book.worksheets for row in s.iter_rows() for c in row if isinstance(c.value, str)
    ]


def shown(cell):
    """What a person sees; the reader puts the place of a link into a cell that shows nothing."""
    return None if cell.value in {"", cell.hyperlink and cell.hyperlink.location} else cell.value


def rows(book, sheet, label):
    """The rows of a sheet as dictionaries by the texts of the head that holds a label, by unit."""
    every = [[c.value for c in row] for row in book[sheet].iter_rows()]
    at = next(n for n, row in enumerate(every) if label in row)
    return [dict(zip(every[at], row, strict=True)) for row in every[at + 1 :]]


@pytest.mark.slow  # a whole reference scheme
class TestContent:
    def test_score_sheets_awards_and_the_office_s_own_forms(self, book):
        """In this order."""
        assert ["附件1", "区政府部门", "获奖单位", "附件5", "附件6"] == book.sheetnames

    def test_nothing_is_hidden(self, book):
        """No sheet, row or column, no note and no name but the mark of kpixl."""
        for sheet in book.worksheets:
            assert sheet.sheet_state == "visible"
            assert not any(
                d.hidden for d in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values())
            )
            assert not any(c.comment or c.hyperlink for row in sheet.iter_rows() for c in row)
        assert ["_kpixl_output"] == list(book.defined_names)

    def test_figures_rest_on_nothing(self, published, book):
        """No formula and no link, to other sheets or files."""
        assert not [t for t in texts(book) if t.startswith("=")]
        with zipfile.ZipFile(BytesIO(published)) as parts:
            assert not [n for n in parts.namelist() if "externalLink" in n]
            assert b"<f>" not in b"".join(parts.read(n) for n in parts.namelist())

    def test_nothing_internal_is_said(self, published, book):
        """In no cell and in no property."""
        found = [t for t in texts(book) for word in INTERNAL if word in t]
        assert [] == found
        with zipfile.ZipFile(BytesIO(published)) as parts:
            told = "".join(parts.read(n).decode() for n in parts.namelist() if n.startswith("docProps/c"))
        assert not re.search("认定|verification|合计|评定", told)

    def test_figures_are_those_of_the_score_sheet(self, book):
        """Of each department that has a score."""
        whole = load_workbook(BytesIO(merged(XINHUA, "verification")), data_only=True)
        own, theirs = (
            {
                r["单位"]: [r[n] for n in ("合计", "得分率", "名次", "奖项")]
                for r in rows(b, "区政府部门", "奖项")
            }
            for b in (book, whole)
        )
        assert len(own) == 37
        assert own == theirs

    def test_the_attachment_has_the_figures_of_the_score_sheet(self, book):
        """Of each town on each target, with total, rate, rank and award; no reasons."""
        whole = load_workbook(BytesIO(merged(XINHUA, "verification")), data_only=True)["附件1"]
        own = [[c.value for c in row] for row in book["附件1"].iter_rows()]
        first = next(n for n, row in enumerate(own) if row[0] == "分值")
        theirs = [[shown(c) for c in row[1:28]] for row in whole.iter_rows(min_row=7)]
        assert ["合计", "得分率", "名次", "奖项", "一票否决"] == own[first - 2][22:]
        assert own[first:] == theirs
        assert sum(isinstance(value, float | int) for row in own[first:] for value in row) > 200

    def test_who_gets_an_award_is_listed(self, book):
        """Level by level, the best first."""
        units = of_all_units(XINHUA, "verification").units
        listed = [(r["奖项"], r["单位"]) for r in rows(book, "获奖单位", "奖项")]
        assert listed
        assert {(u.award, u.name) for u in units if u.award} == set(listed)
        assert ["优秀单位", "先进单位"] == list(dict.fromkeys(award for award, _ in listed))

    def test_each_sheet_has_a_title_and_its_paper(self, book):
        """Only the matrix is printed on A3."""
        assert [8, 9, 9, 9, 9] == [int(s.page_setup.paperSize) for s in book.worksheets]
        assert all(s.print_area for s in book.worksheets)


@pytest.fixture(scope="module")
def returns(tmp_path_factory):
    """Simulated returns of a small scheme, of the stage that is scored and of the one before."""
    home = tmp_path_factory.mktemp("returns")
    for stage in ("plan", "review"):
        projects.rehearsed(home / stage, "random", stage)
    return home


class TestFiles:
    def test_it_is_written_beside_the_score_sheet(self, returns, tmp_path):
        """And known as kpixl's own, so that the next run replaces it and no check takes it for a return."""
        target, public = tmp_path / "all.xlsx", tmp_path / "public" / "公示稿.xlsx"
        for _ in "12":
            made = projects.campaign().merge([returns / "review"], target, publish=public)
        assert (target, public) == (made.path, made.published)
        assert is_own(public)
        assert "项目自评得分表" in "".join(texts(load_workbook(public)))

    def test_a_stage_without_scores_has_none(self, returns, tmp_path):
        """It is refused, and the other workbook is not written either."""
        with pytest.raises(RefusedError, match="no score sheet"):
            projects.campaign().merge(
                [returns / "plan"], tmp_path / "all.xlsx", stage="plan", publish=tmp_path / "public.xlsx"
            )
        assert [] == list(tmp_path.iterdir())

    def test_somebody_s_file_stays(self, returns, tmp_path):
        """Nothing is written where the copy cannot be."""
        public = tmp_path / "public.xlsx"
        public.write_text("mine", encoding="utf-8")
        with pytest.raises(RefusedError):
            projects.campaign().merge([returns / "review"], tmp_path / "all.xlsx", publish=public)
        assert ["public.xlsx"] == [p.name for p in tmp_path.iterdir()]

    def test_a_return_is_never_replaced(self, returns, tmp_path):
        """Not even by force."""
        folder = tmp_path / "review"
        shutil.copytree(returns / "review", folder)
        first = next(folder.glob("*.xlsx"))
        before = first.read_bytes()
        with pytest.raises(RefusedError):
            projects.campaign().using(force=True).merge([folder], tmp_path / "all.xlsx", publish=first)
        assert before == first.read_bytes()
        assert not (tmp_path / "all.xlsx").exists()

    def test_it_is_not_the_score_sheet_itself(self, returns, tmp_path):
        """Two files in one place are refused."""
        same = tmp_path / "all.xlsx"
        with pytest.raises(RefusedError):
            projects.campaign().merge([returns / "review"], same, publish=same)
        assert [] == list(tmp_path.iterdir())


@pytest.mark.slow  # whole commands
def test_the_command_names_the_copy(returns, tmp_path, monkeypatch):
    """On a line of its own, and in JSON as `published`."""
    home = tmp_path / "home"
    shutil.copytree(projects.FOLDER, home / "blueprints" / "projects")
    shutil.copytree(projects.CASES / "validators", home / "validators")
    shutil.copytree(returns / "review", home / "review")
    monkeypatch.chdir(home)
    arguments = ("merge", "projects", "review", "--out", "all.xlsx", "--publish", "public.xlsx")
    assert ["all.xlsx", "public.xlsx"] == kpixl(*arguments).stdout.splitlines()[:2]
    assert "public.xlsx" == json.loads(kpixl(*arguments, "--format", "json").stdout)["published"]


def test_one_unit_of_a_group_alone_gets_no_list_of_awards():
    """Where nobody gets an award there is no sheet of them."""
    made = accounted(XINHUA, "verification")
    target = BytesIO()
    made.publish_into(target)
    expected = "获奖单位" in load_workbook(target).sheetnames
    assert expected is any(u.award for u in made.units)

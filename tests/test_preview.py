"""The forms to look at before they go out, and how they are filled in, in words."""

import re
from pathlib import Path

import pytest

from kpixl.campaign import Wish, guides, preview
from kpixl.campaign.basis.scheme_places import SchemePlace
from kpixl.campaign.views import previewing
from kpixl.carry import foreseen
from kpixl.refusal import RefusedError
from tests.support import tiny
from tests.support.blueprints import change
from tests.support.cli import ROOT, kpixl, kpixl_json, workspace


def place(folder: Path) -> SchemePlace:
    """Where a scheme lies."""
    return SchemePlace(id=folder.name, folder=folder, validators=folder.parent)


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    """The page of the tiny scheme."""
    [made] = preview(place(tiny.FOLDER), tmp_path_factory.mktemp("page"), Wish())
    return made.read_text(encoding="utf-8")


class TestThePage:
    def test_shows_each_stage_and_each_kind_of_recipient(self, page):
        """Both stages, towns and offices: the first of each and how many are alike."""
        heads = re.findall(r"<h2>(\S+) ", page)
        assert (["自查", "认定"], True) == (heads, "河东镇，同样的共2份" in page)

    def test_says_at_a_cell_what_it_wants(self, page):
        """A cell to fill has its type and the rules of its column behind it."""
        told = re.search(r'title="(支出[^"]*)"', page)
        assert told is not None
        assert {"支出不得超过预算", "0至99999之间的数"} <= set(re.split("[\n（]", told[1]))

    def test_says_below_a_form_how_it_is_filled_in(self, page):
        """The words of `kpixl explain --form` stand below each form."""
        assert "<b>文号</b>" in page

    def test_needs_nothing_else(self, page):
        """No address of anything outside of the page."""
        assert not re.search(r"""(src|href)=["'](?!#)|https?://|@import""", page)

    def test_shows_the_unit_that_is_named(self, tmp_path):
        """With a unit its workbook alone, in those stages in which it gets one."""
        [made] = preview(place(tiny.FOLDER), tmp_path, Wish(stage="self-check", units=("河西镇",)))
        text = made.read_text(encoding="utf-8")
        assert ("河西镇" in text, "河东镇" in text) == (True, False)


def test_a_later_stage_is_shown_before_anything_came_back():
    """The packages of a verification as if every unit had returned its self-check, some rows written."""
    packages = foreseen(tiny.scheme(), "verification")
    about = {subject for package in packages for subject in package.subjects}
    assert about == {"hedong", "hexi", "finance"}


class TestInWords:
    def test_each_column_that_is_asked(self):
        """What the stage's recipients fill is listed with what it takes; what is printed is not."""
        [guide] = guides(tiny.scheme(), "report", stage="verification")
        assert {"bonus", "remark"} == {line.name for line in guide.lines if line.asked}

    def test_a_type_that_depends_on_the_row_is_told_once(self):
        """Each of the types that a column takes in any row."""
        [guide] = guides(tiny.scheme(), "report", stage="self-check")
        claimed = next(line for line in guide.lines if line.name == "claimed")
        assert [1, 1] == [claimed.wants.count(word) for word in ("百分数", "优秀")]

    def test_no_rule_about_what_nobody_fills(self):
        """In the verification nothing is said of rules about the unit's own columns."""
        [guide] = guides(tiny.scheme(), "report", stage="verification")
        assert "within_budget" not in guide.rules

    def test_rules_of_fields_are_among_them(self, tmp_path):
        """A rule of a block with fields is told like one of a table."""
        home = workspace(tmp_path)
        file = home / "blueprints" / "tiny" / "report.yaml"
        rule = "    rules: [{kind: expression, expression: whole >= 10, message: 合计太小}]\n  - table:"
        change(file, "  - table:", rule)
        told = kpixl("explain", "--scheme", "tiny", "--form", "report", "--workspace", home, "--lang", "zh")
        assert "合计太小" in told.stdout

    def test_a_form_that_nobody_fills_is_refused(self):
        """The office's own print has no recipients."""
        with pytest.raises(RefusedError, match="contact"):
            guides(tiny.scheme(), "contract")

    def test_as_json(self, tmp_path):
        """Columns and rules by stage."""
        home = workspace(tmp_path)
        told = kpixl_json("explain", "--scheme", "tiny", "--form", "contact", "--workspace", home)
        assert {"form", "title", "stage", "columns", "rules"} == told["guides"][0].keys()


class TestOnPaper:
    def test_without_libreoffice_it_is_said_what_to_do(self, monkeypatch, tmp_path):
        """PDF is refused in words, and nothing is written."""
        monkeypatch.setattr(previewing, "program", lambda: None)
        with pytest.raises(RefusedError, match="LibreOffice"):
            preview(place(tiny.FOLDER), tmp_path / "out", Wish(pdf=True))
        assert not (tmp_path / "out").exists()

    @pytest.mark.slow
    @pytest.mark.libreoffice
    @pytest.mark.usefixtures("office")
    def test_a_workbook_becomes_a_pdf_and_a_picture_a_page(self, tmp_path):
        """LibreOffice makes the one, of which the others are drawn."""
        folder = ROOT / "examples" / "two-forms" / "blueprints" / "safety-2022"
        made = preview(place(folder), tmp_path, Wish(pdf=True, png=True))
        heads = {path.suffix: path.read_bytes()[:4] for path in made}
        assert (b"%PDF", b"\x89PNG") == (heads[".pdf"], heads[".png"])


def test_a_watched_scheme_with_a_mistake_has_a_page_that_says_it(tmp_path):
    """Whoever changes files sees on the page what is wrong, and the page looks again by itself."""
    home = workspace(tmp_path / "home")
    folder = home / "blueprints" / "tiny"
    change(folder / "scheme.yaml", "title: 年终考核", "titel: 年终考核")
    [made] = preview(place(folder), tmp_path / "out", Wish(watched=True))
    text = made.read_text(encoding="utf-8")
    assert ("titel" in text, 'http-equiv="refresh"' in text) == (True, True)

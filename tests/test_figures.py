"""How a column's figures are shown, and lists that schemes share."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from kpixl.blueprint import Form, load_scheme
from kpixl.campaign.views.showing import shown_value
from kpixl.layout import Role
from kpixl.layout.rows.form_cell import figures_format
from tests.support import tiny
from tests.support.blueprints import change
from tests.support.cli import ROOT, kpixl
from tests.test_docs_blueprint import cell_of, form_of, plan_of


def column(**more: object) -> dict[str, object]:
    """An amount to fill."""
    return {"name": "x", "label": "x", "fill": "unit", "type": "money", "unit": "元", **more}


class TestHowFiguresLook:
    @pytest.mark.parametrize(
        ("figures", "places", "code"),
        [
            ({"grouping": True}, 2, "#,##0.00####"),
            ({"grouping": True, "currency": "¥"}, 2, '"¥"#,##0.00####'),
            ({"currency": "￥"}, 0, '"￥"0'),
            ({}, 4, "0.0000####"),
        ],
    )
    def test_is_a_number_format(self, figures, places, code):
        """Grouping, sign, places, further decimals as entered; the validation stays that of the type."""
        plain = cell_of(plan_of(form_of(column(places=places))), "x")
        shown = cell_of(plan_of(form_of(column(places=places, figures=figures))), "x")
        assert (code, plain.validation) == (shown.style.number_format, shown.validation)

    def test_an_integer_has_no_places(self):
        """Counted things are grouped without decimals."""
        shown = cell_of(plan_of(form_of(column(type="integer", unit=None, figures={"grouping": True}))), "x")
        assert shown.style.number_format == "#,##0"

    def test_a_total_looks_like_its_column(self):
        """The total row has the column's format."""
        made = form_of(column(places=2, figures={"grouping": True})).model_dump(by_alias=True)
        made["blocks"][0]["table"]["totals"] = ["x"]
        plan = plan_of(Form.model_validate(made))
        totals = [
            c for s in plan.sheets for c in s.every_cell() if c.role is Role.TOTAL and c.key is not None
        ]
        assert ["#,##0.00####"] == [c.style.number_format for c in totals if c.key and c.key.column == "x"]

    def test_a_page_shows_them_so(self):
        """What looks at planned sheets shows grouping and sign as a spreadsheet does."""
        assert ("¥1,234,567.50", True) == shown_value(Decimal("1234567.5"), '"¥"#,##0.00')
        assert ("1,234", True) == shown_value(Decimal(1234), "#,##0")

    def test_nothing_is_said_of_it_where_the_column_says_nothing(self):
        """Without `figures` a column is shown as its type is."""
        assert figures_format(form_of(column()).column("x")) is None

    @pytest.mark.slow
    def test_a_return_says_the_bare_figure(self, tmp_path):
        """Filled in and checked, grouped amounts are accepted: nothing is said of how they are shown."""
        source = ROOT / "examples" / "two-forms" / "blueprints" / "safety-2022"
        folder = Path(shutil.copytree(source, tmp_path / "blueprints" / "safety-2022"))
        own, like = "{name: found, label: 发现隐患, type: integer,", "figures: {grouping: true, currency: ¥},"
        change(
            folder / "inspections.yaml", own, own.replace("integer,", f"money, unit: 元, places: 0, {like}")
        )
        place = ["--workspace", tmp_path]
        assert 0 == kpixl("simulate", "safety-2022", "--out", tmp_path / "returns", *place).exit_code
        checked = kpixl("check", "safety-2022", tmp_path / "returns", *place)
        assert (0, False) == (checked.exit_code, "发现隐患" in checked.stdout)


class TestSharedLists:
    @pytest.fixture
    def folder(self, tmp_path):
        """A scheme whose list lies beside it."""
        folder = Path(shutil.copytree(tiny.FOLDER, tmp_path / "blueprints" / "tiny"))
        (tmp_path / "blueprints" / "shared").mkdir()
        (folder / "targets.yaml").rename(tmp_path / "blueprints" / "shared" / "targets.yaml")
        change(folder / "scheme.yaml", "targets: targets.yaml", "targets: shared/targets.yaml")
        return folder

    def test_are_read_from_beside(self, folder):
        """What lies in blueprints/shared is the scheme's list."""
        assert load_scheme(folder).lists == load_scheme(tiny.FOLDER).lists

    def test_an_own_file_wins(self, folder):
        """A scheme that has the file itself takes that."""
        own = folder / "shared" / "targets.yaml"
        own.parent.mkdir()
        own.write_text("items: [{id: own, name: 自己的}]\n", encoding="utf-8")
        assert ["own"] == [item["id"] for item in load_scheme(folder).lists["targets"].items]

    def test_go_with_a_new_workspace(self, folder, tmp_path):
        """A copy of the scheme has what it shares."""
        given = ["--scheme", "tiny", "--workspace", folder.parent.parent]
        assert 0 == kpixl("init", tmp_path / "new", *given).exit_code
        assert load_scheme(tmp_path / "new" / "blueprints" / "tiny") == load_scheme(folder)

    def test_no_other_folder_is_beside(self, folder):
        """A path that leads out of the folder stays refused."""
        change(folder / "scheme.yaml", "shared/targets.yaml", "../shared/targets.yaml")
        assert 1 == kpixl("lint", "tiny", "--workspace", folder.parent.parent).exit_code

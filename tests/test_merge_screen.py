"""The score sheet on a small screen and on paper, measured by the workbook's own sizes."""

import re
from dataclasses import dataclass
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from kpixl.layout.pages.screen import SMALL, USUAL, zoom
from kpixl.merge.charts import Figures, _parts
from kpixl.merge.sheets import Content
from tests.support import produced
from tests.support.accounted import SCORED, merged, of_all_units

pytestmark = pytest.mark.slow  # whole reference schemes

every_scheme = pytest.mark.parametrize(("folder", "stage"), SCORED, ids=produced.label)
XINHUA = next(folder for folder in produced.SCHEMES if folder.name == "xinhua-2021")
MATRIX = "附件1"
WINDOW = 515 * 0.75
"""Points that a window 768 pixels high has for rows below menus, tools and headings."""
BESIDE = 53
"""Pixels that the numbers of rows and the scroll bar take."""
A3, A4 = 8, 9


@dataclass(frozen=True)
class Shown:
    """A sheet as it opens."""

    sheet: Worksheet

    @property
    def zoom(self) -> float:
        """Of 1."""
        return (self.sheet.sheet_view.zoomScale or 100) / 100

    @property
    def pane(self):
        """What of the sheet stays in view."""
        return self.sheet.sheet_view.pane

    @property
    def frozen_height(self) -> float:
        """In points of the screen."""
        return self.zoom * sum(self.height(row) for row in range(1, self.frozen_rows + 1))

    @property
    def frozen_rows(self) -> int:
        """How many there are, the hidden one among them."""
        return int((self.pane and self.pane.ySplit) or 0)

    def width(self, last: int, first: int = 1) -> float:
        """Of columns beside each other, in pixels of the screen."""
        return self.zoom * sum(self._width(number) for number in range(first, last + 1))

    @property
    def frozen_columns(self) -> int:
        """How many there are, the hidden one among them."""
        return int((self.pane and self.pane.xSplit) or 0)

    @property
    def first_row(self) -> int:
        """The row below the frozen ones."""
        return int(re.sub("[A-Z]", "", self.pane.topLeftCell))

    def column(self, label: str) -> int | None:
        """Of a heading; None where there is none."""
        heads = self.sheet.iter_rows(max_row=self.first_row - 1)
        return next((c.column for row in heads for c in row if c.value == label), None)

    def height(self, row: int) -> float:
        """Of a row, in points."""
        line = self.sheet.row_dimensions[row]
        return 0.0 if line.hidden else line.height or 15.0

    def _width(self, number: int) -> float:
        for each in self.sheet.column_dimensions.values():
            if number in range(each.min or 0, (each.max or 0) + 1):
                return 0.0 if each.hidden else each.width * 7
        return 64.0


@pytest.fixture(scope="module")
def matrix():
    """The published attachment in the score sheet of all units."""
    return Shown(load_workbook(BytesIO(merged(XINHUA, "verification")))[MATRIX])


def sheets(folder, stage):
    """Every sheet of the workbook of all units."""
    return [Shown(sheet) for sheet in load_workbook(BytesIO(merged(folder, stage))).worksheets]


@every_scheme
class TestEverySheet:
    def test_less_than_a_third_of_the_window_is_frozen(self, folder, stage):
        """The rest is there to read in."""
        high = {s.sheet.title: s.frozen_height for s in sheets(folder, stage)}
        assert {} == {name: height for name, height in high.items() if height * 3 > WINDOW}

    def test_less_than_half_of_the_width_is_frozen(self, folder, stage):
        """On a small screen."""
        wide = {s.sheet.title: s.width(s.frozen_columns) for s in sheets(folder, stage)}
        assert {} == {name: width for name, width in wide.items() if width * 2 > SMALL - BESIDE}

    def test_the_unit_stays_in_view_beside_its_figures(self, folder, stage):
        """In every sheet that lists units and is wider than a screen."""
        beyond = [s for s in sheets(folder, stage) if s.pane and (s.column("单位") or 0) > s.frozen_columns]
        assert [] == [s.sheet.title for s in beyond]

    def test_a_small_screen_shows_what_is_printed(self, folder, stage):
        """What lies beyond, as digests and names of files, is looked up."""
        wide = {}
        for s in sheets(folder, stage):
            _, _, last, _ = range_boundaries(str(s.sheet.print_area).rpartition("!")[2])
            if s.zoom > 0.6 and s.sheet.title != MATRIX and s.pane:
                wide[s.sheet.title] = s.width(last)
        assert {} == {name: width for name, width in wide.items() if width > SMALL - BESIDE}

    def test_each_has_its_own_print_set_up(self, folder, stage):
        """What is printed, on which paper, and the heads that stand on each page."""
        for s in sheets(folder, stage):
            assert s.sheet.print_area, s.sheet.title
            assert s.sheet.page_setup.paperSize == (A3 if s.sheet.title == MATRIX else A4), s.sheet.title


class TestMatrix:
    def test_title_and_tall_heads_are_scrolled_off(self, matrix):
        """Under one low row of headings the points and the scores begin."""
        frozen = range(1, matrix.frozen_rows + 1)
        shown = [row for row in frozen if not matrix.sheet.row_dimensions[row].hidden]
        assert 1 == len(shown)
        assert "分值" == matrix.sheet.cell(matrix.first_row, 2).value
        assert matrix.frozen_height < 70

    def test_the_low_row_names_unit_targets_and_results(self, matrix):
        """So that nobody scrolls to know what a figure is."""
        scheme = produced.scheme_of(XINHUA)
        names = [item["name"] for item in scheme.lists["targets"].items]
        told = [c.value for c in matrix.sheet[matrix.frozen_rows] if c.value and c.column > 1]
        assert ["单位", *names, "合计", "得分率", "名次", "奖项", "一票否决", "评定依据"] == told

    def test_the_low_row_is_not_printed(self, matrix):
        """The attachment is printed as it was published."""
        _, first, _, _ = range_boundaries(str(matrix.sheet.print_area).rpartition("!")[2])
        assert first == matrix.frozen_rows + 1
        assert "附件1" == matrix.sheet.cell(first, 2).value

    def test_a_small_screen_shows_every_target_and_the_total(self, matrix):
        """1366 pixels, also where a program draws columns a fifth wider than Excel."""
        assert matrix.width(matrix.column("合计")) * 1.2 < SMALL - BESIDE

    def test_a_usual_screen_shows_the_award(self, matrix):
        """1536 pixels."""
        assert matrix.width(matrix.column("奖项")) * 1.2 < USUAL - BESIDE

    def test_all_towns_stand_below_each_other_on_a_small_screen(self, matrix):
        """Without scrolling."""
        lines = [matrix.height(row) for row in range(matrix.first_row, matrix.sheet.max_row + 1)]
        assert matrix.frozen_height + sum(lines) * matrix.zoom < WINDOW


def test_the_zoom_stays_legible():
    """However many columns there are; never larger than the sheet is."""
    assert [100, 60] == [zoom([10.0]), zoom([10.0] * 80)]


def test_departments_items_are_named_where_figures_come_from():
    """Not by the unit's name, which stands beside."""
    book = load_workbook(BytesIO(merged(XINHUA, "verification")))
    rows = list(book["来源"].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if "项目" in row)
    unit, item = rows[head].index("单位"), rows[head].index("项目")
    assert len(rows) > 1000
    assert [] == [row for row in rows[head + 1 :] if row[item] in {None, row[unit]}]


def test_no_heading_asks_for_an_entry():
    """The stacked answers look as they are: given."""
    heads = {"head", "screen_head"}
    for sheet in of_all_units(XINHUA, "verification").plan.sheets:
        looks = {
            c.style.name for c in sheet.cells if c.style.name.endswith("head") or "to_fill" in c.style.name
        }
        assert looks <= heads, sheet.name


class TestPaper:
    def test_the_whole_workbook_takes_few_pages(self, office, tmp_path):
        """Of all 48 units; registers that are looked up on the screen are printed as their heads alone."""
        path = tmp_path / "score-sheet.xlsx"
        path.write_bytes(merged(XINHUA, "verification"))
        pdf = office.convert(path, "pdf", tmp_path)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) in range(10, 50)


class TestChartsOfManyUnits:
    def test_more_names_than_a_page_holds_are_several_charts(self):
        """Each as long as the others, every name in one of them."""
        rows = [(str(n), Content()) for n in range(100)]
        whole = Figures(title="排名", items="单位", figures="合计", number_format="0", rows=rows)
        parts = list(_parts(whole))
        assert rows == [row for part in parts for row in part.rows]
        assert [34, 34, 32] == [len(part.rows) for part in parts]
        assert ["排名（第1至34）", "排名（第35至68）", "排名（第69至100）"] == [part.title for part in parts]

    def test_what_a_page_holds_is_one_chart(self):
        """As it is."""
        few = [(str(n), Content()) for n in range(40)]
        whole = Figures(title="排名", items="单位", figures="合计", number_format="0", rows=few)
        assert [whole] == list(_parts(whole))

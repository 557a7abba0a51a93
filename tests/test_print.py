"""What comes out of the printer: every text, on as few pages as it needs, heads and page numbers on each."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import REQUIRE_LIBREOFFICE
from tests.support import produced

STAGES = pytest.mark.parametrize(("folder", "stage"), produced.stages(), ids=produced.label)
PAPER = {9: (595.3, 841.9), 8: (841.9, 1190.6)}
"""By the number of a paper: width and height in points, upright."""
HIGHEST = 14400
"""In hundredths of a millimetre: no row can be higher, so a longer text is cut in any workbook."""
INCH = 72


def run(*arguments: str | Path) -> str:
    """What a program writes."""
    done = subprocess.run([*map(str, arguments)], capture_output=True, check=True, encoding="utf-8")
    return done.stdout


def bare(text: object) -> str:
    """A text without any space, as wrapping and justifying put some in and take some out."""
    return re.sub(r"\s+", "", str(text))


@dataclass(frozen=True)
class Printed:
    """A sheet with the text of each of its pages, in the order in which it was drawn."""

    sheet: Worksheet
    pages: tuple[str, ...]

    @property
    def area(self) -> tuple[int, int, int, int]:
        """What is printed: first column, first row, last column, last row."""
        left, top, right, bottom = range_boundaries(str(self.sheet.print_area).rpartition("!")[2])
        assert None not in {left, top, right, bottom}
        return left, top, right, bottom  # type: ignore[return-value]

    @property
    def columns(self) -> list[str]:
        """The letters of the columns that are printed."""
        left, _, right, _ = self.area
        return [get_column_letter(n) for n in range(left, right + 1) if not self._dimension(n).hidden]

    def _dimension(self, number: int) -> ColumnDimension:
        """Width and state of a column: of equal ones beside each other only the first is told."""
        for each in self.sheet.column_dimensions.values():
            if number in range(each.min or 0, (each.max or 0) + 1):
                return each
        return ColumnDimension(self.sheet)

    @property
    def rows(self) -> list[int]:
        """The rows that are printed."""
        _, top, _, bottom = self.area
        return [row for row in range(top, bottom + 1) if not self.sheet.row_dimensions[row].hidden]

    @property
    def head(self) -> range:
        """The rows that stand on every page."""
        if not self.sheet.print_title_rows:
            return range(0)
        first, last = self.sheet.print_title_rows.replace("$", "").split(":")
        return range(int(first), int(last) + 1)

    @property
    def title(self) -> str:
        """What stands above each page on the left."""
        return str(self._header.left.text or "")

    @property
    def is_form(self) -> bool:
        """Whether it is one that somebody fills in: such a sheet says so above each page."""
        return bool(self.title and self._header.right.text)

    @property
    def _header(self) -> HeaderFooterItem:
        assert self.sheet.oddHeader is not None
        return self.sheet.oddHeader

    @property
    def breaks(self) -> set[int]:
        """The rows behind which the workbook itself ends a page."""
        return {each.id for each in self.sheet.row_breaks.brk}

    def texts(self, rows) -> Iterator[str]:
        """The texts in these rows."""
        for row in rows:
            for column in self.columns:
                value = self.sheet[f"{column}{row}"].value
                if isinstance(value, str) and not value.startswith("="):
                    yield value

    def missing(self, texts, page: str) -> list[str]:
        """The texts that a page does not have."""
        return [text for text in texts if bare(text) not in page]

    def parted(self) -> list[Cell]:
        """The merged cells that reach over the end of a page, as entries in a high block must."""
        blocks = self.sheet.merged_cells.ranges
        return [b.start_cell for b in blocks if self.breaks & {*range(b.min_row, b.max_row)}]

    def most_pages(self) -> int:
        """How many pages the rows take at the scale at which all columns fit."""
        width, height = self._inside()
        wide = sum(self._dimension(column_index_from_string(c)).width * 7 + 5 for c in self.columns) * 0.75
        room = height / min(1, width / wide)
        heights = {row: self.sheet.row_dimensions[row].height or 15 for row in self.rows}
        pages, used = 1, 0.0
        for row, high in heights.items():
            if used + high > room or row - 1 in self.breaks:
                pages, used = pages + 1, sum(heights[r] for r in self.head)
            used += high
        return pages

    def _inside(self) -> tuple[float, float]:
        margins, setup = self.sheet.page_margins, self.sheet.page_setup
        width, height = PAPER[int(str(setup.paperSize))]
        if setup.orientation == "landscape":
            width, height = height, width
        return width - (margins.left + margins.right) * INCH, height - (margins.top + margins.bottom) * INCH


def printed(data: bytes, pdf: Path) -> list[Printed]:
    """The sheets that are printed, by the bookmarks that the program makes of them."""
    pages = tuple(bare(page) for page in run("pdftotext", "-raw", pdf, "-").split("\f")[:-1])
    outline = re.findall(r'<item page="(\d+)">([^<]*)</item>', run("pdftohtml", "-xml", "-i", "-stdout", pdf))
    book = load_workbook(BytesIO(data))
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert visible == [name for _, name in outline]
    starts = [int(first) - 1 for first, _ in outline] + [len(pages)]
    return [Printed(book[name], pages[a:b]) for name, (a, b) in zip(visible, pairwise(starts), strict=True)]


@pytest.fixture(scope="module")
def prints(office, tmp_path_factory):
    """The printed sheets of every workbook of a stage, each stage printed once; skips without poppler."""
    if shutil.which("pdftotext") is None or shutil.which("pdftohtml") is None:
        missing = "poppler is not installed (pdftotext, pdftohtml)"
        (pytest.fail if os.environ.get(REQUIRE_LIBREOFFICE) == "1" else pytest.skip)(missing)
    known: dict[tuple[Path, str], list[tuple[str, list[Printed]]]] = {}

    def of(folder, stage):
        if (folder, stage) not in known:
            scratch = tmp_path_factory.mktemp("prints")
            known[folder, stage] = []
            for name, data in produced.workbooks(folder, stage):
                path = scratch / name
                path.write_bytes(data)
                known[folder, stage].append((name, printed(data, office.convert(path, "pdf", scratch))))
        return known[folder, stage]

    return of


@STAGES
def test_every_text_is_printed(prints, folder, stage):
    """Each text inside the print area stands on one of the sheet's pages, or goes on on the next."""
    for name, sheets in prints(folder, stage):
        for each in sheets:
            lost = each.missing(each.texts(each.rows), "".join(each.pages))
            parted = {str(cell.value) for cell in each.parted()}
            cut = [text for text in lost if text not in parted or not goes_on(bare(text), each.pages)]
            assert (name, each.sheet.title, []) == (name, each.sheet.title, cut)


def goes_on(text: str, pages: Sequence[str]) -> bool:
    """Whether a text stands on several pages in a row, piece by piece."""
    for page in pages:
        taken = next((n for n in range(len(text), 0, -1) if text[:n] in page), 0)
        text = text[taken:]
    return not text


@STAGES
def test_heads_stand_on_every_page(prints, folder, stage):
    """The head of the table, to its last column, is on each page: so a page is never half as wide."""
    for name, sheets in prints(folder, stage):
        for each in sheets:
            lost = [text for page in each.pages for text in each.missing(each.texts(each.head), page)]
            assert (name, each.sheet.title, []) == (name, each.sheet.title, lost)


@STAGES
def test_a_group_is_named_on_every_page(prints, folder, stage):
    """What is printed for several rows stands again where a page begins among them."""
    for name, sheets in prints(folder, stage):
        lost = [cell.value for each in sheets for cell in each.parted() if cell.protection.locked]
        assert (name, []) == (name, lost)


@STAGES
def test_pages_are_numbered_through_the_workbook(prints, folder, stage):
    """第 n 页 共 N 页 stands on each page."""
    for name, sheets in prints(folder, stage):
        pages = [page for each in sheets for page in each.pages]
        wrong = [n for n, page in enumerate(pages, 1) if f"第{n}页共{len(pages)}页" not in page]
        assert (name, []) == (name, wrong)


@STAGES
def test_a_sheet_takes_no_more_pages_than_its_rows_need(prints, folder, stage):
    """By row heights, paper and the breaks that it has itself; and there is something on each page."""
    for name, sheets in prints(folder, stage):
        for each in sheets:
            assert len(each.pages) in range(1, each.most_pages() + 1), (name, each.sheet.title)


@STAGES
def test_pages_end_where_the_workbook_says(prints, folder, stage):
    """What belongs together stays on one page: pages of a form end at its own breaks, and nowhere else."""
    for name, sheets in prints(folder, stage):
        for each in (sheet for sheet in sheets if sheet.is_form):
            assert (name, each.sheet.title, len(each.breaks) + 1) == (name, each.sheet.title, len(each.pages))


@STAGES
def test_titles_and_who_fills_stand_on_each_page(prints, folder, stage):
    """A page that lies about alone says what it is of, and whose it is."""
    for form in produced.made(folder, stage).sample:
        for name, sheets in prints(folder, stage):
            for each in (sheet for sheet in sheets if sheet.is_form and name.endswith(form.name)):
                told = (bare(each.title).partition("&&")[0], bare(form.package.unit.name))
                lost = [page for page in each.pages if any(text not in page for text in told)]
                assert (name, each.sheet.title, []) == (name, each.sheet.title, lost)


@STAGES
def test_texts_and_figures_have_room(office, tmp_path, folder, stage):
    """No text that kpixl writes is cut, and no figure, typed ones included, shows as ###."""
    for name, data in produced.workbooks(folder, stage):
        path = tmp_path / name
        path.write_bytes(data)
        typed = name.startswith("filled")  # whose texts may need a higher row, which the protection allows
        cut = [
            each for each in office.cramped(path) if each["number"] or not (typed or each["has"] >= HIGHEST)
        ]
        assert (name, []) == (name, cut)


def test_a_text_without_room_is_found(office, tmp_path):
    """The measure of the test above sees a long text, merged or not, wrapped or not."""
    folder, stage = next((f, s) for f, s in produced.stages() if f.name == "xinhua-2021")
    form = produced.made(folder, stage).sample[0]
    path = tmp_path / form.name
    path.write_bytes(form.issued.data)
    book = load_workbook(path)
    for cell in ("B2", "C7", "B9"):
        book["附件2"][cell] = "长" * 400
    book["附件2"]["H9"] = 123456789012
    book.save(path)
    found = {each["cell"]: each["number"] for each in office.cramped(path)}
    assert {"附件2.B2": False, "附件2.C7": False, "附件2.B9": False, "附件2.H9": True} == found

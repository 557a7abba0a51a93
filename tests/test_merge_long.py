"""Long sheets of the score sheet: row by row, on further sheets, without links; the same values always."""

import io
from collections import Counter

import openpyxl
import pytest

from kpixl.generate import bodies, write
from kpixl.layout import Plan
from kpixl.layout.rows.table_rows import TableRow
from kpixl.merge import sheets
from kpixl.merge.detail import parts
from kpixl.merge.sheets import Content, Heading, PlainSheet, Rows
from tests.support.accounted import SCORED, of_all_units
from tests.support.planned import IDENTITY

pytestmark = pytest.mark.slow  # tens of thousands of rows

FOLDER, STAGE = SCORED[0]
MANY = next(each for each in SCORED if each[0].name == "weidong-2021")
"""A scheme whose form many units return."""


def plain(count):
    """A sheet of numbered rows, each with a link."""
    made = PlainSheet(
        key="long", name="长表", title="长表", columns=(Heading(name="a", label="甲", width=9),)
    )
    return list(
        made.streamed(Rows(count, lambda: ([Content(value=str(i), link="long")] for i in range(count))))
    )


def cells(data):
    """Every value and formula of a workbook, by sheet and place."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        (s.title, c.coordinate): c.value
        for s in book
        for row in s.iter_rows()
        for c in row
        if c.value is not None
    }


def test_rows_laid_out_alike_share_their_cells():
    """A hundred rows rest on the cells of one."""
    (made,) = plain(100)
    assert (100, 1) == (len(made.body), len({id(row.model) for row in made.body}))


def test_rows_of_a_detail_share_their_cells():
    """How many rows are laid out follows from the form, not from how many units returned it."""
    made = of_all_units(*MANY).workbook.details
    rows = [row for each in made for sheet in each.sheets for row in sheet.body or ()]
    assert len({id(row.model) for row in rows}) < len(rows) / 4


def test_rows_are_written_by_one_pattern(monkeypatch):
    """How rows laid out alike look is found out once: of the key, and of each cell."""
    asked: Counter[str] = Counter()
    look = bodies.BodyWriter._look

    def counted(writer, style):
        asked[style.name] += 1
        return look(writer, style)

    monkeypatch.setattr(bodies.BodyWriter, "_look", counted)
    write(Plan(sheets=tuple(plain(100))), {}, identity=IDENTITY)
    assert {"key": 1, "body": 1} == asked


def test_no_row_is_there_before_it_is_asked_for():
    """Neither the plan's lines nor its cells hold those of a body."""
    (made,) = plain(100)
    assert {"row/1", "row/100"}.isdisjoint(line.key for line in made.lines)
    assert len(made.cells) < 10


def test_what_a_sheet_cannot_hold_stands_on_the_next(monkeypatch):
    """Seven rows on sheets of three are three, three and one, under heads of their own and in order."""
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    made = plain(7)
    assert [3, 3, 1] == [len(sheet.body) for sheet in made]
    assert [str(i) for i in range(7)] == [row.values[0] for sheet in made for row in sheet.body]
    assert 3 == len({sheet.key for sheet in made})


def test_a_table_on_several_sheets_is_told(monkeypatch):
    """A note says so of the origins, and their sheets are told apart by name."""
    monkeypatch.setattr(sheets, "MOST_ROWS", 20)
    made = of_all_units.__wrapped__(FOLDER, STAGE)
    (told,) = [f for f in made.findings if f.code == "U019" and f.facts["title"] == "来源"]
    names = [sheet.name for sheet in made.plan.sheets if sheet.name.startswith("来源")]
    assert ("来源", "来源（2）", told.facts["sheets"]) == (*names[:2], len(names))


def test_the_rows_about_a_unit_stay_together():
    """A sheet ends before the unit that does not fit on it."""
    lines = [TableRow(unit, str(n), {}, n) for unit, n in zip("aabbbc", range(6), strict=True)]
    assert ["aa", "bbbc"] == ["".join(line.subject for line in part) for part in parts(lines, 4)]


def test_more_links_than_excel_takes_are_none(monkeypatch):
    """Rows beyond that stand without their links."""
    monkeypatch.setattr(sheets, "MOST_LINKS", 2)
    assert ([True] * 2, [False] * 3) == (
        [bool(row.links) for row in plain(2)[0].body],
        [bool(row.links) for row in plain(3)[0].body],
    )


@pytest.mark.slow
def test_texts_in_their_cells_say_the_same(monkeypatch):
    """A workbook whose rows are too many to share texts holds every value and formula of one that does."""
    shared = of_all_units(FOLDER, STAGE).merged().data
    monkeypatch.setattr(bodies, "MOST_SHARED", 0)
    alone = of_all_units(FOLDER, STAGE).merged().data
    assert shared != alone
    assert cells(shared) == cells(alone)


@pytest.mark.slow
def test_every_figure_is_computed_as_the_whole_plan_is():
    """The figure of each formula in a body is the same asked for alone, in whatever order."""
    made = of_all_units(FOLDER, STAGE)
    spots = [c.spot for s in made.plan.sheets if s.body for c in s.every_cell() if c.calculation]
    forwards = {spot: made.values[spot] for spot in spots}
    assert forwards == {spot: made.values[spot] for spot in reversed(spots)}

"""Forms that stand several times, and what a recipient gets at all."""

from functools import partialmethod

import pytest

from kpixl.blueprint import load_scheme
from kpixl.layout import CellKey, Computation, Role, first_packages, lay_out, recipients
from kpixl.layout.forms.section import Section
from kpixl.layout.package.instances import chinese
from kpixl.layout.package.package import answers
from kpixl.layout.workbook import laid_out
from tests.support import parts
from tests.support.counted import Counted
from tests.support.parts import cell, key, packages, plan, scheme


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (35, "三十五"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1008, "一千零八"),
    ],
)
def test_a_number_before_a_heading(number, text):
    """Numbers are written as Chinese headings count."""
    assert text == chinese(number)


class TestCopies:
    def test_one_for_each_item_that_is_wanted(self):
        """A unit gets the copies of its own items, in the list's order."""
        form = scheme().form("project")
        made = {unit: [i.id for i in p.instances(form)] for unit, p in packages().items()}
        assert {"housing": ["p1", "p2"], "schools": ["p1", "p3"]} == made

    def test_the_number_is_the_place_in_the_workbook(self):
        """A copy counts from one in each workbook, whatever its place in the list."""
        form = scheme().form("project")
        assert [1, 2] == [i.number for i in packages()["schools"].instances(form)]

    def test_a_sheet_each(self):
        """Copies as sheets stand on sheets of their own, in order."""
        keys = [(s.key, s.form, s.instance) for s in plan().sheets if s.form == "project"]
        assert [("project@p1", "project", "p1"), ("project@p2", "project", "p2")] == keys

    def test_sections_of_one_sheet(self):
        """Copies as sections stand on one sheet below each other, its title once."""
        (sheet,) = (s for s in plan().sheets if s.form == "progress")
        titles = [c.value for c in sheet.cells if c.style.name == "title"]
        rows = [sheet.address(cell(f"progress/{p}/", "score").spot).row for p in ("p1", "p2")]
        assert (["2023年完成情况"], True) == (titles, rows[0] < rows[1])

    def test_a_value_is_of_its_copy(self):
        """The same field of two copies is two values."""
        assert cell("project/p1/", "budget").spot.sheet != cell("project/p2/", "budget").spot.sheet

    @pytest.mark.parametrize("unit", ["housing", "schools"])
    def test_no_two_rows_share_a_key(self, unit):
        """The hidden keys of rows tell all copies of a form apart, on whatever sheet."""
        for form in ("project", "progress"):
            keys = [line.key for s in plan(unit).sheets if s.form == form for line in s.lines[1:]]
            assert len(keys) == len(set(keys))

    def test_the_cover_counts_each_sheet(self):
        """Every sheet to fill has its line of progress."""
        lines = [c.key.row for c in plan().by_key["cover"].cells if c.key and c.key.column == "need"]
        assert ["overview", "project@p1", "project@p2", "progress", "own", "#total"] == lines

    def test_defined_names_are_apart(self):
        """Each copy's cells have names of their own."""
        names = {n for n in plan().names if n.endswith((".budget", ".score"))}
        assert {
            "kp.project.n1.budget",
            "kp.project.n2.budget",
            "kp.progress.n1.score",
            "kp.progress.n2.score",
        } == names


class TestSheetNames:
    def test_what_a_sheet_cannot_be_called(self):
        """A name that is filled in loses signs that no sheet may have."""
        assert "2老旧小区改造 加装电梯" in [s.name for s in plan().sheets]

    def test_long_names_and_equal_ones(self):
        """Names are cut to what Excel takes, and made different."""
        form = scheme().form("project").model_copy(update={"sheet": "{scheme.title}" * 9})
        forms = tuple(form if f.form == "project" else f for f in scheme().forms)
        changed = scheme().model_copy(update={"forms": forms})
        names = [
            s.name for s in lay_out(first_packages(changed, changed.stage())[0]).sheets if s.form == "project"
        ]
        long = ("年度重点工作" * 9)[:31]
        assert [long, long[:29] + "-2"] == names


class TestEmpty:
    def test_who_gets_nothing(self):
        """A unit without a row or a copy in any form gets no workbook."""
        assert {"housing", "schools"} == set(packages())

    def test_and_is_not_missed(self):
        """Nobody waits for a return of such a unit, in no stage."""
        made = {s.id: recipients(scheme(), s) for s in scheme().head.stages}
        assert {"report": ("housing", "schools"), "review": ("housing", "schools")} == made

    def test_answers(self):
        """Whether a unit gets a workbook follows from the blueprint."""
        units = scheme().roster.units
        assert [True, True, False] == [answers(scheme(), scheme().stage(), u) for u in units]


class TestPrinted:
    @pytest.mark.parametrize(
        ("path", "column", "value"),
        [
            ("overview//i1", "role", "牵头"),
            ("overview//i1", "beside", "住房局、教育局"),
            ("project/p1/", "part", "牵头"),
            ("project/p2/", "project", "老旧小区改造/加装电梯"),
            ("progress/p1/", "units", "住房局、教育局"),
        ],
    )
    def test_from(self, path, column, value):
        """`from` prints a path of the item, a list joined, or what an expression gives."""
        assert (Role.PRINTED, value) == (cell(path, column).role, cell(path, column).value)

    def test_another_unit_s_part(self):
        """The same expression gives another unit its own part."""
        assert "配合" == cell("overview//i1", "role", "schools").value

    def test_a_bound_from_the_copy(self):
        """`each.` names the item in bounds."""
        assert ["2.50", "3"] == [
            str(getattr(cell(f"progress/{p}/", "score").type, "max", None)) for p in ("p1", "p2")
        ]

    def test_paths_in_labels(self):
        """A path in braces is filled in, a number without needless zeros."""
        assert "2．自评得分（满分为2.5分）" == cell("progress/p1/", "score").label

    @pytest.mark.parametrize(
        ("sheet", "style", "texts"),
        [
            ("project@p2", "title", ["老旧小区改造/加装电梯目标表"]),
            ("project@p1", "note", ["注：公租房由住房局填写。"]),
            ("progress", "heading", ["一、公租房", "二、老旧小区改造/加装电梯"]),
        ],
    )
    def test_paths_in_texts(self, sheet, style, texts):
        """Titles, notes and the texts of a narrative are filled in as well."""
        assert texts == [c.value for c in plan().by_key[sheet].cells if c.style.name == style]

    def test_the_line_says_which_copy(self):
        """Where copies share a sheet, a finding names the copy and the heading above the cell."""
        assert "公租房·（二）全年情况" == cell("progress/p1/", "score").line


class TestNarrative:
    def test_two_cells_on_one_line(self):
        """Fields of one line stand beside each other, each behind its label."""
        person, phone = cell("progress/p1/", "person"), cell("progress/p1/", "phone")
        sheet = plan().by_key["progress"]
        columns = [sheet.address(c.spot).column for c in (person, phone)]
        assert (person.spot.row, True) == (phone.spot.row, columns[0] + person.span[1] < columns[1])

    def test_a_long_label_stands_above(self):
        """A label that leaves no room for an answer has a line of its own."""
        problems, sheet = cell("progress/p1/", "problems"), plan().by_key["progress"]
        above = sheet.lines[sheet.address(problems.spot).row - 1].key
        labels = [c.value for c in sheet.cells if c.spot.row == above and c.role is Role.PRINTED]
        assert ["（三）存在问题及建议（是否存在扣分风险点，分别是哪些？）："] == labels

    def test_as_many_lines_as_asked(self):
        """`lines` makes a cell high enough for so many lines of text."""
        sheet = plan().by_key["progress"]
        heights = {
            c: sheet.lines[sheet.address(cell("progress/p1/", c).spot).row].height or 0
            for c in ("basic", "rank")
        }
        assert heights["basic"] > 2 * heights["rank"]

    def test_no_cell_is_planned_twice(self):
        """Labels and cells of a line do not overlap."""
        sheet = plan().by_key["progress"]
        taken: set[tuple[int, int]] = set()
        for c in sheet.cells:
            at = sheet.address(c.spot)
            area = {(at.row + r, at.column + i) for r in range(c.span[0]) for i in range(c.span[1])}
            assert not area & taken
            taken |= area


class TestMerged:
    @pytest.mark.parametrize(
        ("column", "rows"),
        [
            ("duty", {"i1": 3, "i4": 1}),
            ("whole", {"i1": 3, "i4": 1}),
            ("goal", {"i1": 2, "i3": 1, "i4": 1}),
            ("activity", {"i1": 2, "i3": 1, "i4": 1}),
            ("part", {"i1": 2, "i3": 1, "i4": 1}),
        ],
    )
    def test_runs_inside_runs(self, column, rows):
        """A later list merges inside the runs of the one before; printed cells only where they agree."""
        by_key = plan().by_cell_key
        keys = {row: key(f"overview//{row}", column) for row in ("i1", "i2", "i3", "i4")}
        assert rows == {row: by_key[k].span[0] for row, k in keys.items() if k in by_key}

    def test_one_cell_to_fill(self):
        """The cell to fill of a run is its first row's; the others have none."""
        roles = [plan().by_cell_key.get(key(f"overview//{r}", "whole")) for r in ("i1", "i2", "i3", "i4")]
        assert [Role.INPUT, None, None, Role.INPUT] == [c and c.role for c in roles]

    def test_what_is_needed_counts_once(self):
        """A required cell that rows share is one that must be filled."""
        run = Computation(plan(), {})
        need = cell_of_cover("overview", "need")
        assert 6 == run.value(need)

    def test_a_long_text_makes_its_rows_high(self):
        """The rows of a run are together as high as the text that is printed in it."""
        listing, long = scheme().lists["indicators"], {"duty": "很长的职责" * 30}
        items = tuple({**i, **(long if i["duty"] == "住房保障" else {})} for i in listing.items)
        lists = {**scheme().lists, "indicators": listing.model_copy(update={"items": items})}
        changed = scheme().model_copy(update={"lists": lists})
        sheet = lay_out(first_packages(changed, changed.stage())[0]).by_key["overview"]
        heights = [line.height or 0 for line in sheet.lines if line.key.startswith("all//")]
        assert sum(heights[:3]) > 150 + heights[3]


def cell_of_cover(row, column):
    """The spot of one of the cover's figures."""
    return plan().by_cell_key[CellKey("cover", "", "", row, column)].spot


class TestDown:
    def test_asked_of_the_first_row_in_use(self):
        """A required column in which a blank means as above is required once."""
        given = {parts.key("project/p1/2", "target"): "面积", parts.key("project/p1/3", "target"): "套数"}
        run = Computation(plan(), given)
        cells = [plan().by_cell_key[key(f"project/p1/{i}", "kind")] for i in (1, 2, 3)]
        assert [False, True, False] == [c.needed and run.result(c.needed, c.spot) for c in cells]


class TestLaidOnce:
    @pytest.fixture
    def others(self):
        """The packages of a scheme of which nothing is laid out yet: two units with copies of one form."""
        made = load_scheme(parts.FOLDER)
        found = {p.recipient: p for p in first_packages(made, made.stage())}
        return found["housing"], found["schools"]

    def test_as_if_it_were_the_only_copy(self, others):
        """What was laid for one copy stands in another, of another item, as if it were laid for that."""
        plans = [laid_out(package) for package in others]
        assert plans[1] == laid_out(packages()["schools"])

    def test_lines_that_answer_alike_are_laid_once(self, others, monkeypatch):
        """In further copies only those lines are laid that the item decides: two of twelve."""
        laid = Counted(Section._new_line)
        monkeypatch.setattr(Section, "_new_line", partialmethod(laid))
        counts = [(laid_out(package), laid.times)[1] for package in others]
        assert [12, 14] == counts

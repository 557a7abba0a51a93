"""diff: what differs between two returns, two stages, two score sheets."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kpixl.campaign import RefusedError
from kpixl.campaign.returned import comparing
from kpixl.formats import read_workbook
from kpixl.generate import build
from kpixl.limits import Limits
from kpixl.merge import entries_of
from kpixl.returns import changes
from kpixl.simulate.book import Book
from tests.support import accounted, cli, produced, tiny
from tests.support.in_process import InProcess
from tests.support.tiny import contact, report

XINHUA = produced.ROOT / "blueprints" / "xinhua-2021"
KEYS = {
    "form", "instance", "subject", "row", "line", "field", "label", "sheet", "cell", "before", "after",
    "kind",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    """Files are read in this process."""
    monkeypatch.setattr(comparing, "Pool", InProcess)


@pytest.fixture
def compare(tmp_path):
    """What differs between the bytes of two files."""

    def compared(a: bytes, b: bytes, **more):
        for name, data in {"旧.xlsx": a, "新.xlsx": b}.items():
            (tmp_path / name).write_bytes(data)
        return tiny.campaign().diff(tmp_path / "旧.xlsx", tmp_path / "新.xlsx", **more)

    return compared


def told(found):
    """The differences in brief, but for what the cover counts."""
    each = [change.as_dict() for change in found.changes if change.entry.key.form != "cover"]
    return [(c["kind"], c["row"], c["field"], c["before"], c["after"]) for c in each]


def test_nothing_differs(compare):
    """A file is as itself, and that is said."""
    found = compare(tiny.built().data, tiny.built().data)
    assert ((), "Nothing differs.") == (found.changes, [*found.lines("en")][-1])


@pytest.mark.parametrize(
    ("column", "value", "wanted"),
    [
        ("budget", Decimal(120), ("changed", 100, 120)),
        ("kind", None, ("removed", "甲", None)),
        ("day", None, ("removed", "2021-05-17", None)),
        ("claimed", "很多", ("changed", 0.05, "很多")),
    ],
)
def test_an_entry(compare, column, value, wanted):
    """What was entered before and after; what is not of its type as the text that stands there."""
    found = compare(tiny.built().data, tiny.built("hedong", {report("hedong", "t1", column): value}).data)
    kind, before, after = wanted
    assert [(kind, "t1", column, before, after)] == told(found)


def test_an_entry_that_was_blank(compare):
    """It is new."""
    found = compare(tiny.built("hedong", {report("hedong", "t1", "count"): None}).data, tiny.built().data)
    assert [("added", "t1", "count", None, 3)] == told(found)


def test_values_are_compared_not_their_spelling(compare):
    """The same figure as a text is the same."""
    spelled = tiny.returned()
    spelled.type_in(report("hedong", "t1", "budget"), "１００.0")
    assert [] == told(compare(tiny.built().data, spelled.book.data()))


def test_one_and_yes_differ():
    """A figure is no truth, whatever Python says of 1 and True."""
    entry = next(e for e in tiny.read(tiny.built().data).entries if e.value is True)
    (change,) = changes([entry._replace(value=Decimal(1))], [entry])
    assert (1, True) == (change.as_dict()["before"], change.as_dict()["after"])


def test_the_keys_are_those_of_the_contract(compare):
    """Each difference has all of them, and the whole is JSON."""
    found = compare(
        tiny.built().data, tiny.built("hedong", {contact("hedong", "person"): "李四"}).data
    ).as_dict("zh")
    assert {frozenset(KEYS)} == {frozenset(c) for c in found["changes"]}
    assert found == json.loads(json.dumps(found))


def test_a_place_is_where_the_newer_has_it(compare):
    """Sheet and cell, row and label in words."""
    found = compare(
        tiny.built().data, tiny.built("hedong", {report("hedong", "t1", "budget"): Decimal(1)}).data
    )
    change = next(c.as_dict() for c in found.changes if c.entry.key.column == "budget")
    at = tiny.returned().a1(report("hedong", "t1", "budget"))
    assert ("附件1", at, "预算") == (change["sheet"], change["cell"], change["label"])


class TestLocked:
    def test_printed_figure(self, compare):
        """What stands there now, as text, is of a kind of its own."""
        now = tiny.returned()
        now.type_in(report("hedong", "t1", "points"), Decimal(61))
        assert ("printed", "t1", "points", 60, "61") in told(compare(tiny.built().data, now.book.data()))

    def test_formula_overwritten(self, compare):
        """A total that is typed over."""
        now = tiny.returned()
        now.type_in(report("hedong", "#total", "points"), Decimal(99))
        assert [("formula", "#total", "points", 100, "99")] == told(
            compare(tiny.built().data, now.book.data())
        )

    def test_heading(self, compare):
        """A label that was changed is told with the one that was printed."""
        now = tiny.returned()
        cell = next(
            c
            for s in now.built.plan.sheets
            for c in s.cells
            if c.value == "预算" and c.spot.sheet == "report"
        )
        now.book.set_value(now.tab().xml.cell(*now.at(cell.spot)), "预算（万元）")
        kind, _, _, before, after = told(compare(tiny.built().data, now.book.data()))[0]
        assert ("printed", "预算", "预算（万元）") == (kind, before, after)

    def test_what_follows_from_an_entry(self, compare):
        """A total that the engine computes otherwise."""
        found = compare(
            tiny.built("finance").data,
            tiny.built("finance", {report("finance", "1", "points"): Decimal(51)}).data,
        )
        assert ("computed", "#total", "points", 100, 101) in told(found)


def test_free_rows_are_found_by_their_place(compare):
    """A row that is not filled any more is gone field by field."""
    less = dict.fromkeys(
        report("finance", "2", column) for column in ("target", "quantified", "points", "claimed")
    )
    found = compare(tiny.built("finance").data, tiny.built("finance", less).data)
    gone = {field for kind, row, field, _, _ in told(found) if (kind, row) == ("removed", "2")}
    assert {"target", "quantified", "points", "claimed"} == gone


def test_two_stages(compare):
    """Of a return and the workbook of the next stage the fields that both have; what was carried is equal."""
    first, later = (produced.made(tiny.FOLDER, stage).forms for stage in ("self-check", "verification"))
    recipients = {form.package.recipient: form.filled for form in first}
    panel = next(form for form in later if "hedong" in form.package.subjects)
    found = compare(recipients["hedong"], panel.filled)
    assert {("computed", "score"), ("printed", "remark")} >= {
        (kind, field) for kind, _, field, _, _ in told(found)
    }


def test_two_units(compare):
    """Each about itself: compared as if they were one, and who they are stands at the head."""
    found = compare(tiny.built("hedong").data, tiny.built("hexi").data)
    assert {("printed", "whose"), ("printed", "target")} >= {
        (kind, field) for kind, _, field, _, _ in told(found)
    }
    assert ["河东镇" in line or "河西镇" in line for line in [*found.lines("zh")][:2]] == [True, True]


class TestRefused:
    def test_two_schemes(self, tmp_path):
        """In one line that names both."""
        readers = [tiny.campaign().reader, produced.ready(XINHUA).reader]
        other = produced.made(XINHUA, "self-check").forms[0].filled
        files = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
        for path, data in zip(files, (tiny.built().data, other), strict=True):
            path.write_bytes(data)
        with pytest.raises(RefusedError, match=r"different schemes \(tiny, xinhua-2021\)"):
            comparing.diff(files, readers, tiny.MEANS)

    def test_a_score_sheet_and_a_return(self, compare):
        """Neither is like the other."""
        merged = produced.made(tiny.FOLDER, "self-check").merged.data
        with pytest.raises(RefusedError, match="one is a score sheet, the other a return"):
            compare(merged, tiny.built().data)

    def test_another_output(self, compare, tmp_path):
        """A list of differences is neither a return nor a score sheet."""
        compare(tiny.built("hedong").data, tiny.built("hexi").data, out=tmp_path / "out.xlsx")
        with pytest.raises(RefusedError, match="list of what differs between two files that kpixl wrote"):
            compare((tmp_path / "out.xlsx").read_bytes(), tiny.built().data)

    @pytest.mark.parametrize("name", ["旧.xlsx", "新.xlsx"])
    def test_an_output_over_what_was_read(self, compare, tmp_path, name):
        """The two files stay."""
        compare(tiny.built().data, tiny.built().data)
        with pytest.raises(RefusedError, match="never replaced"):
            compare(tiny.built().data, tiny.built().data, out=tmp_path / name)


@pytest.mark.parametrize("data", [b"", b"PK", b"no workbook", tiny.built().data[:-2000]])
def test_a_file_that_cannot_be_read(compare, data):
    """Why is told of that file, and nothing is compared."""
    found = compare(tiny.built().data, data)
    assert ((), True) == (found.changes, all(f.where.path.endswith("新.xlsx") for f in found.findings))


def test_a_feedback_workbook(compare):
    """It is a return that kpixl filled in."""
    given = tiny.answers("hedong")
    back = build(tiny.package("hedong", given_back=given, issue=2), given, issuer=tiny.issuer()).data
    assert [] == [change for change in told(compare(tiny.built().data, back)) if change[0] != "printed"]


class TestWorkbook:
    @pytest.fixture
    def book(self, compare, tmp_path):
        """The workbook on a budget that was raised."""
        new = tiny.built("hedong", {report("hedong", "t1", "budget"): Decimal(120)}).data
        compare(tiny.built().data, new, out=tmp_path / "out.xlsx")
        return load_workbook(tmp_path / "out.xlsx")

    def test_lists_what_differs(self, book):
        """Kind, place, and the value before and after."""
        sheet = book["不同之处"]
        rows = [row[1:] for row in sheet.iter_rows(min_row=6, values_only=True)]
        assert ("改动", "预算", "100", "120") in [(r[0], r[4], r[5], r[6]) for r in rows]

    def test_marks_it_among_the_values(self, book):
        """The cell is coloured, the value before stands at the end of its row."""
        sheet = book["附件1"]
        (cell,) = [c for row in sheet.iter_rows() for c in row if c.fill.fgColor.rgb == "FFFFEB9C"]
        assert (120, "预算原为100") == (cell.value, [c.value for c in sheet[cell.row] if c.value][-1])

    def test_is_the_same_for_the_same(self, compare, tmp_path):
        """Byte for byte."""
        new = tiny.built("hedong", {report("hedong", "t1", "budget"): Decimal(120)}).data
        made = []
        for name in "12":
            compare(tiny.built().data, new, out=tmp_path / name / "out.xlsx")
            made.append((tmp_path / name / "out.xlsx").read_bytes())
        assert made[0] == made[1]


class TestCommand:
    @pytest.fixture
    def files(self, tmp_path, monkeypatch):
        """Two returns in a workspace, of which the newer has another budget."""
        monkeypatch.chdir(cli.workspace(tmp_path / "工作区"))
        new = tiny.built("hedong", {report("hedong", "t1", "budget"): Decimal(120)})
        Path("sent").mkdir()
        for name, built in {"旧": tiny.built(), "新": new}.items():
            Path(f"sent/{name}.xlsx").write_bytes(built.data)
        return "sent/旧.xlsx", "sent/新.xlsx"

    def test_a_difference_is_no_error(self, files):
        """Status 0, and a line under its sheet."""
        done = cli.kpixl("diff", *files, "--lang", "zh")
        assert (0, "") == (done.exit_code, done.stderr)
        assert "· 预算  100 → 120" in done.stdout

    def test_json(self, files):
        """The keys of the contract."""
        found = cli.kpixl_json("diff", *files)
        assert [*files] == [found["a"], found["b"]]
        assert "budget" in [change["field"] for change in found["changes"]]

    def test_what_cannot_be_read_gives_status_1(self, files):
        """Why is said."""
        Path("sent/坏.xlsx").write_bytes(b"PK")
        done = cli.kpixl("diff", files[0], "sent/坏.xlsx")
        assert (1, True) == (done.exit_code, "坏.xlsx" in done.stdout)

    def test_a_folder_is_no_file(self, files):
        """One line, status 2."""
        done = cli.kpixl("diff", files[0], "sent")
        assert (2, True) == (done.exit_code, "is no file" in done.stderr)


def raw(data):
    """A workbook as it is read."""
    book = read_workbook(data, Limits(), ())
    assert not isinstance(book, tuple)
    return book


@pytest.fixture(scope="module")
def merged():
    """The score sheet of a reference scheme."""
    return accounted.merged(XINHUA, "verification")


@pytest.mark.slow
class TestScoreSheets:
    def compared(self, merged, sheet, find, value):
        """What differs after one cell of it was changed."""
        book = Book(merged)
        raw_sheet = raw(merged).sheet(sheet)
        at = next(at for at, cell in raw_sheet.cells.items() if find(at, cell))
        book.set_value(book.tab(sheet).xml.cell(*at), value)
        return changes(entries_of(raw(merged)), entries_of(raw(book.data())))

    def test_an_award(self, merged):
        """By unit and column, as the sheet's keys and headings have them."""
        (change,) = self.compared(merged, "区政府部门", lambda _, cell: cell.value == "优秀单位", "先进单位")
        assert ("list/departments", "奖项", "changed") == (
            change.entry.key.form,
            change.entry.key.column,
            change.kind,
        )

    def test_an_item_of_the_matrix(self, merged):
        """The row is called by the unit, the column by the indicator; a value stands where a formula was."""
        (change,) = self.compared(
            merged, "附件1", lambda at, cell: at[0] > 7 and cell.formula and at[1] == 3, Decimal(1)
        )
        assert ("公共财政预算收入", "中办", "formula") == (
            change.entry.label,
            change.entry.line,
            change.kind,
        )

    def test_every_column_has_a_name_of_its_own(self, merged):
        """So nothing is compared with something else."""
        entries = entries_of(raw(merged))
        assert len(entries) == len({entry.key for entry in entries})

    def test_where_something_stands_is_no_figure(self, merged):
        """Names of files and running numbers are not compared."""
        assert not {"序号", "回收件"} & {entry.label for entry in entries_of(raw(merged))}

    def test_of_other_returns(self, merged):
        """Two mergings of the same scheme are compared unit by unit."""
        few = accounted.accounted(XINHUA, "verification").merged().data
        found = changes(entries_of(raw(merged)), entries_of(raw(few)))
        assert {"合计", "名次"} <= {change.entry.label for change in found}

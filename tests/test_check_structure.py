import re

import pytest

from kpixl.layout.pages.sheet import KEY
from kpixl.simulate.references import Change
from tests.support import tiny
from tests.support.codes import Cases
from tests.support.tiny import contact, damaged, flat, report, returned

CASES = Cases()
CLAIMED = report("hedong", "t2", "claimed")
KIND = report("hedong", "t2", "kind")


def change(file, axis, kind, at, form="report"):
    """Insert, delete or swap a row or column."""
    file.book.apply(file.tab(form), Change(axis, kind, at))


@CASES.raises("S001", None)
def a_form_deleted(file):
    """The sheet of a form is gone."""
    file.book.remove(file.tab("contact"))


@CASES.raises("S002", None)
def everything_cleared(file):
    """Neither the keys nor the headings are there."""
    for row in file.tab().xml.rows.values():
        for cell in row.cells.values():
            file.book.set_value(cell, None)


@CASES.raises("S016", None)
def the_keys_cleared(file):
    """The hidden key row and key column are empty."""
    for number, row in file.tab().xml.rows.items():
        for column, cell in row.cells.items():
            if 0 in {number, column}:
                file.book.set_value(cell, None)


@CASES.raises("S003", None)
def a_row_deleted(file):
    """A row of the list is gone."""
    change(file, "row", "delete", file.line(CLAIMED))


@CASES.raises("S004", "F12")
def an_entry_in_an_inserted_row(file):
    """Somebody made room for one more item."""
    below = file.line(CLAIMED) + 1
    change(file, "row", "insert", below)
    file.tab().xml.insert_blank(below)
    file.book.set_value(file.tab().xml.cell(below, file.column(CLAIMED)), "另一项")


@CASES.raises("S005", None)
def a_row_copied(file):
    """A row stands twice."""
    below = file.line(CLAIMED) + 1
    change(file, "row", "insert", below)
    file.tab().xml.copy_down(below)


@CASES.raises("S006", None)
def a_column_deleted(file):
    """A column of the form is gone."""
    change(file, "column", "delete", file.column(KIND))


@CASES.raises("S007", None)
def rows_swapped(file):
    """Two rows changed places."""
    change(file, "row", "swap", file.line(report("hedong", "t1", "claimed")))


@CASES.raises("S007", None)
def columns_swapped(file):
    """Two columns changed places."""
    change(file, "column", "swap", file.column(KIND))


@CASES.raises("S014", None)
def a_blank_row_inserted(file):
    """Somebody put a row in and left it blank."""
    change(file, "row", "insert", file.line(CLAIMED))


@CASES.raises("S008", None)
def a_row_hidden(file):
    """A row of the form does not show."""
    file.tab().xml.hide_row(file.line(CLAIMED))


@CASES.raises("S008", None)
def a_column_hidden(file):
    """A column of the form does not show."""
    number = file.column(report("hedong", "t2", "target")) + 1
    column, xml = f'<col min="{number}" max="{number}"', file.tab().xml
    xml.before = xml.before.replace(column, f'{column} hidden="1"')


@CASES.raises("S009", None)
def a_sheet_of_ones_own(file):
    """Somebody added a sheet."""
    file.book.add("说明")


@CASES.raises("S010", None)
def a_sheet_renamed(file):
    """A form has another name."""
    file.book.rename(file.tab(), "目标执行")


@CASES.raises("S011", None)
def a_sheet_hidden(file):
    """A form does not show."""
    file.book.hide(file.tab("contact"))


@CASES.raises("S012", "AA11")
def an_entry_beside_the_form(file):
    """Somebody wrote beside the form."""
    file.book.set_value(file.tab().xml.cell(file.line(CLAIMED), 26), "请注意")


@CASES.raises("S012", "C40")
def an_entry_below_the_form(file):
    """Somebody wrote below the form."""
    file.book.set_value(file.tab().xml.cell(39, 2), "请注意")


@CASES.raises("S018", "B15")
def a_row_below_the_table(file):
    """More of them than there are rows."""
    proof, pages = (contact("hedong", column, "3") for column in ("proof", "pages"))
    line = file.line(proof) + 3
    for key, value in ((proof, "会议纪要"), (pages, "3页")):
        file.book.set_value(file.tab("contact").xml.cell(line, file.column(key)), value)


@CASES.raises("S013", None)
def a_sheet_copied(file):
    """A form stands twice."""
    file.book.add("附件1 (2)", file.tab())


@pytest.mark.parametrize("case", CASES.every, ids=str)
def test_raised(case):
    """What was done to the sheets is found at its place, and nothing else is said of the structure."""
    damage, cell = case.arguments
    found = [f for f in damaged(damage).findings if f.code.startswith("S")]
    assert [(case.code, cell)] == flat(found)


@pytest.mark.parametrize("unit", ["hedong", "finance"])
def test_a_sound_file_raises_none(unit):
    """A workbook as issued has no such finding, although rows of it are hidden."""
    assert () == tiny.read(tiny.built(unit).data).findings


def values(record):
    """What was read from the cells to fill."""
    return {e.key: e.value for e in record.entries if e.role == "input" and e.value is not None}


SHIFTING = [
    "an_entry_in_an_inserted_row", "rows_swapped", "columns_swapped", "a_row_hidden", "a_column_hidden",
    "a_sheet_of_ones_own", "a_sheet_renamed", "a_sheet_hidden", "an_entry_beside_the_form",
]  # fmt: skip


@pytest.mark.parametrize("name", SHIFTING)
def test_values_never_shift(name):
    """Whatever moves, each answer is read as the answer to its own row and column."""
    damage = next(c.arguments[0] for c in CASES.every if c.name == name)
    assert values(damaged(damage)) == tiny.answers("hedong")


@pytest.mark.parametrize("name", ["a_row_deleted", "a_row_copied", "a_column_deleted", "a_form_deleted"])
def test_what_is_lost_is_not_made_up(name):
    """What is gone, or stands twice, has no answer; the others are read."""
    damage = next(c.arguments[0] for c in CASES.every if c.name == name)
    read = values(damaged(damage))
    assert read.items() < tiny.answers("hedong").items()


def test_many_blank_rows_are_one_note():
    """However many rows were put in, and wherever, they are one finding."""

    def move_away(file):
        rows = file.tab().xml.rows
        rows[900_000] = rows.pop(max(rows))

    assert ["S014"] == [f.code for f in damaged(move_away).findings if f.code.startswith("S")]


def test_entries_know_their_cell():
    """After a row was inserted above, an entry is reported where the returned file has it."""

    def insert(file):
        change(file, "row", "insert", file.line(CLAIMED))

    cells = {e.key: e.cell for e in damaged(insert).entries}
    assert (cells[CLAIMED], returned().a1(CLAIMED)) == ("F12", "F11")


def test_a_changed_key_is_a_lost_row():
    """A row whose key was changed is lost, its entries are outside of the form."""

    def relabel(file):
        file.book.set_value(file.tab().xml.cell(file.line(CLAIMED), 0), "items/hedong/t9")

    found = {f.code for f in damaged(relabel).findings}
    assert {"S003"} < found


@pytest.mark.parametrize(("axis", "number"), [("row", 11), ("column", "K")])
def test_blank_inserted_lines_are_a_note(axis, number):
    """A row or column that was inserted and left blank is a note that says where it is."""

    def insert(file):
        change(file, axis, "insert", 10)

    assert [("S014", number)] == [(f.code, f.facts["number"]) for f in damaged(insert).findings]


def test_a_helper_column_lost():
    """A hidden counter column that is gone is a hint, not a loss."""

    def delete(file):
        sheet = file.built.plan.by_key["contact"]
        change(file, "column", "delete", sheet.column_index["_lack"], "contact")

    assert "T008" in {f.code for f in damaged(delete).findings}
    assert values(damaged(delete)) == tiny.answers("hedong")


def test_a_value_like_a_key_misleads_nobody():
    """An answer that looks like a row's key is an answer."""
    key = contact("hedong", "person")
    record = tiny.read(tiny.built("hedong", {key: "fields/person"}).data)
    assert ((), "fields/person") == (record.findings, values(record)[key])


def test_hidden_rows_are_read():
    """An entry in a hidden spare row counts."""
    key = report("finance", "5", "remark")
    record = tiny.read(tiny.built("finance", {key: "补充"}).data)
    assert values(record)[key] == "补充"


def test_unused_free_rows_are_not_there():
    """Spare rows that nobody filled are no rows of the record."""
    rows = [key.row for key in tiny.read(tiny.built("finance").data).rows if key.form == "report"]
    assert ["1", "2"] == rows


def test_rows_are_in_order():
    """The record lists the rows as the form has them."""
    rows = tiny.read(tiny.built("hedong").data).rows
    assert [("report", "", "items", "hedong", t) for t in ("t1", "t2", "t3")] == list(rows[:3])


def test_key_column_is_found_anywhere():
    """The key column may have moved too."""

    def insert(file):
        change(file, "column", "insert", 0)

    record = damaged(insert)
    assert values(record) == tiny.answers("hedong")


def test_key_cells_are_the_hidden_ones():
    """The first row and column of a sheet are its keys."""
    sheet = returned().built.plan.by_key["report"]
    assert (KEY, KEY) == (sheet.lines[0].key, sheet.stripes[0].key)


def test_a_table_pasted_beside_the_form_is_counted():
    """The first hundred values are listed with their cells, a note counts the rest."""

    def paste(file):
        for number in range(150):
            file.book.set_value(file.tab().xml.cell(40 + number, 30), "另一张表")

    found = [f for f in damaged(paste).findings if f.code in {"S012", "F087"}]
    assert ["S012"] * 100 + ["F087"] == [f.code for f in found]
    assert (50, "S012") == (found[-1].facts["count"], found[-1].facts["same"])


def test_split_cells_are_read_as_merged_ones():
    """What is printed stands in the first of them."""

    def split(file):
        for form in ("cover", "report", "contact"):
            xml = file.tab(form).xml
            assert "<mergeCells" in xml.after
            xml.after = re.sub("<mergeCells.*?</mergeCells>", "", xml.after, flags=re.DOTALL)

    record = damaged(split)
    assert ((), tiny.answers("hedong")) == (record.findings, values(record))


@pytest.mark.parametrize(("text", "codes"), [("民生", set()), ("经济", {"T007"})])
def test_a_merged_cell_s_text_may_stand_again_below(text, codes):
    """As it does where a page begins; any other text under it is none of the form's."""

    def again(file):
        cell = file.built.plan.by_cell_key[report("hedong", "t3", "target")]
        file.book.set_value(file.tab().xml.cell(file.at(cell.spot).row, 1), text)

    assert codes == {f.code for f in damaged(again).findings}


def test_who_filled_it_in_is_no_row():
    """A name and a telephone number below a table of many columns."""

    def sign(file):
        for column, text in ((2, "填表人：张三"), (5, "电话：0375-1234567")):
            file.book.set_value(file.tab().xml.cell(40, column), text)

    assert {"S012"} == {f.code for f in damaged(sign, "finance").findings}


def test_a_total_in_a_row_to_fill_is_an_error():
    """It would be counted as one more entry."""
    record = tiny.answered("finance", {tiny.report("finance", "2", "target"): "合计"})
    assert ["S017"] == [finding.code for finding in record.findings if finding.code.startswith("S")]

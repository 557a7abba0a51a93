from decimal import Decimal

import pytest

from kpixl.carry import next_packages
from kpixl.generate import build
from kpixl.layout import CellKey
from kpixl.simulate.book import Book
from kpixl.simulate.references import Change
from tests.support import tiny
from tests.support.codes import Cases
from tests.support.records import record_of
from tests.support.tiny import Returned, contact, damaged, flat, read, report, returned

CASES = Cases()
BUDGET = report("hedong", "t1", "budget")
TARGET, POINTS = report("hedong", "t1", "target"), report("hedong", "t1", "points")
TOTAL, SCORE = report("hedong", "#total", "points"), report("hedong", "t1", "score")
NEED = CellKey("cover", "", "", "report", "need")


@CASES.raises("T001", TARGET)
def a_printed_text_changed(file):
    """Somebody reworded a target."""
    file.type_in(TARGET, "财政总收入")


@CASES.raises("T001", TARGET)
def a_printed_text_cleared(file):
    """Somebody cleared a target."""
    file.type_in(TARGET, None)


@CASES.raises("T001", TARGET)
def a_printed_text_computed(file):
    """Somebody put a formula into a printed cell."""
    file.cell(TARGET).formula = "A1"


@CASES.raises("T001", "A5")
def a_key_cell_is_no_printed_text(file):
    """Somebody changed the label of a field."""
    spot = next(c.spot for c in file.built.plan.by_key["contact"].cells if c.value == "联系人")
    file.book.set_value(file.tab("contact").xml.cell(*file.at(spot)), "联络员")


@CASES.raises("T002", POINTS)
def a_printed_figure_changed(file):
    """Somebody raised the points."""
    file.type_in(POINTS, Decimal(1234567))


@CASES.raises("T003", TOTAL)
def a_formula_overwritten(file):
    """Somebody typed the total."""
    file.type_in(TOTAL, Decimal(100))


@CASES.raises("T004", TOTAL)
def a_formula_changed(file):
    """Somebody added to the total."""
    file.cell(TOTAL).formula += "+1"


@CASES.raises("T005", TOTAL)
def an_old_result(file):
    """A program saved without computing."""
    file.book.set_result(file.cell(TOTAL), Decimal(99))


@CASES.raises("T006", None)
def a_sheet_unprotected(file):
    """Somebody took the protection off."""
    assert file.tab().xml.unprotect()


@CASES.raises("T007", SCORE)
def an_entry_in_a_locked_cell(file):
    """Somebody filled in the score beforehand."""
    file.type_in(SCORE, Decimal(60))


@CASES.raises("T008", None)
def a_counter_changed(file):
    """Somebody changed a hidden counter."""
    cells = file.built.plan.by_key["report"].cells
    spot = next(c.spot for c in cells if c.spot.column == "_need" and c.calculation)
    file.tab().xml.cell(*file.at(spot)).formula += "+0"


@CASES.raises("T009", None)
def validations_lost(file):
    """Pasting took the data validations away."""
    file.tab("contact").xml.drop_validations()


@CASES.raises("T010", BUDGET)
def a_validation_loosened(file):
    """Somebody raised the bounds of a column."""
    xml = file.tab().xml
    xml.after = xml.after.replace("<formula2>99999</formula2>", "<formula2>999999</formula2>")


def of_integrity(record):
    """The findings of this gate."""
    return [f for f in record.findings if f.code.startswith("T")]


@pytest.mark.parametrize("case", CASES.every, ids=str)
def test_raised(case):
    """What was changed is found; at its cell where it is one."""
    damage, place = case.arguments
    found = of_integrity(damaged(damage))
    assert {case.code} == {f.code for f in found}
    if place is not None:
        cell = returned().a1(place) if isinstance(place, CellKey) else "B5"
        assert [(case.code, cell)] == flat(found)


@pytest.mark.parametrize("case", CASES.every, ids=str)
def test_answers_are_read_all_the_same(case):
    """Whatever was done to locked cells, the answers are what they are."""
    read_values = {e.key: e.value for e in damaged(case.arguments[0]).entries if e.role == "input" and e.text}
    assert read_values == tiny.answers("hedong")


def test_a_sound_file_raises_none():
    """A workbook as issued has no such finding."""
    assert [] == of_integrity(tiny.read(tiny.built().data))


def test_one_note_a_column():
    """Lost validations are one note a column, not one a cell."""
    found = of_integrity(damaged(lambda file: file.tab().xml.drop_validations()))
    columns = {c.spot.column for c in returned().built.plan.by_key["report"].cells if c.validation}
    assert (len(columns), {"T009"}) == (len(found), {f.code for f in found})


def test_one_hint_a_sheet():
    """However many counters were changed, a sheet has one hint."""

    def change(file):
        for c in file.built.plan.by_key["report"].cells:
            if c.spot.column == "_lack" and c.calculation:
                file.tab().xml.cell(*file.at(c.spot)).formula += "+0"

    assert ["T008"] == [f.code for f in of_integrity(damaged(change))]


@pytest.mark.parametrize(
    "write",
    [
        lambda formula: formula.replace("$", ""),
        lambda formula: formula.replace(",", ", "),
        str.lower,
        lambda formula: formula.replace("TRUE", "TRUE()"),
    ],
    ids=["without $", "with blanks", "lower case", "with brackets"],
)
def test_what_programs_write_differently(write):
    """Formulas that another program only writes another way are unchanged."""

    def rewrite(file):
        for tab in file.book.tabs:
            for row in tab.xml.rows.values():
                for cell in row.cells.values():
                    cell.formula = cell.formula and write(cell.formula)

    assert [] == of_integrity(damaged(rewrite))


def test_a_text_in_a_formula_is_compared_exactly():
    """Blanks within a formula's text are no mere spelling."""
    key = CellKey("cover", "", "", "report", "status")

    def change(file):
        file.cell(key).formula = file.cell(key).formula.replace("已填完", "已 填完")

    assert ["T004"] == [f.code for f in of_integrity(damaged(change))]


@pytest.mark.parametrize(
    ("text", "codes"), [(" 财政收入 ", []), ("财政\r\n收入", ["T001"]), ("财政收 入", ["T001"])]
)
def test_outer_blanks_are_no_change(text, codes):
    """Blanks around a printed text are none; blanks within are."""
    found = of_integrity(damaged(lambda file: file.type_in(TARGET, text)))
    assert codes == [f.code for f in found]


@pytest.mark.parametrize(("figure", "codes"), [("60.0000000001", []), ("60.00001", ["T002"])])
def test_figures_are_compared_to_nine_places(figure, codes):
    """What a program's arithmetic does to the last digits is no change."""
    found = of_integrity(damaged(lambda file: file.type_in(POINTS, Decimal(figure))))
    assert codes == [f.code for f in found]


def test_the_message_shows_whole_figures():
    """A large figure is shown as it stands in the cell."""
    finding = of_integrity(damaged(a_printed_figure_changed))[0]
    assert ("1234567", "60") == (finding.value, finding.expected)


def test_formulas_follow_moved_rows():
    """After rows were inserted above, a formula is compared with what it must be there."""

    def insert(file):
        file.book.apply(file.tab(), Change("row", "insert", 2))

    assert [] == of_integrity(damaged(insert))


def test_a_cached_value_is_never_trusted():
    """The record holds what the entries give, whatever result the file has stored."""

    def lie(file):
        file.book.set_result(file.cell(TOTAL), Decimal(1))

    values = {e.key: e.value for e in damaged(lie).entries}
    assert Decimal(100) == values[TOTAL]


def test_an_uncomputed_cover_is_no_change():
    """Counters whose stored results are old are a note at most."""
    found = of_integrity(damaged(lambda file: file.book.set_result(file.cell(NEED), Decimal(7))))
    assert [("T005", "note")] == [(f.code, f.severity.value) for f in found]


@pytest.fixture(scope="module")
def verification():
    """A verification workbook with a bonus, as it was issued."""
    records = [record_of(tiny.package(u), tiny.answers(u)) for u in ("hedong", "hexi", "finance")]
    package = next_packages(tiny.scheme(), "verification", records)[0]
    return build(package, {report("hedong", "t1", "bonus"): Decimal(5)}, issuer=tiny.issuer())


def test_carried_answers_are_locked(verification):
    """A unit's answer that the verifier changed is found by the signed record of what was printed."""
    file = Returned(verification, Book(verification.data))
    key = report("hedong", "t1", "claimed")
    file.type_in(key, Decimal("0.5"))
    assert [("T002", file.a1(key))] == flat(read(file.book.data()).findings)


def test_a_sound_verification_raises_none(verification):
    """What was carried is found as it was printed."""
    assert () == read(verification.data).findings


def test_entries_outside_the_rules_are_not_of_this_gate():
    """Answers are the unit's own: they may be changed."""
    changes = {contact("hedong", "person"): "李四"}
    assert () == tiny.read(tiny.built("hedong", changes).data).findings

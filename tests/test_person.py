"""A person fills workbooks in, in a real spreadsheet program: what it refuses, takes, offers and counts."""

from decimal import Decimal

import pytest

from kpixl.blueprint.expressions import Value
from kpixl.generate import build
from kpixl.layout import Cell, CellKey
from kpixl.rules import ROW_KINDS, TABLE_KINDS, in_workbook
from kpixl.rules.types import Dynamic, concrete, type_words
from tests.support import produced, tiny
from tests.support.entering import LOCKED, TITLE, Form, held
from tests.support.libreoffice import OfficeError
from tests.support.parity import declared, issuer
from tests.support.parity_cases import Case, type_cases
from tests.support.ruled import CASES, STAGE, UNIT, answers_of, counted, package_of, scheme_of

COVER = "填报说明"
AT_ONCE = {"R003", "R005", "C001"}
"""Codes of the rules that a validation holds: docs/blueprint.md, where each rule is enforced."""
TYPES = type_cases()
DEPENDENT = [case for case in TYPES if isinstance(case.types["a"], Dynamic)]
PLAIN = [case for case in TYPES if case not in DEPENDENT]
LISTS = [case for case in PLAIN if concrete(case.types["a"])[0].choices]

every_stage = pytest.mark.parametrize(("folder", "stage"), produced.stages(), ids=produced.label)


def cases(several):
    """One test for each."""
    return pytest.mark.parametrize("case", several, ids=lambda case: case.name)


def key(column: str, row: str = "1") -> CellKey:
    """A value of the table of a case."""
    return CellKey("f", "", UNIT, row, column)


def empty(case: Case) -> Form:
    """The workbook of a case with nothing in it."""
    package = case.of(20).package
    return Form(built=build(package, {}, issuer=issuer(package)), answers={})


def forms(folder, stage) -> list[Form]:
    """Filled workbooks of a stage: one for each group of recipients, and the largest."""
    by = produced.issuer(folder)
    made = produced.made(folder, stage).sample
    return [Form(built=build(f.package, f.answers, issuer=by), answers=f.answers) for f in made]


def assert_refused(desk, form, cell, text):
    """The box says what the blueprint says, and the cell is as it was."""
    outcome = desk.type(*form.at(cell), text)
    assert (TITLE, form.rule(cell).error[1]) == (outcome.title, outcome.message), text
    assert outcome.before == outcome.after


def assert_taken(desk, form, cell, value):
    """No box comes up, and the cell holds the value."""
    sheet, address = form.at(cell)
    text = form.typed(cell, value)
    outcome = desk.type(sheet, address, text)
    assert (None, None) == (outcome.title, outcome.message), text
    expected, [now] = held(value), desk.values(sheet, [address])
    assert (pytest.approx(expected) if isinstance(expected, float) else expected) == now


class TestTypes:
    @cases(PLAIN)
    def test_takes_right_entries_and_no_others(self, person, case):
        """Every kind of wrong entry is refused in the words of the type, and a right one taken as it is."""
        form = empty(case)
        cell = form.cell(key("a"))
        with person.at_work(form.built.data) as desk:
            for text in form.wrong_entries(cell):
                assert_refused(desk, form, cell, text)
            assert_taken(desk, form, cell, form.right_value(cell))
        assert cell.type is not None
        assert f"应填{type_words(cell.type).zh}。"[:255] == form.rule(cell).error[1]

    def test_the_sign_of_a_percentage_is_not_typed(self, person):
        """LibreOffice puts it in by itself: typed as well it stands there twice, and is refused."""
        case = next(case for case in PLAIN if case.columns[0]["type"] == "percent")
        form = empty(case)
        with person.at_work(form.built.data) as desk:
            assert_refused(desk, form, form.cell(key("a")), "5.2%")

    def test_an_equals_sign_is_not_typed(self, person):
        """LibreOffice takes it for the beginning of a formula and refuses it; the list offers it."""
        columns = [{"name": "a", "type": "choice", "choices": ["≥", "="]}]
        form = empty(Case(subject="choice", name="signs", columns=columns))
        with person.at_work(form.built.data) as desk:
            assert_refused(desk, form, form.cell(key("a")), "=")

    @cases(LISTS)
    def test_a_drop_down_offers_the_choices(self, person, case):
        """The list that drops down holds the blueprint's choices, all of them, in order."""
        form = empty(case)
        cell = form.cell(key("a"))
        with person.at_work(form.built.data) as desk:
            assert list(form.kind(cell).choices) == desk.choices(*form.at(cell))

    @cases(DEPENDENT)
    @pytest.mark.parametrize("decides", [1, 0])
    def test_the_row_decides(self, person, case, decides):
        """A type that depends on the row takes what the row asks for, once the row says it."""
        form = empty(case).with_answer(key("b"), Decimal(decides))
        cell, other = form.cell(key("a")), form.cell(key("b"))
        with person.at_work(form.built.data) as desk:
            desk.type(*form.at(other), str(decides))
            assert_taken(desk, form, cell, form.right_value(cell))
            if form.rule(cell).kind != "any":
                for text in form.wrong_entries(cell):
                    assert_refused(desk, form, cell, text)


@pytest.fixture(scope="class")
def filled_in(person, case):
    """(form, answers that were taken, entries that were refused, the cover's line of the form)."""
    package = package_of(scheme_of(case["columns"], case.get("rules", ()), case.get("fields", ())))
    fields = answers_of([], case.get("fields", ()))
    form = Form(built=build(package, fields, issuer=issuer(package)), answers=fields)
    with person.at_work(form.built.data) as desk:
        refused = []
        for cell, value in entries(form, case):
            expected = (None, None) if form.takes(cell, value) else form.rule(cell).error
            outcome = desk.type(*form.at(cell), form.typed(cell, value))
            assert expected == (outcome.title, outcome.message)
            if outcome.title is None:
                form = form.with_answer(cell.key, value)
            else:
                refused.append([int(cell.key.row), cell.key.column])
        return form, refused, progress(desk, form)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"], scope="class")
class TestRules:
    """The rows of tests/cases/rules.yaml, typed in: of a row the cell that the check reports comes last."""

    def test_refuses_at_once_what_a_validation_knows(self, filled_in, case):
        """An entry that breaks a rule over its row is refused, if it is an error."""
        _, refused, _ = filled_in
        soft = any(
            rule.get("trial") or rule.get("severity", "error") != "error" for rule in case.get("rules", ())
        )
        several = any(rule["kind"] == "unique" and len(rule["of"]) > 1 for rule in case.get("rules", ()))
        unseen = not all(row_wise and in_workbook(rule) for rule, row_wise in at_once(case))
        broken = [[row, column] for row, code, column in case.get("findings", ()) if code in AT_ONCE]
        if soft or several or unseen:
            assert [] == refused
        else:
            assert broken == [place for place in refused if place in broken]

    def test_counts_the_rest_on_the_cover(self, filled_in, case):
        """The cover shows what is needed, filled and wrong, as the engine counts it."""
        form, _, shown = filled_in
        assert counted(form.plan, form.answers) == shown


def at_once(case):
    """The rules of a case that a validation holds, and whether each is a matter of single rows."""
    [form] = scheme_of(case["columns"], case.get("rules", ()), case.get("fields", ())).forms
    kinds = {**ROW_KINDS, **TABLE_KINDS}
    return [(rule, own) for rule, own in declared(form, STAGE) if kinds[rule.kind].code in AT_ONCE]


def entries(form, case):
    """Cells and values of a case's rows; in each row the cell that the check reports comes last."""
    reported = {(str(row), column) for row, _, column in case.get("findings", ())}
    answers = answers_of(case["rows"])
    for each in sorted(answers, key=lambda k: (int(k.row), (k.row, k.column) in reported)):
        if answers[each] is not None:
            yield form.cell(each), answers[each]


def progress(desk, form, line="f"):
    """What the cover shows of a form: need, done, bad, status."""
    cells = {k.column: c for k, c in form.plan.by_cell_key.items() if k.form == "cover" and k.row == line}
    places = {column: form.at(cell)[1] for column, cell in cells.items()}
    return dict(zip(places, desk.values(COVER, list(places.values())), strict=True))


@every_stage
class TestForms:
    """The real workbooks of every scheme, filled in."""

    def test_every_kind_of_cell_takes_right_entries_and_no_others(self, person, folder, stage):
        """In a cell of each kind, wrong entries are refused in the blueprint's words and right ones taken."""
        for form in forms(folder, stage):
            with person.at_work(form.built.data) as desk:
                for cell in form.kinds_of_cells():
                    form = self.filled(desk, form, cell)  # noqa: PLW2901  # each entry counts for the next

    def filled(self, desk, form: Form, cell: Cell) -> Form:
        """Try one cell; the form as it is then."""
        kind, rule, value = form.kind(cell), form.rule(cell), form.right_value(cell)
        for text in form.wrong_entries(cell) if rule.kind != "any" else ():
            assert_refused(desk, form, cell, text)
        if rule.kind == "list":
            assert list(kind.choices) == desk.choices(*form.at(cell))
        if value is None or cell.key is None:
            return form
        assert_taken(desk, form, cell, value)
        return form.with_answer(cell.key, value)

    def test_locked_cells_refuse_typing(self, person, folder, stage):
        """What is printed, computed or outside the form cannot be typed over."""
        for form in forms(folder, stage):
            with person.at_work(form.built.data) as desk:
                for place in form.locked():
                    outcome = desk.type(*place, "1")
                    assert (LOCKED, outcome.before) == (outcome.message, outcome.after), place


def blank_tiny():
    """The workbook of a town, as issued."""
    return build(tiny.package("hedong"), {}, issuer=tiny.issuer())


class TestCover:
    def test_counts_up_as_cells_are_filled(self, person):
        """With every entry that is needed the count rises by one, until all is filled."""
        form = Form(built=blank_tiny(), answers={})
        answers = tiny.answers("hedong")
        with person.at_work(form.built.data) as desk:
            shown = [progress(desk, form, "#total")["done"]]
            for each, value in answers.items():
                assert_taken(desk, form, form.cell(each), value)
                form = form.with_answer(each, value)
                shown.append(progress(desk, form, "#total")["done"])
            last = progress(desk, form, "#total")
        assert sorted(shown) == shown
        assert {*range(int(last["need"]) + 1)} == {*shown}
        assert "已填完" == last["status"]

    def test_shows_what_was_pasted_wrong(self, person):
        """No rule stops pasting; the cover says at once that there is a problem, until it is mended."""
        form = Form(built=tiny.built("hedong"), answers=tiny.answers("hedong"))
        cell = form.cell(tiny.report("hedong", "t1", "budget"))
        with person.at_work(form.built.data) as desk:
            before = progress(desk, form, "report")
            desk.paste(*form.at(cell), [["很多"]])
            pasted = progress(desk, form, "report")
            desk.type(*form.at(cell), "100")
            mended = progress(desk, form, "report")
        assert ("已填完", 0) == (before["status"], before["bad"])
        assert ("有问题", 1) == (pasted["status"], pasted["bad"])
        assert before == mended

    def test_a_locked_cell_refuses_pasting(self, person):
        """A locked cell cannot be pasted over."""
        form = Form(built=tiny.built("hedong"), answers={})
        with person.at_work(form.built.data) as desk:
            outcome = desk.paste("附件1", "D9", [["很多"]])
            assert LOCKED == outcome.message


def test_what_was_typed_is_what_is_read(person, tmp_path):
    """A workbook saved by the program is read as the person filled it."""
    changes: dict[CellKey, Value] = {
        tiny.report("hedong", "t1", "spent"): Decimal("79.5"),
        tiny.contact("hedong", "person"): "李四",
    }
    form = Form(built=tiny.built("hedong"), answers={})
    with person.at_work(form.built.data) as desk:
        for each, value in changes.items():
            assert_taken(desk, form, form.cell(each), value)
        saved = desk.saved(tmp_path / "01-河东镇.xlsx")
    record = tiny.read(saved.read_bytes())
    assert changes == {entry.key: entry.value for entry in record.entries if entry.key in changes}


def test_a_worker_goes_on_after_an_error(person):
    """A request that fails does not disturb the next one."""
    with person.at_work(tiny.built("hedong").data) as desk:
        with pytest.raises(OfficeError):
            desk.values("没有这张表", ["A1"])
        assert ["乙"] == [choice for choice in desk.choices("附件1", "I10") if choice == "乙"]

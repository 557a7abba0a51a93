"""Feedback workbooks: what came back, clean again, with its answers in it and every problem marked."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from kpixl.blueprint.expressions import Value
from kpixl.carry import Again, NotAgainError, again
from kpixl.findings import Severity
from kpixl.generate import build
from kpixl.layout import CellKey, Computation, lay_out
from kpixl.layout.package.feedback_mark import PROBLEMS, Mark, coded, decoded, reason_key
from kpixl.returns import Record
from kpixl.simulate.references import Change
from tests.support import seen
from tests.support.tiny import (
    answered,
    answers,
    built,
    contact,
    damaged,
    issuer,
    judged,
    read,
    report,
    scheme,
)

UNIT = "hedong"
LONG = "甲" * 61
PHONE, WHOLE = contact(UNIT, "phone"), report(UNIT, "", "whole")
REMARK, SPENT = report(UNIT, "t1", "remark"), report(UNIT, "t1", "spent")


def once_more(record: Record) -> Again:
    """The feedback on a return."""
    return again(scheme(), record, (*record.findings, *judged([record])))


def mildly(record: Record) -> Again:
    """The same, were every rule of a row a warning."""
    every = (*record.findings, *judged([record]))
    mild = {"R005": Severity.WARNING}
    return again(scheme(), record, [replace(f, severity=mild.get(f.code, f.severity)) for f in every])


def given_back(made: Again) -> bytes:
    """The feedback workbook."""
    return build(made.package, made.answers, issuer=issuer()).data


def corrected(made: Again, **changes) -> Record:
    """What comes back when the feedback workbook is filled in again with right answers at these places."""
    whole = {k: v for k, v in {**made.answers, **changes.get("answers", {})}.items() if v is not None}
    return read(build(made.package, whole, issuer=issuer()).data, name=UNIT)


def errors(record: Record) -> list[str]:
    """The codes of all errors and warnings of a return."""
    every = (*record.findings, *judged([record]))
    return [f.code for f in every if f.severity is not Severity.NOTE]


def listed(data: bytes) -> list[list[Any]]:
    """The lines of the list of problems, without their numbers."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["问题清单"]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    return [row[2:9] for row in rows if isinstance(row[1], int)]


def test_answers_are_carried_in():
    """All of them, as they were."""
    assert answers(UNIT) == dict(once_more(answered(UNIT, {})).answers)


def test_a_wrong_entry_is_carried_in_as_it_was():
    """So that its sender sees what is meant."""
    made = once_more(answered(UNIT, {WHOLE: "约100"}))
    assert "约100" == made.answers[WHOLE]


def test_a_wrong_cell_has_a_comment():
    """With what is wrong and what to do."""
    data = given_back(once_more(answered(UNIT, {WHOLE: "约100"})))
    cells = [c for s in openpyxl.load_workbook(io.BytesIO(data)) for row in s.iter_rows() for c in row]
    (comment,) = [c.comment.text for c in cells if c.comment]
    assert comment.startswith("错误：“合计分值”填的是“约100”")


def test_the_list_leads_to_every_problem():
    """Severity, form, cell, entry, problem, remedy, state."""
    made = once_more(answered(UNIT, {WHOLE: "约100", contact(UNIT, "person"): None}))
    rows = listed(given_back(made))
    assert [("错误", "附件1", "约100", "待改"), ("错误", "附件2", None, "待改")] == [
        (r[0], r[1], r[3], r[6]) for r in rows
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (WHOLE, Decimal("12.5")),
        (WHOLE, "约100"),
        (REMARK, LONG),
        (REMARK, "<b>&\"'甲"),
        (contact(UNIT, "agreed"), True),
        (report(UNIT, "t1", "day"), date(2021, 5, 17)),
        (PHONE, None),
    ],
)
def test_the_state_follows_the_cell(key, value):
    """While it is as it was it is to be changed, afterwards it has been."""
    made = once_more(answered(UNIT, {}))
    mark = Mark(key=key, code="R005", severity="error", message="不对", remedy="请改正", value=value)
    package = replace(made.package, marks=(mark,))
    states = []
    for entry in (value, Decimal(7)):
        given = {**made.answers, key: entry}
        data = build(package, {k: v for k, v in given.items() if v is not None}, issuer=issuer()).data
        states.append(listed(data)[0][6])
    assert ["待改", "已改"] == states


def states(made: Again, **entries: Any) -> list[str]:
    """What the list says of each line, after these columns of the first row were changed."""
    typed = {report(UNIT, "t1", column): value for column, value in entries.items()}
    given = {k: v for k, v in {**made.answers, **typed}.items() if v is not None}
    return [row[6] for row in listed(build(made.package, given, issuer=issuer()).data)]


@pytest.mark.parametrize(
    ("wrong", "typed", "said"),
    [
        ({"spent": "很多"}, {}, "待改"),
        ({"spent": "很多"}, {"spent": "不少"}, "已动"),
        ({"spent": "很多"}, {"spent": Decimal(80)}, "已改"),
        ({"spent": "很多"}, {"spent": Decimal(101)}, "已动"),
        ({"spent": Decimal(101)}, {"spent": Decimal(102)}, "已动"),
        ({"spent": Decimal(101)}, {"spent": Decimal(99)}, "已改"),
        ({"spent": Decimal(101)}, {"budget": Decimal(200)}, "已改"),
        ({"claimed": None}, {"claimed": Decimal(1)}, "已改"),
        ({"remark": LONG * 20}, {"remark": LONG * 19}, "已动"),
        ({"remark": LONG * 20}, {"remark": "甲"}, "已改"),
    ],
)
def test_corrected_is_what_is_as_its_rule_asks(wrong, typed, said):
    """Of what was returned wrong; what is only another entry has been touched."""
    entries = {report(UNIT, "t1", column): value for column, value in wrong.items()}
    assert [said] == states(once_more(answered(UNIT, entries)), **typed)


def test_what_only_the_check_can_tell_has_been_touched():
    """A problem that no colour shows: nobody knows whether another entry is right."""
    made = once_more(answered(UNIT, {}))
    mark = Mark(key=SPENT, code="U005", severity="error", message="", remedy="", value=None, tells="change")
    package = replace(made.package, marks=(replace(mark, value=made.answers[SPENT]),))
    assert ["已动"] == states(replace(made, package=package), spent=Decimal(7))


def test_its_cell_is_marked_no_longer_than_it_is_wrong():
    """Be it that another cell of the row was corrected."""
    made = once_more(answered(UNIT, {SPENT: Decimal(101)}))
    plan = lay_out(made.package)
    cell = plan.by_cell_key[SPENT]
    (mark,) = (h for h in cell.highlights if h.kind == "marked")
    budget = report(UNIT, "t1", "budget")
    for entries, shown in (({}, True), ({budget: Decimal(200)}, False)):
        assert shown is Computation(plan, {**made.answers, **entries}).result(mark.test, cell.spot)


def test_comes_back_like_any_other_return():
    """Corrected, it has neither an error nor a warning."""
    made = once_more(answered(UNIT, {WHOLE: "约100", SPENT: Decimal(101)}))
    assert [] == errors(corrected(made, answers={WHOLE: Decimal(100), SPENT: Decimal(80)}))


def test_left_as_it_is_it_says_the_same_again():
    """Marks change no rule."""
    record = answered(UNIT, {WHOLE: "约100", SPENT: Decimal(101)})
    assert errors(record) == errors(corrected(once_more(record)))


def test_a_changed_label_is_mended():
    """The clean workbook prints what the office prints; nothing is to be done."""
    made = once_more(damaged(lambda file: file.type_in(report(UNIT, "t1", "target"), "改了的项目")))
    assert ["已恢复"] == [row[6] for row in listed(given_back(made))]
    assert [] == errors(corrected(made))


def test_a_comment_of_its_sender_is_listed():
    """What a person said beside the entries is not lost on the way, and nothing else is to be done."""
    comment = {"do": [{"comment": {"spent": "含上年结转"}}], "says": []}
    made = once_more(read(seen.made(comment).file.book.data(), name=UNIT))
    ((severity, form, place, text, message, _, state),) = listed(given_back(made))
    assert ("提示", "附件1", "原附件1!H10") == (severity, form, place)
    assert ("含上年结转", "请核对") == (text, state)
    assert message == "“财政收入”的“支出”处有批注“含上年结转”；它不在单元格里，没有读取。"
    assert [] == errors(corrected(made))


def test_a_row_that_says_nothing_is_blank_again():
    """It is listed as mended, and nothing is to be done."""
    case = {"unit": "finance", "changes": {"3.target": "无", ".whole": "约100"}}
    record = read(seen.made(case).file.book.data(), name="finance")
    made = once_more(record)
    assert report("finance", "3", "target") not in made.answers
    assert ["待改", "已恢复"] == [row[6] for row in listed(given_back(made))]
    back = build(made.package, made.answers, issuer=issuer()).data
    assert ["V010"] == errors(read(back, name="finance"))


def test_merged_cells_are_to_be_filled_in_again():
    """Their first one keeps what it says."""
    made = once_more(read(seen.made({"do": [{"merge": ["budget", "spent"]}]}).file.book.data(), name=UNIT))
    assert Decimal(100) == made.answers[report(UNIT, "t1", "budget")]
    assert SPENT not in made.answers
    assert [("附件1", "原附件1!G10", "请补填")] == [(r[1], r[2], r[6]) for r in listed(given_back(made))]


def test_the_comments_of_a_feedback_workbook_are_its_own():
    """Nobody else wrote them."""
    back = read(given_back(once_more(answered(UNIT, {WHOLE: "约100"}))), name=UNIT)
    assert "S020" not in [f.code for f in back.findings]


def test_a_formula_for_an_entry_is_no_answer():
    """What it showed cannot be relied on: it is to be typed."""

    def type_formula(file):
        file.cell(WHOLE).formula = "100+0"

    made = once_more(damaged(type_formula))
    assert WHOLE not in made.answers


def test_its_number_is_higher_than_the_return_s():
    """So that it counts when both lie in the folder."""
    record = answered(UNIT, {})
    assert record.stamp is not None
    assert record.stamp.issue + 1 == once_more(record).package.issue


def test_an_answer_without_a_place_is_listed():
    """Of an older version whose column is gone, with the place where it stood."""
    form = scheme().form("contact")
    fields = tuple(f for f in form.blocks[0].fields or () if f.name != "phone")
    block = form.blocks[0].model_copy(update={"fields": fields})
    changed = form.model_copy(update={"blocks": (block, *form.blocks[1:])})
    forms = tuple(changed if f.form == "contact" else f for f in scheme().forms)
    record = answered(UNIT, {})
    made = again(scheme().model_copy(update={"forms": forms}), record, record.findings)
    old = next(e for e in record.entries if e.key == PHONE)
    assert [PHONE] == [e.key for e in made.dropped]
    (mark,) = made.package.marks
    place = f"{old.sheet}!{old.cell}"
    assert ("S015", place, "0375-1234567") == (mark.code, mark.place, mark.text)
    assert [("附件2", f"原{place}", "请补填")] == [(r[1], r[2], r[6]) for r in listed(given_back(made))]


def links(data: bytes, sheet: str) -> set[str | None]:
    """What the cells of a sheet lead to."""
    cells = (c for row in openpyxl.load_workbook(io.BytesIO(data))[sheet] for c in row)
    return {c.hyperlink.location for c in cells if c.hyperlink}


def test_every_line_of_the_list_leads_somewhere():
    """To its cell; where only the sheet is known, to where that begins; and back to the cover."""

    def write_beside(file):
        file.book.set_value(file.tab().xml.cell(5, 30), "多写的")

    made = once_more(damaged(write_beside, changes={WHOLE: "约100"}))
    plan = lay_out(made.package)
    sheet, cell = plan.by_key["report"], plan.by_cell_key[WHOLE]
    whole = sheet.address(cell.spot).a1
    assert sheet.start is not None
    there = {f"'{sheet.name}'!{cell}" for cell in (sheet.address(sheet.start).a1, whole)}
    assert {*there, "'填报说明'!B2"} == links(given_back(made), "问题清单")


def test_a_lost_row_is_told_with_the_remedy_of_a_clean_workbook():
    """It is there again, and leads to the first cell to fill in."""

    def delete(file):
        file.book.apply(file.tab(), Change("row", "delete", file.line(report(UNIT, "t2", "claimed"))))

    made = once_more(damaged(delete))
    mark = next(m for m in made.package.marks if m.code == "S003")
    assert ("t2", True) == (mark.key.row if mark.key else None, mark.remedy.startswith("本工作簿中已恢复"))


def progress(data: bytes) -> list[Any]:
    """The cover's line of the list of problems: all, changed, still as they were, how it stands."""
    rows = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["填报说明"].iter_rows(values_only=True)
    return next([*row[3:6], row[7]] for row in rows if str(row[1]).startswith("问题清单"))


def test_the_cover_counts_what_is_still_to_be_changed():
    """It follows the cells and leads to the list."""
    made = once_more(answered(UNIT, {WHOLE: "约100", SPENT: Decimal(101)}))
    right = {**made.answers, WHOLE: Decimal(100)}
    half = build(made.package, right, issuer=issuer()).data
    assert [[2, 0, 2, "待改"], [2, 1, 1, "待改"]] == [progress(given_back(made)), progress(half)]
    assert "'问题清单'!B3" in links(given_back(made), "填报说明")


def counted(data: bytes) -> list[Any]:
    """The line of counts above the list: how many are to be corrected, how many stand how."""
    rows = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["问题清单"].iter_rows(values_only=True)
    return next([n for n in row[2:] if n is not None] for row in rows if row[1] == "合计")


def test_the_list_has_the_counts_of_the_cover():
    """To correct, corrected, touched, still open: of them the cover shows all but what was touched."""
    made = once_more(answered(UNIT, {WHOLE: "约100", SPENT: Decimal(101), REMARK: LONG * 20}))
    half = {**made.answers, WHOLE: Decimal(100), SPENT: Decimal(102)}
    data = build(made.package, half, issuer=issuer()).data
    assert ([3, 1, 1, 1], [3, 1, 1, "待改"]) == (counted(data), progress(data))


def test_what_was_said_of_a_warning_is_said_again():
    """Where it is found once more, and something else was wrong: nobody explains the same thing twice."""
    changes: dict[CellKey, Value] = {SPENT: Decimal(101), WHOLE: "约100"}
    first = mildly(answered(UNIT, changes))
    line = next(n for n, mark in enumerate(first.package.marks, 1) if mark.asks)
    said = {**first.answers, reason_key(line): "确有此支出"}
    back = read(build(first.package, said, issuer=issuer()).data, name=UNIT)
    second = mildly(back)
    assert ["确有此支出"] == [v for k, v in second.answers.items() if k.form == PROBLEMS]


def test_nothing_can_be_made_of_what_nobody_knows():
    """A file without a stamp."""
    with pytest.raises(NotAgainError):
        again(scheme(), Record(name="a.xlsx", sha256=""), ())


def test_notes_are_not_marked():
    """They inform the coordinator."""
    made = once_more(answered(UNIT, {WHOLE: " 100 "}))
    assert () == made.package.marks


def test_marks_travel_under_the_signature():
    """What the baseline holds of them is read back."""
    marks = (
        Mark(key=WHOLE, code="V001", severity="error", message="甲", remedy="乙", value=Decimal("1.50")),
        Mark(
            key=PHONE, code="R001", severity="error", message="甲", remedy="乙", value=None, place="附件2!C4"
        ),
        Mark(code="S003", severity="error", message="甲", remedy="乙", value=date(2021, 1, 2), lost=True),
        Mark(
            key=CellKey("a", "b", "c", "d", "e"),
            code="",
            severity="warning",
            message="",
            remedy="",
            value=True,
        ),
    )
    assert marks == decoded(coded(marks))


def test_marks_of_other_versions_are_read():
    """What a later version says besides is passed over; what an earlier one did not say has its default."""
    mark = Mark(key=WHOLE, code="V001", severity="error", message="甲", remedy="乙")
    (said,) = coded([mark])
    del said["lost"], said["place"], said["value"]
    assert (mark,) == decoded([{**said, "colour": "red", "key": [*said["key"], "later"]}])


def test_same_return_same_bytes():
    """Twice the same feedback is the same file."""
    record = answered(UNIT, {WHOLE: "约100"})
    assert given_back(once_more(record)) == given_back(once_more(record))


def test_a_first_issue_has_no_list():
    """Nothing of this is in an ordinary workbook."""
    assert "问题清单" not in openpyxl.load_workbook(io.BytesIO(built().data)).sheetnames

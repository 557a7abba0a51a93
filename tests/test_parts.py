"""A recipient's rows in several workbooks: how they are split, and how their returns count together."""

import datetime as dt
import shutil
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from kpixl import carry
from kpixl.blueprint import digest
from kpixl.campaign import Anew, Campaign, Means, RefusedError, Workspace, split_named
from kpixl.carry.splitting import split
from kpixl.claims import Share, lacking_of, left_to
from kpixl.generate import build, file_name
from kpixl.layout import CellKey, Role, computed
from kpixl.ledger import Asked, Entry, Turn, standings
from kpixl.ledger.recording import returned
from kpixl.report.status import versions
from kpixl.returns._reading import read_bytes
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance
from kpixl.simulate.filling import filled
from tests.support import produced, tiny

PANEL, STAGE = "panel", "verification"
TARGETS = ("信访稳定", "安全生产", "自列项目")


@cache
def whole():
    """What the panel gets: five rows about three units."""
    done = produced.made(tiny.FOLDER, "self-check", whole=True)
    return next(p for p in carry.next_packages(done.scheme, STAGE, done.records) if p.recipient == PANEL)


@cache
def workbook(way=None, part="", *, issue=1, blank=False, seed=1):
    """What the panel returns of a part."""
    package = next(p for p in split(whole(), way) if p.part == part)
    issued = build(replace(package, issue=issue), {}, issuer=produced.issuer(tiny.FOLDER))
    if blank:
        return issued.data
    given = answers(package, issued.plan, chance(seed, part))
    return filled(issued, computed(issued.plan, given)).data()


@pytest.fixture
def checked(tmp_path):
    """Check workbooks of the panel's."""

    def check(*files):
        for number, data in enumerate(files, start=1):
            (tmp_path / f"{number}.xlsx").write_bytes(data)
        return Campaign.open(tiny.FOLDER, Means(key=produced.KEY)).check([tmp_path], stage=STAGE)

    return check


def rows(package):
    """The rows about somebody."""
    return {(s, row) for pairs in package.rows.values() for s, row in pairs if s}


def dealt(record):
    """Those of a return."""
    return {(r.subject, r.row) for r in record.dealt}


def codes(file):
    """The findings U of a file."""
    return [f.code for f in file.findings if f.code[0] == "U"]


@pytest.mark.parametrize(
    ("way", "parts"),
    [
        ("group", ("镇", "部门")),
        ("target", TARGETS),
        (2, ("第1册", "第2册")),
        (9, ("第1册", "第2册", "第3册")),
    ],
)
def test_each_row_is_in_one_part(way, parts):
    """And each part says which others there are."""
    made = split(whole(), way)
    assert parts == tuple(p.part for p in made)
    assert {parts} == {p.parts for p in made}
    assert sorted(rows(whole())) == sorted(row for p in made for row in rows(p))


def test_a_number_keeps_units_whole():
    """All rows about a unit are in one part."""
    first, second = split(whole(), 2)
    assert set(first.subjects).isdisjoint(second.subjects)


def test_a_part_carries_what_its_rows_need():
    """Answers about other rows are not in it."""
    for part in split(whole(), "target"):
        assert {(key.subject, key.row) for key in part.carried} <= rows(part) | {
            (s, "") for s in part.subjects
        }
        assert part.carried


def test_who_has_one_piece_has_no_part():
    """Nothing is called a part that stands alone."""
    only = replace(split(whole(), "group")[0], part="", parts=())
    assert (only,) == split(only, "group")
    assert (whole(),) == split(whole(), None)


def test_a_part_is_in_the_name_of_the_file():
    """Behind the unit's name."""
    first, second = split(whole(), "group")
    assert ("04-考核组-镇.xlsx", "04-考核组-部门.xlsx") == (file_name(first, 4), file_name(second, 4))


def test_the_name_of_a_wave_comes_first():
    """Then what the rows have in common."""
    assert ["补一-镇", "补一-部门"] == [p.part for p in split(whole(), "group", "补一")]


def test_all_parts_count_together(checked):
    """Though they are about the same units."""
    result = checked(*(workbook("target", part) for part in TARGETS))
    assert {"accepted"} == {f.status for f in result.files}
    assert rows(whole()) == set().union(*map(dealt, result.accepted))
    assert [] == [code for f in result.files for code in codes(f) if code != "U025"]


def test_a_part_says_what_it_is(checked):
    """In its stamp."""
    (file,) = checked(workbook("target", "信访稳定")).files
    assert "信访稳定" == file.record.stamp.part


def test_parts_that_are_still_out_are_told(checked):
    """By what they are called."""
    (file,) = checked(workbook("target", "信访稳定")).files
    (told,) = [f for f in file.findings if f.code == "U027"]
    assert "安全生产、自列项目" in told.message("zh")


def test_where_they_overlap_the_later_issue_counts_row_by_row(checked):
    """The others of the earlier one stand; the rows are named."""
    later = workbook("target", "信访稳定", issue=2, seed=7)
    first, second = checked(workbook(), later).files
    assert ("accepted", "accepted") == (first.status, second.status)
    assert {("hedong", "t3"), ("hexi", "t3"), ("finance", "1")} == {
        (r.subject, r.row) for r in first.record.dealt
    }
    (told,) = [f for f in first.findings if f.code == "U026"]
    assert "“河东·信访稳定”、“河西镇·信访稳定”" in told.message("zh")
    assert [] == [c for c in codes(second) if c in {"U025", "U026"}]


def test_the_later_issue_is_the_one_that_is_merged(checked):
    """Each value is taken once, from the workbook that counts for its row."""
    result = checked(workbook(), workbook("target", "信访稳定", issue=2, seed=7))
    told = [(e.key, r.stamp.issue) for r in result.accepted for e in r.entries if e.role == Role.INPUT]
    assert len(told) == len(dict(told))
    assert {2} == {issue for key, issue in told if key.row == "t2"}
    assert {1} == {issue for key, issue in told if key.row != "t2"}


def test_an_error_in_a_row_that_does_not_count_rejects_nothing(checked):
    """What the later one says of it counts."""
    blank = workbook("target", "信访稳定", issue=1, blank=True)
    first, second = checked(blank, workbook("target", "信访稳定", issue=2)).files
    assert ("duplicate", "accepted") == (first.status, second.status)


@pytest.mark.parametrize(
    ("share", "later", "left"),
    [
        (Share(rows={"a": {1, 2}}), [Share(rows={"a": {1}})], {}),
        (Share(rows={"a": {1, 2}}), [Share(part="x", rows={"a": {1}})], {"a": {2}}),
        (Share(part="x", rows={"a": {1, 2}}), [Share(rows={"a": {1, 2, 3}})], {}),
        (Share(rows={"a": {1}, "b": {1}}), [Share(rows={"a": {1}})], {"b": {1}}),
        (Share(rows={"a": {1, 2}}), [Share(part="x", rows={"a": {1}}), Share(part="y", rows={"a": {2}})], {}),
    ],
    ids=["row gone", "other part", "whole again", "other unit", "two parts"],
)
def test_what_a_return_counts_for(share, later, left):
    """Its rows without those of later ones; the same part made anew takes the place of all about a unit."""
    assert left == left_to(share, later)


@pytest.mark.parametrize(
    ("issued", "counting", "lacking"),
    [((), [""], []), (("a", "b"), ["a"], ["b"]), (("a", "b"), ["a", "b"], []), (("a", "b"), ["a", ""], [])],
    ids=["whole", "one out", "all back", "and what was issued before"],
)
def test_which_parts_are_out(issued, counting, lacking):
    """Those issued together that nobody returned, unless something else counts beside them."""
    assert lacking == lacking_of(issued, counting)


@pytest.mark.parametrize("text", ["", "units", "1", "100", "-2", "２"])
def test_no_other_way_to_split(text):
    """Group, target or a number from 2 to 99."""
    with pytest.raises(RefusedError, match="group"):
        split_named(text)


class Office:
    """Who issues, in a workspace with the tiny scheme, and has the self-checks."""

    def __init__(self, home):
        self.home = home
        shutil.copytree(tiny.FOLDER, home / "考核" / "blueprints" / "tiny")
        (home / "自查").mkdir()
        for form in self_checks():
            (home / "自查" / form.name).write_bytes(form.filled)

    def issue(self, **how):
        """Issue the verification: what was made, and the records of the workbooks by unit and part."""
        workspace = Workspace.at(self.home / "考核")
        means = replace(workspace.means(makes=True, key=produced.KEY), jobs=1)
        made = workspace.open("tiny", means).generate(
            self.home / "印发", returns=[self.home / "自查"], anew=Anew(**how)
        )
        return made, {(w.unit, w.part): read_bytes(ready(), w.path.read_bytes()) for w in made.workbooks}

    def has_back(self, data):
        """What the panel returned; where it lies."""
        (self.home / "认定.xlsx").write_bytes(data)
        return [self.home / "认定.xlsx"]

    def hedong_corrects(self, row, column, value):
        """Another self-check of Hedong takes the place of the first."""
        form = next(f for f in self_checks() if f.package.recipient == "hedong")
        given = {**form.answers, CellKey("report", "", "hedong", row, column): value}
        data = filled(form.issued, computed(form.issued.plan, given)).data()
        (self.home / "自查" / form.name).write_bytes(data)


def self_checks():
    """The self-checks of all units."""
    return produced.made(tiny.FOLDER, "self-check", whole=True).forms


def ready():
    """A reader that knows the key of what was produced."""
    return produced.ready(tiny.FOLDER)


@pytest.fixture
def office(tmp_path):
    """An office."""
    return Office(tmp_path)


def entered(record):
    """What is filled in, by row."""
    return {(k.subject, k.row, k.column): text for k, text in record.answers.items() if k.form == "report"}


def test_numbers_run_on_over_the_parts(office):
    """So that the later of two issues is told; the same again keeps its number."""
    office.issue()
    made, records = office.issue(split="target")
    assert [2, 3, 4] == [records[PANEL, part].stamp.issue for part in TARGETS]
    assert [w.sha256 for w in made.workbooks] == [w.sha256 for w in office.issue(split="target")[0].workbooks]


def test_an_issue_keeps_what_its_recipient_entered(office):
    """But for the rows of which the self-check has changed: they are empty, and marked."""
    back = office.has_back(workbook(seed=3))
    before = entered(read_bytes(ready(), back[0].read_bytes()))
    office.hedong_corrects("t2", "claimed", "较差")
    made, records = office.issue(keep=back)
    record = records[PANEL, ""]
    assert (4, 1) == (made.kept, made.changed)
    assert {k: v for k, v in before.items() if k[:2] != ("hedong", "t2")} == entered(record)
    (mark,) = record.baseline["marks"]
    assert ("U028", ["report", "", "hedong", "t2"]) == (mark["code"], mark["key"][:4])
    assert "现为“较差”" in mark["message"]
    assert "填的没有带入" in mark["message"]


def test_who_has_nothing_to_do_again_gets_nothing(office):
    """Others do."""
    made, _ = office.issue(keep=office.has_back(workbook(seed=3)))
    assert (("panel",), ["finance"]) == (made.unchanged, [w.unit for w in made.workbooks])


def test_what_nobody_touched_since_is_no_return(office):
    """As a feedback workbook: a row that is to be entered anew would count as blank."""
    back = office.has_back(workbook(seed=3))
    office.hedong_corrects("t2", "claimed", "较差")
    made, _ = office.issue(keep=back)
    untouched = next(w.path for w in made.workbooks if w.unit == PANEL).read_bytes()
    assert ["I020"] == [f.code for f in read_bytes(ready(), untouched).findings]


def test_entries_are_kept_in_parts(office):
    """Each row in the part that it goes to now."""
    back = office.has_back(workbook(seed=3))
    made, records = office.issue(keep=back, split="target")
    kept = {key for part in TARGETS for key in entered(records[PANEL, part])}
    assert kept == entered(read_bytes(ready(), back[0].read_bytes())).keys()
    assert () == made.unchanged


@pytest.mark.parametrize("how", [{"part": "补一"}, {"split": 2}, {"keep": ["x"]}])
def test_a_first_stage_has_no_parts(how):
    """Nothing came back that they could be made from."""
    with pytest.raises(RefusedError, match="--returns"):
        tiny.campaign().generate(anew=Anew(**how))


def test_a_blueprint_says_how_rows_are_split():
    """For all recipients, or for some; it makes no other version of the forms."""
    scheme = tiny.scheme()
    stage = scheme.stage(STAGE)
    assert stage.by_row
    to = stage.by_row.model_copy(update={"split": {PANEL: "target"}})
    other = stage.model_copy(update={"recipients": to})
    head = scheme.head.model_copy(update={"stages": (scheme.stage("self-check"), other)})
    changed = scheme.model_copy(update={"head": head})
    done = produced.made(tiny.FOLDER, "self-check", whole=True)
    made = carry.next_packages(changed, STAGE, done.records)
    assert [("finance", ""), *((PANEL, part) for part in TARGETS)] == [(p.recipient, p.part) for p in made]
    assert digest(scheme) == digest(changed)


MOMENT = dt.datetime(2022, 2, 1, tzinfo=dt.UTC)


def entries_of(number, **about):
    """That a file of the panel's came and was accepted."""
    turn = Turn(scheme="tiny", stage=STAGE)
    facts = {"name": "x", "issue": number, "modified": "", "blank": False, "recognised": False, **about}
    said: tuple[tuple[Any, Any], ...] = (
        ("received", facts),
        ("judged", {"result": "accepted", "errors": 0, "warnings": 0}),
    )
    return [
        Entry(id=2 * number + n, at=MOMENT, by="王", what=what, turn=turn, unit=PANEL, file=str(number),
              why="", data=told, person="", revokes=None)
        for n, (what, told) in enumerate(said)
    ]  # fmt: skip


def test_the_account_waits_for_all_parts():
    """A verifier is done when each has come."""
    first = entries_of(1, part="a", parts=["a", "b"], rows={"hedong": ["1"]})
    second = entries_of(2, part="b", parts=["a", "b"], rows={"hedong": ["2"]})
    asked = Asked(stage=STAGE, deadline=None, today=MOMENT.date())
    (waits,) = standings(asked, [PANEL], first)
    assert ("missing", ("b",)) == (waits.state, waits.lacking)
    (done,) = standings(asked, [PANEL], first + second)
    assert ("accepted", ()) == (done.state, done.lacking)


def test_the_account_knows_what_a_return_answers_for(checked):
    """As much of it as it takes to tell what counts."""
    (draft, *_) = returned(checked(workbook("target", "信访稳定")), ())
    assert ("信访稳定", list(TARGETS), {"hedong", "hexi"}) == (
        draft.data["part"], draft.data["parts"], set(draft.data["rows"])
    )  # fmt: skip


def test_the_account_knows_which_version_a_unit_has():
    """That of its last issue, and that of the return that counts."""
    turn, forms = Turn(scheme="tiny", stage=STAGE), {"kind": "issue", "digest": "b" * 64}
    again = Entry(
        id=9, at=MOMENT, by="王", what="issued", turn=turn, unit=PANEL, file="x", why="", data=forms,
        person="", revokes=None,
    )  # fmt: skip
    asked = Asked(stage=STAGE, deadline=None, today=MOMENT.date())
    (standing,) = standings(asked, [PANEL], [*entries_of(1, digest="a" * 64), again])
    assert ("b" * 64, "a" * 64) == (standing.version, standing.returned)
    assert "bbbbbbbb（aaaaaaaa）" == versions(standing)

"""A budget in four rounds (二上二下): who fills, what stands there, what may change, what is answered."""

from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from openpyxl import load_workbook

from kpixl.campaign import Campaign, Means
from kpixl.campaign.basis.schemes import stage_of
from kpixl.campaign.issued.packages import packages_of
from kpixl.check import CheckResult
from kpixl.cli.main import program
from kpixl.findings import Severity
from kpixl.generate import build
from kpixl.layout import Package, Role, lay_out, standing
from kpixl.layout.plan.keys import CellKey
from kpixl.simulate.book import Book
from tests.support import produced, season
from tests.support.cli import kpixl_json
from tests.support.varied import varied
from tests.support.written import cell_at

FIRST_UP, FIRST_DOWN = "targets.一上", "targets.一下"
SECOND_UP, SECOND_DOWN = "targets.二上", "targets.二下"
PROJECT = "project-targets"
CULTURE = "culture-health"


@dataclass(frozen=True)
class Played:
    """Four rounds that were gone through by all units, without a mistake.

    results: of the check, by round; made: packages, by round.
    """

    campaign: Campaign
    workspace: Path
    results: dict[str, CheckResult]
    made: dict[str, dict[str, Package]]

    @property
    def returns(self):
        """Where what came back lies, round by round."""
        return self.workspace / "returns"

    def said(self, stage, key):
        """What an accepted return of a round says."""
        entries = (e for r in self.results[stage].accepted for e in r.entries)
        return next(e for e in entries if e.key == key)

    def packages(self, stage, after):
        """The packages of a round, from the accepted returns of another one, by whom they are about."""
        assert self.campaign.scheme.stage(stage).carries == after
        if stage not in self.made:
            dealt = packages_of(self.campaign, stage=stage, returns=[self.returns])
            self.made[stage] = {subject: p for p in dealt.packages for subject in p.subjects}
        return self.made[stage]


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The four rounds and the self-evaluation behind them, simulated."""
    workspace = tmp_path_factory.mktemp("二上二下")
    folder = varied("zibo-2022", "zibo-2022-rounds", workspace)
    cache = workspace / "read.sqlite"
    means = Means(key=produced.KEY, password=produced.PASSWORD, force=True, jobs=1, cache=cache)
    campaign = Campaign.open(folder, means)
    results: dict[str, CheckResult] = {}
    for stage in campaign.scheme.stage_ids:
        before = [workspace / "returns"] if results else []
        campaign.simulate(workspace / "returns" / stage, stage=stage, returns=before)
        results[stage] = campaign.check([workspace / "returns"])
    return Played(campaign, workspace, results, {})


def test_each_round_is_filled_by_whom_it_names(played):
    """Twelve units, the office, twelve units, the office; nobody is sent back."""
    made = {s: [f.unit for f in r.files if f.status != "ignored"] for s, r in played.results.items()}
    units = {u.id for u in played.campaign.scheme.roster.appraised}
    assert [units, {"budget-office"}, units, {"budget-office"}, units] == [set(who) for who in made.values()]
    assert all(len(r.accepted) == len(made[s]) for s, r in played.results.items())


def test_the_office_gets_one_workbook_a_group(played):
    """Of the three groups of units each has its own, named by it."""
    parts = {r.stamp.part for r in played.results[FIRST_DOWN].accepted}
    assert {g.name for g in played.campaign.scheme.roster.groups} == parts


def test_a_stamp_and_a_file_name_say_the_round(played):
    """So that nobody takes one round's workbook for another's."""
    record = next(r for r in played.results[SECOND_UP].accepted if r.stamp.recipient == CULTURE)
    assert (SECOND_UP, "二上", "") == (record.stamp.stage, record.stamp.round, record.stamp.period)
    assert record.name.endswith("-二上.xlsx")


def test_the_next_round_has_answers_and_remarks(played):
    """What the unit said stands in open cells, what the office remarked is printed beside it."""
    package = played.packages(SECOND_UP, after=FIRST_DOWN)[CULTURE]
    plan = lay_out(package)
    there = standing(package, plan)
    for name in ("level1", "indicator"):
        key = CellKey(PROJECT, "p01", CULTURE, "1", name)
        assert there[key] == played.said(FIRST_UP, key).value is not None
    remark = CellKey(PROJECT, "p01", CULTURE, "1", "opinion")
    cell = plan.by_cell_key[remark]
    assert (Role.PRINTED, played.said(FIRST_DOWN, remark).value) == (cell.role, cell.value)


def test_what_the_office_did_not_review_comes_back_as_well(played):
    """It stands in the units' next workbook as they said it before."""
    package = played.packages(SECOND_UP, after=FIRST_DOWN)["finance"]
    key = CellKey("project-summary", "", "finance", "1", "project")
    assert standing(package, lay_out(package))[key] == played.said(FIRST_UP, key).value


def test_a_unit_may_add_a_row_in_a_later_round(played):
    """There are as many free rows as in the first."""
    plan = lay_out(played.packages(SECOND_UP, after=FIRST_DOWN)[CULTURE])
    assert plan.by_cell_key[CellKey(PROJECT, "p01", CULTURE, "5", "indicator")].role is Role.INPUT


def test_the_budget_changes_only_where_a_round_says_so(played):
    """The office settles it in the first round down; after that it is printed, and a change is an error."""
    key = CellKey(PROJECT, "p01", CULTURE, "", "budget")
    down = lay_out(played.packages(FIRST_DOWN, after=FIRST_UP)[CULTURE])
    assert down.by_cell_key[key].role is Role.INPUT
    package = played.packages(SECOND_UP, after=FIRST_DOWN)[CULTURE]
    built = build(package, standing(package, lay_out(package)), issuer=issuer(played))
    assert (Role.PRINTED, played.said(FIRST_DOWN, key).value) == (
        built.plan.by_cell_key[key].role,
        built.plan.by_cell_key[key].value,
    )
    book = Book(built.data)
    book.set_value(cell_at(book, built.plan, built.plan.by_cell_key[key].spot), "9999")
    assert ("T002", "budget") in found(played, book.data())


def test_a_remark_that_is_not_acted_upon_is_found(played):
    """Where the office asked for a change and the unit sends its workbook back as it came."""
    entries = [e for r in played.results[FIRST_DOWN].accepted for e in r.entries]
    remarks = [e.key for e in entries if (e.key.form, e.key.column, e.text) == (PROJECT, "opinion", "修改")]
    package = played.packages(SECOND_UP, after=FIRST_DOWN)[remarks[0].subject]
    built = build(package, standing(package, lay_out(package)), issuer=issuer(played))
    told = [field for code, field in found(played, built.data) if code == "R012"]
    assert len(told) == sum(key.subject == package.recipient for key in remarks)


def test_what_was_changed_or_answered_is_not_found(played):
    """The simulated units did one or the other."""
    codes = [f.code for file in played.results[SECOND_UP].files for f in file.findings]
    assert "R012" not in codes


def test_the_last_round_has_the_changed_answers(played):
    """The office's second workbook shows what the units said last."""
    plan = lay_out(played.packages(SECOND_DOWN, after=SECOND_UP)[CULTURE])
    key = CellKey(PROJECT, "p01", CULTURE, "1", "indicator")
    assert plan.by_cell_key[key].value == played.said(SECOND_UP, key).value


def test_the_stage_behind_the_rounds_goes_on_from_the_last(played):
    """The self-evaluation prints the last targets and the budget that the office settled."""
    for key, stage in (
        (CellKey(PROJECT, "p01", CULTURE, "1", "indicator"), SECOND_UP),
        (CellKey(PROJECT, "p01", CULTURE, "", "budget"), FIRST_DOWN),
    ):
        assert played.said("self-evaluation", key).value == played.said(stage, key).value


def test_a_rejected_return_of_a_later_round_is_given_back_with_its_answers(played, tmp_path):
    """With the remarks beside them, in the same round."""
    package = played.packages(SECOND_UP, after=FIRST_DOWN)[CULTURE]
    key = CellKey(PROJECT, "p01", CULTURE, "1", "indicator")
    answers = standing(package, lay_out(package)) | {key: "字" * 61}
    (tmp_path / "01.xlsx").write_bytes(build(package, answers, issuer=issuer(played)).data)
    played.campaign.feedback([tmp_path / "01.xlsx"], tmp_path / "退回")
    (given,) = (tmp_path / "退回").glob("*.xlsx")
    assert given.name.endswith("-二上.xlsx")
    cells = {
        (c["field"], c["row"], c["instance"]): c["value"]
        for c in played.campaign.inspect(given).as_dict()["cells"]
    }
    assert "字" * 61 in map(str, cells.values())


def test_the_last_round_is_merged(played, tmp_path):
    """The table of it shows what the units said last beside what the office decided."""
    result = played.campaign.check([played.returns / SECOND_DOWN])
    merged = played.campaign.merge(result, tmp_path / "二下.xlsx")
    shown = {cell for sheet in load_workbook(merged.path) for row in sheet.values for cell in row}
    key = CellKey(PROJECT, "p01", CULTURE, "1", "indicator")
    assert {played.said(SECOND_UP, key).value, "同意"} <= shown


def test_no_round_warns_of_what_was_printed(played):
    """What a program or a person would have changed is not found in workbooks that nobody touched."""
    codes = {f.code for r in played.results.values() for file in r.files for f in file.findings}
    assert not {code for code in codes if code[0] in "ST"}
    errors = [f for r in played.results.values() for f in r.findings if f.severity is Severity.ERROR]
    assert not errors


def test_status_knows_rounds(played):
    """It names the round, whichever way somebody calls it."""
    told = kpixl_json("status", "zibo-2022", "--workspace", played.workspace, "--stage", "二上")
    assert (SECOND_UP, "二上", "") == (told["stage"], told["round"], told["period"])
    assert told["summary"]["units"] == 12


def guided():
    """The commands of the guide's section on rounds."""
    section = season.GUIDE.read_text(encoding="utf-8").partition("### 几上几下，一年报几次\n")[2]
    return [line.split() for line in section.split("```")[1].splitlines() if line]


@pytest.mark.parametrize("typed", guided(), ids=" ".join)
def test_the_guide_speaks_of_such_rounds(played, typed):
    """Its commands and options are there, and the stages that it names are those of the scheme."""
    _, verb, _, *rest = typed
    command = program.get_command(click.Context(program), verb)
    known = {option for each in command.params for option in each.opts} if command else set()
    assert known >= {word for word in rest if word.startswith("--")}
    assert stage_of(played.campaign.scheme, rest[rest.index("--stage") + 1]).round


def issuer(played):
    """Who signs and locks."""
    return played.campaign.issuer


def found(played, data):
    """The codes and fields of what is found in a return of a later round."""
    path = played.workspace / "one" / "01.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return [(f.code, f.where.field) for file in played.campaign.check([path]).files for f in file.findings]

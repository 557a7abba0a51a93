"""What the office decides shows where a figure is explained: awards, vetoes, waivers."""

from dataclasses import replace
from pathlib import Path

import pytest

from kpixl.blueprint import Veto, Waiver
from kpixl.campaign import FigureRef
from kpixl.campaign.scores.explaining import origin
from kpixl.findings import Location, Severity, found
from kpixl.merge.run import accounts
from tests.support import produced, records
from tests.support.accounted import accounted
from tests.support.cli import kpixl

NAMES = ("xinhua-2021", "weidong-2021", "zibo-2022")
FOLDERS = [next(f for f in produced.SCHEMES if f.name == name) for name in NAMES]
every_scheme = pytest.mark.parametrize("folder", FOLDERS, ids=produced.label)
XINHUA = FOLDERS[0]


def stage_of(folder):
    """The stage that the scheme scores."""
    scoring = produced.scheme_of(folder).head.scoring
    assert scoring is not None
    return scoring.stage


def tallies_of(made):
    """What each unit is scored on."""
    assert made.workbook.scored is not None
    return made.workbook.scored.tallies


def decided(folder, *, findings=(), **head):
    """The workbook of a scheme whose head says more; findings: at the first file that is accepted."""
    done = produced.made(folder, stage_of(folder))
    scheme = done.scheme.model_copy(update={"head": done.scheme.head.model_copy(update=head)})
    result = records.checked(scheme, done.id, done.records)
    first, *others = result.files
    files = (replace(first, findings=tuple(findings)), *others)
    return accounts(scheme, replace(result, files=files), validator=produced.validator(folder))


def place(made, unit, label):
    """The cell of the score sheet below a heading, in the row of a unit."""
    for sheet in made.plan.sheets:
        rows = [c for c in sheet.cells if unit in c.spot.row.split("/")]
        heads = {c.spot.column for c in sheet.cells if c.value == label}
        cell = next((c for c in rows if c.spot.column in heads), None)
        if cell is not None:
            return f"{sheet.name}!{sheet.address(cell.spot).a1}"
    raise AssertionError(label)


def best(made):
    """The first unit that is first of its group."""
    return next(u for u in made.units if u.rank == 1)


@every_scheme
def test_a_rank_is_the_one_that_was_given(folder):
    """Its cell shows it, and the unit's standing is told beside it."""
    made = accounted(folder, stage_of(folder))
    unit = best(made)
    told = origin(made, FigureRef(cell=place(made, unit.id, "名次")))
    assert (1, unit) == (told.step.value, told.unit)
    assert told.step.formula


def test_an_award_rests_on_the_rank():
    """With the quota that it falls in, its share and its rounding."""
    made = accounted(XINHUA, stage_of(XINHUA))
    unit = next(u for u in made.units if u.award)
    told = origin(made, FigureRef(cell=place(made, unit.id, "奖项")))
    assert (unit.award, [unit.rank]) == (told.step.value, [part.value for part in told.step.parts])
    assert f"第{unit.rank}名，在{unit.award}" in told.as_dict()["standing"]["reason"]


@every_scheme
def test_a_veto_is_told_with_its_matter(folder):
    """The total that it makes zero, what it is for, and the note of the merge."""
    unit = best(accounted(folder, stage_of(folder))).id
    made = decided(folder, vetoes=(Veto(unit=unit, effect="zero", matter="发生较大安全事故"),))
    told = origin(made, FigureRef(cell=place(made, unit, "合计")))
    assert 0 == told.step.value
    assert "一票否决" in [part.label for part in told.step.parts]
    assert "得零分" == told.as_dict()["standing"]["veto"]
    assert "U014" in [f.code for f in told.findings]


@every_scheme
def test_a_waived_finding_is_told_with_its_reason(folder):
    """The note at the entry, and the waiver that made it one."""
    plain = accounted(folder, stage_of(folder))
    name = plain.workbook.result.files[0].path
    unit, item, given, rule = next(
        (unit, item, source, rule)
        for unit, own in tallies_of(plain).items()
        for item in own.scores
        for told in [origin(plain, FigureRef(unit=unit, indicator=item))]
        for source in told.sources
        if source.record.name == name
        for rule in told.rules()
    )
    where = Location(unit=given.recipient, sheet=given.entry.sheet, cell=given.entry.cell, path=name)
    finding = found("R004", where=where, waiver="会议纪要〔2021〕3号", fields="x", words="x")
    waiver = Waiver(unit=given.recipient, rule=rule, reason="会议纪要〔2021〕3号")
    made = decided(folder, findings=[replace(finding, severity=Severity.NOTE)], waivers=(waiver,))
    told = origin(made, FigureRef(unit=unit, indicator=item))
    assert [finding.code] == [f.code for f in told.findings if f.code.startswith("R")]
    assert [
        {"unit": given.recipient, "rule": rule, "reason": "会议纪要〔2021〕3号", "until": None}
    ] == told.as_dict()["waivers"]


@every_scheme
def test_a_unit_is_named_as_people_do(folder):
    """By id, name, short name, or its number in the roster."""
    made = accounted(folder, stage_of(folder))
    units = produced.scheme_of(folder).roster.units
    scored = {u: own for u, own in tallies_of(made).items() if own.scores}
    number, unit = next((n, u) for n, u in enumerate(units, 1) if u.id in scored)
    item = next(iter(scored[unit.id].scores))
    told = [
        origin(made, FigureRef(unit=name, indicator=item)).step
        for name in (unit.id, unit.name, unit.short, str(number))
    ]
    assert told[0].value is not None
    assert [told[0]] * 4 == told


@pytest.fixture(scope="module")
def returns(tmp_path_factory):
    """The verification returns of the real scheme as files, and the key that they are signed with."""
    home = tmp_path_factory.mktemp("returns")
    (home / "in").mkdir()
    for form in produced.made(XINHUA, stage_of(XINHUA)).forms:
        (home / "in" / form.name).write_bytes(form.filled)
    (home / "key").write_bytes(produced.KEY.secret)
    return home


def explained(returns: Path, *arguments):
    """The command on these returns."""
    named = ("--returns", returns / "in", "--scheme", XINHUA.name, "--key-file", returns / "key")
    return kpixl("explain", *arguments, *named)


@pytest.mark.slow
def test_a_total_names_each_score_on_one_line(returns):
    """With the file and the cell that each is from, in both languages."""
    made = accounted(XINHUA, stage_of(XINHUA))
    cell, items = place(made, best(made).id, "合计"), tallies_of(made)[best(made).id].names
    for lang in ("zh", "en"):
        done = explained(returns, cell, "--lang", lang)
        assert 0 == done.exit_code
        lines = [line for line in done.stdout.splitlines() if "  ← " in line]
        assert len(items) == len(lines)
        assert all(".xlsx" in line and "附件2!" in line for line in lines)

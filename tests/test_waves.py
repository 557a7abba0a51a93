"""A verification in waves: a verifier's workbooks about different units count beside each other."""

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest

from kpixl import carry
from kpixl.blueprint import load_scheme
from kpixl.campaign import Campaign, Means
from kpixl.generate import build
from kpixl.layout import computed
from kpixl.ledger import Asked, Entry, Turn, standings
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance
from kpixl.simulate.filling import filled
from tests.support import produced

FOLDER = produced.ROOT / "blueprints" / "weidong-2021"
STAGE, OFFICE = "verification", "appraisal-office"
EARLY, LATE = "street-1", "development-reform"


@cache
def workbook(*subjects, issue=1, blank=False, seed=1):
    """What the office returns about these units, whose self-checks were accepted."""
    done = produced.made(FOLDER, "self-check")
    accepted = [r for r in done.records if r.stamp and r.stamp.recipient in subjects]
    dealt = carry.next_packages(done.scheme, STAGE, accepted)
    package = replace(next(p for p in dealt if p.recipient == OFFICE), issue=issue)
    issued = build(package, {}, issuer=produced.issuer(FOLDER))
    if blank:
        return issued.data
    given = answers(package, issued.plan, chance(seed, *subjects))
    return filled(issued, computed(issued.plan, given)).data()


@pytest.fixture
def campaign():
    """Who checks and merges."""
    return Campaign.open(FOLDER, Means(key=produced.KEY, password=produced.PASSWORD, force=True))


@pytest.fixture
def checked(campaign, tmp_path):
    """Check workbooks, each in a folder of its wave."""

    def check(*files):
        for number, data in enumerate(files, start=1):
            (tmp_path / "认定" / str(number)).mkdir(parents=True)
            (tmp_path / "认定" / str(number) / "考核办.xlsx").write_bytes(data)
        return campaign.check([tmp_path / "认定"], stage=STAGE)

    return check


def codes(file):
    """The findings U of a file."""
    return [f.code for f in file.findings if f.code[0] == "U"]


def test_two_waves_count_beside_each_other(checked):
    """The earlier one says whom it counts for."""
    first, second = checked(workbook(EARLY), workbook(LATE, issue=2)).files
    assert ("accepted", "accepted") == (first.status, second.status)
    assert (["U025"], []) == (codes(first), codes(second))
    name = load_scheme(FOLDER).roster.unit(EARLY).name
    assert name in next(f for f in first.findings if f.code == "U025").message("zh")


def test_the_score_sheet_has_both(checked, campaign, tmp_path):
    """Each unit's scores come from the workbook that is about it."""
    result = checked(workbook(EARLY), workbook(LATE, issue=2))
    for record in result.accepted:
        assert record.about < {EARLY, LATE}
    merged = campaign.merge(result, tmp_path / "汇总.xlsx")
    alone = campaign.merge(campaign.check([tmp_path / "认定" / "1"], stage=STAGE), tmp_path / "一.xlsx")
    scores = {u.id: u.score for u in merged.units}
    assert {u.id: u.score for u in alone.units}[EARLY] == scores[EARLY] is not None
    assert scores[LATE] is not None


def test_a_corrected_wave_takes_the_place_of_itself(checked):
    """And of nothing else."""
    states = [f.status for f in checked(workbook(EARLY), workbook(EARLY, issue=2), workbook(LATE)).files]
    assert ["duplicate", "accepted", "accepted"] == states


def test_whoever_is_about_all_takes_the_place_of_all(checked):
    """A second issue of everything."""
    whole = workbook(EARLY, LATE, issue=3, seed=2)
    states = [f.status for f in checked(workbook(EARLY), workbook(LATE, issue=2), whole).files]
    assert ["duplicate", "duplicate", "accepted"] == states


def test_of_a_whole_one_the_rest_counts(checked):
    """What a later one says again is left out of it, findings included."""
    first, second = checked(workbook(EARLY, LATE), workbook(LATE, issue=2)).files
    assert ({EARLY}, {LATE}) == (first.record.about - {LATE}, second.record.about)
    assert {EARLY} == {row.subject for row in first.record.rows}
    assert {EARLY} == {entry.key.subject for entry in first.record.entries}
    assert LATE not in {f.where.subject for f in first.findings}


def test_a_blank_wave_is_judged(checked):
    """It is not taken for a blank copy of the other: what it asks is missing."""
    result = checked(workbook(EARLY), workbook(LATE, issue=2, blank=True))
    assert ["accepted", "rejected"] == [f.status for f in result.files]
    assert (True, "rejected") == (result.failed, result.judged[OFFICE])
    assert 2 == len(result.counting)


def test_each_rejected_wave_is_given_back(checked, campaign, tmp_path):
    """Under names that differ."""
    result = checked(workbook(EARLY, blank=True), workbook(LATE, issue=2, blank=True))
    made = campaign.feedback(result, tmp_path / "反馈").workbooks
    assert 2 == len({w.path for w in made}) == len([w for w in made if w.unit == OFFICE])


MOMENT = dt.datetime(2022, 2, 1, tzinfo=dt.UTC)


def entry(number, what, file, **data):
    """An entry of the office's."""
    return Entry(
        id=number,
        at=MOMENT,
        by="王",
        what=what,
        turn=Turn(scheme="weidong-2021", stage=STAGE),
        unit=OFFICE,
        file=file,
        why="",
        data=data,
        person="",
        revokes=None,
    )


def received(number, file, *about, issue=1):
    """That a file came."""
    facts = {"name": file, "issue": issue, "modified": "", "blank": False, "recognised": False}
    return entry(number, "received", file, about=about, **facts)


def judged(number, file, result, errors=0):
    """How it was judged."""
    return entry(number, "judged", file, result=result, errors=errors, warnings=0, notes=0)


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("accepted", "accepted", "accepted"),
        ("rejected", "accepted", "rejected"),
        ("accepted", "rejected", "rejected"),
        ("accepted", None, "received"),
    ],
)
def test_the_account_counts_both(first, second, state):
    """A verifier is done when all that counts is accepted."""
    entries = [received(1, "a", EARLY), judged(2, "a", first, 1), received(3, "b", LATE, issue=2)]
    entries += [judged(4, "b", second, 2)] if second else []
    (standing,) = standings(Asked(stage=STAGE, deadline=None, today=MOMENT.date()), [OFFICE], entries)
    assert (state, 2, "") == (standing.state, standing.returns, standing.accepted_before)


def test_in_the_account_a_corrected_one_counts_alone():
    """The wave that it corrects is no more."""
    entries = [received(1, "a", EARLY), judged(2, "a", "rejected"), received(3, "b", EARLY, issue=2)]
    entries.append(judged(4, "b", "accepted"))
    (standing,) = standings(Asked(stage=STAGE, deadline=None, today=MOMENT.date()), [OFFICE], entries)
    assert "accepted" == standing.state

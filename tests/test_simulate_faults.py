"""Every fault that is put in is found with its code at its cell, and nothing else is reported."""

from collections import Counter
from dataclasses import replace

import pytest

from kpixl.blueprint.model import Roster
from kpixl.carry import next_packages
from kpixl.findings.catalogue import entries
from kpixl.generate.naming import file_name
from kpixl.simulate import simulate
from kpixl.simulate.faults import every_fault
from tests.support.simulated import checked, issuer, score, self_checks, xinhua

TOWNS = ("jiaodian", "zhongxinglu", "kuanggonglu", "guangminglu")
LEAST_CODES = 25
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scheme():
    """The reference scheme."""
    return xinhua()


@pytest.fixture(scope="module")
def packages(scheme):
    """Four towns and twenty departments."""
    every = self_checks(scheme)
    return tuple(p for p in every if p.recipient in TOWNS) + every[11:31]


@pytest.fixture(scope="module")
def clean(scheme, packages):
    """Their returns without faults."""
    return list(simulate(packages, issuer=issuer(scheme), seed=1))


@pytest.fixture(scope="module")
def accepted(scheme, clean):
    """What the check says of them."""
    return checked(scheme, clean)


@pytest.fixture(scope="module")
def faulty(scheme, packages):
    """Their returns, every one with faults."""
    return list(simulate(packages, issuer=issuer(scheme), seed=3, faults=1.0))


def test_returns_without_faults_have_no_finding(clean, accepted):
    """No error, no warning, every file accepted."""
    result = accepted.as_dict()
    assert (len(clean), 0, 0) == tuple(result["summary"][k] for k in ("accepted", "errors", "warnings"))


def test_every_fault_is_found_and_nothing_else(scheme, faulty):
    """Detection 100 %, false alarms 0."""
    outcome = score(faulty, checked(scheme, faulty).as_dict())
    print(outcome)  # noqa: T201 - the rates are part of what the tests show
    assert () == outcome.missed
    assert () == outcome.false_alarms


def test_faults_of_verifiers_are_found_and_nothing_else(scheme, accepted):
    """The second stage: formulas, reasons for bonus and deduction, figures that are needed."""
    packages = next_packages(scheme, "verification", accepted.accepted, simulated="random")
    returns = [
        each for seed in (1, 2) for each in simulate(packages, issuer=issuer(scheme), seed=seed, faults=1.0)
    ]
    half = len(packages)
    for some in (returns[:half], returns[half:]):
        outcome = score(some, checked(scheme, some).as_dict())
        print(outcome)  # noqa: T201 - the rates are part of what the tests show
        assert ((), ()) == (outcome.missed, outcome.false_alarms)


def test_verifiers_without_faults_have_no_finding(scheme, accepted):
    """The second stage is clean as well."""
    packages = next_packages(scheme, "verification", accepted.accepted, simulated="random")
    returns = list(simulate(packages, issuer=issuer(scheme), seed=1))
    summary = checked(scheme, returns).as_dict()["summary"]
    assert (len(packages), 0, 0) == tuple(summary[k] for k in ("accepted", "errors", "warnings"))


def test_faults_have_many_codes(faulty):
    """All gates that look at one return are among them."""
    codes = {fault.code for each in faulty for fault in each.faults}
    assert len(codes) >= LEAST_CODES
    assert set("FISTVRC") == {code[0] for code in codes}


def test_every_faulty_return_has_a_fault(faulty):
    """A share of 1 means all."""
    assert [] == [each.name for each in faulty if not each.faults]


def test_what_hides_other_faults_stands_alone(faulty):
    """A file that cannot be read, or whose stamp is wrong, has this fault only."""
    alone = {kind.code for kind in every_fault() if kind.alone}
    assert [] == [e.name for e in faulty if len(e.faults) > 1 and alone & {f.code for f in e.faults}]


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5])
def test_the_share_of_faulty_returns_is_kept(scheme, packages, share):
    """Rounded up to whole returns."""
    some = packages[:6]
    returns = list(simulate(some, issuer=issuer(scheme), seed=1, faults=share))
    assert -(-len(some) * share // 1) == sum(bool(each.faults) for each in returns)


def test_the_same_seed_gives_the_same_bytes(scheme, packages, faulty):
    """The first returns come out the same when they are made again: faults, bytes and names."""
    again = simulate(packages, issuer=issuer(scheme), seed=3, faults=1.0)
    assert faulty[:3] == [next(again) for _ in range(3)]


def test_answers_do_not_depend_on_the_other_packages(scheme, packages, clean):
    """A unit's return is the same whether it is made alone or among others."""
    alone = list(simulate(packages[5:6], issuer=issuer(scheme), seed=1))
    assert clean[5:6] == alone


def test_names_are_those_of_the_roster(clean, packages):
    """NN-单位名.xlsx, NN its place in the roster."""
    assert ["01-焦店镇政府.xlsx", "12-发改委.xlsx"] == [clean[0].name, clean[4].name]
    assert len(packages) == len({each.name for each in clean})


def test_names_hold_nothing_that_windows_refuses(scheme):
    """What a file name may not hold becomes an underscore."""
    assert "07-甲_乙_丙_.xlsx" == name_of(scheme, "甲/乙:丙?. ")


def test_long_names_are_cut_between_characters(scheme):
    """A file's name counts a rare character as two, as Windows does, and holds it whole or not at all."""
    assert f"07-{'𠮷' * 35}.xlsx" == name_of(scheme, "𠮷" * 60)
    assert f"07-甲{'𠮷' * 34}.xlsx" == name_of(scheme, "甲" + "𠮷" * 60)


def name_of(scheme, name):
    """The file of a unit that is called so, the seventh."""
    roster = scheme.roster
    units = tuple(u.model_copy(update={"name": name}) if u.id == TOWNS[0] else u for u in roster.units)
    odd = scheme.model_copy(update={"roster": Roster(groups=roster.groups, units=units)})
    return file_name(self_checks(odd, TOWNS[0])[0], 7)


@pytest.mark.parametrize("share", [-0.1, 1.5])
def test_an_impossible_share_is_refused(scheme, packages, share):
    """Before anything is made."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        simulate(packages, issuer=issuer(scheme), seed=1, faults=share)


def test_a_package_that_hides_its_simulation_is_refused(scheme, packages):
    """A simulated return must say so in its stamp."""
    with pytest.raises(ValueError, match="simulated"):
        simulate([replace(packages[0], simulated="")], issuer=issuer(scheme), seed=1)


def test_codes_are_in_the_catalogue():
    """No kind promises a finding that does not exist."""
    assert set() == {kind.code for kind in every_fault()} - set(entries())


def test_kinds_are_dealt_in_turn(faulty):
    """No kind comes a third time before each that can be put in has come once."""
    counted = Counter(code for each in faulty for code in {f.code for f in each.faults})
    assert max(counted.values()) <= 2

"""A scheme with a rule of every kind: random answers hold all of them, and what breaks one is found."""

from pathlib import Path

import pytest

from kpixl.blueprint import load_scheme
from kpixl.generate import build
from kpixl.linter import lint_folder
from kpixl.rules import ROW_KINDS, UNIT_KINDS, every_kind, kind_of, name_of
from kpixl.simulate import SimulatedReturn, answers, simulate
from kpixl.simulate.chance import chance
from kpixl.simulate.faults import Damage, Faultless
from kpixl.simulate.faults.rules import rule_faults
from tests.support.simulated import checked, issuer, score, self_checks

FOLDER = Path(__file__).parent / "cases" / "kinds"
SEEDS = (1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3)))
TRIES = 8
SIMULATED = "I010"
BROKEN = {"C001", "C004", "C005", "C006", "C007", "C008", "C010", "R002", "R003", "R007", "R009"}
KINDS_OF_THEM = BROKEN - {"R007"} | {"R006"}
"""What breaks the order of bands makes two of them overlap."""


@pytest.fixture(scope="module")
def scheme():
    """The scheme."""
    return load_scheme(FOLDER)


def test_the_scheme_has_no_problem():
    """Lint says nothing."""
    assert [] == [f.message() for f in lint_folder(FOLDER)[1]]


def test_the_scheme_has_the_kinds_that_look_beyond_a_row(scheme):
    """Each kind but those of single rows has a rule here."""
    rules = [r for f in scheme.forms for t in f.tables for r in t.rules]
    beyond = {name_of(kind.model) for kind in every_kind()} - {*ROW_KINDS, "total"}
    assert beyond <= {r.kind for r in rules}
    assert set(UNIT_KINDS) == {r.kind for r in rules if kind_of(r) in UNIT_KINDS.values()}


@pytest.mark.parametrize("seed", SEEDS)
def test_random_answers_hold_every_rule(scheme, seed):
    """No error, no warning, no note."""
    returns = list(simulate(self_checks(scheme), issuer=issuer(scheme), seed=seed))
    result = checked(scheme, returns)
    told = [(f.code, f.where.cell, f.message()) for f in result.all_findings if f.code != SIMULATED]
    assert [] == told


@pytest.mark.parametrize("seed", SEEDS)
def test_every_fault_is_found_and_nothing_else(scheme, seed):
    """Detection 100 %, false alarms 0."""
    returns = list(simulate(self_checks(scheme), issuer=issuer(scheme), seed=seed, faults=1.0))
    outcome = score(returns, checked(scheme, returns).as_dict())
    assert ((), ()) == (outcome.missed, outcome.false_alarms)


def damaged(scheme, package, kind):
    """A return with a fault of one kind, which the first answers may not leave room for."""
    built = build(package, {}, issuer=issuer(scheme))
    for seed in range(TRIES):
        given = answers(package, built.plan, chance(seed, "answers"))
        sound = Faultless(package=package, built=built, answers=given, issuer=issuer(scheme))
        damage = Damage(sound, chance(seed, "faults"))
        if kind.apply(damage):
            break
    return SimulatedReturn(
        unit=package.recipient, name="1.xlsx", data=damage.finished(), issued=b"", faults=damage.faults
    )


@pytest.mark.slow
def test_each_rule_is_broken_and_found(scheme):
    """What breaks a rule of each kind is found at its cell, and nothing else is."""
    kinds = [kind for kind in rule_faults() if kind.code in KINDS_OF_THEM]
    package = self_checks(scheme)[0]
    returns = [damaged(scheme, package, kind) for kind in kinds]
    assert BROKEN == {fault.code for each in returns for fault in each.faults}
    outcomes = [score([each], checked(scheme, [each]).as_dict()) for each in returns]
    assert [((), ())] * len(kinds) == [(o.missed, o.false_alarms) for o in outcomes]

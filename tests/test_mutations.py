"""Whatever is changed of what a workbook locks, one change at a time: the check tells it, where it is.

Of each reference scheme one workbook is changed in every way (a large one in a sample of them;
`python -m tests.full_mutations` tries all). The rates are printed with `-rA`, and are in docs/reliability.md.
"""

import random
import re
import sys

import pytest

from kpixl.returns._reading import read_bytes
from tests.support import mutating, produced, tiny
from tests.support.mutants import unpacked
from tests.support.mutating_values import value_deeds
from tests.support.packages import packed
from tests.support.produced import Form

SAMPLE = 30
FEW = 12
SMALL = {
    "chongqing-2021": "report",
    "weidong-2021": "self-check",
    "xinhua-2021": "verification",
    "zibo-2022": "self-evaluation",
}
LARGE = {"cangzhou-2020": "report"}
FOLDERS = {folder.name: folder for folder in produced.SCHEMES}
WHAT = {
    "cells": ("printed", "locked", "stamp"),
    "formulas": ("formula",),
    "validations": ("validation",),
    "rows and sheets": ("row", "sheet", "protection"),
}


def form(scheme: str) -> Form:
    """The smallest workbook of the scheme's stage."""
    stage = {**SMALL, **LARGE}[scheme]
    return min(produced.made(FOLDERS[scheme], stage).forms, key=lambda f: len(f.plan.by_spot))


def test_every_scheme_is_there():
    """No reference scheme is left out."""
    assert {folder.name for folder in produced.SCHEMES} == {*SMALL, *LARGE, "tiny"}


@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize("scheme", [*SMALL, *LARGE])
def test_every_change_is_told_where_it_is(scheme, what):
    """Of all changes of a kind the check tells each, at its cell, row or sheet."""
    every = [
        deed for deed in mutating.deeds(form(scheme), thorough=False) if deed.what.startswith(WHAT[what])
    ]
    if scheme in LARGE:
        every = random.Random(scheme).sample(every, min(SAMPLE, len(every)))  # noqa: S311 - no secret
    tallies = mutating.tried(produced.ready(FOLDERS[scheme]), every)
    for kind, tally in tallies.items():
        sys.stdout.write(f"{scheme} {kind}: {tally.told} of {tally.made} told\n")
    assert tallies
    assert [] == [missed for tally in tallies.values() for missed in tally.missed]


@pytest.mark.parametrize("scheme", [*SMALL, *LARGE])
def test_every_value_that_was_changed_without_typing_is_told(scheme):
    """Number formats, malformed cells, texts and sheets of another unit: nothing is used in silence."""
    own = form(scheme)
    forms = produced.made(FOLDERS[scheme], {**SMALL, **LARGE}[scheme]).forms
    other = next((each for each in forms if each is not own), None)
    every = list(value_deeds(own, other, thorough=False))
    few = random.Random(scheme).sample(every, min(FEW, len(every)))  # noqa: S311 - no secret
    tallies = mutating.tried(produced.ready(FOLDERS[scheme]), few)
    assert tallies
    assert [] == [missed for tally in tallies.values() for missed in tally.missed]


@pytest.mark.parametrize("kind", ["z", "d", "b"])
def test_a_cell_of_a_kind_that_does_not_fit_is_an_error(kind):
    """Its text could be read as a number, with a note; but other programs show something else, or nothing."""
    members = unpacked(tiny.built("hedong").data)
    sheet, cell = "xl/worksheets/sheet2.xml", tiny.returned().a1(tiny.report("hedong", "t1", "budget"))
    changed = re.sub(rf'(<c r="{cell}"[^>]*)>', rf'\1 t="{kind}">', members[sheet].decode("utf-8"))
    findings = tiny.read(packed({**members, sheet: changed})).findings
    assert ("F084", "error") in [(f.code, f.severity) for f in findings if f.where.cell == cell]


@pytest.mark.parametrize("scheme", [*SMALL, *LARGE])
def test_a_workbook_that_nobody_changed_has_nothing_to_tell(scheme):
    """The same workbook, its parts packed anew as the changed ones are, has no finding."""
    own = form(scheme)
    assert () == read_bytes(produced.ready(FOLDERS[scheme]), mutating.Workbook(own).unchanged()).findings

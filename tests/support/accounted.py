"""The consolidated workbook of a stage of a scheme, before it is written."""

from functools import cache
from pathlib import Path

from kpixl import carry
from kpixl.layout import first_packages, lay_out
from kpixl.merge.run import Accounts, accounts
from kpixl.returns import Record
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance
from tests.support import produced, records

SCORED = [(f, s.stage) for f in produced.SCHEMES if (s := produced.scheme_of(f).head.scoring) is not None]
"""The scheme folders with scores, and the stage that each scores."""


@cache
def accounted(folder: Path, stage: str) -> Accounts:
    """Of kpixl's own simulation of the stage, with one unit of each group."""
    made = produced.made(folder, stage)
    result = records.checked(made.scheme, stage, made.records)
    return accounts(made.scheme, result, validator=produced.validator(folder))


@cache
def of_all_units(folder: Path, stage: str) -> Accounts:
    """The same with every unit of the roster, straight from the plans: no workbook is written or read."""
    scheme = produced.scheme_of(folder)
    result = records.checked(scheme, stage, _records(folder, stage))
    return accounts(scheme, result, validator=produced.validator(folder))


@cache
def merged(folder: Path, stage: str) -> bytes:
    """The workbook of all units, written once."""
    return of_all_units(folder, stage).merged().data


@cache
def _records(folder: Path, stage: str) -> tuple[Record, ...]:
    scheme = produced.scheme_of(folder)
    wanted = scheme.stage(stage)
    packages = (
        first_packages(scheme, wanted)
        if wanted.carries is None
        else carry.next_packages(scheme, stage, _records(folder, wanted.carries))
    )
    made = []
    for package in packages:
        plan = lay_out(package)
        given = answers(package, plan, chance(1, scheme.id, stage, package.recipient))
        made.append(records.record_of(package, given, plan=plan))
    return tuple(made)

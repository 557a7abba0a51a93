"""The consolidated workbook of a stage of a scheme, before it is written."""

from functools import cache
from pathlib import Path

from kpixl.merge.run import Accounts, accounts
from tests.support import produced, records

SCORED = [(f, s.stage) for f in produced.SCHEMES if (s := produced.scheme_of(f).head.scoring) is not None]
"""The scheme folders with scores, and the stage that each scores."""


@cache
def accounted(folder: Path, stage: str) -> Accounts:
    """Of kpixl's own simulation of the stage."""
    made = produced.made(folder, stage)
    result = records.checked(made.scheme, stage, made.records)
    return accounts(made.scheme, result, validator=produced.validator(folder))

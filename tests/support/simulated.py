"""Simulated returns of xinhua-2021, checked: what was put in against what was found."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpixl.blueprint import digest, load_scheme
from kpixl.blueprint.model import Scheme
from kpixl.check import CheckResult, check
from kpixl.generate import Issuer
from kpixl.layout import Package, first_packages
from kpixl.returns import Reader, discover
from kpixl.simulate import SimulatedReturn
from kpixl.stamp import Key

FOLDER = Path(__file__).parents[2] / "blueprints" / "xinhua-2021"
KEY = Key(b"a key for tests, 32 bytes long..")

Place = tuple[str, str, str | None, str | None]
"""File, code, sheet, cell."""


def xinhua() -> Scheme:
    """The reference scheme."""
    return load_scheme(FOLDER)


def issuer(scheme: Scheme) -> Issuer:
    """What the tests' workbooks are signed and locked with."""
    return Issuer.of(KEY, "口令", digest(scheme))


def self_checks(scheme: Scheme, *units: str) -> tuple[Package, ...]:
    """The first stage's packages, of these units only where any are named."""
    every = first_packages(scheme, scheme.stage(), simulated="random")
    return tuple(p for p in every if not units or p.recipient in units)


def checked(scheme: Scheme, returns: Sequence[SimulatedReturn]) -> CheckResult:
    """What the check says of these returns."""
    with tempfile.TemporaryDirectory() as folder:
        for each in returns:
            Path(folder, each.name).write_bytes(each.data)
        return check(scheme, discover([Path(folder)]), reader=Reader(scheme=scheme, key=KEY))


@dataclass(frozen=True, kw_only=True)
class Score:
    """How well a check did.

    found, missed: faults that the check reports, and that it does not; false_alarms: errors and warnings that
    no fault explains.
    """

    found: tuple[Place, ...]
    missed: tuple[Place, ...]
    false_alarms: tuple[Place, ...]

    def __str__(self) -> str:
        total = len(self.found) + len(self.missed)
        codes = len({code for _, code, _, _ in (*self.found, *self.missed)})
        alarms = len(self.false_alarms)
        return f"{len(self.found)} of {total} faults of {codes} codes found, {alarms} false alarms"


def score(returns: Sequence[SimulatedReturn], result: dict[str, Any]) -> Score:
    """Compare what was put in with the check's JSON."""
    wanted = Counter((r.name, f.code, f.sheet, f.cell) for r in returns for f in r.faults)
    reported: Counter[Place] = Counter()
    alarms: Counter[Place] = Counter()
    for file in (*result["files"], {"path": "", "findings": result["findings"]}):
        for finding in file["findings"]:
            place = (Path(file["path"]).name, finding["code"], finding["sheet"], finding["cell"])
            reported[place] += 1
            alarms[place] += finding["severity"] != "note"
    return Score(
        found=tuple((wanted & reported).elements()),
        missed=tuple((wanted - reported).elements()),
        false_alarms=tuple((alarms - wanted).elements()),
    )

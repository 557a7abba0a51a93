"""simulate: returns as units and verifiers would send them, some of them damaged on purpose."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from kpixl import carry
from kpixl.api.collect import DESK, check
from kpixl.api.desk import Desk
from kpixl.api.output import Batch
from kpixl.api.packages import Packages, packages_of
from kpixl.api.pool import mapping
from kpixl.api.schemes import PathLike, resolved, stage_of, usable
from kpixl.blueprint import Scheme, digest
from kpixl.generate import Issuer
from kpixl.layout import Package
from kpixl.simulate import Fault, SimulatedReturn
from kpixl.simulate import simulate as simulated


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How returns are simulated. seed: equal ones, equal returns; faults: the faulty share, 0 to 1."""

    seed: int = 1
    faults: float = 0.0


TRIAL = Trial()


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One simulated return. unit: the recipient's id; faults: what was put in, for a check to find."""

    unit: str
    path: Path
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What was simulated. omitted: ids of units that no accepted return of the stage before is about."""

    scheme: str
    stage: str
    returns: tuple[Returned, ...]
    omitted: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        made = [
            {"unit": r.unit, "path": str(r.path), "faults": [fault.as_dict() for fault in r.faults]}
            for r in self.returns
        ]
        return {"returns": made, "omitted_units": list(self.omitted)}


def simulate(
    folder: PathLike,
    out: PathLike | None = None,
    *,
    stage: str | None = None,
    returns: Sequence[PathLike] = (),
    trial: Trial = TRIAL,
    desk: Desk = DESK,
) -> Simulated:
    """Make the returns of a stage, all of them or none. Their stamps say that they are simulated.

    folder: the blueprint's; out: where to (default: SCHEME/returns/STAGE in the desk's output). They are
    those of the first stage; with returns, of the stage after theirs; with a later stage and no returns, the
    stages before are simulated by the same seed. Raises BlueprintError and RefusedError.
    """
    scheme = resolved(usable(folder))
    dealt = _dealt(scheme, Path(folder), stage, [Path(p) for p in returns], trial=trial, desk=desk)
    target = Path(out) if out else desk.output / scheme.id / "returns" / dealt.stage
    made: list[Returned] = []
    with Batch(target) as batch:
        for each, name in _filled(scheme, dealt, trial, desk):
            batch.write(name, each.data)
            made.append(Returned(unit=each.unit, path=target / name, faults=each.faults))
            desk.progress(len(made), len(dealt.packages))
    return Simulated(scheme=scheme.id, stage=dealt.stage, returns=tuple(made), omitted=dealt.omitted)


def _dealt(
    scheme: Scheme, folder: Path, stage: str | None, returns: Sequence[Path], *, trial: Trial, desk: Desk
) -> Packages:
    """What is returned in a stage: from the roster, from returns, or from simulated ones."""
    wanted = stage_of(scheme, stage) if stage or not returns else None
    if wanted is None or returns or wanted.carries is None:
        return packages_of(scheme, folder, stage=stage, returns=returns, desk=desk)
    with tempfile.TemporaryDirectory(prefix="kpixl-") as beside:
        before = _dealt(scheme, folder, wanted.carries, (), trial=trial, desk=desk)
        with Batch(Path(beside)) as batch:
            for each, name in _filled(scheme, before, replace(trial, faults=0.0), desk):
                batch.write(name, each.data)
        accepted = check(folder, [beside], desk=desk).accepted
    packages = carry.next_packages(scheme, wanted.id, accepted, simulated=True)
    return Packages(stage=wanted.id, packages=packages, omitted=carry.omitted(scheme, wanted.id, accepted))


def _filled(
    scheme: Scheme, dealt: Packages, trial: Trial, desk: Desk
) -> Iterator[tuple[SimulatedReturn, str]]:
    """The returns with their file names; a name that a fault gave to two of them is told apart."""
    packages = [replace(package, simulated=True) for package in dealt.packages]
    yield from filled(packages, desk.issuer(digest(scheme)), trial, jobs=desk.jobs)


def filled(
    packages: Sequence[Package], issuer: Issuer, trial: Trial, *, jobs: int | None
) -> Iterator[tuple[SimulatedReturn, str]]:
    """The simulated returns of these packages with their file names, no name twice."""
    names: set[str] = set()
    with mapping(len(packages), jobs) as each:
        made = simulated(packages, issuer=issuer, seed=trial.seed, faults=trial.faults, spread=each)
        for one in made:
            name = _free(one.name, names)
            names.add(name)
            yield one, name


def _free(name: str, taken: set[str]) -> str:
    path, number = PurePath(name), 1
    while name in taken:
        number += 1
        name = f"{path.stem}({number}){path.suffix}"
    return name

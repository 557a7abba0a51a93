"""simulate: returns as units and verifiers would send them, some of them damaged on purpose."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, Literal

from kpixl import carry
from kpixl.api.collect import DESK, check
from kpixl.api.desk import Desk
from kpixl.api.output import Batch
from kpixl.api.packages import Packages, packages_of
from kpixl.api.pool import mapping
from kpixl.api.schemes import PathLike, stage_of, usable
from kpixl.blueprint import Published, Scheme, Stage, digest, load_published
from kpixl.check import CheckResult
from kpixl.generate import Issuer
from kpixl.layout import Package
from kpixl.refusal import RefusedError
from kpixl.returns import Record
from kpixl.simulate import Fault, SimulatedReturn, published_units
from kpixl.simulate import simulate as simulated


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How returns are simulated.

    seed: equal ones, equal returns; faults: the faulty share, 0 to 1; answers: random ones, or those that the
    source published, which take no faults.
    """

    seed: int = 1
    faults: float = 0.0
    answers: Literal["random", "published"] = "random"


TRIAL = Trial()


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One simulated return. unit: the recipient's id; faults: what was put in, for a check to find."""

    unit: str
    path: Path
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What was simulated.

    omitted: ids of units that no accepted return of the stage before is about; placeholders: names of the
    roster that the office must still settle.
    """

    scheme: str
    stage: str
    returns: tuple[Returned, ...]
    omitted: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()

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
    stages before are simulated by the same seed. Published answers fill the workbooks of those units whose
    answers were published. Raises BlueprintError and RefusedError.
    """
    scheme = usable(folder)
    rehearsal = _Rehearsal.of(scheme, Path(folder), trial, desk)
    dealt = rehearsal.dealt(stage, [Path(p) for p in returns])
    target = Path(out) if out else desk.output / scheme.id / "returns" / dealt.stage
    made: list[Returned] = []
    with Batch(target) as batch:
        for each, name in rehearsal.filled(dealt, trial.faults):
            batch.write(name, each.data)
            made.append(Returned(unit=each.unit, path=target / name, faults=each.faults))
            desk.progress(len(made), len(dealt.packages))
    return Simulated(
        scheme=scheme.id,
        stage=dealt.stage,
        returns=tuple(made),
        omitted=dealt.omitted,
        placeholders=scheme.roster.placeholders,
    )


@dataclass(frozen=True, kw_only=True)
class _Rehearsal:
    """One simulation. published: what the source published, where that is filled in."""

    scheme: Scheme
    folder: Path
    trial: Trial
    desk: Desk
    published: tuple[Published, ...]

    @classmethod
    def of(cls, scheme: Scheme, folder: Path, trial: Trial, desk: Desk) -> _Rehearsal:
        if trial.answers == "random":
            return cls(scheme=scheme, folder=folder, trial=trial, desk=desk, published=())
        if trial.faults:
            raise RefusedError(
                "公布的数据照原样填写，不加差错：请去掉 --faults，或者改用 --answers random。",
                "Published answers are filled in as they are, without faults: leave out --faults, or take "
                "--answers random.",
            )
        return cls(scheme=scheme, folder=folder, trial=trial, desk=desk, published=load_published(folder))

    def dealt(self, stage: str | None, returns: Sequence[Path]) -> Packages:
        """What is returned in a stage: from the roster, from returns, or from simulated ones."""
        wanted = stage_of(self.scheme, stage) if stage or not returns else None
        if wanted is None or returns or wanted.carries is None:
            made = packages_of(self.scheme, self.folder, stage=stage, returns=returns, desk=self.desk)
        else:
            made = self._carried(wanted, wanted.carries)
        return self._with_answers(made) if self.trial.answers == "published" else made

    def _carried(self, stage: Stage, before: str) -> Packages:
        """The packages of a later stage, from simulated returns of the one before."""
        with tempfile.TemporaryDirectory(prefix="kpixl-") as beside:
            with Batch(Path(beside)) as batch:
                for each, name in self.filled(self.dealt(before, ()), faults=0.0):
                    batch.write(name, each.data)
            result = check(self.folder, [beside], desk=self.desk)
        records = self._counting(result)
        packages = carry.next_packages(self.scheme, stage.id, records, simulated=self.trial.answers)
        omitted = carry.omitted(self.scheme, stage.id, records)
        return Packages(stage=stage.id, packages=packages, omitted=omitted)

    def _counting(self, result: CheckResult) -> tuple[Record, ...]:
        """The accepted returns; of published ones all, whose mistakes are the source's own."""
        if self.trial.answers == "random":
            return result.accepted
        return tuple(f.record for f in result.files if f.status in {"accepted", "rejected"} and f.record)

    def _with_answers(self, dealt: Packages) -> Packages:
        """The packages of the units whose answers in this stage were published."""
        units = published_units(self.scheme, dealt.stage, self.published)
        packages = tuple(p for p in dealt.packages if p.recipient in units)
        if not packages:
            raise RefusedError(
                f"“{self.scheme.id}”没有阶段“{dealt.stage}”的公布数据：请改用 --answers random。",
                f"{self.scheme.id} has no published answers of the stage {dealt.stage!r}: take "
                "--answers random.",
            )
        return replace(dealt, packages=packages)

    def filled(self, dealt: Packages, faults: float) -> Iterator[tuple[SimulatedReturn, str]]:
        """The returns with their file names; a name that a fault gave to two of them is told apart."""
        packages = [replace(package, simulated=self.trial.answers) for package in dealt.packages]
        issuer, trial = self.desk.issuer(digest(self.scheme)), replace(self.trial, faults=faults)
        yield from filled(packages, issuer, trial, published=self.published, jobs=self.desk.jobs)


def filled(
    packages: Sequence[Package],
    issuer: Issuer,
    trial: Trial,
    *,
    published: Sequence[Published] = (),
    jobs: int | None,
) -> Iterator[tuple[SimulatedReturn, str]]:
    """The simulated returns of these packages with their file names, no name twice."""
    names: set[str] = set()
    with mapping(len(packages), jobs) as each:
        made = simulated(
            packages, issuer=issuer, seed=trial.seed, faults=trial.faults, published=published, spread=each
        )
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

"""simulate: returns as units and verifiers would send them, some of them damaged on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any, Literal

from kpixl import carry
from kpixl.blueprint import Published, Scheme, Stage
from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.basis.pool import mapping
from kpixl.campaign.basis.schemes import others_of, stage_of
from kpixl.campaign.issued.generating import remember
from kpixl.campaign.issued.packages import Packages, packages_of
from kpixl.campaign.returned.checking import Returns, checked
from kpixl.check import CheckResult
from kpixl.layout import Package
from kpixl.outputs import OutputFolder, Outputs
from kpixl.refusal import RefusedError
from kpixl.returns import Record
from kpixl.simulate import Fault, SimulatedReturn, published_units
from kpixl.simulate import simulate as simulated
from kpixl.words import Words

FILLING = Words("模拟填报", "filling workbooks")
Filled = Iterator[tuple[SimulatedReturn, str]]
"""Simulated returns with their file names; a name that a fault gave to two of them is told apart."""


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
    basis: Basis,
    out: PathLike | None = None,
    *,
    stage: str | None = None,
    returns: Returns = (),
    trial: Trial = TRIAL,
) -> Simulated:
    """Make the returns of a stage, all of them or none."""
    with Outputs(basis.guard()) as outputs:
        rehearsal = _Rehearsal.of(basis, trial, lambda name: outputs.into(basis.place(out, "returns", name)))
        dealt = rehearsal.dealt(stage, returns)
        outputs.guard = basis.guard(*dealt.read)
        folder = outputs.into(basis.place(out, "returns", dealt.stage))
        remember(basis)
        made: list[Returned] = []
        with rehearsal.filling(dealt, trial.faults) as filled:
            for each, name in filled:
                folder.write(name, each.data)
                made.append(Returned(unit=each.unit, path=folder.folder / name, faults=each.faults))
    return Simulated(
        scheme=basis.scheme.id,
        stage=dealt.stage,
        returns=tuple(made),
        omitted=dealt.omitted,
        placeholders=basis.scheme.roster.placeholders,
    )


@dataclass(frozen=True, kw_only=True)
class _Rehearsal:
    """One simulation.

    published: what the source published, where that is filled in; folder: where the returns of a stage go;
    counted: those that were accepted, by stage.
    """

    basis: Basis
    trial: Trial
    published: tuple[Published, ...]
    folder: Callable[[str], OutputFolder]
    counted: dict[str, Sequence[Record]] = field(default_factory=dict)

    @classmethod
    def of(cls, basis: Basis, trial: Trial, folder: Callable[[str], OutputFolder]) -> _Rehearsal:
        if trial.answers == "random":
            return cls(basis=basis, trial=trial, published=(), folder=folder)
        if trial.faults:
            raise RefusedError(
                "公布的数据照原样填写，不加差错：请去掉 --faults，或者改用 --answers random。",
                "Published answers are filled in as they are, without faults: leave out --faults, or take "
                "--answers random.",
            )
        return cls(basis=basis, trial=trial, published=basis.declared.published, folder=folder)

    @property
    def scheme(self) -> Scheme:
        return self.basis.scheme

    def dealt(self, stage: str | None, returns: Returns) -> Packages:
        """What is returned in a stage: from the roster, from returns, or from simulated ones."""
        wanted = stage_of(self.scheme, stage) if stage or not returns else None
        if wanted is None or returns or wanted.carries is None:
            made = packages_of(self.basis, stage=stage, returns=returns)
        else:
            made = self._carried(wanted, wanted.carries)
        return self._with_answers(made) if self.trial.answers == "published" else made

    def _carried(self, stage: Stage, before: str) -> Packages:
        """The packages of a later stage, from simulated returns of the one before."""
        records = self._accepted(stage, before)
        for each in stage.beside:
            self._accepted(stage, each)
        every = (*(r for s in others_of(self.scheme, stage) for r in self.counted.get(s, ())), *records)
        packages = carry.next_packages(self.scheme, stage.id, every, simulated=self.trial.answers)
        omitted = carry.omitted(self.scheme, stage.id, records)
        return Packages(stage=stage.id, packages=packages, omitted=omitted)

    def _accepted(self, stage: Stage, before: str) -> Sequence[Record]:
        """What counts of an earlier stage, simulated for this one unless it was before."""
        if before not in self.counted:
            folder = self.folder(stage.id)
            with self.filling(self.dealt(before, ()), faults=0.0) as filled:
                for each, name in filled:
                    folder.put_aside(f"{before}/{name}", each.data)
            self.counted[before] = self._counting(checked(self.basis, [folder.scratch / before]))
        return self.counted[before]

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

    def filling(self, dealt: Packages, faults: float) -> AbstractContextManager[Filled]:
        """The returns of what is dealt."""
        packages = [replace(package, simulated=self.trial.answers) for package in dealt.packages]
        return filling(self.basis, packages, replace(self.trial, faults=faults), self.published)


@contextmanager
def filling(
    basis: Basis, packages: Sequence[Package], trial: Trial, published: Sequence[Published] = ()
) -> Iterator[Filled]:
    """The simulated returns of these packages, but for those that ask nothing; no file name twice.

    Processes that make some of them are at work from the beginning.
    """
    packages = [package for package in packages if package.asks]
    watch = basis.watch
    kept = basis.crew.building if basis.crew else None
    with mapping(len(packages), basis.means.jobs, watch.go_on, basis.scheme, kept=kept) as each:
        made = simulated(
            packages,
            issuer=basis.issuer,
            seed=trial.seed,
            faults=trial.faults,
            published=published,
            spread=each,
        )
        yield _named(watch.over(made, len(packages), FILLING))


def _named(made: Iterable[SimulatedReturn]) -> Filled:
    names: set[str] = set()
    for each in made:
        name = _free(each.name, names)
        names.add(name)
        yield each, name


def _free(name: str, taken: set[str]) -> str:
    path, number = PurePath(name), 1
    while name in taken:
        number += 1
        name = f"{path.stem}({number}){path.suffix}"
    return name

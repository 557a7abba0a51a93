"""demo: the whole job once, with simulated returns, some of them faulty at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kpixl import carry
from kpixl.blueprint import Scheme, Stage
from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.basis.crew import crew
from kpixl.campaign.basis.schemes import others_of
from kpixl.campaign.returned.addressed import Addressed
from kpixl.campaign.returned.checking import checked
from kpixl.campaign.returned.reporting import posted, write_notices, write_report
from kpixl.campaign.scores.merging import merged
from kpixl.campaign.trial.simulating import Filled, Trial, filling
from kpixl.check import CheckResult
from kpixl.findings import Severity
from kpixl.layout import Package, by_kind, first_packages, recipients, template_of
from kpixl.merge import Standing
from kpixl.outputs import OutputFolder, Outputs
from kpixl.refusal import RefusedError
from kpixl.returns import Record
from kpixl.words import Lang

FAULTY = 0.15
CORRECTED = "corrected"
SCORE_SHEET = "score-sheet.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStory:
    """What happened in a stage.

    errors: that the first check found; rejected: returns at first; accepted: in the end, after the rejected
    ones were issued again and came back corrected.
    """

    id: str
    name: str
    issued: int
    errors: int
    rejected: int
    accepted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What a demonstration left behind: out/issued, out/returns, out/report, out/score-sheet.xlsx.

    placeholders: names of the roster that the office must still settle.
    """

    out: Path
    stages: tuple[StageStory, ...]
    units: tuple[Standing, ...]
    placeholders: tuple[str, ...] = ()

    @property
    def score_sheet(self) -> Path:
        """The score sheet."""
        return self.out / SCORE_SHEET

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "out": str(self.out),
            "stages": [asdict(stage) for stage in self.stages],
            "score_sheet": str(self.score_sheet),
            "ranked": sum(unit.rank is not None for unit in self.units),
        }


def demo(basis: Basis, out: PathLike | None = None, *, seed: int = 1, lang: Lang = "zh") -> Demonstration:
    """Do every stage of a scheme: issue, simulated returns, check, correction; then merge."""
    scheme = basis.scheme
    target = basis.place(out, "demo")
    stories: list[StageStory] = []
    accepted: dict[str, tuple[Record, ...]] = {}
    most = max(len(recipients(scheme, stage)) for stage in scheme.stages)
    for alike in by_kind(first_packages(scheme, scheme.stage(), simulated="random")):
        for package in alike if len(alike) > 1 else ():
            template_of(package)  # what is laid out here need not be in processes that are copies of this one
    with crew(basis, most) as kept, _read_once(basis) as remembering, Outputs(basis.guard()) as outputs:
        folder = outputs.into(target)
        play = _Play(basis=replace(remembering, crew=kept), folder=folder, seed=seed, lang=lang)
        for stage in scheme.stages:
            accepted[stage.id], story = play.stage(stage, accepted)
            stories.append(story)
        units = play.merge()
        folder.add_scratch()
    open_names = scheme.roster.placeholders
    return Demonstration(out=target, stages=tuple(stories), units=units, placeholders=open_names)


@contextmanager
def _read_once(basis: Basis) -> Iterator[Basis]:
    """What was read for the check of a stage is known when it is merged, and forgotten at the end."""
    with TemporaryDirectory(prefix="kpixl-demo-", ignore_cleanup_errors=True) as room:
        yield basis.using(cache=Path(room) / "cache.sqlite")


@dataclass(frozen=True, kw_only=True)
class _Play:
    basis: Basis
    folder: OutputFolder
    seed: int
    lang: Lang

    @property
    def scheme(self) -> Scheme:
        return self.basis.scheme

    def stage(
        self, stage: Stage, before: Mapping[str, Sequence[Record]]
    ) -> tuple[tuple[Record, ...], StageStory]:
        """One stage: what is accepted in the end. before: what was, by stage."""
        packages = self._packages(stage, before)
        if not packages:
            raise RefusedError(
                f"阶段“{stage.id}”没有人收到工作簿，演示无法进行：请核对该阶段的 recipients 和 forms。",
                f"Nobody gets a workbook in the stage {stage.id!r}: see its `recipients` and `forms`.",
            )
        with self._filling(packages, faults=FAULTY) as returns:
            self._return(stage, returns)
        first = self._check(stage)
        whole = {record.stamp.recipient for record in first.accepted if record.stamp}
        again = [p.numbered(p.issue + 1) for p in packages if p.recipient not in whole]
        with self._filling(again, faults=0.0) as returns:
            self._report(stage, first)  # while they are made
            self._return(stage, returns, CORRECTED)
        accepted = (*first.accepted, *(self._check(stage, CORRECTED).accepted if again else ()))
        story = StageStory(
            id=stage.id,
            name=stage.name,
            issued=len(packages),
            errors=first.count(Severity.ERROR),
            rejected=len(again),
            accepted=len(accepted),
        )
        return accepted, story

    def merge(self) -> tuple[Standing, ...]:
        """The score sheet of the stage that is scored, else the consolidated table of the last."""
        scoring = self.scheme.head.scoring
        stage = self.scheme.stage(scoring.stage if scoring else self.scheme.stages[-1].id)
        made = merged(self.basis, self._check(stage), self.folder.scratch)
        self.folder.put_aside(SCORE_SHEET, made.data)
        return made.units

    def _packages(self, stage: Stage, before: Mapping[str, Sequence[Record]]) -> Sequence[Package]:
        if stage.carries is None:
            return first_packages(self.scheme, stage, simulated="random")
        earlier = [r for s in others_of(self.scheme, stage) for r in before[s]]
        every = (*earlier, *before[stage.carries])
        return carry.next_packages(self.scheme, stage.id, every, simulated="random")

    def _filling(self, packages: Sequence[Package], *, faults: float) -> AbstractContextManager[Filled]:
        return filling(self.basis, packages, Trial(seed=self.seed, faults=faults))

    def _return(self, stage: Stage, returns: Filled, part: str = "") -> None:
        for each, name in returns:
            self.folder.put_aside(f"issued/{stage.id}/{part}/{each.name}", each.issued)
            self.folder.put_aside(f"returns/{stage.id}/{part}/{name}", each.data)

    def _report(self, stage: Stage, result: CheckResult) -> None:
        with Outputs() as outputs:
            report = outputs.into(self.folder.scratch / "report" / stage.id)
            write_report(report, result, self.scheme, lang=self.lang)
            post = posted(self.basis, result, lang=self.lang, to=Addressed(every=True))
            write_notices(report, self.scheme, post, lang=self.lang)

    def _check(self, stage: Stage, part: str = "") -> CheckResult:
        """What the check says, of files that are named by where they will lie."""
        returns = self.folder.scratch / "returns" / stage.id / part
        result = checked(self.basis, [returns], stage=stage.id)
        waiting, out = str(self.folder.scratch), str(self.folder.folder)
        return replace(
            result, files=tuple(replace(f, given=f.given.replace(waiting, out)) for f in result.files)
        )

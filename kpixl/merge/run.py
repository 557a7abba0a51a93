"""From a check's result to the consolidated workbook: scores, sheets, figures, file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Published, Scheme
from kpixl.check import CheckResult, Frames, Validator, overall_findings, stacked
from kpixl.decisions import Decisions
from kpixl.findings import Finding, found
from kpixl.generate import SelfDescription, write_into
from kpixl.layout import Computation, Plan, Spot
from kpixl.merge.answers import AcceptedAnswers
from kpixl.merge.consolidated import consolidated_sheets
from kpixl.merge.figures import Origin, figures, told
from kpixl.merge.publication import publication
from kpixl.merge.scored import Scored
from kpixl.merge.workbook import ConsolidatedWorkbook
from kpixl.scoring import Standing, standings


@dataclass(frozen=True, kw_only=True)
class Merged:
    """The consolidated workbook. units: every appraised unit, scored or not; findings: of merging itself."""

    data: bytes
    units: tuple[Standing, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """The consolidated workbook before it is written.

    values: of every cell of the plan; frames: of the returns that are in it.
    """

    workbook: ConsolidatedWorkbook
    plan: Plan
    values: Mapping[Spot, Value]
    units: tuple[Standing, ...]
    frames: Frames

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of merging itself."""
        return self.workbook.told

    @property
    def beside(self) -> bool:
        """Whether the workbook lacks details and origins, for they are more than it may have."""
        return self.workbook.beside

    def origins(self) -> Iterator[Origin]:
        """Every figure of the details with the cell of the return that it stands in."""
        stack = self.workbook.stack
        return (origin for _, origin in told(stack, figures(stack, self.workbook.details)))

    def write_into(self, target: IO[bytes]) -> None:
        """Write the workbook into a file, long sheets row by row."""
        write_into(target, self.plan, self.values, identity=_identity(self.workbook.stack))

    def publish_into(self, target: IO[bytes]) -> None:
        """Write what may be published into a file. Raises RefusedError where there is no score sheet."""
        plan = publication(self.workbook, self.values)
        head = self.workbook.stack.scheme.head
        told = SelfDescription(
            title=head.title, subject="", author=head.issuer, created=head.created, output="published"
        )
        write_into(target, plan, {}, identity=told)

    def merged(self) -> Merged:
        """The workbook, written."""
        target = BytesIO()
        self.write_into(target)
        return Merged(data=target.getvalue(), units=self.units, findings=self.findings)


class Figures(Mapping[Spot, Value]):
    """The value of every cell of a plan, computed when it is asked for."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._run = plan, Computation(plan, {})

    def __getitem__(self, spot: Spot) -> Value:
        if self._plan.cell(spot) is None:
            raise KeyError(spot)
        return self._run.value(spot)

    def __iter__(self) -> Iterator[Spot]:
        return (cell.spot for sheet in self._plan.sheets for cell in sheet.every_cell())

    def __len__(self) -> int:
        return sum(1 for _ in self)


def merge(
    scheme: Scheme,
    result: CheckResult,
    *,
    validator: Validator | None,
    as_of: dt.date | None = None,
    paths: Mapping[str, str] | None = None,
    published: Sequence[Published] = (),
) -> Merged:
    """Merge the accepted returns of a stage: `accounts`, written as a workbook."""
    return accounts(
        scheme, result, validator=validator, as_of=as_of, paths=paths, published=published
    ).merged()


def accounts(  # noqa: PLR0913 - what the workbook depends on, and how large it may be
    scheme: Scheme,
    result: CheckResult,
    *,
    validator: Validator | None,
    as_of: dt.date | None = None,
    paths: Mapping[str, str] | None = None,
    published: Sequence[Published] = (),
    most: int | None = None,
) -> Accounts:
    """Score the accepted returns of a stage, and lay the consolidated workbook out.

    In the scheme's scoring stage the workbook begins with the score sheets; then, in every stage, come the
    tables that the validators file makes and the stacked answers. validator: its `score` function, where it
    has one, says what counts as an item's score; as_of: the day that the register of returns names; paths:
    where returned files are, seen from the workbook's place, by displayed name, for links; published: figures
    to compare sums over all units with; most: rows that a table of details or origins may have in the
    workbook (None: any number); where one has more, both are to lie beside it. Raises ScoreError where there
    are no item scores, and ValidatorError.
    """
    stack = AcceptedAnswers.of(scheme, result.stage, result.accepted, paths)
    frames = Frames(stacked(scheme, stack.records), validator.numbers if validator else "decimal")
    scored = _scored(stack, validator, frames, result.decisions)
    units, own = (scored.units, scored.findings) if scored else (standings(scheme, None), ())
    findings = (*_simulated(stack), *overall_findings(scheme, published, result), *own)
    workbook = ConsolidatedWorkbook(
        stack=stack,
        result=result,
        scored=scored,
        consolidated=tuple(consolidated_sheets(stack, validator, frames)) if validator else (),
        findings=findings,
        as_of=as_of,
        most=most,
    )
    frames.let_go()  # what is written of them later on is made part by part
    plan = workbook.plan()
    values = Figures(plan)
    workbook.agree(values)
    return Accounts(workbook=workbook, plan=plan, values=values, units=units, frames=frames)


def _scored(
    stack: AcceptedAnswers, validator: Validator | None, frames: Frames, decisions: Decisions
) -> Scored | None:
    scoring = stack.scheme.head.scoring
    wanted = scoring is not None and scoring.stage == stack.stage.id
    return Scored.of(stack, scoring, validator, frames, decisions) if scoring and wanted else None


def _simulated(stack: AcceptedAnswers) -> Iterator[Finding]:
    if stack.simulated:
        yield found("U004", count=len(stack.records), simulated=stack.simulated)


def _identity(stack: AcceptedAnswers) -> SelfDescription:
    head = stack.scheme.head
    title = f"{head.title}·{stack.stage.name}汇总"
    return SelfDescription(
        title=title,
        subject=stack.stage.name,
        author=head.issuer,
        created=head.created,
        output="merged",
    )

"""The decisions that hold, as those who ask for them need them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from kpixl.blueprint.model import Veto, Waiver
from kpixl.decisions.model import (
    AssignmentDecision,
    AwardDecision,
    CountingDecision,
    Decided,
    Decision,
    ExcuseDecision,
    ExtensionDecision,
    FigureDecision,
    VacancyDecision,
    VetoDecision,
    WaiverDecision,
)
from kpixl.findings import visible
from kpixl.refusal import RefusedError

_D = TypeVar("_D", bound=Decided)
_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)


@dataclass(frozen=True)
class Decisions:
    """Decisions of a scheme in the order in which they were made; of two on the same matter the later holds.

    Names in them are ids. Equal decisions are one.
    """

    made: tuple[Decision, ...] = ()

    def of(self, kind: type[_D]) -> Iterator[_D]:
        """Those of a kind."""
        return (each for each in self.made if isinstance(each, kind))

    @cached_property
    def waivers(self) -> tuple[Waiver, ...]:
        """As the rules ask for them."""
        return tuple(
            Waiver(unit=d.unit, rule=d.rule, reason=_with_document(d), until=d.until)
            for d in self.of(WaiverDecision)
        )

    @cached_property
    def vetoes(self) -> tuple[Veto, ...]:
        """As the standings ask for them."""
        return tuple(
            Veto(unit=d.unit, effect=d.effect, matter=d.reason, document=d.document)
            for d in self.of(VetoDecision)
        )

    @cached_property
    def awards(self) -> Mapping[str, AwardDecision]:
        """What was decided in a tie, by the unit that gets it."""
        return {d.unit: d for d in self.of(AwardDecision)}

    @cached_property
    def vacancies(self) -> Mapping[tuple[str, str], VacancyDecision]:
        """The levels of groups whose places stay empty, by group and level."""
        return {(d.group, d.level): d for d in self.of(VacancyDecision)}

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Whose files are that do not say so: digest → unit."""
        return {d.file: d.unit for d in self.of(AssignmentDecision)}

    def counting(self, stage: str) -> Mapping[str, str]:
        """The files that count in a stage: unit → digest."""
        return {d.unit: d.file for d in self.of(CountingDecision) if d.stage == stage}

    def excused(self, stage: str) -> Mapping[str, ExcuseDecision]:
        """The units of whom nothing is expected in a stage."""
        return {d.unit: d for d in self.of(ExcuseDecision) if d.stage == stage}

    def deadlines(self, stage: str) -> Mapping[str, dt.date]:
        """The days until which units were given more time in a stage."""
        return {d.unit: d.until for d in self.of(ExtensionDecision) if d.stage == stage}

    def figures(self, unit: str, stage: str) -> tuple[FigureDecision, ...]:
        """The cells of a unit's return that were decided; of one cell the last decision."""
        own = (d for d in self.of(FigureDecision) if (d.unit, d.stage) == (unit, stage))
        return tuple({cell_of(d): d for d in own}.values())

    def about(self, units: set[str]) -> tuple[Decision, ...]:
        """Those that concern any of these units."""
        return tuple(d for d in self.made if units & {getattr(d, "unit", ""), getattr(d, "subject", "")})

    @cached_property
    def for_reading(self) -> Decisions:
        """Those that a process needs to know that reads returns."""
        return Decisions(tuple(d for d in self.made if isinstance(d, AssignmentDecision | FigureDecision)))


NO_DECISIONS = Decisions()
_SHOWN = 40
"""Characters of what cannot be so."""


def cell_of(d: FigureDecision) -> tuple[str, str, str, str, str]:
    """The identity of the disputed cell: form, copy, subject, row, column."""
    return d.form, d.instance, d.subject, d.row, d.field


def identity(decision: Decision) -> str:
    """What makes two decisions one: the digest of all that they say."""
    said = json.dumps(decision.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def decision_of(said: Mapping[str, Any]) -> Decision:
    """The decision that says this, as `model_dump` gave it."""
    return _DECISION.validate_python(dict(said))


def decision_given(said: Mapping[str, Any]) -> Decision:
    """The decision that somebody says part by part. RefusedError names the part that cannot be so."""
    try:
        return decision_of(said)
    except ValidationError as error:
        first = error.errors()[0]
        part, given = str(first["loc"][-1]), str(first["input"])
        shown = visible(given if len(given) <= _SHOWN else given[:_SHOWN] + "…")
        raise RefusedError(
            f"“{part}”不能写成“{shown}”（不能空着，最多2000个字符，不能有乱码）：请改写。",
            f"{part!r} cannot be {shown!r} (not blank, 2,000 characters at most, none damaged): rewrite it.",
        ) from None


def _with_document(decision: Decided) -> str:
    return decision.reason + (f"（{decision.document}）" if decision.document else "")

"""A stage: who gets a workbook, with which forms, and who fills them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kpixl.blueprint.model.base import Day, Identifier, Part, Text


class ToGroups(Part):
    """Recipients: every unit of these groups, each for itself."""

    groups: tuple[Identifier, ...] = Field(min_length=1)


class ByRow(Part):
    """Recipients: the unit that a path of the row names; rest: who gets the others, and verifiers' own."""

    by: str
    rest: Identifier


class Stage(Part):
    """A stage. fills: whose columns are open; carries: the stage whose answers are printed in it."""

    id: Identifier
    name: Text
    fills: Literal["unit", "verifier"]
    recipients: ToGroups | ByRow
    forms: tuple[Identifier, ...] | dict[str, tuple[Identifier, ...]]
    carries: Identifier | None = None
    deadline: Day | None = None
    rounds: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    instructions: tuple[Text, ...] = ()

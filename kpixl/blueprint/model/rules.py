"""Rules as a blueprint declares them. What a rule kind does is in `kpixl.rules`, one module a kind."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kpixl.blueprint.model.base import Name, Number, Part, Text


class RuleBase(Part):
    """What every rule has: an id for waivers, a severity, its own words, the rows or cases that it holds for.

    when: an expression; where it is not true the rule does not hold. trial: reported as a note only.
    """

    id: Name | None = None
    severity: Literal["error", "warning", "note"] = "error"
    message: Text | None = None
    when: str | None = None
    trial: bool = False
    stage: str | None = Field(None, description="the stage that the rule holds in (default: all)")


class Expression(RuleBase):
    """A condition over one row that must hold."""

    kind: Literal["expression"]
    expression: str


class AllOrNone(RuleBase):
    """Of these columns all are filled or none."""

    kind: Literal["all_or_none"]
    of: tuple[Name, ...] = Field(min_length=2)


class RequiredWhen(RuleBase):
    """A column that must be filled where a condition holds; `otherwise: blank`: and blank elsewhere."""

    kind: Literal["required_when"]
    of: Name
    condition: str
    otherwise: Literal["blank", "free"] = "free"


class ForbiddenWhen(RuleBase):
    """A column that must be blank where a condition holds."""

    kind: Literal["forbidden_when"]
    of: Name
    condition: str


class Unique(RuleBase):
    """No two rows of a table hold the same in these columns."""

    kind: Literal["unique"]
    of: tuple[Name, ...] = Field(min_length=1)


class Total(RuleBase):
    """The column's sum over the table equals a constant or a field of the form."""

    kind: Literal["total"]
    of: Name
    equals: Number | Name


Rule = Annotated[
    Expression | AllOrNone | RequiredWhen | ForbiddenWhen | Unique | Total, Field(discriminator="kind")
]

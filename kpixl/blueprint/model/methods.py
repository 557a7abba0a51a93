"""Scoring methods: how many of its points a target gets for what was reached. Named by the scheme."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from kpixl.blueprint.model.base import Number, Part, Text


class MethodBase(Part):
    """What every method has. cap, floor: the most and the least that is given, as shares of the points."""

    cap: Number = Field(Decimal(1), ge=0)
    floor: Number = Field(Decimal(0), ge=0)


class Measuring(MethodBase):
    """What methods have that compare a figure with its target. better: which way the figure should go."""

    better: Literal["higher", "lower"] = "higher"


class Proportional(Measuring):
    """按比例: the points times what was reached of the target."""

    kind: Literal["proportional"]


class Whole(Measuring):
    """完成即满分: the points where the target is reached, else the floor.

    Without a target the figure itself says it: a `yes_no`.
    """

    kind: Literal["whole"]


class Band(Part):
    """From what share of the target on (without a target: from what figure on) which share of the points."""

    at: Number = Field(alias="from")
    share: Number = Field(ge=0)


class Banded(Measuring):
    """分档: the first band that is reached gives its share of the points; below all of them the floor."""

    kind: Literal["bands"]
    bands: tuple[Band, ...] = Field(min_length=1)


class Rated(MethodBase):
    """评等次: each rating gives its share of the points."""

    kind: Literal["ratings"]
    shares: dict[Text, Number] = Field(min_length=1)


Method = Annotated[Proportional | Whole | Banded | Rated, Field(discriminator="kind")]


class Scored(Part):
    """What a column computes by a method.

    method: its name, or a path that says it row by row; actual, target, points: expressions.
    """

    method: str
    actual: str
    target: str | None = None
    points: str

"""Charts of a planned sheet, over cells that are named like all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kpixl.blueprint.expressions import RangeRef
from kpixl.layout.plan.keys import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart over the cells of one column.

    kind: `bar` lies, `column` stands; labels, values: of its items, top to bottom; items, figures: titles of
    the axes; spot: its upper left corner; width, height: in pixels; below: some figures are negative, so that
    the axis cannot begin at zero.
    """

    kind: Literal["bar", "column"]
    title: str
    labels: RangeRef
    values: RangeRef
    items: str
    figures: str
    number_format: str
    spot: Spot
    width: int
    height: int
    below: bool = False

"""The check code that a return shows, as the program made it that saved it.

LibreOffice counts a character beyond the basic plane once, Excel and WPS twice: of two codes that are right
it is the one that stands there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kpixl.blueprint.expressions import Value
from kpixl.layout import CellKey, Computation, Plan, code_cell, code_of
from kpixl.returns.sheets._geometry import Geometry
from kpixl.returns.values._extract import Filled

_RARE = re.compile("[\U00010000-\U0010ffff]")
_ONE = "〇"
"""A character that every program counts once."""


class Coded(NamedTuple):
    """What is computed of a return, and its check code; "" where none of its forms is sealed."""

    computation: Computation
    code: str


def coded(plan: Plan, filled: Filled, geometries: Mapping[str, Geometry]) -> Coded:
    """The figures of a return, its code counted as its program counts."""
    usual = Computation(plan, filled.values, filled.rows, filled.typed)
    first = Coded(usual, code_of(plan, usual))
    rare = _counted_once(filled) if first.code else {}
    if not rare:
        return first
    other = Computation(plan, filled.values, filled.rows, {**filled.typed, **rare})
    second = Coded(other, code_of(plan, other))
    return second if _shown(plan, geometries) == second.code else first


def _counted_once(filled: Filled) -> dict[CellKey, Value]:
    """The texts with rare characters, each of which counts once."""
    typed = {**filled.values, **filled.typed}
    texts = ((key, value) for key, value in typed.items() if isinstance(value, str) and _RARE.search(value))
    return {key: _RARE.sub(_ONE, text) for key, text in texts}


def _shown(plan: Plan, geometries: Mapping[str, Geometry]) -> Value:
    """What stands in the cell of the code."""
    cell = code_cell(plan)
    g = geometries.get(cell.spot.sheet) if cell else None
    at = g.at(cell.spot) if g and cell else None
    value = g.raw.at(*at).value if g and at else None
    return value if isinstance(value, str) else None

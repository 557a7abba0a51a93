"""Printed texts that somebody struck out: a person reads the row as gone, a reader of values does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kpixl.addresses import a1
from kpixl.findings import Finding, Location, found
from kpixl.layout import Role
from kpixl.returns.sheets._geometry import Geometry

_PRINTED = frozenset({Role.PRINTED, Role.FORMULA, Role.TOTAL})
_SHOWN = 60


def struck_out(g: Geometry, where: Location) -> Iterator[Finding]:
    """A warning for each row in which what is printed is struck out, at the first such cell."""
    if not g.raw.may_strike:
        return
    rows: dict[int, list[tuple[int, str]]] = {}
    for cell in g.planned.cells:
        at = g.at(cell.spot) if cell.role in _PRINTED else None
        struck = g.raw.at(*at).struck.strip() if at is not None else ""
        if at is not None and struck:
            rows.setdefault(at.row, []).append((at.column, struck))
    for row, cells in sorted(rows.items()):
        (column, _), *_ = sorted(cells)
        text = "、".join(" ".join(struck.split()) for _, struck in sorted(cells))
        shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
        yield found("S023", where=replace(where, cell=a1(row, column)), value=shown)

"""What an office decided of a return: whose it is, and what stands in disputed cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kpixl.coerce import Coerced, coerce
from kpixl.decisions import Decisions, FigureDecision, cell_of
from kpixl.findings import Finding, found
from kpixl.formats import RawCell
from kpixl.layout import CellKey, Computation, Plan
from kpixl.returns.values._extract import Filled, Placed
from kpixl.rules.types import ValueType

_VALUES = "V"


def owner_of(data: bytes, decisions: Decisions) -> str | None:
    """The unit that a file was decided to be of; None where nothing was decided."""
    return decisions.owners.get(hashlib.sha256(data).hexdigest()) if decisions.owners else None


def overruled(
    plan: Plan, cells: Iterable[Placed], filled: Filled, decided: Iterable[FigureDecision]
) -> Filled:
    """The entries with the figures that were decided in their places, each with a note of what stood there.

    cells: those to fill.
    What was found wrong with an entry that no longer counts is not told. A figure that its cell does not take
    is none.
    """
    by_cell = {CellKey(*cell_of(d)): d for d in decided}
    settled = Computation(plan, dict(filled.values))
    made = Filled(
        **{name: getattr(filled, name).copy() for name in ("values", "coerced", "types", "rows", "findings")}
    )
    for p in cells:
        key = p.cell.key
        if key not in by_cell or p.cell.type is None:
            continue
        kind = p.cell.type if isinstance(p.cell.type, ValueType) else settled.type(p.cell)
        value = by_cell[key].value
        taken = coerce(RawCell(value=value or None, text=value), kind) if kind else None
        if taken is not None and taken.valid:
            _put(made, p, key, replace(taken, findings=()), by_cell[key], filled.coerced.get(key))
    return made


def _put(
    made: Filled,
    p: Placed,
    key: CellKey,
    taken: Coerced,
    decision: FigureDecision,
    before: Coerced | None,
) -> None:
    made.coerced[key], made.values[key] = taken, taken.value
    made.rows.add(p.cell.spot[:2])
    made.types.setdefault(key, p.cell.type.shown if isinstance(p.cell.type, ValueType) else "text")
    made.findings[:] = [f for f in made.findings if not _is_of(f, p)]
    facts: dict[str, Any] = {
        "before": before.text if before else "",
        "by": decision.by,
        "on": decision.on.isoformat(),
        "why": decision.reason + (f"（{decision.document}）" if decision.document else ""),
    }
    made.findings.append(p.told(found("U022", value=taken.text, **facts)))


def _is_of(finding: Finding, p: Placed) -> bool:
    return finding.code.startswith(_VALUES) and (finding.where.sheet, finding.where.cell) == (p.sheet, p.a1)

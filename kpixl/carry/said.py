"""What a return says: the answers that were given in it, and those that it has from before."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from kpixl.blueprint.expressions import is_blank
from kpixl.blueprint.model import Scheme
from kpixl.layout import Answer, CellKey, Origin, Role, carried_in
from kpixl.layout.plan.keys import in_period
from kpixl.returns import Record


def given_in(record: Record) -> tuple[dict[CellKey, Answer], frozenset[CellKey]]:
    """Every valid answer with its place; and all cells that were open, blank ones as well."""
    open_ = [e for e in record.entries if e.role == Role.INPUT]
    given = {
        e.key: Answer(
            value=e.value, origin=Origin(sha256=record.sha256, file=record.name, sheet=e.sheet, cell=e.cell)
        )
        for e in open_
        if e.valid and not is_blank(e.value)
    }
    return given, frozenset(e.key for e in open_)


def passed_on(scheme: Scheme, record: Record, open_: AbstractSet[CellKey]) -> dict[CellKey, Answer]:
    """The answers that it has from before, under the signature.

    open_: the cells that were open in it. What a round changed there holds no more; what another period
    answered there is kept as that period's.
    """
    stage = scheme.find_stage(record.stamp.stage) if record.stamp else None
    carried = carried_in(record.baseline or {})
    if stage is None or not carried:
        return {}
    rows = {e.key[:4] for e in record.entries}
    mine = {k: a for k, a in carried.items() if k[:4] in rows}
    kept = {k: a for k, a in mine.items() if k not in open_}
    if not (stage.anew and stage.carries):
        return kept
    before = scheme.stage(stage.carries).period
    return kept | {in_period(k, before): a for k, a in mine.items() if k in open_}

"""What the returns come to against what was published of it: computed cells, totals, sums over units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions import rounded
from kpixl.blueprint.model import Figure, Published, Scheme
from kpixl.blueprint.published import TOTAL, stage_of
from kpixl.check.result import CheckResult
from kpixl.check.rows import Context
from kpixl.findings import Finding, Location, found
from kpixl.returns import Entry, Record
from kpixl.rules.types import as_text

_EXACT = 9


@dataclass(frozen=True, slots=True)
class _Cell:
    """A figure of a return."""

    record: Record
    entry: Entry

    @property
    def recipient(self) -> str:
        return self.record.stamp.recipient if self.record.stamp else ""

    @property
    def unit(self) -> str:
        """Whom the figure is about; the recipient in a form about nobody in particular."""
        return self.entry.key.subject or self.recipient


def figure_findings(
    context: Context, published: Sequence[Published], records: Sequence[Record]
) -> Iterator[Finding]:
    """Cells that hold another figure than the one published of their unit: C201, a warning at the cell.

    Returns that were filled in at random are not compared, nor is a figure that an invalid entry or a lost
    row spoils.
    """
    real = [r for r in records if r.stamp and r.stamp.simulated != "random"]
    for content in published if real else ():
        if stage_of(context.scheme, content) == context.stage:
            for figure in (f for f in content.figures if f.unit is not None):
                for cell in _cells(real, content.published, figure):
                    whole = not context.is_torn(cell.record.name, content.published)
                    if cell.unit == figure.unit and whole and _differs(cell.entry.value, figure):
                        yield _at(cell, figure)


def overall_findings(
    scheme: Scheme, published: Sequence[Published], result: CheckResult
) -> tuple[Finding, ...]:
    """Sums over all accepted returns that are not the published ones: U201, one a figure.

    Only where everybody's return is among them, and none was filled in at random.
    """
    records = result.accepted
    if any(r.stamp is None or r.stamp.simulated == "random" for r in records):
        return ()
    contents = [c for c in published if stage_of(scheme, c) == result.stage and _complete(c, result)]
    figures = [(c.published, f) for c in contents for f in c.figures if f.unit is None]
    return tuple(f for form, figure in figures for f in _overall(form, figure, _cells(records, form, figure)))


def _complete(content: Published, result: CheckResult) -> bool:
    """Whether nobody's return is missing; of published answers only some units' may be known."""
    if all(r.stamp and r.stamp.simulated == "published" for r in result.accepted):
        there = {r.stamp.recipient for r in result.accepted if r.stamp}
        return {given.unit for given in content.returns} <= there
    return not result.missing and not result.by_status("rejected")


def _cells(records: Sequence[Record], form: str, figure: Figure) -> list[_Cell]:
    """The cells that a figure is about; over all units every row's, where it names none."""
    entries = (
        (r, e) for r in records for e in r.entries if e.key.form == form and e.key.column == figure.column
    )
    mine = [_Cell(r, e) for r, e in entries if figure.instance in ("", e.key.instance)]
    summed = figure.unit is None and figure.row in ("", TOTAL)
    if figure.row == TOTAL and any(not cell.entry.valid for cell in mine):
        return []
    return [c for c in mine if (c.entry.key.row != TOTAL if summed else c.entry.key.row == figure.row)]


def _differs(value: Any, figure: Figure) -> bool:
    return isinstance(value, Decimal) and rounded(value, _EXACT) != rounded(figure.value, _EXACT)


def _at(cell: _Cell, figure: Figure) -> Finding:
    e = cell.entry
    where = Location(
        unit=cell.recipient or None,
        subject=e.key.subject or None,
        form=e.key.form,
        instance=e.key.instance or None,
        sheet=e.sheet,
        cell=e.cell,
        field=e.key.column,
        row=e.key.row or None,
        path=cell.record.name,
    )
    return found("C201", where=where, value=e.text, label=e.label, line=e.line, **_both(e.value, figure))


def _overall(form: str, figure: Figure, cells: Sequence[_Cell]) -> Iterator[Finding]:
    values = [c.entry.value for c in cells]
    total = sum((v for v in values if isinstance(v, Decimal)), Decimal(0))
    if cells and _differs(total, figure):
        where = Location(form=form, field=figure.column, row=figure.row or None)
        count = len({c.record.name for c in cells})
        facts = {"label": cells[0].entry.label, "count": count, **_both(total, figure)}
        yield found("U201", where=where, **facts)


def _both(value: Any, figure: Figure) -> dict[str, Any]:
    """The two figures and how far they are apart."""
    difference = abs(value - figure.value)
    stated = as_text(figure.value)
    return {"total": as_text(value), "expected": stated, "stated": stated, "difference": as_text(difference)}

"""The scores of a stage: item by item as the validators file or the blueprint says, then the standings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kpixl.blueprint.model import Form, PrintedRows, Scheme, Scoring, Table
from kpixl.check.stacked import stacked
from kpixl.check.validator import Validator
from kpixl.findings import Finding
from kpixl.layout import CellKey
from kpixl.layout.package import item, printed_keys, row_source
from kpixl.merge.detail import Counted
from kpixl.merge.stack import Stack
from kpixl.scoring import Standing, Tally, from_frame, item_scores, score_findings, standings, tally


@dataclass(frozen=True, kw_only=True)
class Scored:
    """The outcome. form, table: where the scores stand; counted: those that the form does not compute so."""

    scoring: Scoring
    form: Form
    table: Table
    units: tuple[Standing, ...]
    findings: tuple[Finding, ...]
    counted: Counted | None

    @classmethod
    def of(cls, stack: Stack, scoring: Scoring, validator: Validator | None) -> Scored:
        """Score the accepted returns. Raises ScoreError."""
        form_id, _, column = scoring.score.partition(".")
        form = stack.scheme.form(form_id)
        table = next(t for t in form.tables if column in {c.name for c in t.leaves})
        scorer = validator.scorer if validator and validator.scorer else item_scores
        items = from_frame(scorer(stacked(stack.scheme, stack.records), stack.scheme))
        tallies = tally(_names(stack, form, table), items)
        return cls(
            scoring=scoring,
            form=form,
            table=table,
            units=standings(stack.scheme, tallies),
            findings=score_findings(stack.scheme, tallies),
            counted=_counted(stack, form.form, column, tallies),
        )


def _names(stack: Stack, form: Form, table: Table) -> dict[str, dict[str, str]]:
    """Every item that a unit is scored on: the list's where its rows are printed, else those returned."""
    names: dict[str, dict[str, str]] = {}
    for line in stack.lines(form, table):
        names.setdefault(line.subject, {})[line.row] = stack.name_of(form.form, line)
    for unit in stack.subjects:
        source = row_source(table, unit.group)
        if isinstance(source, PrintedRows):
            rows = printed_keys(stack.scheme, stack.stage.id, table, unit.id)
            names[unit.id] = {row: _listed(stack.scheme, source, row) for row in rows}
    return names


def _listed(scheme: Scheme, source: PrintedRows, row: str) -> str:
    data = item(scheme, source, row)
    return str(data.get("name") or data.get("title") or row)


def _counted(stack: Stack, form: str, column: str, tallies: Mapping[str, Tally]) -> Counted | None:
    """The scores that are not what the form computes; None where all are."""
    differing: dict[tuple[str, str], Decimal | None] = {}
    for unit, own in tallies.items():
        for row in own.names:
            given = stack.given.get(CellKey(form, "", unit, row, column))
            counts = own.scores[row].score if row in own.scores else None
            if (given.entry.value if given else None) != counts:
                differing[unit, row] = counts
    return Counted(column=column, scores=differing) if differing else None

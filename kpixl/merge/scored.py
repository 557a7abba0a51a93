"""The scores of a stage: item by item as the validators file or the blueprint says, then the standings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import Form, PrintedRows, Scheme, Scoring, Stage, Table
from kpixl.check import Frames, Validator, running
from kpixl.decisions import NO_DECISIONS, Decisions
from kpixl.findings import Finding
from kpixl.layout import CellKey, recipients
from kpixl.layout.package.package import printed_keys
from kpixl.merge.answers import AcceptedAnswers
from kpixl.merge.detail_rows import Counted
from kpixl.scoring import (
    ItemScore,
    ItemScores,
    ScoreError,
    Standing,
    Tally,
    declared,
    from_frame,
    score_findings,
    standings,
    tally,
)

Names = dict[str, Mapping[str, str]]
"""What the items of each unit are called: unit → item → name."""


@dataclass(frozen=True, kw_only=True)
class Scored:
    """The outcome.

    table: (form, table) whose rows are the items; None where they are no table's rows. counted: the scores
    that the form does not compute so.
    """

    scoring: Scoring
    table: tuple[str, str] | None
    tallies: Mapping[str, Tally]
    units: tuple[Standing, ...]
    findings: tuple[Finding, ...]
    counted: Counted | None

    @classmethod
    def of(
        cls,
        stack: AcceptedAnswers,
        scoring: Scoring,
        validator: Validator | None,
        frames: Frames,
        decisions: Decisions = NO_DECISIONS,
    ) -> Scored:
        """Score the accepted returns. Raises ScoreError, and ValidatorError where `score` fails."""
        scheme = stack.scheme
        items = _appraised(scheme, _items(validator, frames, scheme))
        rows = _Rows.of(stack, scoring)
        listed = rows.listed(items) if rows else None
        tallies = tally(
            listed or _told(stack, items, rows), rows.with_points(items) if rows and listed else items
        )
        return cls(
            scoring=scoring,
            table=(rows.form.form, rows.table.name) if rows and listed else None,
            tallies=tallies,
            units=standings(scheme, tallies, decisions),
            findings=score_findings(scheme, tallies, _expected(scheme, stack.stage), decisions),
            counted=rows.counted(tallies) if rows and listed else None,
        )


def _items(validator: Validator | None, frames: Frames, scheme: Scheme) -> ItemScores:
    """The items as the validators file scores them, else as the blueprint says."""
    if validator is None or validator.scorer is None:
        return ItemScores(declared(frames.stack))
    with running(validator.scorer):
        return ItemScores(from_frame(validator.scorer(frames, scheme)))


def _appraised(scheme: Scheme, items: ItemScores) -> ItemScores:
    """The items, which are all of units that are appraised; ScoreError otherwise."""
    strange = sorted({*items.units} - {u.id for u in scheme.roster.appraised})
    if strange:
        raise ScoreError(
            f"score 函数给出了不是被考核单位的得分：{'、'.join(strange)}",
            f"`score` gives scores of {', '.join(strange)}, which no group of the roster has",
        )
    return items


def _expected(scheme: Scheme, stage: Stage) -> frozenset[str]:
    """The units that a stage, or the one whose answers it carries, is about."""
    if stage.by_row is None:
        return frozenset(recipients(scheme, stage))
    return _expected(scheme, scheme.stage(stage.carries)) if stage.carries else frozenset()


def _told(stack: AcceptedAnswers, items: ItemScores, rows: _Rows | None) -> Names:
    """The items that were scored, with the names that they were given or that the forms have for them."""
    known, copies = rows.known() if rows else {}, stack.copies
    names: dict[str, dict[str, str]] = {}
    for each in items:
        told = each.name or known.get((each.unit, each.item)) or copies.get(each.item) or each.item
        names.setdefault(each.unit, {}).setdefault(each.item, told)
    return dict(names)


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """The table that `scoring` names, whose rows may be the items. column, points: its columns."""

    stack: AcceptedAnswers
    form: Form
    table: Table
    column: str
    points: str | None

    @classmethod
    def of(cls, stack: AcceptedAnswers, scoring: Scoring) -> _Rows | None:
        if scoring.score is None:
            return None
        form_id, _, column = scoring.score.partition(".")
        form = stack.scheme.form(form_id)
        table = form.table_of(column)
        if table is None:
            return None
        own = (scoring.points or "").partition(".")
        points = own[2] if own[0] == form_id and own[2] in table.by_name else None
        return cls(stack=stack, form=form, table=table, column=column, points=points)

    def known(self) -> dict[tuple[str, str], str]:
        """What the rows are called, by unit and item; a copy's rows by `copy/row`."""
        lines = self.stack.lines(self.form, self.table)
        items = (("/".join(p for p in (x.instance.id, x.row) if p), x) for x in lines)
        return {(line.subject, key): self.stack.name_of(self.form.form, line) for key, line in items}

    def listed(self, items: ItemScores) -> Names | None:
        """The rows that each unit is scored on; None where other things are scored, or for other points."""
        if self.form.repeat is not None or self.form.subject != "unit" or self.points is None:
            return None
        names = self._names()
        for each in items:
            stated = self._value(each.unit, each.item, self.points)
            others = isinstance(stated, Decimal) and each.points not in (None, stated)
            if others or each.item not in names.get(each.unit, {}):
                return None
        return names

    def _names(self) -> Names:
        """Every item that a unit is scored on: the list's where its rows are printed, else those returned."""
        scheme, lines = self.stack.scheme, self.stack.lines(self.form, self.table)
        known: dict[tuple[PrintedRows, tuple[str, ...]], Mapping[str, str]] = {}
        names: Names = {}
        for unit in self.stack.subjects:
            printed = self.table.printed_for(unit.group)
            if printed is not None:
                rows = printed_keys(scheme, self.stack.stage.id, self.table, unit.id)
                if (printed, rows) not in known:
                    known[printed, rows] = {row: _listed(scheme, printed, row) for row in rows}
                names[unit.id] = known[printed, rows]
            elif own := lines.of(unit.id):
                names[unit.id] = {line.row: self.stack.name_of(self.form.form, line) for line in own}
        return names

    def _value(self, unit: str, item: str, column: str) -> Value:
        found = self.stack.given.found(CellKey(self.form.form, "", unit, item, column))
        return found[0].entries.value(found[1]) if found else None

    def with_points(self, items: ItemScores) -> ItemScores:
        """The items, those without points with the form's."""
        lacking = any(each.points is None for each in items)
        return ItemScores(map(self._with_points, items)) if lacking else items

    def _with_points(self, each: ItemScore) -> ItemScore:
        if each.points is not None:
            return each
        stated = self._value(each.unit, each.item, str(self.points))
        return each._replace(points=stated) if isinstance(stated, Decimal) else each

    def counted(self, tallies: Mapping[str, Tally]) -> Counted | None:
        """The scores that are not what the form computes; None where all are."""
        differing: dict[tuple[str, str], Decimal | None] = {}
        for unit, own in tallies.items():
            for row in own.names:
                counts = own.scores[row].score if row in own.scores else None
                if self._value(unit, row, self.column) != counts:
                    differing[unit, row] = counts
        return Counted(column=self.column, scores=differing) if differing else None


def _listed(scheme: Scheme, source: PrintedRows, row: str) -> str:
    data = scheme.item(source, row)
    return str(data.get("name") or data.get("title") or row)

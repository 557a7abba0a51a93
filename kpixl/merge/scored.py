"""The scores of a stage: item by item as the validators file or the blueprint says, then the standings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

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
    ScoreError,
    Standing,
    Tally,
    declared,
    from_frame,
    score_findings,
    standings,
    tally,
)

Names = dict[str, dict[str, str]]
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


def _items(validator: Validator | None, frames: Frames, scheme: Scheme) -> tuple[ItemScore, ...]:
    """The items as the validators file scores them, else as the blueprint says."""
    if validator is None or validator.scorer is None:
        return tuple(declared(frames.stack))
    with running(validator.scorer):
        return from_frame(validator.scorer(frames, scheme))


def _appraised(scheme: Scheme, items: Sequence[ItemScore]) -> Sequence[ItemScore]:
    """The items, which are all of units that are appraised; ScoreError otherwise."""
    strange = sorted({i.unit for i in items} - {u.id for u in scheme.roster.appraised})
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


def _told(stack: AcceptedAnswers, items: Sequence[ItemScore], rows: _Rows | None) -> Names:
    """The items that were scored, with the names that they were given or that the forms have for them."""
    known, copies = rows.known() if rows else {}, stack.copies
    names: Names = {}
    for each in items:
        told = each.name or known.get((each.unit, each.item)) or copies.get(each.item) or each.item
        names.setdefault(each.unit, {}).setdefault(each.item, told)
    return names


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

    def listed(self, items: Sequence[ItemScore]) -> Names | None:
        """The rows that each unit is scored on; None where other things are scored, or for other points."""
        if self.form.repeat is not None or self.form.subject != "unit" or self.points is None:
            return None
        names = self._names()
        for each in items:
            stated = self._value(each, self.points)
            others = isinstance(stated, Decimal) and each.points not in (None, stated)
            if others or each.item not in names.get(each.unit, {}):
                return None
        return names

    def _names(self) -> Names:
        """Every item that a unit is scored on: the list's where its rows are printed, else those returned."""
        names: Names = {}
        for line in self.stack.lines(self.form, self.table):
            names.setdefault(line.subject, {})[line.row] = self.stack.name_of(self.form.form, line)
        scheme = self.stack.scheme
        for unit in self.stack.subjects:
            printed = self.table.printed_for(unit.group)
            if printed is not None:
                rows = printed_keys(scheme, self.stack.stage.id, self.table, unit.id)
                names[unit.id] = {row: _listed(scheme, printed, row) for row in rows}
        return names

    def _value(self, of: ItemScore, column: str) -> object:
        given = self.stack.given.get(CellKey(self.form.form, "", of.unit, of.item, column))
        return given.entry.value if given else None

    def with_points(self, items: Sequence[ItemScore]) -> list[ItemScore]:
        """The items, those without points with the form's."""
        made = []
        for each in items:
            stated = self._value(each, str(self.points))
            own = each.points is None and isinstance(stated, Decimal)
            made.append(replace(each, points=stated) if own and isinstance(stated, Decimal) else each)
        return made

    def counted(self, tallies: Mapping[str, Tally]) -> Counted | None:
        """The scores that are not what the form computes; None where all are."""
        differing: dict[tuple[str, str], Decimal | None] = {}
        for unit, own in tallies.items():
            for row in own.names:
                counts = own.scores[row].score if row in own.scores else None
                if self._value(ItemScore(unit=unit, item=row), self.column) != counts:
                    differing[unit, row] = counts
        return Counted(column=self.column, scores=differing) if differing else None


def _listed(scheme: Scheme, source: PrintedRows, row: str) -> str:
    data = scheme.item(source, row)
    return str(data.get("name") or data.get("title") or row)

"""Gate rows: what must be filled, and how the entries of one row fit together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

from kpixl.blueprint.expressions import Node, evaluate, holds
from kpixl.blueprint.model import Column, Form, Rule, Scheme, Table, Waiver
from kpixl.check.scope import Scope
from kpixl.check.stack import Row, Stack, Together, place
from kpixl.decisions import NO_DECISIONS, Decisions
from kpixl.findings import Finding, Location, Severity, found
from kpixl.layout.rows.form_cell import flat
from kpixl.returns import Cells, Entry
from kpixl.rules import ROW_KINDS, row_rules, rule_id
from kpixl.rules.types import ValueType, as_text, parsed, spoken, type_words

_BROKEN = {"==": "≠", "!=": "＝", "<": "≥", "<=": "＞", ">": "≤", ">=": "＜"}
"""What stands between two sides where a comparison does not hold."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a check knows besides the entries.

    day: for deadlines of waivers; decisions: what the office decided; torn: (file, form, copy) where rows or
    columns are gone or stand twice, so that nobody knows the whole table; complete: there is a return of
    every recipient.
    """

    scheme: Scheme
    stage: str
    day: dt.date | None = None
    decisions: Decisions = NO_DECISIONS
    torn: frozenset[tuple[str, str, str]] = frozenset()
    complete: bool = True

    @cached_property
    def waivers(self) -> tuple[Waiver, ...]:
        """Those of the scheme, and those that were granted since."""
        return (*self.scheme.head.waivers, *self.decisions.waivers)

    def waiver(self, rule: str, where: Location) -> Waiver | None:
        """The one that holds today for a rule and whom something is about."""
        whom = {where.unit, where.subject}
        own = (w for w in self.waivers if w.rule == rule and w.unit in whom)
        return next((w for w in own if w.until is None or self.day is None or self.day <= w.until), None)

    def is_torn(self, file: str, form: str, copy: str | None = None) -> bool:
        """Whether a form did not come back whole: any copy of it, or the one."""
        if copy is None:
            return (file, form) in self._torn_forms
        return not self.torn.isdisjoint({(file, form, ""), (file, form, copy)})

    @cached_property
    def _torn_forms(self) -> frozenset[tuple[str, str]]:
        return frozenset((file, form) for file, form, _ in self.torn)


@dataclass(frozen=True, kw_only=True)
class RowRules:
    """The rules over single rows of one table, or over the fields of one form (table None).

    stack: where the rows are.
    """

    context: Context
    form: Form
    table: Table | None
    stack: Stack

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns that the rules may name."""
        return {**self.form.fields_by_name, **(self.table.by_name if self.table else {})}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The declared rules and those that columns imply."""
        own = self.table.leaves if self.table else self.form.fields
        declared = self.table.rules if self.table else self.form.field_rules
        return row_rules(declared, own, self.context.stage)

    def scope(self, row: Row, rows: Sequence[Row] = ()) -> Scope:
        """A row as expressions see it."""
        known = rows.scopes if isinstance(rows, Together) else {}
        if row not in known:
            known[row] = self._scope(row, rows)
        return known[row]

    def _scope(self, row: Row, rows: Sequence[Row]) -> Scope:
        c = self.context
        return Scope(
            scheme=c.scheme,
            stage=c.stage,
            form=self.form,
            table=self.table,
            row=row,
            rows=rows,
            columns=self.columns,
            fields=self.fields_of(row),
        )

    def fields_of(self, row: Row) -> Cells:
        """The fields of the form that the row stands in."""
        return self.stack.fields_of(row, self.form.form)

    def truth(self, condition: Node, row: Row, rows: Sequence[Row] = ()) -> bool | None:
        """Whether a condition holds in a row; None where it is not applicable."""
        return holds(condition, self.scope(row, rows), self.context.scheme.lexicon)

    def asks(self, rule: Rule, row: Row, rows: Sequence[Row] = ()) -> bool:
        """Whether the rule's `when` lets it hold for a row."""
        return rule.when is None or self.truth(parsed(rule.when), row, rows) is True

    def labels(self, row: Row) -> dict[str, str]:
        """The columns as a person calls them."""
        place = self.scope(row).place
        own = self.context.scheme.roster.labels
        return {**own, **{n: flat(place.label(c)) for n, c in self.columns.items()}}

    def checks(self) -> Iterator[RowCheck]:
        """One check a required column, one a rule."""
        for column in self.columns.values():
            if column.required:
                yield Required(self, column)
        for position, rule in enumerate(self.rules):
            yield Ruled(self, rule, position)


class RowCheck(Protocol):
    """One thing that every row of a frame must meet; `name` is its column in the frame of outcomes."""

    @property
    def name(self) -> str:
        """Unique among the checks of a frame."""

    @property
    def code(self) -> str:
        """Of the finding."""

    def holds(self, row: Row, rows: Sequence[Row]) -> bool | None:
        """Whether a row meets it; None where it is not applicable."""

    def findings(self, row: Row, rows: Sequence[Row]) -> Iterator[Finding]:
        """What to say about a row that does not."""


@dataclass(frozen=True)
class Required:
    """A column that must be filled."""

    rules: RowRules
    column: Column
    code: str = "R001"

    @property
    def name(self) -> str:
        """`required:column`."""
        return f"required:{self.column.name}"

    def holds(self, row: Row, rows: Sequence[Row]) -> bool | None:
        """Filled, if it is the recipient's to fill; an invalid entry is filled."""
        name = self.column.name
        if not row.cells.is_input(name):
            return None
        # where a blank means as above, there must be something above: in the first row
        below = self.column.down and bool(rows) and rows[0] is not row
        return None if below else not row.cells.is_empty(name)

    def findings(self, row: Row, rows: Sequence[Row]) -> Iterator[Finding]:
        """At the blank cell."""
        name = self.column.name
        kind = self.rules.scope(row, rows).type(name)
        yield found(
            "R001",
            where=place(row, name),
            **named(row.cells[name]),
            wanted=type_words(kind),
        )


@dataclass(frozen=True)
class Ruled:
    """A declared rule. position: among the rules, as two of them may have made the same id."""

    rules: RowRules
    rule: Rule
    position: int

    @property
    def name(self) -> str:
        """`rule:position:id`."""
        return f"rule:{self.position}:{rule_id(self.rule)}"

    @property
    def code(self) -> str:
        """The rule kind's code."""
        return ROW_KINDS[self.rule.kind].code

    @cached_property
    def _tree(self) -> Node:
        """The condition: one for all rows, for what reckons it is kept with it."""
        return ROW_KINDS[self.rule.kind].tree(self.rule)

    @cached_property
    def _bound(self) -> Sequence[str]:
        """The columns that the rule binds."""
        return ROW_KINDS[self.rule.kind].columns(self.rule)

    def holds(self, row: Row, rows: Sequence[Row]) -> bool | None:
        """Whether the condition holds; not applicable where the recipient fills none of its cells."""
        if not any(map(row.cells.is_input, self._bound)):
            return None
        return self.rules.truth(self._tree, row, rows)

    def _cell(self, row: Row) -> str:
        """The first of the rule's cells that the recipient fills: the first blank one, if that breaks it."""
        mine = [n for n in self._bound if row.cells.is_input(n)]
        if ROW_KINDS[self.rule.kind].broken_by == "blank":
            mine = [n for n in mine if row.cells.is_empty(n)] or mine
        return mine[0]

    def _named(self, row: Row) -> list[str]:
        """The cells that the rule binds, fields of the form included."""
        known = {*row.cells, *self.rules.fields_of(row)}
        return [n for n in self._bound if n in known]

    def findings(self, row: Row, rows: Sequence[Row]) -> Iterator[Finding]:
        """At that cell, with the figures of all cells that the rule binds."""
        name, context, kind = self._cell(row), self.rules.context, ROW_KINDS[self.rule.kind]
        scope = self.rules.scope(row, rows)
        labels = self.rules.labels(row)
        entry: Entry = row.cells[name]
        finding = found(
            kind.code_of(blank=row.cells.is_empty(name)),
            where=place(row, name),
            value=entry.text or None,
            **named(entry),
            words=kind.words(self.rule, labels),
            wanted=type_words(scope.type(name)),
            figures="、".join(self._figures(row, scope, labels)) + self._sides(scope),
        )
        yield judged(finding, self.rule, context)

    def _figures(self, row: Row, scope: Scope, labels: Mapping[str, str]) -> Iterator[str]:
        """Each cell that the rule binds as a person reads it, with its address where labels are the same."""
        names = self._named(row)
        called = [labels[n] for n in names]
        for name, label in zip(names, called, strict=True):
            entry: Entry | None = row.cells.get(name) or self.rules.fields_of(row).get(name)
            address = f"（{entry.cell}）" if entry and called.count(label) > 1 else ""
            yield f"{label}{address} {_seen(scope, name)}"

    def _sides(self, scope: Scope) -> str:
        """What both sides of a comparison come to."""
        compared = ROW_KINDS[self.rule.kind].compared(self.rule)
        if compared is None:
            return ""
        lexicon = self.rules.context.scheme.lexicon
        left, right = (as_text(evaluate(side, scope, lexicon)) for side in (compared.left, compared.right))
        return f"；{left} {_BROKEN[compared.op]} {right}"


def _seen(scope: Scope, name: str) -> str:
    """A value as its cell shows it."""
    value, kind = scope.value(name), scope.type(name)
    if isinstance(value, Decimal) and isinstance(kind, ValueType):
        return spoken(value, kind)
    return as_text(value) or "—"


def named(entry: Entry) -> dict[str, Any]:
    """A cell's column and row as a person calls them."""
    return {"label": entry.label, "line": entry.line}


def judged(finding: Finding, rule: Rule, context: Context) -> Finding:
    """The finding with the rule's severity; a trial rule's and a waived one's are notes."""
    severity = Severity.NOTE if rule.trial else Severity(rule.severity)
    name = rule_id(rule)
    finding = replace(finding, severity=severity, rule=name)
    waiver = context.waiver(name, finding.where)
    if waiver is None:
        return finding
    return replace(
        finding,
        severity=Severity.NOTE,
        facts={**finding.facts, "waiver": waiver.reason},
        said=f"{finding.message()}（豁免：{waiver.reason}）",
    )

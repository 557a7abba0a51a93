"""Gate tables: how the rows of one table of a return fit together. With an invalid row there is no total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions import holds
from kpixl.blueprint.model import Rule, Table
from kpixl.check.rows import RowRules, judged, named
from kpixl.check.stack import Row, place
from kpixl.findings import Finding, found
from kpixl.returns import Cells, Entry
from kpixl.rules import SELECTED, TABLE_KINDS, RowValues, table_rules
from kpixl.rules.types import as_text, parsed


def table_findings(rules: RowRules, rows: Sequence[Row]) -> Iterator[Finding]:
    """Findings of the rules over the rows of one table of one return."""
    if rules.table is None or not rows:
        return
    yield from _least(rules, rules.table, rows)
    for rule in table_rules(rules.table, rules.context.stage):
        yield from _rule(rules, rule, _concerned(rules, rule, rows))


def _concerned(rules: RowRules, rule: Rule, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows that a rule looks at: those for which its `when` holds, all or none of a whole table."""
    if rule.when is None:
        return rows
    if TABLE_KINDS[rule.kind].when_of == "table":
        columns = rules.scope(rows[0], rows).as_columns
        return rows if holds(parsed(rule.when), columns, rules.context.scheme.lexicon) is True else ()
    return [r for r in rows if rules.asks(rule, r, rows)]


def _least(rules: RowRules, table: Table, rows: Sequence[Row]) -> Iterator[Finding]:
    """Too few rows filled. Where a column is required, the blank cells of the missing rows say so."""
    layout = rules.scope(rows[0]).place
    free = None if layout.package.stage.deals else table.free_for(layout.group)
    inputs = [c for c in table.leaves if rows[0].cells.is_input(c.name)]
    if free is None or any(c.required for c in inputs):
        return
    blank = [i for i, r in enumerate(rows) if not r.cells.is_used]
    count = len(rows) - len(blank)
    if count < free.min and blank:
        entry: Entry = rows[blank[0]].cells[inputs[0].name]
        facts: dict[str, Any] = {"table": rules.form.title, "least": free.min, "count": count}
        yield found("C003", where=place(rows[blank[0]], inputs[0].name), **named(entry), **facts)


def _rule(rules: RowRules, rule: Rule, rows: Sequence[Row]) -> Iterator[Finding]:
    kind = TABLE_KINDS[rule.kind]
    counting = kind.counts(rule)
    if counting:
        rows = [r for r in rows if r.cells.is_used]
    bound = [(r.cells, n) for r in rows for n in kind.columns(rule) if n in r.cells]
    if not counting and not any(cells.is_input(n) for cells, n in bound):
        return
    if not rows or (kind.waits and not all(cells.is_valid(n) for cells, n in bound)):
        return
    values, fields = _rows_of(rules, rule, rows), _values(rules.fields_of(rows[0]))
    labels = rules.labels(rows[0])
    said = {"words": kind.words(rule, labels)}
    for position, facts in kind.breaches(rule, values, fields):
        row = rows[position]
        name = column_of(row, kind.columns(rule))
        entry: Entry = row.cells[name]
        told = {**named(entry), **facts, **said, **_told(rows, name, facts)}
        finding = found(kind.code, where=place(row, name), value=entry.text or None, **told)
        yield judged(finding, rule, rules.context)


def column_of(row: Row, bound: Sequence[str]) -> str:
    """Where a finding about a row stands: the first column bound, else the first that the recipient fills."""
    present = [n for n in bound if n in row.cells]
    return present[0] if present else next(filter(row.cells.is_input, row.cells))


def _rows_of(rules: RowRules, rule: Rule, rows: Sequence[Row]) -> list[RowValues]:
    """The values of the rows; where only some are counted with whether each is."""
    kind = TABLE_KINDS[rule.kind]
    values = [_values(r.cells) for r in rows]
    for column in kind.shared(rule):
        values = _unmerged(values, column)
    counting = kind.counts(rule)
    if counting is None or counting.chosen is None:
        return values
    chosen = [rules.truth(counting.chosen, r, rows) is True for r in rows]
    return [{**v, SELECTED: one} for v, one in zip(values, chosen, strict=True)]


def _unmerged(values: Sequence[RowValues], column: str) -> list[RowValues]:
    """With what merged cells hold in all of their rows: a row without an entry has the one above."""
    found: list[RowValues] = []
    for row in values:
        above = found[-1].get(column) if found else None
        found.append(row if column in row else {**row, column: above})
    return found


def _values(cells: Cells) -> RowValues:
    """Valid values by column; None where an entry is not valid."""
    return {n: cells.value(n) for n in cells}


def _told(rows: Sequence[Row], name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as a person reads them: the earlier row's cell, figures as texts."""
    told: dict[str, Any] = {}
    if "first" in facts:
        first: Entry = rows[facts["first"]].cells[name]
        told |= {"other": first.cell, "other_line": first.line}
    if "total" in facts:
        told |= figures(facts["total"], facts["stated"])
    return told


def figures(total: Decimal, stated: Decimal) -> dict[str, Any]:
    """Both figures and their difference, as texts."""
    return {"total": as_text(total), "stated": as_text(stated), "difference": as_text(abs(total - stated))}

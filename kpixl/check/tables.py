"""Gate tables: how the rows of one table of a return fit together. With an invalid row there is no total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions import holds
from kpixl.blueprint.model import FreeRows, Rule, Table
from kpixl.check.frames import CELLS, place
from kpixl.check.rows import RowRules, judged, named
from kpixl.check.scope import Row
from kpixl.findings import Finding, found
from kpixl.layout.entry import flat
from kpixl.layout.package import row_source
from kpixl.returns.record import Entry
from kpixl.rules import TABLE_KINDS, RowValues, table_rules
from kpixl.rules.types import as_text, parsed


def table_findings(rules: RowRules, rows: Sequence[Row]) -> Iterator[Finding]:
    """Findings of the rules over the rows of one table of one return."""
    if rules.table is None or not rows:
        return
    yield from _least(rules, rules.table, rows)
    scope = rules.scope(rows[0], rows)
    for rule in table_rules(rules.table, rules.context.stage):
        if rule.when is not None and holds(parsed(rule.when), scope.as_columns) is not True:
            continue
        yield from _rule(rules, rule, rows)


def _least(rules: RowRules, table: Table, rows: Sequence[Row]) -> Iterator[Finding]:
    """Too few rows filled. Where a column is required, the blank cells of the missing rows say so."""
    layout = rules.scope(rows[0]).place
    source = None if layout.package.stage.carries else row_source(table, layout.group)
    inputs = [c for c in table.leaves if _is_input(rows[0], c.name)]
    if not isinstance(source, FreeRows) or any(c.required for c in inputs):
        return
    blank = [i for i, r in enumerate(rows) if not any(r[CELLS][c.name].text for c in inputs)]
    count = len(rows) - len(blank)
    if count < source.min and blank:
        entry: Entry = rows[blank[0]][CELLS][inputs[0].name]
        facts: dict[str, Any] = {"table": rules.form.title, "least": source.min, "count": count}
        yield found("C003", where=place(rows[blank[0]], inputs[0].name), **named(entry), **facts)


def _is_input(row: Row, column: str) -> bool:
    entry: Entry | None = row[CELLS].get(column)
    return entry is not None and entry.role == "input"


def _rule(rules: RowRules, rule: Rule, rows: Sequence[Row]) -> Iterator[Finding]:
    kind = TABLE_KINDS[rule.kind]
    columns = kind.columns(rule)
    entries: list[Entry] = [r[CELLS][n] for r in rows for n in columns if n in r[CELLS]]
    if not any(e.role == "input" for e in entries) or (
        rule.kind == "total" and not all(e.valid for e in entries)
    ):
        return
    values, fields = [_values(r[CELLS]) for r in rows], _values(rules.fields_of(rows[0]))
    labels = {n: flat(rules.scope(rows[0]).place.label(c)) for n, c in rules.columns.items()}
    for position, facts in kind.breaches(rule, values, fields):
        name = columns[0]
        entry: Entry = rows[position][CELLS][name]
        said = {"words": kind.words(rule, labels, "zh"), "words_en": kind.words(rule, labels, "en")}
        told = {**facts, **said}
        if "first" in facts:
            told["other"] = rows[facts["first"]][CELLS][name].cell
        if "total" in facts:
            told |= _figures(facts["total"], facts["stated"])
        finding = found(
            kind.code, where=place(rows[position], name), value=entry.text or None, **named(entry), **told
        )
        yield judged(finding, rule, rules.context)


def _values(cells: Mapping[str, Entry]) -> RowValues:
    """Valid values by column; None where an entry is not valid."""
    return {n: e.value if e.valid else None for n, e in cells.items()}


def _figures(total: Decimal, stated: Decimal) -> dict[str, Any]:
    return {"total": as_text(total), "stated": as_text(stated), "difference": as_text(abs(total - stated))}

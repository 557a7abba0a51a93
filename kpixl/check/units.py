"""Gate units: how the returns of all units fit together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from kpixl.blueprint.model import Rule
from kpixl.check.rows import RowRules, judged, named
from kpixl.check.stack import Row, place
from kpixl.check.tables import figures
from kpixl.findings import Finding, Location, found
from kpixl.returns import Entry
from kpixl.rules import UNIT_KINDS, RowValues, UnitRow, kind_of, unit_rules
from kpixl.rules.types import as_text
from kpixl.words import Words

_FIGURES = ("median", "low", "high")


def unit_findings(rules: RowRules, rows: Sequence[Row]) -> Iterator[Finding]:
    """Findings of the rules over a table of all returns. rows: all of them."""
    if rules.table is None:
        return
    for rule in unit_rules(rules.table, rules.context.stage):
        if UNIT_KINDS[rule.kind].complete:
            yield from _overall(rules, rule, rows)
        else:
            yield from _each(rules, rule, rows)


def _each(rules: RowRules, rule: Rule, rows: Sequence[Row]) -> Iterator[Finding]:
    """Findings at the cells of single units."""
    column = kind_of(rule).columns(rule)[0]
    mine = [r for r in rows if _counts(rules, rule, r) and r.cells[column].role == "input"]
    compared = [_unit_row(rules, r) for r in mine]
    labels = rules.labels(mine[0]) if mine else {}
    for position, facts in UNIT_KINDS[rule.kind].breaches(rule, compared, settings(rules)):
        row = mine[position]
        entry: Entry = row.cells[column]
        told: dict[str, Any] = {**named(entry), **_spoken(entry, facts), **_words(rule, labels)}
        if "other" in facts:
            told |= _other(rules, mine[facts["other"]], column)
        code = UNIT_KINDS[rule.kind].code_of(facts)
        finding = found(code, where=place(row, column), value=entry.text, **told)
        yield judged(finding, rule, rules.context)


def _overall(rules: RowRules, rule: Rule, rows: Sequence[Row]) -> Iterator[Finding]:
    """A finding about all returns together, once everybody has returned and all figures are valid."""
    column = kind_of(rule).columns(rule)[0]
    mine = [r for r in rows if _counts(rules, rule, r)]
    spoilt = any(rules.context.is_torn(r.file, rules.form.form) for r in rows)
    if spoilt or not mine or not rules.context.complete or not all(r.cells[column].valid for r in mine):
        return
    labels = rules.labels(mine[0])
    compared = [_unit_row(rules, r) for r in mine]
    for _, facts in UNIT_KINDS[rule.kind].breaches(rule, compared, settings(rules)):
        told = {**facts, **_words(rule, labels), "label": labels[column]}
        if "total" in facts:
            told |= figures(facts["total"], facts["stated"])
        where = Location(form=rules.form.form, field=column)
        yield judged(found(UNIT_KINDS[rule.kind].code_of(facts), where=where, **told), rule, rules.context)


def _counts(rules: RowRules, rule: Rule, row: Row) -> bool:
    """Whether a row has all the rule's columns and `when` holds for it."""
    if not all(n in row.cells for n in kind_of(rule).columns(rule)):
        return False
    return rules.asks(rule, row)


def _unit_row(rules: RowRules, row: Row) -> UnitRow:
    place_of = rules.scope(row).place
    printed = rules.table.printed_for(place_of.group) if rules.table else None
    return UnitRow(
        unit=row.subject or row.unit or "",
        group=place_of.group or "",
        bucket=f"{row.instance}/{row.row}" if printed else "",
        values={n: e.value if e.valid else None for n, e in row.cells.items()},
    )


def settings(rules: RowRules) -> RowValues:
    """The scheme's settings, of which a rule may name a figure."""
    return {n: v for n, v in rules.context.scheme.head.settings.items() if isinstance(v, Decimal)}


def _words(rule: Rule, labels: dict[str, str]) -> dict[str, Words]:
    kind = kind_of(rule)
    return {"words": kind.words(rule, labels)}


def _spoken(entry: Entry, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as a person reads them, percentages as such."""
    scale = Decimal(100) if entry.type == "percent" else Decimal(1)
    sign = "%" if entry.type == "percent" else ""
    told = {n: v for n, v in facts.items() if n != "other"}
    told |= {n: f"{_plain(told[n] * scale)}{sign}" for n in _FIGURES if n in told}
    return told | ({"share": f"{_plain(told['share'] * 100)}%"} if "share" in told else {})


def _plain(figure: Decimal) -> str:
    return as_text(figure.quantize(Decimal("0.01")))


def _other(rules: RowRules, row: Row, column: str) -> dict[str, str]:
    """The other unit's name, and its file, sheet and cell."""
    entry: Entry = row.cells[column]
    unit = rules.context.scheme.roster.unit(row.subject or row.unit)
    return {"other": unit.name, "place": f"{row.file}，{entry.sheet} {entry.cell}"}

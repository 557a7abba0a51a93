"""Gate rows: what no expression says about the entries of a row (bands, units of measure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kpixl.blueprint.model import Rule
from kpixl.check.rows import RowRules, judged, named
from kpixl.check.stack import Row, place
from kpixl.findings import Finding, Severity, found
from kpixl.returns import Entry
from kpixl.rules import ENTRY_KINDS, EntryBreach, entry_rules, rule_id


@dataclass(frozen=True)
class Judged:
    """A rule over entries. position: among those of the table, as two of them may have made the same id."""

    rules: RowRules
    rule: Rule
    position: int

    @property
    def name(self) -> str:
        """`entries:position:id`."""
        return f"entries:{self.position}:{rule_id(self.rule)}"

    @property
    def code(self) -> str:
        """The rule kind's code."""
        return ENTRY_KINDS[self.rule.kind].code

    def holds(self, row: Row, rows: Sequence[Row]) -> bool | None:
        """Whether nothing is wrong; not applicable where the recipient fills nothing."""
        cells, kind = row.cells, ENTRY_KINDS[self.rule.kind]
        bound = [n for n in kind.columns(self.rule) if n in cells]
        if not any(map(cells.is_input, bound)) or (kind.waits and not all(map(cells.is_valid, bound))):
            return None
        return not self._breaches(row) if self.rules.asks(self.rule, row, rows) else None

    def _breaches(self, row: Row) -> list[EntryBreach]:
        values = {n: row.value(n) for n in row.cells}
        return ENTRY_KINDS[self.rule.kind].breaches(self.rule, values, self.rules.context.scheme.lexicon)

    def findings(self, row: Row, rows: Sequence[Row]) -> Iterator[Finding]:
        """Each thing wrong, at the band that is wrong or, where that is printed, at the one beside it."""
        for breach in self._breaches(row):
            sides = [n for n in (breach.column, breach.other) if n and row.cells.is_input(n)]
            yield self._finding(row, breach, (sides or [breach.column])[0])

    def _finding(self, row: Row, breach: EntryBreach, column: str) -> Finding:
        cells: Mapping[str, Entry] = row.cells
        labels = self._labels(row)
        facts: dict[str, Any] = {**named(cells[column]), "label": labels[breach.column], **breach.facts}
        facts["line"] = cells[column].line or labels[column]
        if breach.other:
            facts |= {"other": cells[breach.other].text, "other_label": labels[breach.other]}
        told = found(breach.code, where=place(row, column), value=cells[breach.column].text, **facts)
        if self.rule.message:
            shown = "、".join(f"{labels[n]} {cells[n].text}" for n in (breach.other, breach.column) if n)
            told = replace(told, said=f"{self.rule.message}（{shown}）")
        finding = judged(told, self.rule, self.rules.context)
        milder = Severity(breach.severity) if breach.severity else finding.severity
        return finding if finding.severity is Severity.NOTE else replace(finding, severity=milder)

    def _labels(self, row: Row) -> dict[str, str]:
        return {**self.rules.labels(row), **ENTRY_KINDS[self.rule.kind].labels(self.rule)}


def entry_checks(rules: RowRules) -> Iterator[Judged]:
    """One check a rule over entries."""
    if rules.table is not None:
        for position, rule in enumerate(entry_rules(rules.table, rules.context.stage)):
            yield Judged(rules, rule, position)


def once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Without what two rules say of the same cell."""
    told: set[tuple[str, str | None, str | None, str | None]] = set()
    for f in findings:
        same = (f.code, f.where.path, f.where.sheet, f.where.cell)
        if same not in told:
            told.add(same)
            yield f

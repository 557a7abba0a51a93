"""Gate forms: how two forms of one return fit together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kpixl.blueprint.model import Rule
from kpixl.check.rows import RowRules, judged, named
from kpixl.check.stack import Row, Stack, place
from kpixl.findings import Finding, found
from kpixl.layout.rows.form_cell import flat
from kpixl.layout.rows.meaning import Place
from kpixl.returns import Entry
from kpixl.rules import FORM_KINDS, Counterpart, FormRule, Other, form_rules
from kpixl.rules.types import as_text
from kpixl.rules.types.resolve import SEPARATOR


def form_findings(rules: RowRules, rows: Sequence[Row], stack: Stack) -> Iterator[Finding]:
    """Findings of the rules that compare a table or the fields, of all returns, with another form."""
    declared = rules.form.field_rules if rules.table is None else rules.table.rules
    for rule in form_rules(declared, rules.context.stage):
        yield from _Compared(rules=rules, rule=rule, stack=stack).findings(rows)


@dataclass(frozen=True, kw_only=True)
class _Compared:
    """One rule, with the frames in which the other form is."""

    rules: RowRules
    rule: Rule
    stack: Stack
    _taken: dict[tuple[str, str, str, str], Row] = field(default_factory=dict)

    @property
    def _kind(self) -> FormRule[Any]:
        return FORM_KINDS[self.rule.kind]

    @cached_property
    def _of(self) -> str:
        """The column that is compared."""
        return self._kind.columns(self.rule)[0]

    @cached_property
    def _other(self) -> Other:
        return self._kind.other(self.rule)

    def findings(self, rows: Sequence[Row]) -> Iterator[Finding]:
        """At each cell that does not agree with the other form of its workbook."""
        for row in rows:
            entry: Entry | None = row.cells.get(self._of)
            if entry is not None and entry.valid and entry.value is not None and self._asked(row):
                yield from self._finding(row, entry)

    def _asked(self, row: Row) -> bool:
        """Whether the rule holds for a row: the other form is there and whole, and `when` says so.

        Of one that others return: something of it about the same subject, or all that is expected.
        """
        if self._other.everywhere:
            return self.rules.asks(self.rule, row) and bool(self.rules.context.complete or self._others(row))
        scope = self.rules.scope(row)
        handed = {f.form for f in scope.place.package.forms} if row.unit else set()
        torn = self.rules.context.is_torn(row.file, self._other.form)
        return (
            self.rules.asks(self.rule, row)
            and not torn
            and (self._other.form in handed or not self._kind.needs_all)
        )

    def _others(self, row: Row) -> list[Row]:
        """The rows of the other form that a row is compared with."""
        form, column = self._other.form, self._other.column
        if self._other.everywhere:
            found = self.stack.about(row.subject, form, column)
        else:
            found = self.stack.beside(row, form, column)
        return [o for o in found if column in o.cells]

    def _finding(self, row: Row, entry: Entry) -> Iterator[Finding]:
        column, others = self._other.column, self._others(row)
        if self._kind.needs_all and not all(o.cells[column].valid for o in others):
            return
        values = [Counterpart(key=o.row, values=_values(o)) for o in others]
        facts = self._breach(row, entry, values)
        if facts is None:
            yield from self._again(row, entry, list(zip(others, values, strict=True)))
            return
        there: Entry | None = others[facts["at"]].cells[column] if "at" in facts else None
        if entry.role != "input" and (there is None or there.role != "input"):
            return
        where = place(row, self._of) if entry.role == "input" or there is None else None
        told = {**named(entry), **self._told(row, there, others), **_texts(facts)}
        at = where or place(others[facts["at"]], column)
        finding = found(self._kind.code, where=at, value=entry.text or as_text(entry.value), **told)
        yield judged(finding, self.rule, self.rules.context)

    def _again(self, row: Row, entry: Entry, others: Sequence[tuple[Row, Counterpart]]) -> Iterator[Finding]:
        """Where each row of the other form stands for one row: what stands for another one already."""
        if not self._other.once:
            return
        fitting = [o for o, value in others if self._breach(row, entry, [value]) is None]
        free = next((o for o in fitting if o.place not in self._taken), None)
        if free is not None:
            self._taken[free.place] = row
        elif fitting:
            first = self._taken[fitting[0].place]
            there: Entry = first.cells[self._of]
            told = {**named(entry), "other": f"{first.file}，{there.sheet} {there.cell}"}
            finding = found("C011", where=place(row, self._of), value=entry.text, **told)
            yield judged(finding, self.rule, self.rules.context)

    def _breach(self, row: Row, entry: Entry, others: Sequence[Counterpart]) -> dict[str, Any] | None:
        """What is wrong with the entry; of several items in one cell, with the first that is wrong."""
        kind, own = self._kind, _values(row)
        items: list[Any] = [entry.value]
        if entry.type == "list" and isinstance(entry.value, str):
            items = entry.value.split(self.rules.columns[self._of].separator or SEPARATOR)
        found = (kind.breach(self.rule, row.row, {**own, self._of: each}, others) for each in items)
        return next((facts for facts in found if facts is not None), None)

    def _told(self, row: Row, there: Entry | None, others: Sequence[Row]) -> dict[str, Any]:
        """The other form, cell and column as a person finds them."""
        if there is not None:
            return {"sheet_name": there.sheet, "other": there.cell, "other_label": there.label}
        first = next((o.cells[self._other.column] for o in others), None)
        form = self.rules.context.scheme.form(self._other.form)
        own = self.rules.scope(row).place
        place_there = Place(package=own.package, form=form, subject=own.subject)
        label = flat(place_there.label(form.column(self._other.column)))
        return {"sheet_name": first.sheet if first else form.title, "other_label": label}


def _values(row: Row) -> dict[str, Any]:
    return {n: e.value if e.valid else None for n, e in row.cells.items()}


def _texts(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: as_text(value) for name, value in facts.items() if name != "at"}

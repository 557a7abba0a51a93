"""Faults of rows and tables: each entry is of its type, but together they break exactly one rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpixl.blueprint.expressions import Name, Node, Value, names
from kpixl.blueprint.model import Rule
from kpixl.layout import Cell, CellKey, Computation, Spot
from kpixl.rules import (
    ENTRY_KINDS,
    FORM_KINDS,
    ROW_KINDS,
    TABLE_KINDS,
    EntryRule,
    FormRule,
    RowRule,
    TableRule,
    kind_of,
)
from kpixl.rules.types import CellType, breach, named, sample
from kpixl.simulate.agreement import disagreements
from kpixl.simulate.faults.damage import Damage, FaultKind
from kpixl.simulate.tables import FilledRow, FilledTable

_TRIES = 40
Changes = dict[CellKey, Value]


def _key(cell: Cell) -> CellKey:
    if cell.key is None:
        raise TypeError(f"an input without a key: {cell}")
    return cell.key


def _put(damage: Damage, table: FilledTable, row: FilledRow, changes: Changes) -> None:
    damage.touch(table.sheet, *row.lines)
    damage.enter(changes)


def _named(damage: Damage, table: FilledTable, row: FilledRow) -> set[str]:
    """The columns that something else in the workbook depends on, or where a blank means as above."""
    trees: list[Node] = [ROW_KINDS[rule.kind].tree(rule) for rule in row.rules]
    for cell in row.inputs.values():
        trees += _conditions(cell.type)
    found = {name for tree in trees for name in names(tree)}
    rules = (*table.rules, *row.judged, *table.form_rules, *table.unit_rules)
    found |= {c for rule in rules for c in kind_of(rule).columns(rule)}
    for rule in (rule for each in damage.tables for rule in each.form_rules):
        other = FORM_KINDS[rule.kind].other(rule)
        if other.form == table.form.form:
            found |= {other.column, *other.keys}
    return found | {c for c, cell in row.inputs.items() if cell.down}


def _conditions(kind: CellType | None) -> list[Node]:
    """What the type depends on, as expressions."""
    return [Name(each) if isinstance(each, str) else each for each in named(kind)] if kind else []


def leave_blank(damage: Damage) -> bool:
    """Empty a required cell that nothing else depends on."""
    run = damage.run()
    for table, row in damage.rows():
        bound = _named(damage, table, row)
        filled = [c for c, cell in row.inputs.items() if run.value(cell.spot) is not None]
        spare = [c for c in filled if row.inputs[c].required and c not in bound]
        if spare and len(filled) > 1:
            cell = row.inputs[damage.rng.choice(spare)]
            _put(damage, table, row, {_key(cell): None})
            damage.expect("R001", cell.spot)
            return True
    return False


def break_row(kind: RowRule[Any]) -> FaultKind:
    """The kind that breaks a row's rule of that kind, and only that one."""

    def apply(damage: Damage) -> bool:
        for table, row in damage.rows():
            for rule, _ in row.conditions:
                if ROW_KINDS[rule.kind] is not kind:
                    continue
                for changes, at in _attempts(damage, row, rule):
                    if _breaks_only(damage, table, row, rule, changes):
                        _put(damage, table, row, changes)
                        damage.expect(kind.code, at.spot)
                        return True
        return False

    return FaultKind(kind.code, apply)


def _attempts(damage: Damage, row: FilledRow, rule: Rule) -> Iterator[tuple[Changes, Cell]]:
    """Changes that may break the rule, each with the cell at which that must be found."""
    run = damage.run()
    broken = ROW_KINDS[rule.kind]
    columns = [c for c in broken.columns(rule) if c in row.inputs]
    if broken.broken_by == "blank":
        for column in damage.shuffled(columns):
            cell = row.inputs[column]
            if run.value(cell.spot) is not None and not cell.required and not cell.down:
                yield {_key(cell): None}, cell
        return
    for _ in range(_TRIES):
        column = damage.rng.choice(columns)
        kind = row.settled(column, run)
        if kind is not None:
            yield {_key(row.inputs[column]): sample(kind, damage.rng)}, row.inputs[columns[0]]


def _breaks_only(damage: Damage, table: FilledTable, row: FilledRow, rule: Rule, changes: Changes) -> bool:
    run = damage.trial(changes)
    alone = list(row.broken(run)) == [rule] and not any(table.breached(run)) and _of_type(row, run)
    return alone and _forms_agree(damage, run)


def _forms_agree(damage: Damage, run: Computation) -> bool:
    return not any(True for table in damage.tables for _ in disagreements(table, damage.plan, run))


def _of_type(row: FilledRow, run: Computation) -> bool:
    for column, cell in row.inputs.items():
        value, kind = run.value(cell.spot), row.settled(column, run)
        if value is not None and (kind is None or breach(kind, value) is not None):
            return False
    return True


def break_entries(kind: EntryRule[Any]) -> FaultKind:
    """The kind that breaks a rule over a row's entries, and only that one."""

    def apply(damage: Damage) -> bool:
        lexicon = damage.package.scheme.lexicon
        for table, row in damage.rows():
            for rule in (r for r in row.judged if kind_of(r) is kind and row.asks(r, damage.run())):
                made = kind.violate(rule, row.values(damage.run()), lexicon) or {}
                changes = {_key(row.inputs[c]): value for c, value in made.items() if c in row.inputs}
                if len(changes) != len(made) or not _breaks_only(damage, table, row, rule, changes):
                    continue
                found = kind.breaches(rule, row.values(damage.trial(changes)), lexicon)
                if any(b.column not in row.inputs for b in found):
                    continue
                _put(damage, table, row, changes)
                for b in found:
                    damage.expect(b.code, row.inputs[b.column].spot)
                return True
        return False

    return FaultKind(kind.code, apply)


def break_form(kind: FormRule[Any]) -> FaultKind:
    """The kind that lets a cell disagree with another form, and nothing else."""

    def apply(damage: Damage) -> bool:
        for table, row in damage.rows():
            for rule in table.form_rules:
                of = kind_of(rule).columns(rule)[0]
                if kind_of(rule) is kind and of in row.inputs and _disagree(damage, table, row, rule, of):
                    return True
        return False

    return FaultKind(kind.code, apply)


def _disagree(damage: Damage, table: FilledTable, row: FilledRow, rule: Rule, of: str) -> bool:
    cell, kind = row.inputs[of], row.settled(of, damage.run())
    if kind is None or damage.run().value(cell.spot) is None:
        return False
    other = FORM_KINDS[rule.kind].other(rule)
    beside = [each for each in damage.tables if each.form.form == other.form]
    lines = [(each.sheet, line) for each in beside for theirs in each.rows for line in theirs.lines]
    if not all(damage.free(*line) for line in lines):
        return False
    for _ in range(_TRIES):
        changes: Changes = {_key(cell): sample(kind, damage.rng)}
        run = damage.trial(changes)
        beyond = (d for each in damage.tables for d in disagreements(each, damage.plan, run))
        sound = not any(row.broken(run)) and not any(table.breached(run)) and _of_type(row, run)
        if sound and [(r is row, broken) for r, broken, _ in beyond] == [(True, rule)]:
            _put(damage, table, row, changes)
            for line in lines:
                damage.touch(*line)
            damage.expect(FORM_KINDS[rule.kind].code, cell.spot)
            return True
    return False


def break_table(kind: TableRule[Any]) -> FaultKind:
    """The kind that breaks a table's rule of that kind, and only that one."""

    def apply(damage: Damage) -> bool:
        run = damage.run()
        for table in damage.shuffled(damage.tables):
            for rule, counted in table.in_force(run):
                if kind_of(rule) is not kind or not _untouched(damage, table, counted):
                    continue
                if _break_table(damage, table, rule, counted):
                    return True
        return False

    return FaultKind(kind.code, apply)


def _untouched(damage: Damage, table: FilledTable, rows: list[FilledRow]) -> bool:
    return all(damage.free(table.sheet, *row.lines) for row in rows)


def _break_table(damage: Damage, table: FilledTable, rule: Rule, counted: list[FilledRow]) -> bool:
    kind = TABLE_KINDS[rule.kind]
    changes: Changes = {}
    for position, entries in kind.violate(rule, table.values(rule, counted, damage.run())) or []:
        inputs = counted[position].inputs
        changes |= {_key(inputs[column]): value for column, value in entries.items() if column in inputs}
    run = damage.trial(changes)
    if not changes or [r for r, _ in table.breached(run)] != [rule]:
        return False
    if not all(_of_type(row, run) and not any(row.broken(run)) for row in counted):
        return False
    if not _enough(table, counted, run) or not _forms_agree(damage, run):
        return False
    left = [row for row in counted if row.used(run)]
    found = kind.breaches(rule, table.values(rule, left, run), table.fields(run))
    damage.touch(table.sheet, *(line for row in counted for line in row.lines))
    damage.enter(changes)
    for position, _ in found:
        damage.expect(kind.code, _at(left[position], kind.columns(rule)))
    return True


def _enough(table: FilledTable, counted: list[FilledRow], run: Computation) -> bool:
    """Whether no row is missing, nor a required entry in those that are used."""
    if table.free is not None:
        if sum(row.used(run) for row in table.rows) < table.free.min:
            return False
        counted = [row for row in counted if row.used(run)]
    cells = [cell for row in counted for cell in row.inputs.values() if cell.required]
    return all(run.value(cell.spot) is not None for cell in cells)


def _at(row: FilledRow, bound: tuple[str, ...]) -> Spot:
    """Where a finding about a row of a table stands: as in the check."""
    present = [row.place.spots[n] for n in bound if n in row.place.spots]
    return present[0] if present else next(iter(row.inputs.values())).spot


def rule_faults() -> tuple[FaultKind, ...]:
    """What breaks rules, by the kinds that there are."""
    return (
        FaultKind("R001", leave_blank),
        *(break_row(kind) for kind in ROW_KINDS.values()),
        *(break_entries(kind) for kind in ENTRY_KINDS.values()),
        *(break_table(kind) for kind in TABLE_KINDS.values()),
        *(break_form(kind) for kind in FORM_KINDS.values()),
    )

"""Faults of rows and tables: each entry is of its type, but together they break exactly one rule."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.blueprint.expressions import Node, Value, names
from kpixl.blueprint.model import Rule
from kpixl.layout import Cell, CellKey, Computation
from kpixl.rules import ROW_KINDS, TABLE_KINDS
from kpixl.rules.types import CellType, Dynamic, breach, sample
from kpixl.simulate.faults.damage import Damage, Kind
from kpixl.simulate.tables import FilledRow, FilledTable

_TRIES = 40
Changes = dict[CellKey, Value]


def _key(cell: Cell) -> CellKey:
    if cell.key is None:
        raise TypeError(f"an input without a key: {cell}")
    return cell.key


def _put(damage: Damage, table: FilledTable, row: FilledRow, changes: Changes) -> None:
    damage.touch(table.form.form, *row.lines)
    damage.enter(changes)


def _named(table: FilledTable, row: FilledRow) -> set[str]:
    """The columns that something else in the row or the table depends on."""
    trees: list[Node] = [ROW_KINDS[rule.kind].tree(rule) for rule in row.rules]
    for cell in row.inputs.values():
        trees += _conditions(cell.type)
    found = {name for tree in trees for name in names(tree)}
    return found | {c for rule in table.rules for c in TABLE_KINDS[rule.kind].columns(rule)}


def _conditions(kind: CellType | None) -> list[Node]:
    if not isinstance(kind, Dynamic):
        return []
    return [kind.condition, *_conditions(kind.then), *_conditions(kind.otherwise)]


def leave_blank(damage: Damage) -> bool:
    """Empty a required cell that nothing else depends on."""
    run = damage.run()
    for table, row in damage.rows():
        bound = _named(table, row)
        filled = [c for c, cell in row.inputs.items() if run.value(cell.spot) is not None]
        spare = [c for c in filled if row.inputs[c].required and c not in bound]
        if spare and len(filled) > 1:
            cell = row.inputs[damage.rng.choice(spare)]
            _put(damage, table, row, {_key(cell): None})
            damage.expect("R001", cell.spot)
            return True
    return False


def break_row(rule_kind: str) -> Kind:
    """The kind that breaks a row's rule of that kind, and only that one."""

    def apply(damage: Damage) -> bool:
        for table, row in damage.rows():
            for rule, _ in row.conditions:
                if rule.kind != rule_kind:
                    continue
                for changes, at in _attempts(damage, row, rule):
                    if _breaks_only(damage, table, row, rule, changes):
                        _put(damage, table, row, changes)
                        damage.expect(ROW_KINDS[rule_kind].code, at.spot)
                        return True
        return False

    return Kind(ROW_KINDS[rule_kind].code, apply)


def _attempts(damage: Damage, row: FilledRow, rule: Rule) -> Iterator[tuple[Changes, Cell]]:
    """Changes that may break the rule, each with the cell at which that must be found."""
    run = damage.run()
    columns = [c for c in ROW_KINDS[rule.kind].columns(rule) if c in row.inputs]
    if rule.kind in {"required_when", "all_or_none"}:
        for column in damage.shuffled(columns):
            cell = row.inputs[column]
            if run.value(cell.spot) is not None and not cell.required:
                yield {_key(cell): None}, cell
        return
    for _ in range(_TRIES):
        column = damage.rng.choice(columns)
        kind = row.settled(column, run)
        if kind is not None:
            yield {_key(row.inputs[column]): sample(kind, damage.rng)}, row.inputs[columns[0]]


def _breaks_only(damage: Damage, table: FilledTable, row: FilledRow, rule: Rule, changes: Changes) -> bool:
    run = damage.trial(changes)
    return list(row.broken(run)) == [rule] and not any(table.breached(run)) and _of_type(row, run)


def _of_type(row: FilledRow, run: Computation) -> bool:
    for column, cell in row.inputs.items():
        value, kind = run.value(cell.spot), row.settled(column, run)
        if value is not None and (kind is None or breach(kind, value) is not None):
            return False
    return True


def break_table(rule_kind: str) -> Kind:
    """The kind that breaks a table's rule of that kind, and only that one."""

    def apply(damage: Damage) -> bool:
        run = damage.run()
        for table in damage.shuffled(damage.tables):
            for rule, counted in table.in_force(run):
                if rule.kind != rule_kind or not _untouched(damage, table, counted):
                    continue
                if _break_table(damage, table, rule, counted):
                    return True
        return False

    return Kind(TABLE_KINDS[rule_kind].code, apply)


def _untouched(damage: Damage, table: FilledTable, rows: list[FilledRow]) -> bool:
    return all(damage.free(table.form.form, *row.lines) for row in rows)


def _break_table(damage: Damage, table: FilledTable, rule: Rule, counted: list[FilledRow]) -> bool:
    kind = TABLE_KINDS[rule.kind]
    values = [row.values(damage.run()) for row in counted]
    changes: Changes = {}
    for position, entries in kind.violate(rule, values) or []:
        changes |= {_key(counted[position].inputs[column]): value for column, value in entries.items()}
    run = damage.trial(changes)
    sound = all(_of_type(row, run) and not any(row.broken(run)) for row in counted)
    if not changes or not sound or [r for r, _ in table.breached(run)] != [rule]:
        return False
    found = kind.breaches(rule, [row.values(run) for row in counted], table.fields(run))
    damage.touch(table.form.form, *(line for row in counted for line in row.lines))
    damage.enter(changes)
    for position, _ in found:
        damage.expect(kind.code, counted[position].inputs[kind.columns(rule)[0]].spot)
    return True


RULES = (
    Kind("R001", leave_blank),
    *(break_row(kind) for kind in ROW_KINDS),
    *(break_table(kind) for kind in TABLE_KINDS),
)

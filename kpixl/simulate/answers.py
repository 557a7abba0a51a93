"""Answers as a unit or a verifier would give them: random, and so that every rule of the blueprint holds."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.model import FreeRows, Rule
from kpixl.layout import Cell, CellKey, Computation, Package, Plan, standing
from kpixl.refusal import RefusedError
from kpixl.rules import (
    ENTRY_KINDS,
    FORM_KINDS,
    ROW_KINDS,
    TABLE_KINDS,
    UNIT_KINDS,
    RowRule,
    kind_of,
    rule_id,
)
from kpixl.rules.types import LISTS, ValueType, breach
from kpixl.simulate.agreement import OWN_NUMBERS, disagreements, fitted, share_of
from kpixl.simulate.likely import Asked, likely, share_filled
from kpixl.simulate.tables import FilledRow, FilledTable, filled_tables

Row = tuple[str, str]
"""By sheet and row."""
_ANEW, _REPAIRS, _TABLE_REPAIRS = 30, 200, 10
_OPTIONAL, _TICKED, _SATISFY, _BLANK, _NEARER = 0.35, 0.02, 0.5, 0.25, 0.7
"""How often an optional cell is filled; a broken rule's own remedy is taken; an optional cell is emptied
instead of tried again; a figure is moved towards its lower bound instead of drawn afresh."""


class UnanswerableError(RefusedError):
    """The blueprint's rules leave no answer that could be found; the message names table, row and rules."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"模拟填不出符合全部规则的答案，请检查方案中的规则：{what}",
            f"no answers meet all rules; see whether the rules can be met: {what}",
        )


def answers(package: Package, plan: Plan, rng: random.Random) -> dict[CellKey, Value]:
    """Valid answers for every cell that the package's recipient fills. plan: the package's.

    Whatever must be filled is, the rest sometimes; every rule holds, those of severity warning too. The same
    generator state gives the same answers. UnanswerableError where no answers were found.
    """
    filling = _Filling(plan, rng, standing(package, plan))
    tables = filled_tables(package, plan)
    for table in tables:
        filling.fill(table)
    filling.agree(tables)
    return filling.given


class _Filling:
    """Fills table after table.

    standing: what stood there, and is kept unless a rule wants a change; given: the answers so far; agreed:
    those that another form says.
    """

    def __init__(self, plan: Plan, rng: random.Random, standing: Mapping[CellKey, Value]) -> None:
        self.plan, self.rng = plan, rng
        self.standing = standing
        self.given: dict[CellKey, Value] = {**standing}
        self.agreed: set[CellKey] = set()
        self._run: Computation | None = None
        self._places = _rows_of(plan)
        self._busy = {row for key in self.given for row in self._places.get(key, ())}

    @property
    def run(self) -> Computation:
        """The figures of the answers as they are now; computed anew once an answer has changed."""
        if self._run is None:
            self._run = Computation(self.plan, self.given, self._busy)
        return self._run

    def fill(self, table: FilledTable) -> None:
        """Fill the rows of a table, as many as are to be filled."""
        rows = self._rows(table)
        for _ in range(_ANEW):
            for row in rows:
                self._fill_row(table, row)
            self._make_own(table)
            if self._repair_table(table):
                return
        broken = [rule_id(rule) for rule, _ in table.breached(self.run)]
        raise UnanswerableError(f"{table.name}: no answers found that meet {', '.join(broken)}")

    def _rows(self, table: FilledTable) -> Sequence[FilledRow]:
        """The rows to fill: of free ones those that were, else the first."""
        if table.free is None:
            return table.rows
        filled = [row for row in table.rows if any(c.key in self.standing for c in row.inputs.values())]
        return filled or table.rows[: self._count(table.free, table.rules)]

    def _count(self, free: FreeRows, rules: Sequence[Rule]) -> int:
        """How many free rows: a few or none where none is asked for, else up to half of those that show."""
        counts = [c for r in rules if (c := TABLE_KINDS[r.kind].counts(r)) is not None]
        least = max([free.min, *(c.least for c in counts)])
        most = min([free.most, *(c.most for c in counts if c.most is not None and c.chosen is None)])
        if least == 0:
            return self.rng.randint(0, min(4, free.free, most))
        return min(self.rng.randint(max(least, free.free // 5), max(least, free.free // 2)), most)

    def _fill_row(self, table: FilledTable, row: FilledRow) -> None:
        for _ in range(_ANEW):
            self._draw_row(row, some=table.free is not None)
            if self._repair_row(row):
                return
        broken = ", ".join(rule_id(rule) for rule in row.broken(self.run))
        raise UnanswerableError(
            f"{table.name}, {row.lines[0]}: no answers found that meet {broken or 'its types'}"
        )

    def _draw_row(self, row: FilledRow, *, some: bool) -> None:
        """Draw a value for each cell; those whose type the others decide come last. some: at least one."""
        in_order = sorted(row.inputs, key=lambda column: not isinstance(row.inputs[column].type, ValueType))
        for column, cell in row.inputs.items():
            self._set(row, column, self.standing.get(cell.key) if cell.key else None)
        for column in (c for c in in_order if row.inputs[c].key not in self.standing):
            cell = row.inputs[column]
            usual = _TICKED if _is_tick(cell) else _OPTIONAL
            if cell.required or self.rng.random() < share_filled(row, column, usual):
                self._draw(row, column)
        if some and in_order and not any(row.inputs[column].key in self.given for column in in_order):
            self._draw(row, in_order[0])

    def _draw(self, row: FilledRow, column: str) -> None:
        kind = row.settled(column, self.run)
        nothing = kind is None or (kind.name in LISTS and not kind.choices)
        if kind is None or nothing:
            self._set(row, column, None)
        else:
            self._set(row, column, likely(Asked(row, column, kind, self.run), self.rng))

    def _set(self, row: FilledRow, column: str, value: Value) -> None:
        key = row.inputs[column].key
        if key is None:
            raise TypeError(f"an input without a key: {row.inputs[column]}")
        if key in self.agreed or (value is None and key not in self.given):
            return
        self._run = None
        if value is None:
            self.given.pop(key, None)
        else:
            self.given[key] = value
            self._busy.update(
                self._places[key]
            )  # one that is emptied again is asked about once more than need be

    def _repair_row(self, row: FilledRow) -> bool:
        """Change what breaks a rule until none is broken; whether that succeeded."""
        for _ in range(_REPAIRS):
            run = self.run
            amiss = self._misfits(row, run)
            if amiss:
                for column in amiss:
                    self._draw(row, column)
                continue
            rule = next(row.broken(run), None)
            if rule is None:
                return True
            self._mend(row, rule, run)
        return False

    def _misfits(self, row: FilledRow, run: Computation) -> list[str]:
        """The columns that are blank and must not be, or whose value is not of their type."""
        return [c for c in row.inputs if not _fits(row, c, run)]

    def _mend(self, row: FilledRow, rule: Rule, run: Computation) -> None:
        kind = kind_of(rule)
        changes = self._remedy(row, rule, run) if self.rng.random() < _SATISFY else None
        if changes is not None:
            for column in sorted(changes.keys() & row.inputs.keys()):
                self._set(row, column, changes[column])
            return
        columns = [c for c in kind.columns(rule) if c in row.inputs]
        if isinstance(kind, RowRule) and kind.one_by_one:
            self._move(row, self.rng.choice(columns), run)
        else:
            for column in columns:
                self._draw(row, column)

    def _remedy(self, row: FilledRow, rule: Rule, run: Computation) -> dict[str, Value] | None:
        """What the kind itself would change."""
        if rule.kind in ROW_KINDS:
            return ROW_KINDS[rule.kind].satisfy(rule, row.values(run), self.rng)
        lexicon = row.place.package.scheme.lexicon
        return ENTRY_KINDS[rule.kind].satisfy(rule, row.values(run), lexicon, self.rng)

    def _move(self, row: FilledRow, column: str, run: Computation) -> None:
        """Try another value for a column: none, one nearer to its lower bound, or any."""
        cell, kind = row.inputs[column], row.settled(column, run)
        value = run.value(cell.spot)
        if not cell.required and self.rng.random() < _BLANK:
            self._set(row, column, None)
        elif kind is not None and isinstance(value, Decimal) and self.rng.random() < _NEARER:
            self._set(row, column, _nearer(kind, value, self.rng))
        else:
            self._draw(row, column)

    def _repair_table(self, table: FilledTable) -> bool:
        for _ in range(_TABLE_REPAIRS):
            breached = list(table.breached(self.run))
            if not breached:
                return True
            for rule, rows in breached:
                self._mend_table(table, rule, rows)
            if not all(self._repair_row(row) for row in table.rows if row.used(self.run)):
                return False
        return False

    def _mend_table(self, table: FilledTable, rule: Rule, rows: Sequence[FilledRow]) -> None:
        run = self.run
        values = table.values(rule, rows, run)
        TABLE_KINDS[rule.kind].satisfy(rule, values, table.fields(run))
        self._take(rows, values)

    def _take(self, rows: Sequence[FilledRow], values: Sequence[Mapping[str, Value]]) -> None:
        for row, changed in zip(rows, values, strict=True):
            for column in row.inputs:
                self._set(row, column, changed[column])

    def _make_own(self, table: FilledTable) -> None:
        """Change what a rule over all units would compare, so that it holds whatever the others enter."""
        for rule in table.unit_rules:
            run = self.run
            rows = [row for row in table.rows if row.used(run) and row.asks(rule, run)]
            values = [row.values(run) for row in rows]
            share = share_of(table, rule)
            UNIT_KINDS[rule.kind].satisfy(rule, values, share)
            for i, (row, changed) in enumerate(
                zip(rows, values, strict=True), share.position * OWN_NUMBERS + 1
            ):
                for column in set(kind_of(rule).columns(rule)) & set(row.inputs):
                    kind = row.settled(column, run)
                    if kind is None or kind.name not in LISTS:  # a choice is nobody's own
                        self._set(row, column, fitted(kind, changed[column], i))

    def agree(self, tables: Sequence[FilledTable]) -> None:
        """Change what two forms disagree about. UnanswerableError where they still do."""
        for _ in range(_TABLE_REPAIRS):
            apart = [each for table in tables for each in disagreements(table, self.plan, self.run)]
            if not apart:
                return
            for row, rule, others in apart:
                value = FORM_KINDS[rule.kind].satisfy(
                    rule, row.place.row, row.values(self.run), others, self.rng
                )
                mine = [
                    row.place.key(column) for column in kind_of(rule).columns(rule) if column in row.inputs
                ]
                self.agreed.difference_update(mine)
                for key in mine:
                    self._set(row, key.column, value)
                self.agreed.update(mine)
                self._repair_row(row)
        broken = ", ".join(sorted({rule_id(rule) for _, rule, _ in apart}))
        raise UnanswerableError(f"no answers found that meet {broken}")


def _rows_of(plan: Plan) -> Mapping[CellKey, Sequence[Row]]:
    """The rows in which each value stands."""
    found: dict[CellKey, list[Row]] = {}
    for cell in plan.by_spot.values():
        if cell.key is not None:
            found.setdefault(cell.key, []).append(cell.spot[:2])
    return found


def _is_tick(cell: Cell) -> bool:
    """Whether there is but one choice: it marks an exception, so it is seldom made."""
    return isinstance(cell.type, ValueType) and cell.type.name == "choice" and len(cell.type.choices) == 1


def _fits(row: FilledRow, column: str, run: Computation) -> bool:
    cell = row.inputs[column]
    value = run.value(cell.spot)
    if value is None:
        return not cell.required
    kind = row.settled(column, run)
    return kind is not None and breach(kind, value) is None


def _nearer(kind: ValueType, value: Decimal, rng: random.Random) -> Decimal:
    """A value between the lower bound (else 0) and this one, with as many decimals."""
    low = kind.min if isinstance(kind.min, Decimal) else Decimal(0)
    step = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
    steps = int((value - low) / step)
    return low + step * rng.randint(0, steps) if steps > 0 else value

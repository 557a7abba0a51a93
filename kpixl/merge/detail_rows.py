"""The rows of a stacked detail, one after the other; those laid out alike are laid out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from kpixl.blueprint.expressions import Name, Ref, names
from kpixl.blueprint.expressions.operands import CellOperand
from kpixl.blueprint.model import Column
from kpixl.layout import Cell, CellKey, Role
from kpixl.layout.pages.text_height import is_short
from kpixl.layout.plan.body import NO_LINKS, Body, BodyRow
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import FileCell, Scalar, Style
from kpixl.layout.plan.keys import HERE
from kpixl.layout.rows.form_cell import FormRow, entry
from kpixl.layout.rows.likeness import Likeness
from kpixl.layout.rows.meaning import Place
from kpixl.layout.rows.table_rows import TableRow
from kpixl.layout.tables.table import TableBlock
from kpixl.merge.answers import AcceptedAnswers
from kpixl.merge.given import Found, found_in
from kpixl.merge.sheets import MOST_LINKS, known_height
from kpixl.rules.types import ValueType, number_format

NUMBER, UNIT, COPY, COUNTED = "kp_number", "kp_unit", "kp_copy", "kp_counted"
RECIPIENT, FILE = "kp_recipient", "kp_file"
ADDED = frozenset({NUMBER, UNIT, COPY, COUNTED, RECIPIENT, FILE})
"""The columns that the form does not have."""
_KNOWN = {"row", "each", "subject", "group", "stage", "scheme"}
"""Heads of names that mean the same in the stacked table as in the return."""
_LEAST_HEIGHT = 20.0
_PLAIN = Style(name="body", align="center")
_LEFT = Style(name="body", align="left")
_ASKED = (Role.INPUT, Role.FORMULA)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What counts where the form computes something else, by (subject, row). column: the score's."""

    column: str
    scores: dict[tuple[str, str], Decimal | None] = field(default_factory=dict)


class _Variant(NamedTuple):
    """What the cells of a row rest on besides its model.

    types: of the entries where they say how a value is shown; scored: a score stands in the row that the form
    does not compute; sourced: somebody gave something in it.
    """

    types: tuple[str | None, ...]
    scored: bool
    sourced: bool


class DetailRows(Body):
    """The rows of a stacked table. block: lays out its head."""

    def __init__(self, block: TableBlock, stack: AcceptedAnswers, counted: Counted | None) -> None:
        super().__init__()
        self._block, self._stack, self._counted = block, stack, counted
        self._form, self._columns, self._entries = block.form.form, block.columns, block.entries
        self._own = [(i, column.name) for i, column in enumerate(self._columns) if column.name not in ADDED]
        self._alike: dict[str | None, Likeness] = defaultdict(Likeness)
        self._models: dict[tuple[int, _Variant], tuple[Cell, ...]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def keys(self) -> Iterator[str]:
        """The keys of the rows."""
        return map(self.key, range(len(self)))

    def key(self, number: int) -> str:
        """The key of a row by its place."""
        return self._entries[number].line(self._block.table.name)

    def _number(self, key: str) -> int | None:
        # the first is asked for whenever a sheet is written, the others only where something leads to them
        return 0 if self._entries and key == self.key(0) else self._placed(key)

    def _placed(self, key: str) -> int | None:
        """The place of a row whose key names a unit somewhere, among the rows about that."""
        there = (self._of_unit(part).get(key) for part in key.split("/"))
        position = next((each for each in there if each is not None), None)
        number = -1 if position is None else position - self._entries[0].position
        return number if 0 <= number < len(self) else None

    @cached_property
    def _of_unit(self) -> Callable[[str], Mapping[str, int]]:
        """The places of a unit's rows by their keys; those of the last ones are kept."""
        table = self._block.table
        lines = self._stack.lines(self._block.form, table)
        return lru_cache(maxsize=64)(
            lambda unit: {line.line(table.name): line.position for line in lines.of(unit)}
        )

    def _made(self) -> Iterator[BodyRow]:
        return map(self._row, range(len(self)))

    def _row(self, number: int) -> BodyRow:
        e = self._entries[number]
        place = self._block.fact_place(e)
        there = self._stack.beside(self._form, e)
        found = {i: found_in(there, name) for i, name in self._own}
        first, laid = _first(found.values()), self._laid(e, place)
        link = _link(self._stack, first) if first and len(self) <= MOST_LINKS else None
        values = self._values(e, place, laid, found, first)
        texts = zip(values, self._block.builder.widths, strict=True)
        heights = [
            known_height(v, width) for v, width in texts if isinstance(v, str) and not is_short(v, width)
        ]
        variant = _Variant(
            types=tuple(_type(found.get(i)) for i, cell in enumerate(laid) if _is_open(cell)),
            scored=self._counted is not None and (e.subject, e.row) in self._counted.scores,
            sourced=first is not None,
        )
        return BodyRow(
            key=self.key(number),
            height=max([_LEAST_HEIGHT, *heights]),
            model=self._model(laid, variant),
            values=values,
            links=NO_LINKS if link is None else {len(values) - 1: link},
            about=self._stack.key(self._form, e, ""),
            label=self._block.label_of(e),
        )

    def _laid(self, e: TableRow, place: Place) -> Sequence[Cell]:
        """The cells of such a row as the form has them, and what stands for the office's own columns."""
        alike = self._alike[place.group]
        model = alike.find(place.ask)
        if model is None:
            heard: dict[str, Any] = {}
            row = FormRow(place=replace(self._block.place_of(e), heard=heard), line=HERE, label="")
            model = [self._cell(row, i, column) for i, column in enumerate(self._columns)]
            alike.keep(heard, model)
        return model

    def _cell(self, row: FormRow, index: int, column: Column) -> Cell:
        spot = self._block.builder.spot(HERE, index)
        return entry(row, column, spot) if column.name not in ADDED else Cell(spot=spot, role=Role.PRINTED)

    def _values(
        self,
        e: TableRow,
        place: Place,
        laid: Sequence[Cell],
        found: Mapping[int, Found | None],
        first: Found | None,
    ) -> list[Scalar]:
        added = self._added(e, first)
        values: list[Scalar] = []
        for i, column in enumerate(self._columns):
            there = found.get(i)
            if column.name in added:
                values.append(added[column.name])
            elif there is not None:
                values.append(there[0].entries.value(there[1]))
            else:
                values.append(place.shown(column) if laid[i].role is Role.PRINTED else None)
        return values

    def _added(self, e: TableRow, first: Found | None) -> dict[str, Scalar]:
        """What stands in the columns that the form does not have."""
        roster = self._stack.scheme.roster
        recipient = first[0].stamp.recipient if first and first[0].stamp else ""
        return {
            NUMBER: Decimal(e.position),
            UNIT: roster.unit(e.subject).short,
            COPY: e.instance.name,
            COUNTED: self._counted.scores.get((e.subject, e.row)) if self._counted else None,
            RECIPIENT: roster.shorts.get(recipient, recipient) if first else None,
            FILE: first[0].name if first else None,
        }

    def _model(self, laid: Sequence[Cell], variant: _Variant) -> tuple[Cell, ...]:
        """The cells of such rows, printed, formulas alive."""
        if (id(laid), variant) not in self._models:  # what is laid out stays: rows to come may be alike
            types = iter(variant.types)
            self._models[id(laid), variant] = tuple(
                self._plain(column, cell, next(types) if _is_open(cell) else None)
                if column.name not in ADDED
                else self._office(column.name, cell, variant)
                for column, cell in zip(self._columns, laid, strict=True)
            )
        return self._models[id(laid), variant]

    def _plain(self, column: Column, cell: Cell, kind: str | None) -> Cell:
        style = replace(cell.style, name="body", unlocked=False, addition=False)
        if kind is not None:
            style = replace(style, number_format=number_format(ValueType(name=kind)))
        key = CellKey(self._form, "", "", "", column.name)
        plain = Cell(spot=cell.spot, role=Role.PRINTED, key=key, label=cell.label, style=style)
        if cell.calculation is not None and self._alive(cell.calculation):
            return plain._replace(role=Role.FORMULA, calculation=cell.calculation)
        return plain

    def _alive(self, calculation: Calculation) -> bool:
        """Whether all that a column's formula needs is in the row or known; no whole column, say."""
        needed = set(names(calculation.tree)) - {c.name for c in self._columns}
        if self._renumbered and "row.number" in needed:
            return False
        return all(name.partition(".")[0] in _KNOWN for name in needed)

    @cached_property
    def _renumbered(self) -> bool:
        """Whether a row's number is its place, which is another one here."""
        table, scheme = self._block.table, self._stack.scheme
        return bool(table.free) or any(scheme.numbers(rows) for rows in table.printed)

    def _office(self, name: str, cell: Cell, variant: _Variant) -> Cell:
        """The cell of a column that the form does not have."""
        if name == COUNTED and self._counted is not None:
            style = replace(_PLAIN, number_format="0.00")
            if variant.scored:
                return cell._replace(style=style)
            return cell._replace(role=Role.FORMULA, calculation=self._same, style=style)
        return cell._replace(style=_LEFT if name == COPY or (name == FILE and variant.sourced) else _PLAIN)

    @cached_property
    def _same(self) -> Calculation:
        """The score that the form computes in the row."""
        column = self._counted.column if self._counted else ""
        place = [c.name for c in self._columns].index(column)
        ref: Ref = Ref(self._block.builder.spot(HERE, place))
        return Calculation(tree=Name("score"), names={"score": CellOperand(ref=ref, kind="number")})


def _is_open(cell: Cell) -> bool:
    """Whether the entry says how its value is shown."""
    return cell.type is not None and not isinstance(cell.type, ValueType)


def _type(found: Found | None) -> str | None:
    return None if found is None else found[0].entries.layout.lines[found[1]].type


def _first(found: Iterable[Found | None]) -> Found | None:
    """The first answer of a row that somebody gave, else its first computed figure."""
    there = [(f, f[0].entries.layout.lines[f[1]].role) for f in found if f is not None]
    return next((f for role in _ASKED for f, own in there if own == role), None)


def _link(stack: AcceptedAnswers, found: Found) -> FileCell | None:
    record, number = found
    line = record.entries.layout.lines[number]
    return stack.link(record.name, line.sheet, line.cell)

"""The total rows of a table: a subtotal for each of its groups, then 合计 over all rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kpixl.blueprint.expressions import Arithmetic, Call, Literal, Name, Negate, Node, RangeRef
from kpixl.blueprint.model import SUBJECT, Column
from kpixl.layout.pages.sheet import TOTAL
from kpixl.layout.plan.cell import Cell, Role, Style
from kpixl.layout.plan.frame import TIGHT
from kpixl.layout.rows.form_cell import DEFAULT_PLACES, aligned, flat, shown_as
from kpixl.layout.rows.meaning import Place
from kpixl.rules.types import as_text, concrete, parsed
from kpixl.words import Words

if TYPE_CHECKING:
    from kpixl.layout.tables.table import TableBlock

_HEIGHT = 24.0
_OF_GROUP = Words("{group}小计", "Subtotal, {group}")
_WITHIN: Mapping[str, str] = {"sum": "sum_if", "count": "filled_if"}
"""What is reckoned of the rows that hold something, by what is reckoned of all rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows that are summed together, and what they have in common.

    rows: their places in the table; by: the column that tells them, where somebody fills it.
    """

    text: str
    rows: Sequence[int] = ()
    by: str = ""

    @property
    def runs(self) -> Sequence[tuple[int, int]]:
        """The first and the last of those rows that stand beneath each other."""
        found: list[tuple[int, int]] = []
        for row in self.rows:
            first = found.pop()[0] if found and found[-1][1] == row - 1 else row
            found.append((first, row))
        return found

    def told(self, call: Call) -> Node:
        """A sum or a count over whole columns, of these rows alone."""
        columns = [column.path.rpartition(".")[2] for column in call.args if isinstance(column, Name)]
        if self.by:
            held = (Name(self.by), Literal(self.text))
            first, *others = (Call(_WITHIN[call.function], (Name(column), *held)) for column in columns)
            total: Node = first
            for other in others:
                total = Arithmetic("+", total, other)
            return total
        runs = range(len(self.runs))
        return Call(call.function, tuple(Name(run_of(column, i)) for column in columns for i in runs))


def run_of(column: str, number: int) -> str:
    """The name of a run of rows of a column."""
    return f"#{number}.{column}"


def within(tree: Node, told: Callable[[Call], Node]) -> Node | None:
    """What is reckoned of sums and counts, these told anew; None where it is reckoned otherwise."""
    match tree:
        case Literal() | Name():
            return tree
        case Negate(operand):
            inner = within(operand, told)
            return inner and Negate(inner)
        case Arithmetic(op, left, right):
            sides = within(left, told), within(right, told)
            return Arithmetic(op, sides[0], sides[1]) if sides[0] and sides[1] else None
        case Call("sum" | "count", args) if all(isinstance(arg, Name) for arg in args):
            return told(tree)
    return None


@dataclass
class TotalRows:
    """Lays the total rows of a table out."""

    block: TableBlock
    totalled: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """The columns with a figure in the total row: summed, or by an expression of their own."""
        table = self.block.table
        self.totalled = frozenset({*table.totals, *(c.name for c in self.block.columns if c.total)})

    def lay(self) -> None:
        """All of them, where there are rows and figures."""
        if not self.totalled or not self.block.entries:
            return
        for by in self.block.table.subtotals:
            for number, group in enumerate(self._groups(by), 1):
                words = _OF_GROUP[self.block.package.lang].format(group=group.text)
                ranges = {**self._place.ranges, **self._runs(group)}
                self._line(replace(self._place, ranges=ranges), f"#subtotal/{by}/{number}", words, group)
        self.lay_whole()

    def lay_whole(self) -> None:
        """The one over all rows alone."""
        if self.totalled and self.block.entries:
            self._line(self._place, "#total", TOTAL[self.block.package.lang])

    @cached_property
    def _place(self) -> Place:
        """Where names stand for whole columns."""
        return self.block.place_of(self.block.entries[0], as_columns=True)

    def _groups(self, by: str) -> Sequence[Group]:
        """The groups of rows, in the order in which they stand."""
        block = self.block
        if by == SUBJECT:
            units = [block.package.unit_of(e.subject).short if e.subject else "" for e in block.entries]
            return self._told(units) if block.shared else ()
        column, places = block.by_name[by], [block.fact_place(e) for e in block.entries]
        if all(place.role(column) is Role.PRINTED for place in places):
            return self._told([as_text(place.printed(column)) for place in places])
        choices = dict.fromkeys(c for p in places for kind in concrete(p.type(column)) for c in kind.choices)
        return [Group(text=choice, by=by) for choice in choices]

    @staticmethod
    def _told(texts: Sequence[str]) -> Sequence[Group]:
        """Rows by what they print; those that print nothing are of no group."""
        found: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            if text:
                found.setdefault(text, []).append(row)
        return [Group(text=text, rows=rows) for text, rows in found.items()]

    def _runs(self, group: Group) -> Mapping[str, RangeRef]:
        """The runs of a group's rows in each column."""
        block, name = self.block, self.block.table.name
        lines = [(block.entries[a].line(name), block.entries[b].line(name)) for a, b in group.runs]
        return {
            run_of(column.name, i): RangeRef(block.builder.spot(first, at), block.builder.spot(last, at))
            for at, column in enumerate(block.columns)
            for i, (first, last) in enumerate(lines)
        }

    def _line(self, place: Place, key: str, words: str, group: Group | None = None) -> None:
        """A total row; of a group the figures of its rows alone."""
        block = self.block
        line = block.builder.line(f"{block.instance.prefix}{block.table.name}{key}", _HEIGHT, bond=TIGHT)
        first = min(i for i, c in enumerate(block.columns) if c.name in self.totalled)
        if first:
            block.builder.printed(line, words, "total", count=first)
        for i, c in enumerate(block.columns[first:], start=first):
            cell = Cell(
                spot=block.builder.spot(line, i),
                role=Role.PRINTED,
                label=flat(place.label(c)),
                line=words,
                style=Style(name="total"),
            )
            tree = self._tree(c, group) if c.name in self.totalled else None
            block.builder.put(cell if tree is None else self._figure(place, c, cell, key, tree))

    @staticmethod
    def _tree(column: Column, group: Group | None) -> Node | None:
        tree = parsed(column.total) if column.total else Call("sum", (Name(column.name),))
        return tree if group is None else within(tree, group.told)

    def _figure(self, place: Place, column: Column, cell: Cell, key: str, tree: Node) -> Cell:
        places = DEFAULT_PLACES if column.places is None else column.places
        kind = place.type(column)
        return cell._replace(
            role=Role.TOTAL,
            style=replace(cell.style, number_format=shown_as(column, kind), align=aligned(column, kind)),
            key=replace(place, subject=self.block.about, row=key).key(column.name),
            calculation=place.calculation(tree, places=places),
        )

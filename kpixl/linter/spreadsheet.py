"""Expressions that parse and yet have no spreadsheet form: too large for one, or of the wrong kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from kpixl.blueprint.document import Steps
from kpixl.blueprint.expressions import (
    CellOperand,
    ColumnRange,
    Constant,
    ExpressionError,
    Kind,
    Node,
    RangeRef,
    Ref,
    Resolve,
    Resolved,
    check_only,
    condition_formula,
    names,
    value_formula,
)
from kpixl.blueprint.listed import column_of, kind_of
from kpixl.blueprint.model import Column, Conditional, Form, Listing, Table
from kpixl.findings import Finding, Location
from kpixl.linter.names import parsed_or_none, unusable
from kpixl.linter.world import World, columns, conditions, every_rule, types
from kpixl.rules import ROW_KINDS
from kpixl.rules.types import ValueType

_TOLD = frozenset({"excel_limit", "column_alone", "not_column"})
_OF_A_KIND = frozenset({"not_condition"})
"""Told where the kinds of all that is named are settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the names of a table's expressions (table None: of fields) stand for, without their places.

    whole: columns of the table are meant whole, as in its total row.
    """

    lists: Mapping[str, Listing]
    form: Form
    table: Table | None
    whole: bool = False

    def resolve(self, name: str) -> Resolved:
        """A cell, a whole column, or something that is known when the workbook is built."""
        if (listed := column_of(self.lists, name)) is not None:
            return ColumnRange(range=RangeRef(name, name), kind=kind_of(listed.usable))
        head, _, rest = name.partition(".")
        tables = (self.table,) if self.table else self.form.tables
        if rest:
            held = next((t.by_name[rest] for t in tables if t.name == head and rest in t.by_name), None)
            return _range(held) if held else Constant(value=None)
        own = self.table.by_name.get(name) if self.table else None
        if own is not None:
            return _range(own) if self.whole else _cell(own)
        if (field := self.form.fields_by_name.get(name)) is not None:
            return _cell(field)
        column = None if self.table else next((t.by_name[name] for t in tables if name in t.by_name), None)
        return _range(column) if column else Constant(value=None)

    def named(self, name: str) -> Column | None:
        """The column or field of the form that a name without a dot means."""
        own = self.table.by_name.get(name) if self.table else None
        return own or self.form.fields_by_name.get(name)

    def is_settled(self, tree: Node) -> bool:
        """Nothing that is named may be of one kind here and of another there."""
        found = (self.resolve(name) for name in names(tree))
        return all(isinstance(each, CellOperand | ColumnRange) and each.kind != "any" for each in found)


def _cell(column: Column) -> CellOperand:
    return CellOperand(ref=Ref(column.name), kind=_kind(column), required=column.required)


def _range(column: Column) -> ColumnRange:
    return ColumnRange(range=RangeRef(column.name, column.name), kind=_kind(column))


def _kind(column: Column) -> Kind:
    kinds: set[Kind] = {ValueType(name=leaf.name).kind for leaf in types(column)}
    if len(kinds) == 1:
        return kinds.pop()
    return "any" if isinstance(column.type, Conditional) else "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An expression of a form: its text, tree and place, what its names stand for, and its Excel form."""

    text: str
    tree: Node
    sight: Sight
    make: Callable[[Node, Resolve], object]
    where: Location


def stated(world: World) -> Iterator[Stated]:
    """The expressions that parse, of columns, fields and rules."""
    for text, sight, make, where in _given(world):
        if (tree := parsed_or_none(text)) is not None:
            yield Stated(text=text, tree=tree, sight=sight, make=make, where=where)


def unbuildable(world: World) -> Iterator[Finding]:
    """What a workbook would have to hold as a formula, and cannot."""
    for each in stated(world):
        try:
            if not check_only(each.tree):
                each.make(each.tree, each.sight.resolve)
        except ExpressionError as error:
            if error.code in _TOLD or (error.code in _OF_A_KIND and each.sight.is_settled(each.tree)):
                yield unusable(each.text, error, each.where)


def _given(world: World) -> Iterator[tuple[str, Sight, Callable[[Node, Resolve], object], Location]]:
    lists = world.scheme.lists
    for placed in columns(world):
        sight = Sight(lists=lists, form=placed.form, table=placed.table)
        whole = replace(sight, whole=True)
        for key, seen in (("formula", sight), ("total", whole)):
            if (text := getattr(placed.column, key)) is not None:
                yield text, seen, value_formula, placed.where(world.sources, key)
        for steps, text in _conditions(placed.column):
            yield text, sight, _as_condition, placed.where(world.sources, *steps)
    for ruled in every_rule(world):
        sight = Sight(lists=lists, form=ruled.form, table=ruled.table)
        kind = ROW_KINDS.get(ruled.rule.kind)
        for key, text in kind.conditions(ruled.rule).items() if kind else ():
            yield text, sight, _as_condition, ruled.where(world.sources, key)


def _conditions(column: Column) -> Iterator[tuple[Steps, str]]:
    for key in ("required_when", "forbidden_when"):
        if (text := getattr(column, key)) is not None:
            yield (key,), text
    yield from conditions(column)


def _as_condition(tree: Node, resolve: Resolve) -> object:
    return condition_formula(tree, resolve, when_blank=False)


CHECKS = (unbuildable,)

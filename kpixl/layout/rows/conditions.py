"""What binds the cells of a row: when a blank is missing, an entry wrong or doubtful, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any
from typing import Literal as OneOf

from kpixl.blueprint.expressions import (
    And,
    Call,
    Compare,
    ExpressionError,
    If,
    Literal,
    Name,
    Node,
    Not,
    Or,
    names,
)
from kpixl.blueprint.model import Column, Rule
from kpixl.layout.edition import ACTIVE
from kpixl.layout.rows.meaning import AS_TEXT, Place
from kpixl.rules import ROW_KINDS, RowRule, form_rules_shown, sheet_kind
from kpixl.rules.facts import BESIDE
from kpixl.rules.types import RAW, VALUE, CellType, unfit, valid

ABOVE = "_active_above"
"""The same of the rows above, as a column."""
Colour = OneOf["missing", "wrong", "doubt"]
_NONE, _ONE, _TRUE = Literal(Decimal(0)), Literal(Decimal(1)), Literal(value=True)


@dataclass(frozen=True, kw_only=True, eq=False)
class Conditions:
    """What binds rows that have their rules in common: each condition is made once for all of them.

    table: its name, "" for fields; optional: they may stay unused (free rows); first: the first of its table.
    """

    rules: Sequence[Rule] = ()
    table: str = ""
    optional: bool = False
    first: bool = True
    _columns: dict[str, ColumnConditions] = field(default_factory=dict, init=False, repr=False)

    def on(self, column: Column) -> ColumnConditions:
        """What binds the cells of a column."""
        if column.name not in self._columns:
            self._columns[column.name] = ColumnConditions(self, column)
        return self._columns[column.name]

    def tree(self, rule: Rule) -> Node | None:
        """A rule's condition in terms of a row."""
        return sheet_kind(rule).row_tree(rule, self.table)

    @cached_property
    def errors(self) -> tuple[Rule, ...]:
        """The rules whose breach is an error."""
        return tuple(r for r in self.rules if r.severity == "error" and not r.trial)

    @cached_property
    def warnings(self) -> tuple[Rule, ...]:
        """The rules whose breach is a doubt."""
        return tuple(r for r in self.rules if r.severity == "warning" and not r.trial)

    @cached_property
    def of_one_row(self) -> tuple[tuple[RowRule[Any], Rule], ...]:
        """The rules of one row whose breach is an error, with their kinds."""
        return tuple((ROW_KINDS[r.kind], r) for r in self.errors if r.kind in ROW_KINDS)


@dataclass(frozen=True, eq=False)
class ColumnConditions:
    """What binds the cells of a column, in all rows that have these conditions."""

    rows: Conditions
    column: Column
    _tests: dict[CellType, tuple[tuple[Colour, Node], ...]] = field(
        default_factory=dict, init=False, repr=False
    )

    @cached_property
    def needed(self) -> Node | None:
        """The condition under which a blank is an error; None where it never is."""
        found = (kind.missing(r, self.column.name) for kind, r in self.rows.of_one_row)
        conditions: list[Node] = [_TRUE] if self.column.required else []
        conditions += [n for n in found if n is not None]
        if not conditions:
            return None
        wanted = conditions[0] if len(conditions) == 1 else Or(tuple(sure(c) for c in conditions))
        if not self.rows.optional:
            return wanted
        used: list[Node] = [Compare("==", Name(ACTIVE), _ONE)]
        if self.column.down and not self.rows.first:
            used.append(Compare("==", Call("sum", (Name(ABOVE),)), _NONE))
        return And((*used, wanted))

    @cached_property
    def due(self) -> Node | None:
        """As `needed`, and where the entries beside it want this one as well."""
        every = [kind.completing(r, self.column.name) for kind, r in self.rows.of_one_row]
        conditions = [condition for condition in every if condition is not None]
        conditions += [] if self.needed is None else [self.needed]
        if len(conditions) < 2:
            return conditions[0] if conditions else None
        return Or(tuple(sure(c) for c in conditions))

    @cached_property
    def stopping(self) -> tuple[Rule, ...]:
        """The rules that refuse an entry which breaks them."""
        mine = (r for r in self.rows.errors if sheet_kind(r).columns(r)[:1] == (self.column.name,))
        return tuple(r for r in mine if sheet_kind(r).stops)

    @cached_property
    def said(self) -> tuple[str, ...]:
        """What is told, besides the type, of an entry that is refused."""
        return tuple(message for r in self.stopping if (message := sheet_kind(r).stop_message(r)))

    @cached_property
    def stops(self) -> tuple[Node, ...]:
        """What an entry must meet so as not to be refused, besides its type."""
        return tuple(t for r in self.stopping if (t := self.rows.tree(r)) is not None)

    def tests(self, kind: CellType) -> tuple[tuple[Colour, Node], ...]:
        """The conditions of its colours, where its cells take that type."""
        if kind not in self._tests:
            self._tests[kind] = tuple(self._coloured(kind))
        return self._tests[kind]

    def _coloured(self, kind: CellType) -> Iterator[tuple[Colour, Node]]:
        blank = Not(Call("filled", (Name(self.column.name + AS_TEXT),)))
        if self.needed is not None:
            yield "missing", And((self.needed, blank)) if self.needed != _TRUE else blank
        broken = [wrong(self.column, kind), *self._breaches(self.rows.errors)]
        yield "wrong", Or(tuple(broken)) if len(broken) > 1 else broken[0]
        doubts = self._breaches(self.rows.warnings)
        if doubts:
            yield "doubt", Or(tuple(doubts)) if len(doubts) > 1 else doubts[0]

    def _breaches(self, rules: Sequence[Rule]) -> list[Node]:
        bound = (r for r in rules if self.column.name in sheet_kind(r).columns(r))
        return [Not(t) for r in bound if (t := self.rows.tree(r)) is not None]


def beside(place: Place, declared: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The rules over two forms of the workbook that it can tell, seen from a row or from the fields."""
    return tuple(r for r in form_rules_shown(declared, place.package.stage_id) if _is_told(place, r))


def _is_told(place: Place, rule: Rule) -> bool:
    tree = sheet_kind(rule).row_tree(rule, "")
    if tree is None or any(n.startswith(BESIDE) and place.ask(n) is None for n in names(tree)):
        return False
    try:
        return bool(place.calculation(tree, condition=True).formula.parts)
    except ExpressionError:  # columns of kinds that do not compare: the check says what holds
        return False


def sure(condition: Node) -> Node:
    """True where the condition is; false where it is false or not applicable."""
    return condition if isinstance(condition, Literal) else Call("is_true", (condition,))


@lru_cache(maxsize=1024)
def own(kind: CellType, column: str) -> Node:
    """The condition that a filled cell of the column meets."""
    return renamed(valid(kind), {VALUE: column, RAW: column + AS_TEXT})


def wrong(column: Column, kind: CellType) -> Node:
    """Filled with what its type does not take; not applicable while the row leaves its type open."""
    return And((Call("filled", (Name(column.name + AS_TEXT),)), Not(own(kind, column.name))))


def mistyped(column: Column, kind: CellType) -> Node:
    """The same in fewer words, for what is asked in every row."""
    return renamed(unfit(kind), {VALUE: column.name, RAW: column.name + AS_TEXT})


def renamed(node: Node, new: dict[str, str]) -> Node:
    """The tree with names replaced."""
    match node:
        case Name(path):
            return Name(new.get(path, path))
        case And(items):
            return And(tuple(renamed(i, new) for i in items))
        case Or(items):
            return Or(tuple(renamed(i, new) for i in items))
        case Not(operand):
            return Not(renamed(operand, new))
        case Compare(op, left, right):
            return Compare(op, renamed(left, new), renamed(right, new))
        case If(condition, then, otherwise):
            return If(renamed(condition, new), renamed(then, new), renamed(otherwise, new))
        case Call(function, args):
            return Call(function, tuple(renamed(a, new) for a in args))
    return node

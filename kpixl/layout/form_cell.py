"""One cell of a form for one row: printed, computed or to fill, with everything that guards it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from kpixl.blueprint.expressions import (
    And,
    Call,
    Compare,
    If,
    Name,
    Node,
    Not,
    Or,
    RangeRef,
    Ref,
    Resolved,
    names,
    text_cut,
)
from kpixl.blueprint.expressions import Literal as Known
from kpixl.blueprint.model import Column, Rule
from kpixl.layout.keys import Spot
from kpixl.layout.meaning import AS_TEXT, Place
from kpixl.layout.plan import Cell, Highlight, Role, Style, Validation
from kpixl.layout.unbuildable import refused
from kpixl.rules import ROW_KINDS, RowRule, sheet_kind
from kpixl.rules.types import (
    FIRST_DAY,
    LAST_DAY,
    LISTS,
    NUMBERS,
    RAW,
    UNION,
    VALUE,
    CellType,
    Listed,
    ValueType,
    concrete,
    named,
    number_format,
    parsed,
    type_words,
    valid,
)
from kpixl.rules.types.faces import longest

FORMULA_LIMIT, TITLE_LIMIT, MESSAGE_LIMIT, INLINE_LIMIT = 255, 32, 255, 255
ACTIVE = "_active"
ABOVE = "_active_above"
"""The same of the rows above, as a column."""
DEFAULT_PLACES = 2
"""Decimals of a computed cell whose column says none."""
_NONE, _ONE, _TRUE = Known(Decimal(0)), Known(Decimal(1)), Known(value=True)
_LARGEST = Decimal(10) ** 15 - 1  # fifteen digits, which is what a cell holds exactly


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """A row to lay out: its place, key and rules.

    table: its name, "" for fields; optional: it may stay unused (free rows); first: the first of its table.
    """

    place: Place
    line: str
    label: str
    rules: Sequence[Rule] = ()
    table: str = ""
    optional: bool = False
    first: bool = True

    def of(self, column: str, *, severity: Sequence[str]) -> list[Node]:
        """The conditions of these severities that bind a column."""
        mine = (r for r in self.rules if r.severity in severity and not r.trial)
        bound = [r for r in mine if column in sheet_kind(r).columns(r)]
        return [t for r in bound if (t := self.tree(r)) is not None]

    def tree(self, rule: Rule) -> Node | None:
        """A rule's condition in terms of this row."""
        return sheet_kind(rule).row_tree(rule, self.table)

    def needed(self, column: Column) -> Node | None:
        """The condition under which a blank is an error; None where it never is."""
        conditions: list[Node] = [_TRUE] if column.required else []
        conditions += [n for kind, r in self._errors() if (n := kind.missing(r, column.name)) is not None]
        if not conditions:
            return None
        wanted = conditions[0] if len(conditions) == 1 else Or(tuple(sure(c) for c in conditions))
        if not self.optional:
            return wanted
        used: list[Node] = [Compare("==", Name(ACTIVE), _ONE)]
        if column.down and not self.first:
            used.append(Compare("==", Call("sum", (Name(ABOVE),)), _NONE))
        return And((*used, wanted))

    def due(self, column: Column) -> Node | None:
        """As `needed`, and where the entries beside it want this one as well."""
        every = [kind.completing(r, column.name) for kind, r in self._errors()]
        conditions = [condition for condition in every if condition is not None]
        conditions += [] if (wanted := self.needed(column)) is None else [wanted]
        if len(conditions) < 2:
            return conditions[0] if conditions else None
        return Or(tuple(sure(c) for c in conditions))

    def _errors(self) -> Iterator[tuple[RowRule[Any], Rule]]:
        """The rules of one row whose breach is an error, with their kinds."""
        mine = (r for r in self.rules if r.kind in ROW_KINDS)
        yield from ((ROW_KINDS[r.kind], r) for r in mine if r.severity == "error" and not r.trial)


def sure(condition: Node) -> Node:
    """True where the condition is; false where it is false or not applicable."""
    return condition if isinstance(condition, Known) else Call("is_true", (condition,))


def entry(row: FormRow, column: Column, spot: Spot, span: tuple[int, int] = (1, 1)) -> Cell:
    """The planned cell of a column in a row."""
    place, role, kind = row.place, row.place.role(column), row.place.type(column)
    cell = Cell(
        spot=spot,
        role=role,
        key=place.key(column.name),
        label=flat(place.label(column)),
        line=row.label,
        type=kind,
        names=type_names(place, kind),
        style=_style(column, kind, role),
        span=span,
        table=row.table,
        down=column.down and row.optional and role is Role.INPUT,
    )
    if role is Role.FORMULA:
        places = DEFAULT_PLACES if column.places is None else column.places
        return replace(cell, calculation=place.calculation(parsed(str(column.formula)), places=places))
    return replace(cell, value=place.printed(column)) if role is Role.PRINTED else _to_fill(row, column, cell)


def _style(column: Column, kind: CellType, role: Role) -> Style:
    return Style(
        name={Role.INPUT: "input", Role.FORMULA: "formula"}.get(role, "body"),
        align=column.align or ("left" if kind.kind == "text" else "center"),
        number_format=_format(column, kind),
        unlocked=role is Role.INPUT,
    )


def _to_fill(row: FormRow, column: Column, cell: Cell) -> Cell:
    due, kind = row.due(column), row.place.type(column)
    with refused(row.place.form.form, cell.label):
        guard = validation(row, column, kind)
    return replace(
        cell,
        required=column.required,
        needed=None if due is None else row.place.calculation(due, condition=True, when_blank=False),
        validation=guard,
        highlights=tuple(_highlights(row, column, kind, row.needed(column))),
    )


def type_names(place: Place, kind: CellType) -> dict[str, Resolved]:
    """What the names that a type depends on stand for."""
    mentioned = [names(each) if isinstance(each, Node) else (each,) for each in named(kind)]
    return {name: place.resolve(name) for some in mentioned for name in some}


def _format(column: Column, kind: CellType) -> str | None:
    if isinstance(kind, ValueType) and kind.name == "decimal" and column.places:
        return f"0.{'0' * column.places}" if column.formula else "General"
    return number_format(kind)


def flat(text: str) -> str:
    """A label on one line, without the blanks that pad it in print."""
    parts = [p for p in text.replace("\n", " ").split(" ") if p]
    spaced = "".join(parts) if not text.isascii() else " ".join(parts)
    return spaced.rstrip("：:")


@lru_cache(maxsize=1024)
def own(kind: CellType, column: str) -> Node:
    """The condition that a filled cell of the column meets."""
    return renamed(valid(kind), {VALUE: column, RAW: column + AS_TEXT})


def wrong(column: Column, kind: CellType) -> Node:
    """Filled with what its type does not take; not applicable while the row leaves its type open."""
    return And((Call("filled", (Name(column.name + AS_TEXT),)), Not(own(kind, column.name))))


def _highlights(row: FormRow, column: Column, kind: CellType, needed: Node | None) -> list[Highlight]:
    found: list[Highlight] = []
    blank = Not(Call("filled", (Name(column.name + AS_TEXT),)))
    if needed is not None:
        found.append(_highlight(row, "missing", And((needed, blank)) if needed != _TRUE else blank))
    broken = [wrong(column, kind), *(Not(t) for t in row.of(column.name, severity=("error",)))]
    found.append(_highlight(row, "wrong", Or(tuple(broken)) if len(broken) > 1 else broken[0]))
    doubts = [Not(t) for t in row.of(column.name, severity=("warning",))]
    if doubts:
        found.append(_highlight(row, "doubt", Or(tuple(doubts)) if len(doubts) > 1 else doubts[0]))
    return found


def _highlight(row: FormRow, kind: Literal["missing", "wrong", "doubt"], test: Node) -> Highlight:
    return Highlight(kind=kind, test=row.place.calculation(test, condition=True, when_blank=False))


def validation(row: FormRow, column: Column, kind: CellType) -> Validation:
    """The one validation of a cell: a list wins, else type and bounds, else a condition of one's own.

    What does not fit (Excel takes 255 characters) is left to the conditional format and the check.
    """
    label = flat(row.place.label(column))
    mine = [r for r in row.rules if sheet_kind(r).columns(r)[:1] == (column.name,) and _stops(r)]
    said = [message for r in mine if (message := sheet_kind(r).stop_message(r))]
    plain = Validation(
        kind="any",
        prompt=(
            text_cut(label, TITLE_LIMIT),
            text_cut(column.prompt or f"请填写{type_words(kind).zh}。", MESSAGE_LIMIT),
        ),
        error=(
            "填报有误",
            text_cut("".join(f"{text}。" for text in (f"应填{type_words(kind).zh}", *said)), MESSAGE_LIMIT),
        ),
    )
    if isinstance(kind, Listed) or kind_of_list(kind):
        return replace(plain, kind="list", choices=concrete(kind)[0].choices)
    conditions = [t for r in mine if (t := row.tree(r)) is not None]
    if not conditions and isinstance(kind, ValueType) and _is_native(kind):
        return _native(kind, plain)
    return _custom(row, column, kind, conditions, plain)


def kind_of_list(kind: CellType) -> bool:
    """Whether it is a choice from a list that is written out."""
    return isinstance(kind, ValueType) and kind.name in LISTS and bool(kind.choices)


def _stops(rule: Rule) -> bool:
    """Whether an entry that breaks it is refused."""
    return rule.severity == "error" and not rule.trial and sheet_kind(rule).stops


def _is_native(kind: ValueType) -> bool:
    """Whether a validation of Excel's own says all: it knows no patterns, decimals, alternatives."""
    return not kind.pattern and not kind.places and (kind.name != UNION or bool(longest(kind)))


def _native(kind: ValueType, plain: Validation) -> Validation:
    if kind.name in NUMBERS:
        low, high = (
            (-_LARGEST if kind.min is None else kind.min),
            (_LARGEST if kind.max is None else kind.max),
        )
        return replace(plain, kind="whole" if kind.places == 0 else "decimal", low=low, high=high)
    if kind.name == "date":
        first, last = kind.days
        return replace(plain, kind="date", low=first or FIRST_DAY, high=last or LAST_DAY)
    return replace(plain, kind="length", high=longest(kind)) if longest(kind) else plain


def _custom(
    row: FormRow, column: Column, kind: CellType, conditions: list[Node], plain: Validation
) -> Validation:
    """As many of the conditions as fit, the type's first; where not even that one fits, Excel's own."""
    parts = [own(kind, column.name), *conditions]
    while parts:
        tree = And(tuple(parts)) if len(parts) > 1 else parts[0]
        test = row.place.calculation(tree, condition=True, when_blank=True)
        if test.formula.length(_longest) <= FORMULA_LIMIT:
            return replace(plain, kind="custom", formula=test)
        parts.pop()
    return _native(kind, plain) if isinstance(kind, ValueType) else plain


def _longest(ref: Ref | RangeRef) -> str:
    return "$AAA$9999:$AAA$9999" if isinstance(ref, RangeRef) else "AAA9999"


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

"""Types as they hold in one cell: the blueprint's words with the row's data filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kpixl.blueprint.expressions import Kind, Node, Value, holds, parse
from kpixl.blueprint.expressions.operands import LookUp
from kpixl.blueprint.model import Column, Conditional, Scheme, Typed, TypeSpec
from kpixl.blueprint.model.columns import TypeName

NUMBERS = frozenset({"integer", "decimal", "money", "percent"})
LISTS = frozenset({"yes_no", "choice", "rating"})
YES, NO = "是", "否"
DEFAULT_LENGTH = 1000
PATTERNS = {
    "doc_number": r"[\u4e00-\u9fff（）()]{1,30}〔\d{4}〕第?\d{1,5}号",
    "phone": r"1\d{10}|(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?",
}
LENGTHS = {"doc_number": 60, "phone": 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueType:
    """What one cell takes. min, max: numbers, or dates for `date`; a percentage is a fraction (0.05 is 5 %).

    places: decimals at most; max_length: characters at most; choices: the texts of a list; pattern: for
    re.fullmatch.
    """

    name: str
    min: Decimal | dt.date | None = None
    max: Decimal | dt.date | None = None
    places: int | None = None
    max_length: int | None = None
    choices: tuple[str, ...] = ()
    pattern: str | None = None

    @property
    def kind(self) -> Kind:
        """What expressions see in the cell."""
        if self.name in NUMBERS:
            return "number"
        named: dict[str, Kind] = {"yes_no": "boolean", "date": "date"}
        return named.get(self.name, "text")

    @property
    def numbers(self) -> tuple[Decimal | None, Decimal | None]:
        """The bounds of a number; None where there is none."""
        low, high = self.min, self.max
        return low if isinstance(low, Decimal) else None, high if isinstance(high, Decimal) else None

    @property
    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """The bounds of a date; None where there is none."""
        low, high = self.min, self.max
        return low if isinstance(low, dt.date) else None, high if isinstance(high, dt.date) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dynamic:
    """A type that depends on the row: `then` where the condition holds, `otherwise` where it does not."""

    condition: Node
    then: ValueType | Dynamic
    otherwise: ValueType | Dynamic

    @property
    def kind(self) -> Kind:
        """The kind that both sides share, else any."""
        return self.then.kind if self.then.kind == self.otherwise.kind else "any"


CellType = ValueType | Dynamic
Bound = Callable[[str], Value]
"""The value of a bound that is given as an expression (`row.points`)."""


def cell_type(column: Column, scheme: Scheme, known: Callable[[Node], bool | None], bound: Bound) -> CellType:
    """The type of a column in one row.

    known: the truth of a condition where what is printed settles it, else None to leave it to the cells.
    """
    return _resolve(column.type, column, scheme, known, bound)


def _resolve(
    spec: TypeSpec, column: Column, scheme: Scheme, known: Callable[[Node], bool | None], bound: Bound
) -> CellType:
    if not isinstance(spec, Conditional):
        return _concrete(spec, column, scheme, bound)
    condition = parsed(spec.when)
    then = _resolve(spec.then, column, scheme, known, bound)
    otherwise = _resolve(spec.otherwise, column, scheme, known, bound)
    truth = known(condition)
    if truth is None:
        return Dynamic(condition=condition, then=then, otherwise=otherwise)
    return then if truth else otherwise


def _concrete(spec: TypeName | Typed, column: Column, scheme: Scheme, bound: Bound) -> ValueType:
    own = spec if isinstance(spec, Typed) else Typed(type=spec)
    plain = not isinstance(column.type, Conditional)
    low, high = (
        getattr(own, k) if getattr(own, k) is not None or not plain else getattr(column, k)
        for k in ("min", "max")
    )
    places = own.places if own.places is not None else column.places
    length = own.max_length or column.max_length or LENGTHS.get(own.type, DEFAULT_LENGTH)
    is_text = own.type in {"text", "doc_number", "phone"}
    return ValueType(
        name=own.type,
        min=_limit(low, own.type, bound),
        max=_limit(high, own.type, bound),
        places=0 if own.type == "integer" else places,
        max_length=length if is_text else None,
        choices=_choices(own, column, scheme),
        pattern=(column.pattern or PATTERNS.get(own.type)) if is_text else None,
    )


def _limit(value: Decimal | str | None, name: str, bound: Bound) -> Decimal | dt.date | None:
    if value is None or isinstance(value, Decimal):
        return value
    if name == "date":
        return dt.date.fromisoformat(value)
    found = bound(value)
    return found if isinstance(found, Decimal) else None


def _choices(own: Typed, column: Column, scheme: Scheme) -> tuple[str, ...]:
    if own.type == "yes_no":
        return (YES, NO)
    if own.type == "rating":
        return scheme.head.ratings
    given = own.choices or (column.choices if own.type == "choice" else None) or ()
    if isinstance(given, str):
        return tuple(str(item.get("name", item.get("id"))) for item in scheme.lists[given].items)
    return given


@cache
def parsed(text: str) -> Node:
    """The tree of an expression; parsed once."""
    return parse(text)


def settle(kind: CellType, look_up: LookUp) -> ValueType | None:
    """The type that holds with the row's values; None where its condition is not applicable."""
    while isinstance(kind, Dynamic):
        truth = holds(kind.condition, look_up)
        if truth is None:
            return None
        kind = kind.then if truth else kind.otherwise
    return kind


def concrete(kind: CellType) -> tuple[ValueType, ...]:
    """All types that the cell may take."""
    return (kind,) if isinstance(kind, ValueType) else concrete(kind.then) + concrete(kind.otherwise)

"""From a blueprint's column to the type of one cell: defaults, bounds and choices filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from kpixl.blueprint.expressions import Node, Operand, holds
from kpixl.blueprint.model import Choices, Column, Conditional, Scheme, Typed, TypeSpec, Unit
from kpixl.blueprint.model.columns import TypeName
from kpixl.rules.types.valuetype import NO, UNION, YES, Bound, CellType, Dynamic, Listed, ValueType, parsed

DEFAULT_LENGTH = 1000
PATTERNS = {
    "doc_number": r"[\u4e00-\u9fff（）()]{1,30}〔\d{4}〕第?\d{1,5}号",
    "phone": r"1\d{10}|(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?",
}
LENGTHS = {"doc_number": 60, "phone": 30, "threshold": 60, "quantity": 60, "period": 30, "list": 100}
SEPARATOR = "、"
_TEXTS = frozenset({"text", *LENGTHS})
_BOUNDED = frozenset({"text", "doc_number", "phone", "list"})
"""Types whose length a column may say; the others are as long as they need be."""
Known = Callable[[Node], bool | None]


def cell_type(column: Column, scheme: Scheme, known: Known, bound: Bound) -> CellType:
    """The type of a column in one row.

    known: the truth of a condition where what is printed settles it, else None to leave it to the cells.
    """
    return _resolve(column.type, column, scheme, known, bound)


def _resolve(spec: TypeSpec, column: Column, scheme: Scheme, known: Known, bound: Bound) -> CellType:
    if isinstance(spec, tuple):
        alternatives = tuple(_concrete(each, column, scheme, bound) for each in spec)
        return ValueType(name=UNION, alternatives=alternatives, lexicon=scheme.lexicon)
    if not isinstance(spec, Conditional):
        made = _concrete(spec, column, scheme, bound)
        given = _given(spec, column)
        return _listed(made, given, scheme, bound) if isinstance(given, Choices) else made
    condition = parsed(spec.when)
    then = _resolve(spec.then, column, scheme, known, bound)
    otherwise = _resolve(spec.otherwise, column, scheme, known, bound)
    truth = known(condition)
    if truth is None:
        return Dynamic(condition=condition, then=then, otherwise=otherwise)
    return then if truth else otherwise


def _concrete(spec: TypeName | Typed, column: Column, scheme: Scheme, bound: Bound) -> ValueType:
    own = spec if isinstance(spec, Typed) else Typed(type=spec)
    plain = not isinstance(column.type, Conditional | tuple)
    low, high = (
        getattr(own, k) if getattr(own, k) is not None or not plain else getattr(column, k)
        for k in ("min", "max")
    )
    places = own.places if own.places is not None else column.places
    length = own.max_length or (column.max_length if own.type in _BOUNDED else None)
    length = length or LENGTHS.get(own.type, DEFAULT_LENGTH)
    is_text = own.type in _TEXTS
    patterned = own.type in {"text", *PATTERNS}
    return ValueType(
        name=own.type,
        min=_limit(low, own.type, bound),
        max=_limit(high, own.type, bound),
        places=0 if own.type == "integer" else places,
        max_length=length if is_text else None,
        choices=_choices(own, column, scheme),
        pattern=(column.pattern or PATTERNS.get(own.type)) if patterned else None,
        pattern_message=(column.pattern_message or "") if patterned and column.pattern else "",
        unit=(own.unit or column.unit or "") if own.type in {"money", "quantity"} else "",
        separator=(own.separator or column.separator or SEPARATOR) if own.type == "list" else "",
        states=(own.states or column.states) if own.type == "threshold" else (),
        lexicon=scheme.lexicon,
    )


def _limit(value: Decimal | str | None, name: str, bound: Bound) -> Decimal | dt.date | None:
    if value is None or isinstance(value, Decimal):
        return value
    found: Any = day(value) if name == "date" else None
    found = bound(value) if found is None else found
    if name == "date":
        return day(found) if isinstance(found, str) else found if isinstance(found, dt.date) else None
    return found if isinstance(found, Decimal) else None


def day(text: str) -> dt.date | None:
    """The day that a text like 2021-12-31 is; None for all others."""
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None


def _given(spec: TypeName | Typed, column: Column) -> tuple[str, ...] | str | Choices | None:
    if isinstance(spec, Typed):
        return spec.choices or (column.choices if spec.type == "choice" else None)
    return column.choices if spec == "choice" else None


def _choices(own: Typed, column: Column, scheme: Scheme) -> tuple[str, ...]:
    if own.type == "yes_no":
        return (YES, NO)
    if own.type == "rating":
        return scheme.head.ratings
    given = _given(own, column)
    if isinstance(given, Choices):
        return known_choices(given, scheme)
    return tuple(_texts(scheme, given, None)) if isinstance(given, str) else given or ()


def known_choices(given: Choices, scheme: Scheme) -> tuple[str, ...]:
    """The choices that are known beforehand, in their order, each once."""
    found = list(given.plus)
    if given.list is not None:
        found = [*(_text(item, given.name) for item in _chosen(scheme, given)), *found]
    if given.roster is not None:
        units = scheme.roster.of(*given.roster)
        found = [*filter(None, (_called(u, given.name, scheme) for u in units)), *found]
    return tuple(dict.fromkeys(found))


def _called(unit: Unit, name: str | None, scheme: Scheme) -> str | None:
    """What a unit is called among choices; None where it does not have what they go by."""
    if name in {None, "name", "print"}:
        return unit.short if name == "print" else unit.name
    own = scheme.roster.attribute(unit, str(name))
    return own if isinstance(own, str) else None


def _chosen(scheme: Scheme, given: Choices) -> Iterator[Mapping[str, Any]]:
    """The items of a list that are choices."""
    condition = parsed(given.where) if given.where is not None else None
    for item in scheme.lists[given.list or ""].items:
        if condition is None or holds(condition, partial(_said, item)):
            yield item


def _said(item: Mapping[str, Any], path: str) -> Operand:
    """What a name means in a condition over the items of a list."""
    value: Any = item
    for key in path.split(".")[1:]:
        value = value.get(key) if isinstance(value, Mapping) else None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return Operand(Decimal(str(value)) if number else value)


def _texts(scheme: Scheme, listing: str, name: str | None) -> Iterator[str]:
    return (_text(item, name) for item in scheme.lists[listing].items)


def _text(item: Mapping[str, Any], name: str | None) -> str:
    return str(item.get("name", item.get("id")) if name is None else item.get(name))


def _listed(made: ValueType, given: Choices, scheme: Scheme, bound: Bound) -> CellType:
    """The choice as other cells settle it; as it is where nothing is left to settle."""
    if given.column is not None:
        return Listed(whole=made, column=given.column)
    if given.list is None or given.by is None or given.parent is None:
        return made
    beside: dict[str, list[str]] = {}
    for item in _chosen(scheme, given):
        above = item.get(given.parent)
        for text in above if isinstance(above, list | tuple) else [above]:
            beside.setdefault(str(text), []).append(_text(item, given.name))
    pairs = ((text, c) for text, choices in beside.items() for c in dict.fromkeys((*choices, *given.plus)))
    listed = Listed(whole=made, by=given.by, pairs=tuple(pairs))
    printed = bound(given.by)
    return (
        listed
        if printed is None
        else ValueType(name=made.name, choices=listed.beside(printed), lexicon=made.lexicon)
    )

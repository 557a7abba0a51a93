"""Rules that no value can meet, and settings that mean nothing."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, get_args

from kpixl.blueprint.model import Rule, Table
from kpixl.findings import Finding, found
from kpixl.linter.names import is_day
from kpixl.linter.patterns import MAX_PATTERN, unbounded
from kpixl.linter.world import Leaf, PlacedColumn, TypeSetting, World, columns, tables, types
from kpixl.rules import Demand, demand_of
from kpixl.rules.types import FIRST_DAY, LAST_DAY
from kpixl.words import Words

MEANINGFUL: dict[str, tuple[str, ...]] = {
    "text": ("max_length", "pattern", "pattern_message"),
    "integer": ("min", "max"),
    "decimal": ("min", "max", "places"),
    "money": ("min", "max", "places", "unit"),
    "percent": ("min", "max", "places"),
    "date": ("min", "max"),
    "yes_no": (),
    "choice": ("choices",),
    "rating": (),
    "doc_number": ("max_length", "pattern", "pattern_message"),
    "phone": ("max_length", "pattern", "pattern_message"),
    "threshold": ("states",),
    "quantity": ("unit",),
    "period": (),
    "list": ("max_length", "separator"),
}


def ranges(world: World) -> Iterator[Finding]:
    """Bounds between which nothing lies."""
    for placed in columns(world):
        for leaf in types(placed.column):
            low, high = _bound(leaf, "min"), _bound(leaf, "max")
            if low is not None and high is not None and (why := _empty(leaf, low, high)):
                last: TypeSetting = "min" if leaf.setting("max") is None else "max"
                where = placed.where(world.sources, *leaf.place(last))
                facts = _why(placed, why)
                yield found("B071", where=where, min=str(low), max=str(high), **facts)


def _why(placed: PlacedColumn, why: Words) -> dict[str, Any]:
    return {"key": placed.column.name, "why": why}


def _bound(leaf: Leaf, name: TypeSetting) -> Any:
    """A bound that is a constant: a number, or the text of a day, the usual one where a date has none."""
    value = leaf.setting(name)
    if leaf.name == "date":
        given = str(value or _DAYS[name])
        return given if is_day(given) else None
    return value if isinstance(value, Decimal) and name in MEANINGFUL[leaf.name] else None


_DAYS = {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}


def _empty(leaf: Leaf, low: Any, high: Any) -> Words | None:
    if low > high:
        return Words("前者大于后者", "the first is greater than the second")
    if isinstance(low, Decimal) and leaf.name != "percent":
        places = 0 if leaf.name == "integer" else leaf.setting("places")
        if places is not None:
            step = Decimal(1).scaleb(-places)
            if low.quantize(step, ROUND_CEILING) > high.quantize(step, ROUND_FLOOR):
                return Words(f"其间没有 {places} 位小数的数", f"no number of {places} decimals lies between")
    return None


def choices(world: World) -> Iterator[Finding]:
    """Columns to choose with nothing to choose from, and choices that stand twice."""
    for placed in columns(world):
        for leaf in types(placed.column):
            given = world.scheme.head.ratings if leaf.name == "rating" else leaf.setting("choices")
            if leaf.name in ("choice", "rating") and not given:
                steps = leaf.place("choices") if leaf.name == "choice" and given is not None else leaf.steps
                yield found("B072", where=placed.where(world.sources, *steps), key=placed.column.name)
            if leaf.name == "choice" and isinstance(given, tuple):
                yield from _repeated(world, placed, leaf, given)
                yield from _joined(world, placed, leaf, given)


def _repeated(world: World, placed: PlacedColumn, leaf: Leaf, given: tuple[str, ...]) -> Iterator[Finding]:
    seen: set[str] = set()
    for i, choice in enumerate(given):
        where = placed.where(world.sources, *leaf.place("choices"), i)
        if choice in seen:
            yield found("B061", where=where, value=choice, what=Words("选项", "choice"))
        if not choice.strip():
            yield found("B072", where=where, key=placed.column.name)
        seen.add(choice)


def _joined(world: World, placed: PlacedColumn, leaf: Leaf, given: tuple[str, ...]) -> Iterator[Finding]:
    """The only choice, with commas in it as they are typed in Chinese: several were meant."""
    if len(given) == 1 and "，" in given[0]:
        where = placed.where(world.sources, *leaf.place("choices"), 0)
        why = Words(
            "是连成一个的：其中是全角逗号“，”，请改用半角“,”分开",
            "are one text with full-width commas “，” in it: separate them by “,”",
        )
        yield found("B120", where=where, **_why(placed, why))


def contradictions(world: World) -> Iterator[Finding]:
    """Columns that must be both filled and blank."""
    for placed in columns(world):
        column = placed.column
        forbidden = column.forbidden_when
        if forbidden is not None and (column.required or _plain(column.required_when) == _plain(forbidden)):
            where = placed.where(world.sources, "forbidden_when")
            yield found("B073", where=where, key=column.name, value=forbidden)
    for table in tables(world):
        for steps, rule in table.rules():
            blank = demand_of(rule)
            if blank is not None and _refuted(table.table, rule, blank):
                where = table.where(world.sources, *steps, blank.key)
                yield found("B073", where=where, key=blank.column, value=blank.condition)


def _refuted(table: Table, rule: Rule, blank: Demand) -> bool:
    """Whether the column that a rule wants blank is to be filled as well."""
    if blank.filled or rule.severity != "error":
        return False
    column = table.by_name.get(blank.column)
    condition = _plain(blank.condition)
    if column is not None and (column.required or _plain(column.required_when) == condition):
        return True
    errors = [(r, d) for r in table.rules if r.severity == "error" and (d := demand_of(r)) is not None]
    others = [(r, d) for r, d in errors if d.filled and d.column == blank.column]
    same = (condition, _plain(rule.when), rule.stage)
    return any((_plain(d.condition), _plain(r.when), r.stage) == same for r, d in others)


def _plain(expression: str | None) -> str | None:
    return None if expression is None else "".join(expression.split())


def patterns(world: World) -> Iterator[Finding]:
    """Patterns that do not compile, or that could keep the check busy for ever."""
    for placed in columns(world):
        pattern = placed.column.pattern
        if pattern is None:
            if placed.column.pattern_message is not None:
                where = placed.where(world.sources, "pattern_message")
                yield found("B079", where=where, key=placed.column.name)
            continue
        where = placed.where(world.sources, "pattern")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                re.compile(pattern)
        except (re.error, OverflowError, RecursionError, Warning) as error:
            yield found("B074", where=where, key=placed.column.name, value=pattern, problem=str(error))
            continue
        if why := unbounded(pattern):
            yield found("B075", where=where, value=pattern, limit=MAX_PATTERN, **_why(placed, why))


def meaningless(world: World) -> Iterator[Finding]:
    """Settings that the type does not have."""
    for placed in columns(world):
        leaves = list(types(placed.column))
        for name in (*get_args(TypeSetting), "pattern", "pattern_message"):
            if getattr(placed.column, name) in (None, ()) or (name == "places" and placed.column.computed):
                continue
            if not any(name in MEANINGFUL[leaf.name] for leaf in leaves):
                yield _meaningless(world, placed, (name,), leaves[0].name)
        for leaf in leaves:
            for setting in get_args(TypeSetting):
                given = getattr(leaf.own, setting) if leaf.own else None
                if given not in (None, ()) and setting not in MEANINGFUL[leaf.name]:
                    yield _meaningless(world, placed, (*leaf.steps, setting), leaf.name)


def _meaningless(world: World, placed: PlacedColumn, steps: tuple[str | int, ...], kind: str) -> Finding:
    where = placed.where(world.sources, *steps)
    return found("B076", where=where, key=placed.column.name, value=str(steps[-1]), type=kind)


CHECKS = (ranges, choices, contradictions, patterns, meaningless)

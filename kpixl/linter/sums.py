"""Totals over figures that are printed: what they come to is known when the blueprint is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpixl.blueprint.model import SUBJECT, Column, GroupTotal, Total
from kpixl.findings import Finding, found
from kpixl.linter.world import PlacedTable, World, by_hand, tables, types
from kpixl.words import NO_WORDS, Words

_ROW = "row."
_CHOSEN = frozenset({"choice", "rating"})


def totals(world: World) -> Iterator[Finding]:
    """Rules `total` and `group_total` over printed figures whose sum is another: nobody could mend that."""
    for placed in tables(world):
        for steps, rule in placed.rules():
            if isinstance(rule, Total | GroupTotal) and rule.when is None:
                where = placed.where(world.sources, *steps, "equals")
                for facts in _amiss(world, placed, rule):
                    yield found("B107", where=where, key=rule.of, **facts)


def subtotals(world: World) -> Iterator[Finding]:
    """Groups of rows that there is nothing to sum of, or that nobody knows before somebody writes."""
    for placed in tables(world):
        for i, by in enumerate(placed.table.subtotals):
            why = _no_subtotal(placed, by)
            if why:
                yield found("B144", where=placed.where(world.sources, "subtotals", i), value=by, why=why)


def _no_subtotal(placed: PlacedTable, by: str) -> Words | None:
    if not placed.table.totals and not any(c.total for c in placed.table.leaves):
        return Words("这张表没有合计列（totals）", "the table has no `totals`")
    if by == SUBJECT:
        of_none = placed.form.subject == "none"
        return Words("这张表不针对哪个单位", "the form is about nobody in particular") if of_none else None
    column = placed.table.by_name.get(by)
    if column is None or not by_hand(column) or all(leaf.name in _CHOSEN for leaf in types(column)):
        return None
    return Words(
        "这一栏由人填写，又不是选项，分哪些组事先不知道",
        "it is filled in and is no choice, so nobody knows the groups",
    )


def _amiss(world: World, placed: PlacedTable, rule: Total | GroupTotal) -> Iterator[Mapping[str, Any]]:
    column = placed.table.by_name.get(rule.of)
    for _, rows in placed.rows():
        key = _printed(column)
        listing = world.scheme.lists.get(rows.source)
        if key is None or listing is None or rows.where is not None:
            continue  # which rows there are is settled for each unit
        items = [item for item in listing.items if isinstance(item.get(key), Decimal | int)]
        if isinstance(rule, Total):
            yield from _of_all(rule, [Decimal(item[key]) for item in items])
        else:
            yield from _of_groups(rule, placed, key, items)


def _printed(column: Column | None) -> str | None:
    """The list's key that a column prints in every case, if it does nothing else."""
    source = column.source if column else None
    return source.removeprefix(_ROW) if isinstance(source, str) and source.startswith(_ROW) else None


def _of_all(rule: Total, figures: list[Decimal]) -> Iterator[Mapping[str, Any]]:
    if (
        rule.across == "table"
        and isinstance(rule.equals, Decimal)
        and figures
        and sum(figures) != rule.equals
    ):
        yield _facts(sum(figures, Decimal(0)), rule.equals)


def _of_groups(
    rule: GroupTotal, placed: PlacedTable, key: str, items: Sequence[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    by = _printed(placed.table.by_name.get(rule.by))
    if by is None:
        return
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for item in items:
        sums[str(item.get(by, ""))] += Decimal(item[key])
    for group, actual in sums.items():
        wanted = rule.equals.get(group) if isinstance(rule.equals, dict) else rule.equals
        if group and isinstance(wanted, Decimal) and actual != wanted:
            yield _facts(actual, wanted, Words(f"（{group}）", f" ({group})"))


def _facts(actual: Decimal, wanted: Decimal, whose: Words = NO_WORDS) -> Mapping[str, Any]:
    return {"actual": f"{actual.normalize():f}", "expected": f"{wanted.normalize():f}", "whose": whose}


CHECKS = (totals, subtotals)

"""Comparisons whose outcome is settled beforehand: what they guard never holds, or never fails."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.blueprint.expressions import CellOperand, Compare, Literal, Name
from kpixl.blueprint.expressions.operands import kind_of_value
from kpixl.blueprint.expressions.walk import walk
from kpixl.findings import Finding, found
from kpixl.linter.spreadsheet import Sight, stated
from kpixl.linter.world import World, types
from kpixl.words import Words

_KINDS = {
    "number": Words("数", "a number"),
    "text": Words("文字", "a text"),
    "boolean": Words("是或否", "yes or no"),
    "date": Words("日期", "a date"),
}


def settled(world: World) -> Iterator[Finding]:
    """A column compared with what it never holds: another kind of value, or none of its choices."""
    for each in stated(world):
        for node in walk(each.tree):
            if isinstance(node, Compare) and (why := _why(world, each.sight, node)):
                yield found("B106", where=each.where, value=each.text, why=why)


def _why(world: World, sight: Sight, node: Compare) -> Words | None:
    sides = (node.left, node.right)
    name = next((s for s in sides if isinstance(s, Name)), None)
    value = next((s.value for s in sides if isinstance(s, Literal)), None)
    if name is None or value is None or not isinstance(held := sight.resolve(name.path), CellOperand):
        return None
    column, given = sight.named(name.path), kind_of_value(value)
    if column is None or len(leaves := list(types(column))) != 1:
        return None
    if held.kind in _KINDS and held.kind != given:
        is_, wanted = _KINDS[held.kind], _KINDS[given]
        return Words(
            f"“{name.path}”是{is_.zh}，不能与{wanted.zh}比较",
            f"“{name.path}” is {is_.en}, which does not compare with {wanted.en}",
        )
    chosen = world.scheme.head.ratings if leaves[0].name == "rating" else leaves[0].setting("choices")
    if (
        leaves[0].name not in ("choice", "rating")
        or not isinstance(chosen, tuple)
        or not chosen
        or value in chosen
    ):
        return None
    return Words(f"“{name.path}”的选项中没有“{value}”", f"“{value}” is none of the choices of “{name.path}”")


CHECKS = (settled,)

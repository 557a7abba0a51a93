"""Comparisons whose outcome is settled beforehand: what they guard never holds, or never fails."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpixl.blueprint.expressions import CellOperand, Compare, Kind, Literal, Name, Value
from kpixl.blueprint.expressions.operands import kind_of_value
from kpixl.blueprint.expressions.walk import walk
from kpixl.findings import Finding, found
from kpixl.linter.spreadsheet import Sight, stated
from kpixl.linter.world import Leaf, World, types
from kpixl.rules.types import NUMBERS, ValueType
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
    if node.left == node.right:
        return Words("两边是同一个内容", "both sides are the same")
    if isinstance(node.left, Literal) and isinstance(node.right, Literal):
        return Words("两边都是写定的值", "both sides are written out")
    name, value, op = _turned(node)
    if name is None or value is None:
        return None
    if name.path in world.scheme.roster.labels:
        declared = world.scheme.roster.declared[name.path.partition(".")[2]]
        return _unlike(name, ValueType(name=declared.type).kind, value)
    if not isinstance(held := sight.resolve(name.path), CellOperand):
        return None
    column = sight.named(name.path)
    if column is None or len(leaves := list(types(column))) != 1:
        return None
    if (unlike := _unlike(name, held.kind, value)) is not None:
        return unlike
    return _unchosen(world, name, leaves[0], value) or _out_of_reach(name, leaves[0], op, value)


def _unlike(name: Name, kind: Kind, value: Value) -> Words | None:
    """That what a name holds is of another kind than the value with which it is compared."""
    given = kind_of_value(value)
    if kind not in _KINDS or kind == given:
        return None
    is_, wanted = _KINDS[kind], _KINDS[given]
    return Words(
        f"“{name.path}”是{is_.zh}，不能与{wanted.zh}比较",
        f"“{name.path}” is {is_.en}, which does not compare with {wanted.en}",
    )


def _turned(node: Compare) -> tuple[Name | None, Value, str]:
    """A comparison with the name in front; None where it is none of a name with a value."""
    match node.left, node.right:
        case Name(), Literal():
            return node.left, node.right.value, node.op
        case Literal(), Name():
            return node.right, node.left.value, _MIRRORED.get(node.op, node.op)
    return None, None, node.op


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _unchosen(world: World, name: Name, leaf: Leaf, value: Value) -> Words | None:
    chosen = world.scheme.head.ratings if leaf.name == "rating" else leaf.setting("choices")
    if (
        leaf.name not in ("choice", "rating")
        or not isinstance(chosen, tuple)
        or not chosen
        or value in chosen
    ):
        return None
    return Words(f"“{name.path}”的选项中没有“{value}”", f"“{value}” is none of the choices of “{name.path}”")


def _out_of_reach(name: Name, leaf: Leaf, op: str, value: Value) -> Words | None:
    """That the type's own bounds say already how a figure compares."""
    low, high = (leaf.setting(each) for each in ("min", "max"))
    if leaf.name not in NUMBERS or not isinstance(value, Decimal):
        return None
    below = isinstance(high, Decimal) and (high < value or (high == value and op in ("<=", ">")))
    above = isinstance(low, Decimal) and (low > value or (low == value and op in (">=", "<")))
    if not (below or above):
        return None
    limit, key = (high, "max") if below else (low, "min")
    return Words(
        f"“{name.path}”的 {key} 是 {limit.normalize():f}，与 {value.normalize():f} 比较的结果不会变",
        f"“{name.path}” has the {key} {limit.normalize():f}, which settles its comparison with "
        f"{value.normalize():f}",
    )


CHECKS = (settled,)

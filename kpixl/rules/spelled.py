"""A condition in words, for people who never saw an expression."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from kpixl.blueprint.expressions import And, Call, Compare, Literal, Name, Node, Not, Or, Value
from kpixl.blueprint.expressions.nodes import Arithmetic, If, Negate
from kpixl.findings import Lang
from kpixl.rules.types import as_text, parsed

_COMPARED: dict[Lang, dict[str, str]] = {
    "zh": {"==": "等于", "!=": "不等于", "<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于"},
    "en": {
        "==": " is ",
        "!=": " is not ",
        "<": " is less than ",
        "<=": " is at most ",
        ">": " is greater than ",
        ">=": " is at least ",
    },
}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_JOINED: dict[Lang, tuple[str, str]] = {"zh": ("且", "或"), "en": (" and ", " or ")}
_CALLED: dict[Lang, dict[str, str]] = {
    "zh": {
        "filled": "{0}已填写",
        "blank": "{0}没有填写",
        "starts_with": "{0}以{1}开头",
        "ends_with": "{0}以{1}结尾",
        "length": "{0}的字数",
        "abs": "{0}的绝对值",
        "round": "{0}四舍五入后的值",
        "sum": "{all}之和",
        "min": "{all}中的最小值",
        "max": "{all}中的最大值",
        "count": "{all}的个数",
    },
    "en": {
        "filled": "{0} is filled in",
        "blank": "{0} is blank",
        "starts_with": "{0} begins with {1}",
        "ends_with": "{0} ends with {1}",
        "length": "the length of {0}",
        "abs": "{0} without its sign",
        "round": "{0}, rounded",
        "sum": "the sum of {all}",
        "min": "the least of {all}",
        "max": "the greatest of {all}",
        "count": "the number of {all}",
    },
}
_INSTEAD: dict[Lang, str] = {"zh": "如果{0}则为{1}，否则为{2}", "en": "{1} if {0}, else {2}"}


def spelled(expression: str, labels: Mapping[str, str], lang: Lang = "zh") -> str:
    """A condition as a sentence says it: `filled(sign) and not done` → “符号”已填写且“完成”为“否”.

    labels: column → what a person calls it.
    """
    return _Speaker(labels, lang).truth(parsed(expression))


class _Speaker:
    def __init__(self, labels: Mapping[str, str], lang: Lang) -> None:
        self.labels, self.lang = labels, lang

    def truth(self, node: Node, *, holds: bool = True) -> str:
        """A part that is true or false."""
        match node:
            case Not(operand=operand):
                return self.truth(operand, holds=not holds)
            case And(items=items) | Or(items=items):
                both = isinstance(node, And) is holds
                return _JOINED[self.lang][0 if both else 1].join(self._item(i, holds=holds) for i in items)
            case Compare(op=op, left=left, right=right):
                word = _COMPARED[self.lang][op if holds else _OPPOSITE[op]]
                return f"{self.value(left)}{word}{self.value(right)}"
            case Call(function="filled" | "blank", args=args):
                word = "filled" if (node.function == "filled") is holds else "blank"
                return self._called(word, args)
            case Call():
                said = self._called(node.function, node.args)
                return said if holds else {"zh": f"不是{said}", "en": f"not ({said})"}[self.lang]
        answer = self._literal(holds)
        return {"zh": f"{self.value(node)}为{answer}", "en": f"{self.value(node)} is {answer}"}[self.lang]

    def _item(self, node: Node, *, holds: bool) -> str:
        """A part of several: in brackets where it has several itself."""
        said = self.truth(node, holds=holds)
        brackets = {"zh": "（{}）", "en": "({})"}[self.lang]
        return brackets.format(said) if isinstance(node, And | Or) else said

    def value(self, node: Node) -> str:
        """A part that is worth something."""
        match node:
            case Literal(value=value):
                return self._literal(value)
            case Name(path=path):
                return f"“{self.labels.get(path, path)}”"
            case Negate(operand=operand):
                return f"-{self.value(operand)}"
            case Arithmetic(op=op, left=left, right=right):
                return f"({self.value(left)} {op} {self.value(right)})"
            case If(condition=condition, then=then, otherwise=otherwise):
                return _INSTEAD[self.lang].format(
                    self.truth(condition), self.value(then), self.value(otherwise)
                )
            case Call(function=function, args=args):
                return self._called(function, args)
        return self.truth(node)

    def _literal(self, value: Value) -> str:
        match value:
            case bool():
                return {"zh": "“是”" if value else "“否”", "en": "yes" if value else "no"}[self.lang]
            case Decimal() | dt.date():
                return as_text(value)
        return f"“{as_text(value)}”"

    def _called(self, function: str, args: tuple[Node, ...]) -> str:
        said = [self.value(arg) for arg in args]
        every = "、".join(said) if self.lang == "zh" else ", ".join(said)
        template = _CALLED[self.lang].get(function)
        return template.format(*said, all=every) if template else f"{function}({every})"

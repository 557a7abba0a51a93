"""A condition in words, for people who never saw an expression."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from kpixl.blueprint.expressions import And, Call, Compare, Literal, Name, Node, Not, Or, Value
from kpixl.blueprint.expressions.nodes import Arithmetic, If, Negate
from kpixl.rules.types import as_text, parsed
from kpixl.words import LANGS, Lang, Words

_COMPARED = {
    "==": Words("等于", " is "),
    "!=": Words("不等于", " is not "),
    "<": Words("小于", " is less than "),
    "<=": Words("不大于", " is at most "),
    ">": Words("大于", " is greater than "),
    ">=": Words("不小于", " is at least "),
}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_BOTH, _EITHER = Words("且", " and "), Words("或", " or ")
_CALLED = {
    "filled": Words("{0}已填写", "{0} is filled in"),
    "blank": Words("{0}没有填写", "{0} is blank"),
    "starts_with": Words("{0}以{1}开头", "{0} begins with {1}"),
    "ends_with": Words("{0}以{1}结尾", "{0} ends with {1}"),
    "is_document_number": Words("{0}是文号", "{0} is a document number"),
    "length": Words("{0}的字数", "the length of {0}"),
    "abs": Words("{0}的绝对值", "{0} without its sign"),
    "round": Words("{0}四舍五入后的值", "{0}, rounded"),
    "sum": Words("{all}之和", "the sum of {all}"),
    "min": Words("{all}中的最小值", "the least of {all}"),
    "max": Words("{all}中的最大值", "the greatest of {all}"),
    "count": Words("{all}的个数", "the number of {all}"),
}
_INSTEAD = Words("如果{0}则为{1}，否则为{2}", "{1} if {0}, else {2}")
_NOT = Words("不是{0}", "not ({0})")
_IS = Words("{0}为{1}", "{0} is {1}")
_BRACKETS = Words("（{}）", "({})")
_YES, _NO = Words("“是”", "yes"), Words("“否”", "no")
_LISTED = Words("、", ", ")


def spelled(expression: str, labels: Mapping[str, str]) -> Words:
    """A condition as a sentence says it: `filled(sign) and not done` → “符号”已填写且“完成”为“否”.

    labels: column → what a person calls it.
    """
    return Words(*(_Speaker(labels, lang).truth(parsed(expression)) for lang in LANGS))


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
                return (_BOTH if both else _EITHER)[self.lang].join(self._item(i, holds=holds) for i in items)
            case Compare(op=op, left=left, right=right):
                word = _COMPARED[op if holds else _OPPOSITE[op]][self.lang]
                return f"{self.value(left)}{word}{self.value(right)}"
            case Call(function="filled" | "blank", args=args):
                word = "filled" if (node.function == "filled") is holds else "blank"
                return self._called(word, args)
            case Call():
                said = self._called(node.function, node.args)
                return said if holds else _NOT[self.lang].format(said)
        answer = self._literal(holds)
        return _IS[self.lang].format(self.value(node), answer)

    def _item(self, node: Node, *, holds: bool) -> str:
        """A part of several: in brackets where it has several itself."""
        said = self.truth(node, holds=holds)
        return _BRACKETS[self.lang].format(said) if isinstance(node, And | Or) else said

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
                return (_YES if value else _NO)[self.lang]
            case Decimal() | dt.date():
                return as_text(value)
        return f"“{as_text(value)}”"

    def _called(self, function: str, args: tuple[Node, ...]) -> str:
        said = [self.value(arg) for arg in args]
        every = _LISTED[self.lang].join(said)
        template = _CALLED.get(function)
        return template[self.lang].format(*said, all=every) if template else f"{function}({every})"

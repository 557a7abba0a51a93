"""What can be wrong with an expression, said to whoever writes blueprints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpixl.words import Lang, Words

_WORDS = {
    "syntax": Words("表达式写法有误。", "This is not a well-formed expression."),
    "equals": Words("比较是否相等要写两个等号“==”。", "Whether two things are equal is asked by “==”."),
    "full_width": Words(
        "出现全角或中文标点“{character}”，请改用半角“{instead}”。",
        "{character!r} is a full-width character: type {instead!r} instead.",
    ),
    "empty": Words("表达式为空。", "The expression is empty."),
    "too_long": Words(
        "表达式有 {length} 个字符，最多 {limit} 个。",
        "The expression has {length} characters, at most {limit} are allowed.",
    ),
    "too_deep": Words(
        "表达式嵌套超过 {limit} 层，请拆分。",
        "The expression is nested more than {limit} levels deep: split it.",
    ),
    "operator": Words(
        "不能使用运算符“{operator}”，可用 + - * / == != < <= > >= and or not in。",
        "The operator {operator!r} is not available: use + - * / == != < <= > >= and or not in.",
    ),
    "not_allowed": Words("表达式中不能使用“{text}”。", "{text!r} is not allowed in an expression."),
    "unknown_function": Words(
        "没有名为“{function}”的函数{hint}。",
        "There is no function called {function!r}{hint}.",
    ),
    "arguments": Words(
        "函数 {function} 需要 {wanted} 个参数，这里有 {given} 个。",
        "{function} takes {wanted} arguments, {given} are given.",
    ),
    "needs_name": Words(
        "函数 {function} 的第 {position} 个参数应为字段名。",
        "Argument {position} of {function} must be the name of a field.",
    ),
    "needs_literal": Words(
        "函数 {function} 的第 {position} 个参数应直接写出：{what}。",
        "Argument {position} of {function} must be written out: {what}.",
    ),
    "number": Words(
        "数字“{text}”超过 15 位有效数字，电子表格无法准确保存。",
        "The number {text} has more than 15 significant digits, which a spreadsheet cannot hold.",
    ),
    "date": Words(
        "日期应写作 date('2021-05-01')，且不早于 1900-03-01，现为“{text}”。",
        "A date is written date('2021-05-01') and is not before 1900-03-01, not {text!r}.",
    ),
    "text": Words(
        "文字超过 {limit} 个字符，电子表格公式放不下。",
        "The text has more than {limit} characters, which a spreadsheet formula cannot hold.",
    ),
    "blank_text": Words(
        "不能与空文字或 None 比较，请用 blank(字段) 或 filled(字段)。",
        "Nothing compares with a blank text or None: use blank(field) or filled(field).",
    ),
    "text_order": Words(
        "文字只能用 == 或 != 比较，不能比较大小。",
        "Texts compare with == and != only: they have no order.",
    ),
    "not_condition": Words("这里需要条件（是或否）。", "A condition (true or false) is wanted here."),
    "column_alone": Words(
        "“{name}”是整列，只能放在 sum、count 等函数中。",
        "{name!r} is a whole column: use it inside sum, count and the like.",
    ),
    "not_column": Words(
        "函数 {function} 需要整列，“{name}”不是。",
        "{function} takes a whole column, which {name!r} is not.",
    ),
    "column_kind": Words(
        "函数 {function} 不能用于这一列（该列为 {kind}）。",
        "{function} does not take this column (it holds {kind}).",
    ),
    "no_excel": Words(
        "“{function}”在这里没有对应的电子表格公式，只能用于检查。",
        "{function} has no spreadsheet form here: it can only be checked.",
    ),
    "excel_limit": Words(
        "生成的电子表格公式过长或嵌套过深（{what} {size}，上限 {limit}），请拆分。",
        "The spreadsheet formula is too large ({what} {size}, limit {limit}): split the expression.",
    ),
}


class ExpressionError(ValueError):
    """An expression that cannot be used.

    code: which mistake; column: where in its text, from 1 (0: nowhere in particular);
    facts: what fills the message.
    """

    def __init__(self, code: str, column: int = 0, facts: Mapping[str, Any] | None = None) -> None:
        self.code, self.column, self.facts = code, column, dict(facts or {})
        super().__init__(self.message("en"))

    def message(self, lang: Lang = "zh") -> str:
        """What is wrong, in one sentence."""
        return _WORDS[self.code][lang].format_map(self.facts)

    def __reduce__(self) -> tuple[type[ExpressionError], tuple[str, int, dict[str, Any]]]:
        """Pickled by its parts, since a worker process may hand it to its parent."""
        return (ExpressionError, (self.code, self.column, self.facts))

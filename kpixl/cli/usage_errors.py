"""What click says of wrong use, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SAID: Sequence[tuple[str, str]] = (
    (r"No such command (.+?)\.(?: .*)?", r"没有命令 {0}。"),
    (r"No such option:? '?([^' ]+?)'?\.?(?: (?:Did you mean|\(Possible options:).*)?", r"没有选项 {0}。"),
    (r"Missing argument (.+)\.", r"缺少参数 {0}。"),
    (r"Missing option (.+)\.", r"缺少选项 {0}。"),
    (r"Missing command\.", r"缺少命令。"),
    (r"Got unexpected extra arguments? \((.*)\)", r"多余的参数：{0}。"),
    (r"Option (.+) requires an argument\.", r"选项 {0} 后面要写值。"),
    (r"Option (.+) does not take a value\.", r"选项 {0} 后面不写值。"),
    (r"Invalid value for (.+?): (.+)", r"{0} 的值不对：{1}"),
    (r"(.+) is not one of (.+)\.", r"{0} 不在可选项中，可选：{1}。"),
    (r"(.+) does not match the formats? (.+)\.", r"{0} 的写法不对，应如 2022-01-31。"),
    (r"(.+) is not a valid integer(?: range)?\.", r"{0} 不是整数。"),
    (r"(.+) is not a valid float(?: range)?\.", r"{0} 不是数。"),
    (r"(.+) is not in the range (.+)\.", r"{0} 超出范围（{1}）。"),
)
"""What click says (a regular expression over all of it) and the same in Chinese; `{0}` is its first group."""


def in_chinese(message: str) -> str:
    """The message; as it is where click does not say so."""
    for pattern, said in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return said.format(*(in_chinese(group) for group in found.groups()))
    return message

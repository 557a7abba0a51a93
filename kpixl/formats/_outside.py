"""What a workbook would fetch, start or show from outside of its cells: told, never followed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from kpixl.findings import Finding, found
from kpixl.words import Words

Kind = Literal["command", "link", "object", "connection"]


class Outside(NamedTuple):
    """One such thing. example: the file, program or name that it points to."""

    kind: Kind
    example: str


_WORDS: dict[Kind, Words] = {
    "command": Words("启动其他程序的 DDE 链接", "DDE links, which start other programs"),
    "link": Words("指向其他文件的链接", "links to other files"),
    "object": Words("嵌入或链接的对象（OLE）", "embedded or linked objects (OLE)"),
    "connection": Words("外部数据连接或查询", "connections to or queries of external data"),
}
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_DDE = re.compile(r"'?\w[^'!|(),]*\|'?[^'!|]*'?!|\bDDE\(")
_SHOWN = 80


def told(outside: Iterable[Outside]) -> Iterator[Finding]:
    """A note a kind, each with its first example."""
    first: dict[Kind, str] = {}
    for kind, example in outside:
        first.setdefault(kind, example)
    for kind, words in _WORDS.items():
        if kind in first:
            yield found("F102", what=words, example=first[kind][:_SHOWN] or "…")


def in_formula(formula: str) -> Iterator[Outside]:
    """The program that a formula talks to (`cmd|'/c calc'!A0`)."""
    if may_talk(formula) and _DDE.search(_TEXT.sub("", formula)):
        yield Outside("command", formula)


def may_talk(formulas: str) -> bool:
    """Whether there can be a program in the text of these formulas."""
    return "|" in formulas or "DDE(" in formulas

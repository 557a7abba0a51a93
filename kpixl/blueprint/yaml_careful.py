"""YAML as the reader written in Python takes it: slow, of YAML 1.2 throughout, exact about what is wrong."""

from __future__ import annotations

import re
import warnings
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

from kpixl.blueprint.document import typed_in_chinese
from kpixl.blueprint.yaml_tags import Node, untagged
from kpixl.findings import Finding, Location, found
from kpixl.words import Words

_OPENING, _IN_FLOW = re.compile(r"^[-\s]*[｛［]|[-:,\[{]\s+[｛［]"), re.compile(r"[｛｝［］，：]")
"""Full-width signs where YAML wants a bracket; and within brackets, where none is part of a name."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|#.*")
_PROBLEMS = (
    (
        "mapping values are not allowed",
        Words(
            "冒号的位置不对，或上一行缺少冒号",
            "a colon stands in the wrong place, or the line before lacks one",
        ),
    ),
    ("end of stream", Words("引号没有成对", "a quote is left open")),
    ("stream end", Words("括号没有成对", "a bracket is left open")),
    *(
        (
            f"expected ',' or '{bracket}'",
            Words(
                "括号没有成对，或表达式里有逗号、括号、引号、冒号却没有加引号：请给整个表达式加上引号",
                "a bracket is left open, or an expression with a comma, bracket, quote or colon in it is not "
                "quoted: put the expression in quotes",
            ),
        )
        for bracket in "}]"
    ),
    ("expected <block end>", Words("缩进与上面各行不一致", "the indentation differs from the lines above")),
    (
        "could not find expected ':'",
        Words("缺少冒号，或冒号不是半角", "a colon is missing, or it is a full-width one"),
    ),
    ("undefined alias", Words("引用（*）的锚点不存在", "the anchor behind * does not exist")),
    ("another document", Words("一个文件中有两份文档（---）", "the file holds a second document (---)")),
    (
        "unknown escape",
        Words("双引号内的反斜杠用法不对", "a backslash within double quotes is not well-formed"),
    ),
    (
        "cannot start any token",
        Words("文字以特殊字符开头，要加引号", "a text that starts with a special character needs quotes"),
    ),
    ("special characters", Words("含有不可见的控制字符", "it holds invisible control characters")),
)


def careful(text: str, file: str) -> Node | Finding | None:
    """The root node, None of an empty document, or what is wrong."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReusedAnchorWarning)  # an anchor may be set anew: YAML says so
        reader = YAML(typ="safe", pure=True)
        reader.Resolver = _Untagging
        try:
            return reader.compose(text)
        except YAMLError as error:
            return _syntax(error, text, file)


class _Untagging(VersionedResolver):
    def resolve(self, kind: Any, value: Any, implicit: Any) -> Tag:
        """The tag of an untagged node."""
        return Tag(suffix=untagged(kind, implicit))


def _syntax(error: YAMLError, text: str, file: str) -> Finding:
    mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if isinstance(error, ReaderError):
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    if isinstance(error, MarkedYAMLError) and (place := _full_width(error, text)):
        return typed_in_chinese(Location(path=file, line=place[0], column=place[1]), place[2])
    said = str(error)
    problem = next(
        (meant for words, meant in _PROBLEMS if words in said),
        Words("这一行无法理解", "this line cannot be understood"),
    )
    return found("B004", where=Location(path=file, line=line, column=column), problem=problem)


def _full_width(error: MarkedYAMLError, text: str) -> tuple[int, int, str] | None:
    """Line and column of the first full-width sign that was meant as one of YAML's, and the sign."""
    first, last = (m.line if m else 0 for m in (error.context_mark or error.problem_mark, error.problem_mark))
    for number, line in enumerate(text.splitlines()[first : last + 1], first + 1):
        unquoted = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), line)
        if sign := (_IN_FLOW if re.search(r"[{｛]", unquoted) else _OPENING).search(unquoted):
            return number, sign.end(), sign[0][-1]
    return None

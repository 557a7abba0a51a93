"""Reads YAML 1.2 (`yes`, `no`, `on` stay texts; 0.1 is one tenth), with the place of every part."""

from __future__ import annotations

import contextlib
import re
import unicodedata
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

from kpixl.blueprint.document import Document, SourcePlace, Steps, read_text, unwritable
from kpixl.findings import Finding, Location, found
from kpixl.words import Words

MAX_NODES = 100_000
MAX_DEPTH = 50
MAX_DIGITS = 15

_TAG = "tag:yaml.org,2002:"
_UNTAGGED, _SCALAR = "", "scalar"
Node = Any
"""A node of either library, with id (`scalar`, `sequence`, `mapping`), tag, value, style, start_mark."""
_PLAIN_TAGS = {
    _TAG + kind
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
} | {_UNTAGGED}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_AMBIGUOUS = re.compile(
    r"[-+]?0[0-9]+(\.[0-9]*)?|0x[0-9a-fA-F]+|0o[0-7]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_OLD_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""Line ends of YAML 1.1; since 1.2 they are text."""
_WORDS: dict[str, bool | None] = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "null": None, "Null": None, "NULL": None, "~": None, "": None,
}  # fmt: skip

_UNQUOTED = Words(
    "表达式里有逗号却没有加引号：请给整个表达式加上引号",
    "an expression with a comma in it is not quoted: put the expression in quotes",
)
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


def read_yaml(path: Path) -> Document:
    """The document in a YAML file; duplicate keys, tabs, tags, anchors that multiply are findings of it."""
    text, findings = read_text(path)
    file = str(path)
    if findings:
        return Document(file=file, findings=findings)
    tabs = _tabs(text, file)
    try:
        node = _compose(text)
    except RecursionError:
        return Document(file=file, findings=(*tabs, _too_much(file)))
    except YAMLError as error:
        wrong = _syntax(error, text, file)
        same = any(t.where.line == wrong.where.line for t in tabs)
        return Document(file=file, findings=tabs if same else (*tabs, wrong))
    if node is None:
        start = Location(path=file, line=1, column=1)
        return Document(file=file, findings=(found("B010", where=start, value=path.name),))
    return _document(node, file, tabs)


def number(text: str) -> int | Decimal | None:
    """The number that a text is in plain decimals, exactly; None for others and for more than 15 digits."""
    if _INTEGER.fullmatch(text):
        value: int | Decimal = int(text) if len(text) <= MAX_DIGITS + 1 else Decimal(text)
    elif _DECIMAL.fullmatch(text):
        value = Decimal(text)
    else:
        return None
    parts = Decimal(value).normalize().as_tuple()
    small = len(parts.digits) <= MAX_DIGITS and -MAX_DIGITS <= int(parts.exponent) <= MAX_DIGITS
    return value if small else None


def _compose(text: str) -> Node | None:
    """The root node; None of an empty document.

    libyaml is fifteen times as fast as the reader written in Python, but is of YAML 1.1, and words its
    errors otherwise. What the two may read differently, and what it does not take, is the other one's.
    """
    if not _OLD_LINE_ENDS.search(text):
        with contextlib.suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=_Quick)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReusedAnchorWarning)  # an anchor may be set anew: YAML says so
        reader = YAML(typ="safe", pure=True)
        reader.Resolver = _Untagging
        return reader.compose(text)


def _untagged(kind: type, implicit: tuple[bool, bool] | None) -> str:
    """The tag of what has none: nothing for a plain text, which is not judged by a library's patterns."""
    if kind.__name__ != "ScalarNode":
        return _TAG + ("seq" if kind.__name__ == "SequenceNode" else "map")
    return _UNTAGGED if implicit and implicit[0] else _TAG + "str"


class _Quick(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # where there is no libyaml
    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """The tag of an untagged node."""
        return _untagged(kind, implicit)


class _Untagging(VersionedResolver):
    def resolve(self, kind: Any, value: Any, implicit: Any) -> Tag:
        """The tag of an untagged node."""
        return Tag(suffix=_untagged(kind, implicit))


def _tabs(text: str, file: str) -> tuple[Finding, ...]:
    indented = ((n, re.match(r" *\t", line)) for n, line in enumerate(text.splitlines(), 1))
    return tuple(found("B005", where=Location(path=file, line=n, column=m.end())) for n, m in indented if m)


def _syntax(error: YAMLError, text: str, file: str) -> Finding:
    mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if isinstance(error, ReaderError):
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    if isinstance(error, MarkedYAMLError) and (place := _full_width(error, text)):
        return _typed_in_chinese(Location(path=file, line=place[0], column=place[1]), place[2])
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


def _typed_in_chinese(where: Location, sign: str) -> Finding:
    half = unicodedata.normalize("NFKC", sign)
    problem = Words(
        f"有全角标点“{sign}”，请改用半角“{half}”", f"“{sign}” is a full-width sign: type “{half}” instead"
    )
    return found("B004", where=where, problem=problem)


def _too_much(file: str) -> Finding:
    return found("B009", where=Location(path=file, line=1, column=1), nodes=MAX_NODES, depth=MAX_DEPTH)


def _document(node: Node, file: str, tabs: tuple[Finding, ...]) -> Document:
    builder = _Builder(file)
    try:
        data = builder.build(node, ())
    except OverflowError:
        return Document(file=file, findings=(*tabs, _too_much(file)))
    findings = (*tabs, *builder.findings)
    return Document(file=file, data=data, values=builder.values, keys=builder.keys, findings=findings)


def _is_nothing(node: Node) -> bool:
    """A value that is not written."""
    return bool(node.id == _SCALAR and not node.style and not node.value)


def _opened(node: Node) -> int:
    """How many parentheses an unquoted text opens and does not close."""
    plain = node.id == _SCALAR and not node.style
    return str(node.value).count("(") - str(node.value).count(")") if plain else 0


class _Builder:
    """Turns nodes into plain data. An anchor used again is built again, so what is built is counted."""

    def __init__(self, file: str) -> None:
        self._file, self._built = file, 0
        self.values: dict[Steps, SourcePlace] = {}
        self.keys: dict[Steps, SourcePlace] = {}
        self.findings: list[Finding] = []

    def build(self, node: Node, steps: Steps) -> Any:
        self._built += 1
        if self._built > MAX_NODES or len(steps) > MAX_DEPTH:
            raise OverflowError
        self.values[steps] = self._place(node)
        if node.tag not in _PLAIN_TAGS:
            self._unused(node, Words("标签", "tags"), str(node.tag))
        if node.id == "mapping":
            return self._mapping(node, steps)
        if node.id == "sequence":
            return [self.build(item, (*steps, i)) for i, item in enumerate(node.value)]
        self.findings += unwritable(str(node.value), self.values[steps])
        return self._scalar(node)

    def _place(self, node: Node) -> SourcePlace:
        mark = node.start_mark
        return SourcePlace(file=self._file, line=mark.line + 1, column=mark.column + 1)

    def _unused(self, node: Node, what: Words, value: str) -> None:
        where = self._place(node).location
        self.findings.append(found("B007", where=where, what=what, value=value))

    def _mapping(self, node: Node, steps: Steps) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in self._unbroken(node):
            if key_node.id != _SCALAR:
                self._unused(key_node, Words("复合键", "compound keys"), "?")
                continue
            key, here = str(key_node.value), self._place(key_node)
            if key == "<<":
                self._unused(key_node, Words("合并键", "merge keys"), key)
            elif (first := self.keys.get((*steps, key))) is not None:
                self.findings.append(found("B006", where=here.location, value=key, first=first.line))
            else:
                self.keys[(*steps, key)] = here
                mapping[key] = self.build(value_node, (*steps, key))
        return mapping

    def _unbroken(self, node: Node) -> Iterator[tuple[Node, Node]]:
        """Its keys and values, without what an unquoted comma or a full-width colon made of them."""
        open_ = 0
        for i, (key, value) in enumerate(node.value):
            if open_ > 0 and _is_nothing(value):
                open_ += _opened(key)
                continue
            broken = node.flow_style and any(_is_nothing(after) for _, after in node.value[i + 1 : i + 2])
            open_ = _opened(value) if broken else 0
            if open_ > 0:
                self.findings.append(found("B004", where=self._place(value).location, problem=_UNQUOTED))
            if node.flow_style and "：" in str(key.value) and _is_nothing(value):
                self.findings.append(_typed_in_chinese(self._place(key).location, "："))
            else:
                yield key, value

    def _scalar(self, node: Node) -> Any:
        text = str(node.value)
        if node.style or node.tag == _TAG + "str":
            return text
        if text in _WORDS:
            return _WORDS[text]
        value = number(text)
        if value is not None:
            return value
        if _AMBIGUOUS.fullmatch(text) or _DECIMAL.fullmatch(text):
            self.findings.append(found("B008", where=self._place(node).location, value=text))
        return text

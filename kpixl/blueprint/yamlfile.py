"""Reads YAML 1.2 (`yes`, `no`, `on` stay texts; 0.1 is one tenth), with the place of every part."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from kpixl.blueprint.document import Document, SourcePlace, Steps, read_text, typed_in_chinese, unwritable
from kpixl.blueprint.yaml_tags import PLAIN_TAGS, SCALAR, TEXT, Node, untagged
from kpixl.findings import Finding, Location, found
from kpixl.words import Words

MAX_NODES = 100_000
_DENSE = 8
"""Characters of a file that a part takes at least, where there are more parts: else anchors multiply them."""
MAX_DEPTH = 50
MAX_DIGITS = 15

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


def read_yaml(path: Path) -> Document:
    """The document in a YAML file; duplicate keys, tabs, tags, anchors that multiply are findings of it."""
    text, findings = read_text(path)
    if findings:
        return Document(file=str(path), findings=findings)
    return parse_yaml(text, str(path))


def parse_yaml(text: str, file: str) -> Document:
    """The document in a text. file: what it is from."""
    tabs = _tabs(text, file)
    try:
        node = _compose(text, file)
    except RecursionError:
        return Document(file=file, findings=(*tabs, _too_much(file, MAX_NODES)))
    if isinstance(node, Finding):
        same = any(t.where.line == node.where.line for t in tabs)
        return Document(file=file, findings=tabs if same else (*tabs, node))
    if node is None:
        start = Location(path=file, line=1, column=1)
        return Document(file=file, findings=(found("B010", where=start, value=Path(file).name),))
    return _document(node, _Builder(file, max(MAX_NODES, len(text) // _DENSE)), tabs)


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


def _compose(text: str, file: str) -> Node | Finding | None:
    """The root node; None of an empty document; or what is wrong.

    libyaml is fifteen times as fast as the reader written in Python, but is of YAML 1.1, and words its
    errors otherwise. What the two may read differently, and what it does not take, is the other one's.
    """
    if not _OLD_LINE_ENDS.search(text):
        with contextlib.suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=_Quick)
    from kpixl.blueprint.yaml_careful import careful  # noqa: PLC0415 - heavy, and seldom needed

    return careful(text, file)


class _Quick(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # where there is no libyaml
    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """The tag of an untagged node."""
        return untagged(kind, implicit)


def _tabs(text: str, file: str) -> tuple[Finding, ...]:
    indented = ((n, re.match(r" *\t", line)) for n, line in enumerate(text.splitlines(), 1))
    return tuple(found("B005", where=Location(path=file, line=n, column=m.end())) for n, m in indented if m)


def _too_much(file: str, most: int) -> Finding:
    return found("B009", where=Location(path=file, line=1, column=1), nodes=most, depth=MAX_DEPTH)


def _document(node: Node, builder: _Builder, tabs: tuple[Finding, ...]) -> Document:
    try:
        data = builder.build(node, ())
    except OverflowError:
        return Document(file=builder.file, findings=(*tabs, _too_much(builder.file, builder.most)))
    findings = (*tabs, *builder.findings)
    return Document(file=builder.file, data=data, values=builder.values, keys=builder.keys, findings=findings)


def _is_nothing(node: Node) -> bool:
    """A value that is not written."""
    return bool(node.id == SCALAR and not node.style and not node.value)


def _opened(node: Node) -> int:
    """How many parentheses an unquoted text opens and does not close."""
    plain = node.id == SCALAR and not node.style
    return str(node.value).count("(") - str(node.value).count(")") if plain else 0


class _Builder:
    """Turns nodes into plain data. An anchor used again is built again, so what is built is counted.

    most: parts that may be built.
    """

    def __init__(self, file: str, most: int) -> None:
        self.file, self.most, self._built = file, most, 0
        self.values: dict[Steps, SourcePlace] = {}
        self.keys: dict[Steps, SourcePlace] = {}
        self.findings: list[Finding] = []

    def build(self, node: Node, steps: Steps) -> Any:
        self._built += 1
        if self._built > self.most or len(steps) > MAX_DEPTH:
            raise OverflowError
        self.values[steps] = self._place(node)
        if node.tag not in PLAIN_TAGS:
            self._unused(node, Words("标签", "tags"), str(node.tag))
        if node.id == "mapping":
            return self._mapping(node, steps)
        if node.id == "sequence":
            return [self.build(item, (*steps, i)) for i, item in enumerate(node.value)]
        self.findings += unwritable(str(node.value), self.values[steps])
        return self._scalar(node)

    def _place(self, node: Node) -> SourcePlace:
        mark = node.start_mark
        return SourcePlace(file=self.file, line=mark.line + 1, column=mark.column + 1)

    def _unused(self, node: Node, what: Words, value: str) -> None:
        where = self._place(node).location
        self.findings.append(found("B007", where=where, what=what, value=value))

    def _mapping(self, node: Node, steps: Steps) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in self._unbroken(node):
            if key_node.id != SCALAR:
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
                self.findings.append(typed_in_chinese(self._place(key).location, "："))
            else:
                yield key, value

    def _scalar(self, node: Node) -> Any:
        text = str(node.value)
        if node.style or node.tag == TEXT:
            return text
        if text in _WORDS:
            return _WORDS[text]
        value = number(text)
        if value is not None:
            return value
        if _AMBIGUOUS.fullmatch(text) or _DECIMAL.fullmatch(text):
            self.findings.append(found("B008", where=self._place(node).location, value=text))
        return text

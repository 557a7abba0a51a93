"""Single values of a blueprint's YAML set anew: all else stays as it is written, comments and spaces, too."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import yaml

Step = str | int
Value = str | dt.date
_Change = tuple[int, int, str]
"""From where to where, and what is to stand there."""


def amended(text: str, changes: Mapping[tuple[Step, ...], Value]) -> str:
    """The text of a YAML file with other values. changes: by the way to a key; "" takes the key away."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        raise TypeError(text)
    found = [_change(text, _at(root, steps[:-1]), str(steps[-1]), value) for steps, value in changes.items()]
    for start, end, said in sorted((each for each in found if each), reverse=True):
        text = text[:start] + said + text[end:]
    return text


def _at(node: yaml.Node, steps: tuple[Step, ...]) -> yaml.MappingNode:
    for step in steps:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[int(step)]
        elif isinstance(node, yaml.MappingNode):
            node = next(value for key, value in node.value if key.value == step)
    if not isinstance(node, yaml.MappingNode):
        raise TypeError(steps)
    return node


def _change(text: str, node: yaml.MappingNode, key: str, value: Value) -> _Change | None:
    at = next((i for i, (name, _) in enumerate(node.value) if name.value == key), None)
    if at is None:
        return _addition(text, node, key, value) if value else None
    if not value:
        return _removal(text, node, at)
    old = node.value[at][1]
    return old.start_mark.index, old.end_mark.index, scalar(value)


def _addition(text: str, node: yaml.MappingNode, key: str, value: Value) -> _Change:
    """Behind the last key, as that is written."""
    first, last = node.value[0][0], node.value[-1][1]
    end = last.end_mark.index
    if node.flow_style:
        return end, end, f", {key}: {scalar(value)}"
    line = text.find("\n", end - 1 if text[end - 1] == "\n" else end)
    line = len(text) if line < 0 else line
    return line, line, f"\n{' ' * first.start_mark.column}{key}: {scalar(value)}"


def _removal(text: str, node: yaml.MappingNode, at: int) -> _Change:
    """A key that is not the first of its mapping goes, with its line where it has one of its own."""
    name, value = node.value[at]
    before = node.value[at - 1][1].end_mark.index
    if node.flow_style:
        return before, value.end_mark.index, ""
    line = text.find("\n", value.end_mark.index)
    return text.rfind("\n", 0, name.start_mark.index), len(text) if line < 0 else line, ""


def scalar(value: Value) -> str:
    """A value as YAML has it: plain where it reads back as the same text, else in quotes."""
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        plain = yaml.safe_load(f"[{value}]") == [value] and yaml.safe_load(f"a: {value}") == {"a": value}
    except yaml.YAMLError:
        plain = False
    return value if plain else json.dumps(value, ensure_ascii=False)

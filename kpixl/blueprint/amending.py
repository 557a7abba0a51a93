"""Parts of a blueprint's YAML set anew: all else stays as it is written, comments and spaces, too."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import yaml

Step = str | int
Steps = tuple[Step, ...]
Value: TypeAlias = "str | int | Decimal | dt.date | Sequence[Value] | Mapping[str, Value]"
_OF = "group"
"""The key by which an item of a list says of whom it is told."""
_Change = tuple[int, int, str]
"""From where to where, and what is to stand there."""


def amended(text: str, changes: Mapping[Steps, Value]) -> str:
    """The text of a YAML file with other values. changes: by the way to a key or item; "", () take away."""
    root = _root(text)
    found = [_change(text, _at(root, steps[:-1]), steps[-1], value) for steps, value in changes.items()]
    for start, end, said in sorted((each for each in found if each), reverse=True):
        text = text[:start] + said + text[end:]
    return text


def with_item(text: str, steps: Steps, value: Value) -> str:
    """The text with one item more, behind the one that the steps lead to."""
    node, number = _at(_root(text), steps[:-1]), int(steps[-1])
    end = _end(node.value[number])
    if node.flow_style:
        return f"{text[:end]}, {flow(value)}{text[end:]}"
    line, indent = (
        _line_end(text, end),
        _dash(text, node.value[number]) - _line_start(text, node.value[number]),
    )
    return f"{text[:line]}\n{' ' * indent}- {flow(value)}{text[line:]}"


def with_items(text: str, key: str, values: Sequence[Value]) -> str:
    """The text with other items under a key of the top, one a line."""
    root = _at(_root(text), ())
    name, old = next(pair for pair in root.value if pair[0].value == key)
    lines = "".join(f"\n  - {flow(value)}" for value in values)
    return f"{text[: name.end_mark.index]}:{lines}{text[_end(old) :]}"


def without_item(text: str, steps: Steps) -> str:
    """The text with one item less, and without the comments right above it; one item at least is left."""
    node, number = _at(_root(text), steps[:-1]), int(steps[-1])
    item = node.value[number]
    if node.flow_style:
        first = number == 0
        start = item.start_mark.index if first else _end(node.value[number - 1])
        return text[:start] + text[node.value[1].start_mark.index if first else _end(item) :]
    start = min((at for at, _ in _comments(text, item)), default=_line_start(text, item))
    return text[:start] + text[_line_end(text, _end(item)) + 1 :]


def with_alike(text: str, known: Collection[str], old: str, new: str) -> str:
    """The text with a name more wherever one of several that are known says something: what that one says.

    In mappings and lists of such names alone, and as items of a list that are told of one each.
    """
    changes = [each for node in _nodes(_root(text)) for each in _alike(text, node, known, old, new)]
    for at, said in sorted(changes, reverse=True):
        text = text[:at] + said + text[at:]
    return text


def without_name(text: str, known: Collection[str], gone: str) -> str:
    """The text without one of several names wherever that says something, as `with_alike` knows it."""
    while (found := next(_ways(_root(text), known, gone), None)) is not None:
        way, is_key = found
        text = amended(text, {way: ()}) if is_key else without_item(text, way)
    return text


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    """A node and all in it."""
    yield node
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _nodes(each)
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _nodes(value)


def _are_known(nodes: Iterable[yaml.Node], known: Collection[str]) -> bool:
    return all(isinstance(node, yaml.ScalarNode) and node.value in known for node in nodes)


def _alike(
    text: str, node: yaml.Node, known: Collection[str], old: str, new: str
) -> Iterator[tuple[int, str]]:
    """Where something is added to a mapping or a list, and what."""
    if isinstance(node, yaml.MappingNode) and _are_known((key for key, _ in node.value), known):
        for key, value in node.value:
            if key.value == old:
                said = f"{new}{text[key.end_mark.index : _end(value)]}"
                yield _behind(text, node, node.value[-1][1], said, node.value[0][0].start_mark.column)
    elif isinstance(node, yaml.SequenceNode) and _are_known(node.value, known):
        if any(item.value == old for item in node.value):
            yield _behind(text, node, node.value[-1], new, None)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if (name := _told_of(item, old)) is not None:
                start, end = item.start_mark.index, _end(item)
                said = f"{text[start : name.start_mark.index]}{new}{text[name.end_mark.index : end]}"
                yield _behind(text, node, item, said, None)


def _behind(
    text: str, node: yaml.CollectionNode, last: yaml.Node, said: str, column: int | None
) -> tuple[int, str]:
    """Where something more stands in a collection, and as what. column: of the keys of a mapping."""
    end = _end(last)
    if node.flow_style:
        return end, f", {said}"
    line = _line_end(text, end)
    if column is not None:
        return line, f"\n{' ' * column}{said}"
    return line, f"\n{' ' * (_dash(text, last) - _line_start(text, last))}- {said}"


def _told_of(item: yaml.Node, name: str) -> yaml.Node | None:
    """Where an item says that it is told of this one."""
    pairs = item.value if isinstance(item, yaml.MappingNode) else ()
    return next((value for key, value in pairs if (key.value, value.value) == (_OF, name)), None)


def _ways(
    node: yaml.Node, known: Collection[str], gone: str, way: Steps = ()
) -> Iterator[tuple[Steps, bool]]:
    """The ways to what one name says; whether it is a key."""
    if isinstance(node, yaml.MappingNode):
        of_names = len(node.value) > 1 and _are_known((key for key, _ in node.value), known)
        for key, value in node.value:
            if of_names and key.value == gone:
                yield (*way, key.value), True
            yield from _ways(value, known, gone, (*way, key.value))
    elif isinstance(node, yaml.SequenceNode):
        of_names = len(node.value) > 1 and _are_known(node.value, known)
        for number, item in enumerate(node.value):
            if (of_names and item.value == gone) or _told_of(item, gone) is not None:
                yield (*way, number), False
            yield from _ways(item, known, gone, (*way, number))


def comments(text: str, ways: Iterable[Steps]) -> dict[Steps, tuple[str, ...]]:
    """What the comments right above items say, by the way to each."""
    root = _root(text)
    lines = {way: _comments(text, _at(root, way)) for way in ways}
    return {
        way: tuple(line.strip().removeprefix("#").strip() for _, line in found)
        for way, found in lines.items()
    }


def with_comments(text: str, steps: Steps, said: Mapping[str, str]) -> str:
    """The text with other words in the comments right above an item. said: how one begins → how it is to."""
    for start, line in reversed(_comments(text, _at(_root(text), steps))):
        for old, new in said.items():
            head, sign, tail = line.partition(f"# {old}")
            if sign and not head.strip():
                text = f"{text[:start]}{head}# {new}{tail}{text[start + len(line) :]}"
    return text


def _root(text: str) -> yaml.Node:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        raise TypeError(text)
    return root


def _at(node: yaml.Node, steps: Steps) -> yaml.CollectionNode:
    for step in steps:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[int(step)]
        elif isinstance(node, yaml.MappingNode):
            node = next(value for key, value in node.value if key.value == step)
    if not isinstance(node, yaml.CollectionNode):
        raise TypeError(steps)
    return node


def _end(node: yaml.Node) -> int:
    """Where a value ends, before the comments and blanks that come behind it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _line_start(text: str, node: yaml.Node) -> int:
    return text.rfind("\n", 0, node.start_mark.index) + 1


def _line_end(text: str, end: int) -> int:
    line = text.find("\n", end - 1 if text[end - 1] == "\n" else end)
    return len(text) if line < 0 else line


def _dash(text: str, item: yaml.Node) -> int:
    """Where the dash in front of an item stands."""
    return text.rfind("-", 0, item.start_mark.index)


def _comments(text: str, item: yaml.Node) -> list[tuple[int, str]]:
    """The comment lines right above an item, from the top: where each begins, and all of it."""
    found: list[tuple[int, str]] = []
    start = _line_start(text, item)
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        line = text[above : start - 1]
        if not line.lstrip().startswith("#"):
            break
        found.insert(0, (above, line))
        start = above
    return found


def _change(text: str, node: yaml.CollectionNode, key: Step, value: Value) -> _Change | None:
    if isinstance(node, yaml.SequenceNode):
        item = node.value[int(key)]
        return item.start_mark.index, _end(item), flow(value)
    at = next((i for i, (name, _) in enumerate(node.value) if name.value == key), None)
    if at is None:
        return None if value in ("", ()) else _addition(text, node, str(key), value)
    if value in ("", ()):
        return _removal(text, node, at)
    name, old = node.value[at]
    if isinstance(old, yaml.SequenceNode) and not old.flow_style:  # a line an item: they go behind the key
        return text.index(":", name.end_mark.index) + 1, _end(old), f" {flow(value)}"
    return old.start_mark.index, _end(old), flow(value)


def _addition(text: str, node: yaml.CollectionNode, key: str, value: Value) -> _Change:
    """Behind the last key, as that is written."""
    first, last = node.value[0][0], node.value[-1][1]
    end = _end(last)
    if node.flow_style:
        return end, end, f", {key}: {flow(value)}"
    line = _line_end(text, end)
    return line, line, f"\n{' ' * first.start_mark.column}{key}: {flow(value)}"


def _removal(text: str, node: yaml.CollectionNode, at: int) -> _Change:
    """A key goes, with its line where it has one of its own; one more at least is left."""
    name, value = node.value[at]
    if at == 0:
        return name.start_mark.index, node.value[1][0].start_mark.index, ""
    if node.flow_style:
        return _end(node.value[at - 1][1]), _end(value), ""
    return text.rfind("\n", 0, name.start_mark.index), _line_end(text, _end(value)), ""


def flow(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(_pairs(value)) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def _pairs(value: Mapping[str, Value]) -> Iterator[str]:
    for key, each in value.items():
        yield f"{key}: {flow(each)}"


def scalar(value: str | int | Decimal | dt.date) -> str:
    """A single value as YAML has it: a text plain where it reads back as the same, else in quotes."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, str):
        return str(value).lower()
    try:
        plain = yaml.safe_load(f"[{value}]") == [value] and yaml.safe_load(f"a: {value}") == {"a": value}
    except yaml.YAMLError:
        plain = False
    return value if plain else json.dumps(value, ensure_ascii=False)

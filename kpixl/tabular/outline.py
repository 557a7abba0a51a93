"""Files that stand alone, a key a row: `contact.phone`, `settings.bonus_cap`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from kpixl.blueprint.keys import label
from kpixl.blueprint.model import Part
from kpixl.blueprint.shapes import keys, members, whole
from kpixl.tabular import sheets as s
from kpixl.tabular.cell import ANYTHING, CellValue, Takes, takes, written
from kpixl.tabular.shape import Key, Path, children_of, keys_of, owner_of

KEY, VALUE, LABEL, MEANING = s.OUTLINE_COLUMNS[1:]


def outline_rows(kind: str, part: type[Part], data: Mapping[str, Any]) -> Iterator[dict[str, CellValue]]:
    """The rows of a file: every key that it could have, those that say nothing with a blank."""
    for key in keys_of(part):
        value = found_at(data, key.path)
        shown = {s.FILE: kind, LABEL: _label(part, key), MEANING: key.meaning}
        inner = entries_take(part, key.path)
        if inner is not None and _is_plain(value):
            for name, each in value.items():
                yield {**shown, KEY: f"{key.dotted}.{name}", VALUE: written(each, inner)}
        elif value is None:
            yield {**shown, KEY: key.dotted}
        else:
            yield {**shown, KEY: key.dotted, VALUE: written(value, key.takes)}
    for child in children_of(part):
        if found_at(data, child.path) == []:
            yield {s.FILE: kind, KEY: ".".join(child.path), VALUE: "[]"}


def found_at(data: Any, path: Path) -> Any:
    """What stands at the end of a way; None where it ends before."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def entries_take(part: type[Part], path: Path) -> Takes | None:
    """What entries of a mapping take whose keys are the scheme's own; None where there is no such mapping."""
    field = keys(owner_of(part, path))[path[-1]]
    types = [member for _, member in members(whole(field))]
    if len(types) != 1 or get_origin(types[0]) is not dict:
        return None
    return takes(get_args(types[0])[1])


def resolved(part: type[Part], dotted: str) -> tuple[Path, Takes] | None:
    """The way that a row's key means, and what it takes; None where there is no such key."""
    for key in keys_of(part):
        if dotted == key.dotted:
            return key.path, key.takes
        inner = entries_take(part, key.path)
        if inner is not None and dotted.startswith(f"{key.dotted}."):
            return (*key.path, dotted.removeprefix(f"{key.dotted}.")), inner
    return next(((c.path, ANYTHING) for c in children_of(part) if dotted == ".".join(c.path)), None)


def _is_plain(value: Any) -> bool:
    """Whether a mapping's entries can stand in rows of their own."""
    return isinstance(value, dict) and bool(value) and not any(map(_is_nested, value.values()))


def _is_nested(value: Any) -> bool:
    return value is None or isinstance(value, dict | list)


def _label(part: type[Part], key: Key) -> str:
    labels = (label(owner_of(part, key.path[:n]), key.path[n - 1]) for n in range(1, len(key.path) + 1))
    return "·".join(labels)

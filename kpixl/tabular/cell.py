"""What a value of a blueprint is in a cell, and what a cell means: what is written is read as the same."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from kpixl.blueprint.model.base import Text
from kpixl.blueprint.shapes import members
from kpixl.blueprint.yamlfile import number, parse_yaml

Taken = Literal["text", "number", "truth", "day", "texts", "lines", "mapping", "anything"]
Takes = frozenset[Taken]
CellValue = str | float | bool | dt.date
"""A value as a sheet has it; a blank cell is none."""

_TAKEN: dict[Any, Taken] = {str: "text", int: "number", float: "number", Decimal: "number", bool: "truth"}
_TRUTHS = {"true": True, "false": False, "是": True, "否": False}
_NOTHING = "~"
_BRACKETS = ("{", "[", '"')
_PLAIN = re.compile(r"[\w\-.（）《》〔〕％]+")


def takes(annotation: Any) -> Takes:
    """What a key takes, as far as it tells how a cell is read."""
    return frozenset(_taken(kind) for _, kind in members(annotation))


def _taken(kind: Any) -> Taken:
    if kind is dt.date:
        return "day"
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return "lines" if inner == Text or Text in get_args(inner) else "texts"
    if get_origin(kind) is dict or (isinstance(kind, type) and hasattr(kind, "model_fields")):
        return "mapping"
    if get_origin(kind) is Literal:
        return "text"
    return _TAKEN.get(kind, "anything")


ANYTHING: Takes = frozenset({"anything"})


class CellError(Exception):
    """A cell that cannot be read: what begins with a bracket and is none of YAML's."""


def meaning(cell: CellValue, of: Takes) -> Any:
    """What a cell that is not blank says of a key. Raises CellError."""
    if isinstance(cell, str):
        return _text(cell, of)
    if isinstance(cell, bool):
        return cell if of & {"truth", "anything"} else str(cell).lower()
    if isinstance(cell, dt.date):
        return f"{cell:%Y-%m-%d}"
    exact = Decimal(repr(cell))
    plain = int(exact) if exact == exact.to_integral_value() else exact
    return (
        plain if of & {"number", "anything"} else f"{plain:f}" if isinstance(plain, Decimal) else str(plain)
    )


def _text(cell: str, of: Takes) -> Any:
    stripped = cell.strip()
    if "anything" in of and stripped == _NOTHING:
        return None
    if stripped.startswith(_BRACKETS):
        return _structure(stripped, cell, of)
    if "number" in of and (exact := number(stripped)) is not None:
        return exact
    if "truth" in of and stripped.lower() in _TRUTHS:
        return _TRUTHS[stripped.lower()]
    if of & {"texts", "lines"}:
        return _listed(cell, of)
    return cell


def _structure(stripped: str, cell: str, of: Takes) -> Any:
    """What stands in brackets or quotes; where the key does not take such a thing, the text itself."""
    document = parse_yaml(stripped, "")
    wrong = any(f.severity == "error" for f in document.findings)
    if not wrong and _fits(document.data, of):
        return document.data
    if "text" in of or "anything" in of:
        return cell
    raise CellError(cell)


def _fits(value: Any, of: Takes) -> bool:
    match value:
        case dict():
            return bool(of & {"mapping", "anything"})
        case list():
            return bool(of & {"texts", "lines", "anything"})
    return isinstance(value, str)


def _listed(cell: str, of: Takes) -> Any:
    """A list whose items stand in lines, or, where they are no sentences, beside each other."""
    if "\n" in cell:
        parts = cell.split("\n")
    elif "texts" in of and "、" in cell:
        parts = cell.split("、")
    elif "text" in of:
        return cell
    else:
        parts = [cell]
    kept = [part.strip() if "texts" in of else part for part in parts if part.strip()]
    return [_item(part) for part in kept]


def _item(part: str) -> Any:
    """An item of a list: a mapping in braces, else a text."""
    if part.startswith("{"):
        document = parse_yaml(part, "")
        if isinstance(document.data, dict) and not document.findings:
            return document.data
    return part


def written(value: Any, of: Takes) -> CellValue:
    """The cell that means a value."""
    for candidate in _candidates(value, of):
        if same(_tried(candidate, of), value):
            return candidate
    return flow(value)


def _tried(candidate: CellValue, of: Takes) -> Any:
    """What a candidate means, where it would come back as it is."""
    if isinstance(candidate, str) and (not candidate.strip() or "\r" in candidate):
        return _UNREAD
    try:
        return meaning(candidate, of)
    except CellError:
        return _UNREAD


_UNREAD = object()


def _candidates(value: Any, of: Takes) -> Iterator[CellValue]:
    match value:
        case bool() | str():
            yield value
        case int() | Decimal():
            yield float(value)
        case list():
            texts = [flow(part) if isinstance(part, dict) else str(part) for part in value]
            if "texts" in of:
                yield "、".join(texts)
            yield "\n".join(texts)


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same to a blueprint: a truth is no number."""
    match one, other:
        case (dict(), dict()):
            return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
        case (list(), list()):
            return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def flow(value: Any) -> str:
    """A value in YAML, on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{_word(key)}: {_inner(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_inner, value)) + "]"
        case None:
            return _NOTHING
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _inner(value: Any) -> str:
    return _word(value) if isinstance(value, str) else flow(value)


def _word(text: str) -> str:
    """A text within brackets, in quotes where it would be read as anything else."""
    plain = _PLAIN.fullmatch(text) and same(parse_yaml(f"[{text}]", "").data, [text])
    return text if plain else json.dumps(text, ensure_ascii=False)

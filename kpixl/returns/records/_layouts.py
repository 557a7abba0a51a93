"""What returns of one layout have in common: keys, places, labels, printed values; kept once a process."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from kpixl.blueprint.expressions import Value
from kpixl.layout import Role


class Line(NamedTuple):
    """What an entry has in common with those of other returns. subject: its place in the return."""

    form: str
    instance: str
    subject: int
    row: str
    column: str
    role: str
    sheet: str
    cell: str
    label: str
    line: str
    type: str


class Layout:
    """The lines of a return. packed: as it travels between processes."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines, which the process that read the return does not ask for."""
        return tuple(Line._make(map(once, line)) for line in _unpacked(self.packed))

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where each line's value is: among the printed ones, or (negative) among the return's own."""
        counts, places = [0, 0], []
        for line in self.lines:
            own = line.role != Role.PRINTED
            places.append(~counts[1] if own else counts[0])
            counts[own] += 1
        return tuple(places)

    @cached_property
    def forms(self) -> frozenset[str]:
        """The forms that it has lines of."""
        return frozenset(line.form for line in self.lines)

    @cached_property
    def rows(self) -> Mapping[tuple[str, str, str], str]:
        """The words of its rows by form, copy and row."""
        return {(line.form, line.instance, line.row): line.line for line in self.lines}

    @cached_property
    def index(self) -> Mapping[tuple[str, str, int, str, str], int]:
        """The lines' numbers by key; of one that stands twice the first."""
        found: dict[tuple[str, str, int, str, str], int] = {}
        for number, line in enumerate(self.lines):
            found.setdefault(line[:5], number)
        return found

    def __reduce__(self) -> tuple[Callable[[bytes], Layout], tuple[bytes]]:
        return layout_again, (self.packed,)


class Printed:
    """What is printed in a return. packed: as it travels between processes."""

    __slots__ = ("__weakref__", "packed")

    def __init__(self, packed: bytes) -> None:
        self.packed = packed

    @property
    def values(self) -> tuple[Value, ...]:
        """The values, likewise; those of the last ones are kept: each unit may have some of its own."""
        return _printed_values(self.packed)

    def __reduce__(self) -> tuple[Callable[[bytes], Printed], tuple[bytes]]:
        return _printed, (self.packed,)


_QUICKLY = 1
"""The level of compression: what is packed travels once, or lies in a cache."""
_MOST_KEPT = 50_000
_texts: dict[str, str] = {}
_figures: dict[str, Decimal] = {}


def once(value: Any) -> Any:
    """The value: of equal figures and texts in many returns the first."""
    known: dict[str, Any]
    if isinstance(value, str):
        known, said = _texts, value
    elif isinstance(value, Decimal):
        known, said = _figures, str(value)
    else:
        return value
    if len(known) > _MOST_KEPT:
        known.clear()
    return known.setdefault(said, value)


_layouts: WeakValueDictionary[bytes, Layout] = WeakValueDictionary()
_printeds: WeakValueDictionary[bytes, Printed] = WeakValueDictionary()


def layout_again(packed: bytes) -> Layout:
    """The one of this process."""
    found = _layouts.get(packed)
    return found if found is not None else _layouts.setdefault(packed, Layout(packed))


def _printed(packed: bytes) -> Printed:
    """The one of this process."""
    found = _printeds.get(packed)
    return found if found is not None else _printeds.setdefault(packed, Printed(packed))


@lru_cache(maxsize=4_096)
def _printed_values(packed: bytes) -> tuple[Value, ...]:
    return tuple(once(_value(told)) for told in _unpacked(packed))


@lru_cache(maxsize=64)
def layout_of(lines: tuple[tuple[Any, ...], ...]) -> Layout:
    """The layout of these lines; those of the last few are kept, whoever still asks for them."""
    return layout_again(_packed(lines))


@lru_cache(maxsize=64)
def printed_of(told: tuple[Any, ...]) -> Printed:
    """The same of what is printed. told: values as JSON has them."""
    return _printed(_packed(told))


@lru_cache(maxsize=512)
def subjects_again(subjects: tuple[str, ...]) -> tuple[str, ...]:
    """Whom several parts of a return are about: the tuple of the first of them."""
    return subjects


def _packed(content: Any) -> bytes:
    return zlib.compress(json.dumps(content).encode("utf-8", "surrogatepass"), _QUICKLY)


def _unpacked(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed))


def as_told(value: Value) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Decimal):
        return "number", str(value)
    return ("day", value.isoformat()) if isinstance(value, dt.date) else value


def _value(told: Any) -> Value:
    if not isinstance(told, list):
        return told  # type: ignore[no-any-return]
    kind, text = told
    return Decimal(text) if kind == "number" else dt.date.fromisoformat(text)

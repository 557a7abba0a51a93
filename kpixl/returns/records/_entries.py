"""What a return says, entry by entry: made when they are asked for, kept as columns.

What all returns of one layout have in common is kept once (`_layouts`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, overload

from kpixl.blueprint.expressions import Value
from kpixl.layout import Role
from kpixl.layout.plan.keys import CellKey
from kpixl.returns.records._layouts import (
    Layout,
    Line,
    Printed,
    as_told,
    layout_of,
    once,
    printed_of,
    subjects_again,
)
from kpixl.returns.records._put_away import Values, packed, stand_ready, unpacked
from kpixl.rules.types import as_text

_INPUT, _PRINTED = Role.INPUT, Role.PRINTED
"""Named here: to look one up in its enumeration takes longer than all else that is asked of a cell."""


class Entry(NamedTuple):
    """One value as it was read. role: input, printed, formula or total.

    value: coerced (for computed cells recomputed by the engine, never the cached value); text: as it stands
    in the file; valid: False where it is not what its type takes; sheet, cell: where the file has it;
    label, line: the column and row as a person calls them; type: the type's name as resolved for the row.
    There are millions.
    """

    key: CellKey
    role: str
    value: Value
    text: str
    valid: bool
    sheet: str
    cell: str
    label: str
    line: str
    type: str


_NO_TEXTS: Mapping[int, str] = {}
_NONE_INVALID: frozenset[int] = frozenset()


class Entries(Sequence[Entry]):
    """The entries of a return, each made when it is asked for.

    layout, printed: shared with other returns; subjects: whom they are about; texts: of those whose text is
    not that of their value, by number; invalid: the numbers of those that are not what their type takes.
    """

    __slots__ = (
        "__weakref__", "_away", "_values", "invalid", "layout", "printed", "subjects", "texts",
    )  # fmt: skip

    def __init__(
        self,
        layout: Layout,
        printed: Printed,
        subjects: tuple[str, ...],
        values: tuple[Value, ...],
        texts: Mapping[int, str],
        invalid: frozenset[int],
    ) -> None:
        self.layout, self.printed, self.subjects = layout, printed, subjects_again(subjects)
        self._values: Values | None = values
        self._away = b""
        self.texts, self.invalid = texts or _NO_TEXTS, invalid or _NONE_INVALID
        stand_ready(self, len(values))

    @classmethod
    def of(cls, entries: Iterable[Entry] = ()) -> Entries:
        """These entries, compact."""
        at: dict[str, int] = {}
        lines, printed, own = [], [], []
        texts, invalid = dict[int, str](), set[int]()
        for number, (key, role, value, text, valid, sheet, cell, label, line, type_) in enumerate(entries):
            form, instance, subject, row, column = key
            place = at.setdefault(subject, len(at))
            lines.append((form, instance, place, row, column, role, sheet, cell, label, line, type_))
            if role == _PRINTED:
                printed.append(as_told(value))
            else:
                own.append(value)
            if text != (value if isinstance(value, str) else as_text(value)):
                texts[number] = text
            if not valid:
                invalid.add(number)
        layout, fixed = layout_of(tuple(lines)), printed_of(tuple(printed))
        return cls(layout, fixed, tuple(at), tuple(own), texts, frozenset(invalid))

    def entry(self, number: int) -> Entry:
        """The entry in that line."""
        line, value = self.layout.lines[number], self.value(number)
        return Entry(
            CellKey(line[0], line[1], self.subjects[line[2]], line[3], line[4]),
            line[5],
            value,
            self.text(number),
            number not in self.invalid,
            *line[6:],
        )

    def value(self, number: int) -> Value:
        """The value in that line."""
        place = self.layout.places[number]
        if place >= 0:
            return self.printed.values[place]
        return (self._values or self._own)[~place]

    @property
    def _own(self) -> Values:
        """The values that are not printed, whether or not they are put away."""
        values = self._values
        if values is None:
            values = self._values = unpacked(self._away)
            stand_ready(self, len(values))
        return values

    def put_away(self) -> None:
        """Hold the values packed until somebody asks for one."""
        if not self._away:
            self._away = packed(self._own)
        self._values = None

    def text(self, number: int) -> str:
        """The text in that line, as it stands in the file."""
        text = self.texts.get(number)
        return as_text(self.value(number)) if text is None else text

    def number(self, key: CellKey) -> int | None:
        """The line of a value; None where it is not among them."""
        form, instance, subject, row, column = key
        if subject not in self.subjects:
            return None
        return self.layout.index.get((form, instance, self.subjects.index(subject), row, column))

    def __reduce__(self) -> tuple[Callable[..., Entries], tuple[Any, ...]]:
        own = self.layout, self.printed, self.subjects, self._own, self.texts, self.invalid
        return _sharing, own

    def __len__(self) -> int:
        return len(self.layout.lines)

    def __iter__(self) -> Iterator[Entry]:
        return map(self.entry, range(len(self)))

    @overload
    def __getitem__(self, number: int) -> Entry: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, number: int | slice) -> Entry | tuple[Entry, ...]:
        chosen = range(len(self))[number]
        return self.entry(chosen) if isinstance(chosen, int) else tuple(map(self.entry, chosen))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entries | tuple) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment] # as of whatever may be equal to a list

    def __repr__(self) -> str:
        return f"Entries({tuple(self)!r})"


def _sharing(
    layout: Layout,
    printed: Printed,
    subjects: tuple[str, ...],
    values: tuple[Value, ...],
    texts: Mapping[int, str],
    invalid: frozenset[int],
) -> Entries:
    """Entries from another process, equal figures of different returns one object."""
    return Entries(layout, printed, subjects, tuple(map(once, values)), texts, invalid)


class Statement(NamedTuple):
    """What an entry says, and whether its type takes that."""

    value: Value
    valid: bool
    type: str


class Cells(Mapping[str, Entry]):
    """The entries of one row of a return, by column, each made when it is asked for whole.

    numbers: of their lines.
    """

    __slots__ = ("_entries", "_numbers")

    def __init__(self, entries: Entries, numbers: Mapping[str, int]) -> None:
        self._entries, self._numbers = entries, numbers

    def __getitem__(self, column: str) -> Entry:
        return self._entries.entry(self._numbers[column])

    def get(self, column: str, default: Entry | None = None) -> Entry | None:  # type: ignore[override]
        """The entry of a column; None where the row has none."""
        number = self._numbers.get(column)
        return default if number is None else self._entries.entry(number)

    def line(self, column: str) -> Line | None:
        """What the entry of a column has in common with those of other returns; None where there is none."""
        number = self._numbers.get(column)
        return None if number is None else self._entries.layout.lines[number]

    def said(self, column: str) -> Statement | None:
        """What the entry of a column says; None where there is none."""
        number, entries = self._numbers.get(column), self._entries
        if number is None:
            return None
        return Statement(
            entries.value(number), number not in entries.invalid, entries.layout.lines[number].type
        )

    def is_input(self, column: str) -> bool:
        """Whether the recipient fills the column."""
        line = self.line(column)
        return line is not None and line.role == _INPUT

    def is_valid(self, column: str) -> bool:
        """Whether the column's entry is one that its type takes."""
        return self._numbers[column] not in self._entries.invalid

    def is_empty(self, column: str) -> bool:
        """Whether nothing stands there, nor a blank that is to be read as something."""
        return self.is_valid(column) and self._entries.value(self._numbers[column]) is None

    @property
    def is_used(self) -> bool:
        """Whether the recipient has entered anything."""
        lines, text = self._entries.layout.lines, self._entries.text
        return any(lines[n].role == _INPUT and text(n) for n in self._numbers.values())

    def value(self, column: str) -> Value:
        """What a valid entry says; None where it is blank, not valid or gone."""
        number = self._numbers.get(column)
        return None if number is None or number in self._entries.invalid else self._entries.value(number)

    def __contains__(self, column: object) -> bool:
        return column in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


NO_CELLS = Cells(Entries.of(), {})
"""Of a row that is not there."""

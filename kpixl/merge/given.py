"""Every answer of many returns by its identity, found where it stands and not kept a second time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpixl.blueprint.expressions import is_blank
from kpixl.layout import Answer, CellKey, Origin, Role
from kpixl.returns import Entry, Layout, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An entry and the return that it stands in."""

    entry: Entry
    record: Record

    @property
    def place(self) -> tuple[str, CellKey]:
        """The file, and what of it the entry is."""
        return self.record.name, self.entry.key

    @property
    def recipient(self) -> str:
        """Who returned it; "" where nobody knows."""
        return _recipient(self.record)

    @property
    def answer(self) -> Answer:
        """The value with its place, as packages carry it."""
        e, record = self.entry, self.record
        origin = Origin(sha256=record.sha256, file=record.name, sheet=e.sheet, cell=e.cell)
        return Answer(value=e.value, origin=origin)


Numbers = Mapping[str, int]
"""Of the entries of a row, by column."""
Found = tuple[Record, int]
"""A return, and the number of an entry in it."""


def found_in(row: Iterable[tuple[Record, Numbers]], column: str) -> Found | None:
    """The first valid entry of a column in a row. row: as `GivenAnswers.beside` has it."""
    for record, numbers in row:
        number = numbers.get(column)
        if number is not None and number not in record.entries.invalid:
            return record, number
    return None


def _recipient(record: Record) -> str:
    return record.stamp.recipient if record.stamp else ""


class GivenAnswers(Mapping[CellKey, Given]):
    """Every valid entry; of one that two returns have, the first.

    In a form about nobody in particular the subject is whoever returned it, so that returns stay apart.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._homes: dict[str, list[tuple[Record, int]]] = {}
        for record in records:
            for number, subject in enumerate(record.entries.subjects):
                self._homes.setdefault(subject or _recipient(record), []).append((record, number))
        self._asked: dict[tuple[Layout, str, frozenset[str]], tuple[tuple[int, CellKey], ...]] = {}
        self._rows: dict[Layout, Mapping[tuple[str, str, int, str], Numbers]] = {}

    def beside(self, form: str, instance: str, subject: str, row: str) -> Sequence[tuple[Record, Numbers]]:
        """The entries of a row, return by return."""
        homes = ((r, self._rows_of(r.entries.layout), place) for r, place in self._homes.get(subject, ()))
        there = ((record, rows.get((form, instance, place, row))) for record, rows, place in homes)
        return [(record, numbers) for record, numbers in there if numbers]

    def _rows_of(self, layout: Layout) -> Mapping[tuple[str, str, int, str], Numbers]:
        """The rows of a layout, which many returns share; of an entry that stands twice the first."""
        if layout not in self._rows:
            rows = self._rows[layout] = dict[tuple[str, str, int, str], dict[str, int]]()
            for number, (form, instance, subject, row, column, *_) in enumerate(layout.lines):
                rows.setdefault((form, instance, subject, row), {}).setdefault(column, number)
        return self._rows[layout]

    def at(self, subject: str, place: tuple[str, str, str]) -> Given | None:
        """The entry in a cell of a return about a subject. place: file, sheet and cell."""
        there = (record for record, _ in self._homes.get(subject, ()) if record.name == place[0])
        found = ((e, record) for record in there for e in record.entries if (e.sheet, e.cell) == place[1:])
        entry, record = next(found, (None, None))
        return Given(entry=entry, record=record) if entry is not None and record is not None else None

    def found(self, key: CellKey) -> Found | None:
        """The return and the number of the entry in it."""
        return found_in(self.beside(*key[:4]), key.column)

    def get(self, key: CellKey, default: Given | None = None) -> Given | None:  # type: ignore[override]
        """The entry; None where there is none."""
        found = self.found(key)
        return default if found is None else Given(entry=found[0].entries.entry(found[1]), record=found[0])

    def __getitem__(self, key: CellKey) -> Given:
        given = self.get(key)
        if given is None:
            raise KeyError(key)
        return given

    def __contains__(self, key: object) -> bool:
        return isinstance(key, CellKey) and self.found(key) is not None

    def __iter__(self) -> Iterator[CellKey]:
        for record in self._records:
            for number, line in enumerate(record.entries.layout.lines):
                key = self._key(
                    record, line.subject, CellKey(line.form, line.instance, "", line.row, line.column)
                )
                if self._is_first(record, number, key):
                    yield key

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def asked(self, form: str, columns: Collection[str]) -> Iterator[CellKey]:
        """The keys of what is filled in or computed in these columns of a form's rows, and is not blank."""
        wanted = frozenset(columns)
        for record in self._records:
            entries = record.entries
            for number, plain in self._lines(entries.layout, form, wanted):
                if not is_blank(entries.value(number)):
                    key = self._key(record, entries.layout.lines[number].subject, plain)
                    if self._is_first(record, number, key):
                        yield key

    def _lines(self, layout: Layout, form: str, columns: frozenset[str]) -> tuple[tuple[int, CellKey], ...]:
        """The numbers of those entries in a layout, with their keys but for the subjects."""
        at = layout, form, columns
        if at not in self._asked:
            self._asked[at] = tuple(
                (number, CellKey(form, line.instance, "", line.row, line.column))
                for number, line in enumerate(layout.lines)
                if line.form == form
                and line.column in columns
                and not line.row.startswith("#")
                and line.role in (Role.INPUT, Role.FORMULA)
            )
        return self._asked[at]

    @staticmethod
    def _key(record: Record, subject: int, plain: CellKey) -> CellKey:
        return plain._replace(subject=record.entries.subjects[subject] or _recipient(record))

    def _is_first(self, record: Record, number: int, key: CellKey) -> bool:
        """Whether no other return has that entry before."""
        if number in record.entries.invalid:
            return False
        found = (record, number) if len(self._homes[key.subject]) == 1 else self.found(key)
        return found is not None and found[0] is record and found[1] == number


class PrintedAnswers(Mapping[CellKey, Answer]):
    """What is printed in the returns, as a package carries it."""

    def __init__(self, given: GivenAnswers) -> None:
        self._given = given

    def __getitem__(self, key: CellKey) -> Answer:
        given = self._given[key]
        if given.entry.role != Role.PRINTED:
            raise KeyError(key)
        return given.answer

    def __iter__(self) -> Iterator[CellKey]:
        return (key for key in self._given if self._given[key].entry.role == Role.PRINTED)

    def __len__(self) -> int:
        return sum(1 for _ in self)

"""What a year's returns give next year's scheme: what units have of their own, and items of lists.

Both stand in CSV files of the scheme, which are written anew: what nobody returned is blank there, since a
figure of the year before the last would be taken for last year's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from kpixl.blueprint import Scheme
from kpixl.blueprint.csvfile import read_table
from kpixl.blueprint.listed import scalar
from kpixl.blueprint.load import read_sources
from kpixl.blueprint.model import Attribute, Unit
from kpixl.blueprint.model.last_year import ID, OF_ITEM, STANDINGS, UNIT
from kpixl.blueprint.unit_lines import csv_bytes, unit_lines
from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.returned.checking import found_under, looked_at, nothing_under, workforce
from kpixl.campaign.scores.merging import accounted
from kpixl.check import FIELDS, CheckResult, NothingToCheckError, Row, Stack, table_of
from kpixl.merge import Standing
from kpixl.refusal import RefusedError
from kpixl.report.table import harmless
from kpixl.rules.types import as_text

_Taken = Mapping[str, Mapping[str, str]]
"""`form.table` → what an item has → where it is from, as a list declares it."""
_FIGURE = re.compile(r"[+-][0-9.]+\S{0,4}$")
"""A text that begins like a formula and is an amount."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What next year's scheme is given.

    files: the files of this year's scheme that are other there, by path; lines: how many each has that say
    something; lacking: the units without a result, by the label of what they lack.
    """

    files: Mapping[Path, bytes] = field(default_factory=dict)
    lines: Mapping[Path, int] = field(default_factory=dict)
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NOTHING = Given()


def given(basis: Basis, returns: Sequence[PathLike]) -> Given:
    """What the accepted returns give. returns: those of all stages whose results are asked for.

    RefusedError where the scheme asks for none.
    """
    scheme, year = basis.scheme, _Year(basis, returns)
    asked = [a for a in scheme.roster.attributes if a.last_year]
    lists = {name: listing.last_year for name, listing in scheme.lists.items() if listing.last_year}
    if not scheme.gives_results:
        raise RefusedError(
            f"“{scheme.id}”没有写明下一年要取哪些结果：请先在名单的 attributes 或清单里写 last_year，"
            "或不用 --returns。",
            f"{scheme.id!r} does not say which results next year takes: write `last_year` in `attributes` of "
            "the roster or in a list, or leave --returns out.",
        )
    said = {a.name: year.of_units(a) for a in asked}
    items = {
        _items_file(basis.declared.folder, name): list(year.items(taken)) for name, taken in lists.items()
    }
    heads = [[ID, UNIT, *_keys(taken)] for taken in lists.values()]
    files = {path: csv_bytes([head, *own]) for head, (path, own) in zip(heads, items.items(), strict=True)}
    lines = {path: len(own) for path, own in items.items()}
    if asked:
        path = basis.declared.folder / str(scheme.roster.values)
        files[path] = _values(path, scheme, asked, said)
        lines[path] = len({unit for of in said.values() for unit in of})
    lacking = {a.label: names for a in asked if (names := _without(scheme, said[a.name]))}
    return Given(files=files, lines=lines, lacking=lacking)


def _without(scheme: Scheme, said: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(unit.name for unit in scheme.roster.appraised if not said.get(unit.id))


def _items_file(folder: Path, name: str) -> Path:
    """The CSV file in which the items of a list stand, as lint has seen."""
    return Path(str(read_sources(folder).sources.listing(name, "items").path))


def _keys(taken: _Taken) -> list[str]:
    """What the items have, in order."""
    return list(dict.fromkeys(key for columns in taken.values() for key in columns))


class _Year:
    """What came back in all stages. A later stage's word counts where two say something of the same."""

    def __init__(self, basis: Basis, returns: Sequence[PathLike]) -> None:
        self._basis, self._returns = basis, returns

    @cached_property
    def _checks(self) -> Mapping[str, CheckResult]:
        """The checks of the returns by stage, of which nobody is told."""
        basis, sources = self._basis, found_under(self._basis, self._returns)
        pool, cache = workforce(basis), basis.means.cache
        try:
            return {
                stage.id: looked_at(basis, sources, stage.id, pool=pool, cache=cache)
                for stage in basis.scheme.stages
            }
        except NothingToCheckError:
            raise nothing_under(self._returns) from None

    @cached_property
    def _stacks(self) -> tuple[Stack, ...]:
        return tuple(Stack(self._basis.scheme, check.accepted) for check in self._checks.values())

    @cached_property
    def _standings(self) -> tuple[Standing, ...]:
        scoring = self._basis.scheme.head.scoring
        check = self._checks[scoring.stage] if scoring else None
        return accounted(self._basis, check, Path()).units if check and check.accepted else ()

    def of_units(self, attribute: Attribute) -> dict[str, str]:
        """What each unit has, by its id; the units that have nothing are not there."""
        path = attribute.last_year or ""
        if path in STANDINGS:
            figures = {each.id: getattr(each, path) for each in self._standings}
            return {unit: as_text(scalar(figure)) for unit, figure in figures.items() if figure is not None}
        form, column, row = (*path.split("."), "")[:3]
        table = table_of(self._basis.scheme)[form, column] if row else FIELDS
        said: dict[str, str] = {}
        for stack in self._stacks:
            for each in stack.rows(form, table):
                text = _said(each, column) if each.row == row else ""
                said |= {each.subject: text} if text else {}
        return said

    def items(self, taken: _Taken) -> Iterator[list[str]]:
        """The items of a list, cell by cell: unit by unit in the roster's order, then row by row."""
        keys, names = _keys(taken), self._basis.scheme.roster.names
        found = [
            (unit, item)
            for path, columns in taken.items()
            for unit, item in self._rows(path, columns).items()
        ]
        places = self._basis.scheme.roster.places
        for (unit, row), item in sorted(found, key=lambda each: places.get(each[0][0], len(places))):
            yield [f"{unit}-{row}", names[unit], *(item.get(key, "") for key in keys)]

    def _rows(self, path: str, columns: Mapping[str, str]) -> dict[tuple[str, str], dict[str, str]]:
        """The rows of a table in which somebody entered something, by whose they are and by their keys."""
        form, _, table = path.partition(".")
        found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for stack in self._stacks:
            for row in stack.rows(form, table):
                unit = self._basis.scheme.roster.find(row.subject)
                if unit is not None and row.cells.is_used:
                    own = {key: self._text(row, unit, source) for key, source in columns.items()}
                    found[unit.id, row.row] |= {key: text for key, text in own.items() if text}
        return found

    def _text(self, row: Row, unit: Unit, source: str) -> str:
        """What a row says under a column, or the item behind it."""
        if not source.startswith(OF_ITEM):
            return _said(row, source)
        form = self._basis.scheme.form(row.form)
        table = next(each for each in form.tables if each.name == row.table)
        printed = table.printed_for(unit.group)
        item = self._basis.scheme.lists[printed.source].by(printed.key).get(row.row, {}) if printed else {}
        return as_text(scalar(item.get(source.removeprefix(OF_ITEM))))


def _said(row: Row, column: str) -> str:
    """A valid entry as it is written in a file: a percentage with its sign."""
    said = row.cells.said(column)
    if said is None or not said.valid:
        return ""
    if isinstance(said.value, Decimal) and said.type == "percent":
        return f"{as_text(said.value * 100)}%"
    text = as_text(said.value)
    return text if _FIGURE.match(text) else harmless(text)


def _values(
    path: Path, scheme: Scheme, asked: Sequence[Attribute], said: Mapping[str, Mapping[str, str]]
) -> bytes:
    """The file of what units have of their own, its other columns and lines as they are."""
    table = read_table(path)
    heads = list(table.names)
    columns = {a.name: next((i for i, h in enumerate(heads) if h in {a.name, a.label}), -1) for a in asked}
    for attribute in [a for a in asked if columns[a.name] < 0]:
        columns[attribute.name] = len(heads)
        heads.append(attribute.label)
    units = unit_lines(table, scheme.roster, heads)
    for unit in scheme.roster.appraised:
        if unit.id not in units.of and any(unit.id in each for each in said.values()):
            units.of[unit.id] = units.added(unit.name)
    for unit_id, line in units.of.items():
        for name, column in columns.items():
            line[column] = said[name].get(unit_id, "")
    return csv_bytes(units.all)

"""Spreads the files of a blueprint over the sheets of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from kpixl.blueprint.csvfile import CsvTable
from kpixl.blueprint.load import HEAD
from kpixl.blueprint.model import Form, Listing, Part
from kpixl.blueprint.shapes import keys
from kpixl.tabular import sheets as s
from kpixl.tabular.cell import ANYTHING, CellValue, written
from kpixl.tabular.headings import columns_of, outline_columns
from kpixl.tabular.outline import found_at, outline_rows
from kpixl.tabular.shape import (
    OUTLINES,
    Child,
    Family,
    Path,
    children_of,
    families,
    family_of,
    keys_of,
)
from kpixl.tabular.shelf import Recorded

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31


def spread(files: Recorded) -> list[s.MadeSheet]:
    """The sheets of a blueprint whose files were read."""
    return _Spread(files).sheets()


class _Spread:
    def __init__(self, files: Recorded) -> None:
        self._documents, self._tables = files.documents, files.tables
        self._made = {family.title: s.MadeSheet(name=family.title, columns=[]) for family in families()}
        self._outline = s.MadeSheet(name=s.OUTLINE, columns=outline_columns())
        self._items: list[s.MadeSheet] = []

    def sheets(self) -> list[s.MadeSheet]:
        """All of them; those of records without any rows are there to be filled."""
        head = self._documents[HEAD].data
        alone = {"scheme": HEAD, "roster": head.get("roster", "roster.yaml"), "lexicon": head.get("lexicon")}
        lists = dict.fromkeys(head.get("lists", {}).values())
        for kind, part in OUTLINES.items():
            if alone[kind] is not None:
                self._alone(kind, part, self._documents[alone[kind]].data)
        for name in self._documents:
            if name not in {*alone.values(), *lists}:
                self._form(name, self._documents[name].data)
        for name in (*(n for n in lists if n in self._documents), *self._tables):
            self._list(name)
        for family in families():
            made = self._made[family.title]
            made.columns = columns_of(family, made.rows)
        return [self._outline, *self._made.values(), *self._items]

    def _alone(self, kind: str, part: type[Part], data: Mapping[str, Any]) -> None:
        self._outline.rows += outline_rows(kind, part, data)
        self._children(part, data, "")

    def _form(self, name: str, data: Mapping[str, Any]) -> None:
        self._record(family_of(Form), data, {s.FILE: name, s.ID: data["form"]})

    def _list(self, name: str) -> None:
        """A list's row, and its items on a sheet of their own."""
        title = self._free_name(PurePosixPath(name).stem)
        row: dict[str, CellValue] = {s.FILE: name, s.SHEET: title}
        if name in self._tables:
            self._items.append(_of_table(title, self._tables[name]))
            self._made[s.FILES].rows.append(row)
            return
        data = self._documents[name].data
        if isinstance(data["items"], str):
            row = {s.FILE: name, "items": data["items"]}
        else:
            self._items.append(_of_items(title, data["items"]))
        self._record(family_of(Listing), {k: v for k, v in data.items() if k != "items"}, row)

    def _record(self, family: Family, data: Mapping[str, Any], row: dict[str, CellValue]) -> None:
        """A record's row, then the rows of what belongs to it."""
        self._made[family.title].rows.append(row)
        kind = part_of(family.kinds, data)
        row |= dict(cells(kind, data))
        if children_of(kind):
            self._children(kind, data, str(row[s.ID]))

    def _children(self, kind: type[Part], data: Mapping[str, Any], above: str) -> None:
        for child in children_of(kind):
            family = family_of(child.kinds[0])
            for number, each in enumerate(records(data, child), start=1):
                row: dict[str, CellValue] = {}
                if family.is_within:
                    row |= {s.OWNER: above, s.PLACE: ".".join(child.path)}
                if children_of(part_of(family.kinds, each)):
                    row[s.ID] = f"{above}/{number}" if above else str(number)
                self._record(family, each, row)

    def _free_name(self, wanted: str) -> str:
        """A name for a sheet that no other has."""
        taken = {sheet.name.casefold() for sheet in (*self._made.values(), *self._items, self._outline)}
        plain = _FORBIDDEN.sub("-", wanted)[: _LONGEST - 3] or "-"
        names = (plain, *(f"{plain}-{n}" for n in range(2, 100)))
        return next(name for name in names if name.casefold() not in {*taken, s.NOTES})


def part_of(kinds: tuple[type[Part], ...], data: Mapping[str, Any]) -> type[Part]:
    """Which of several parts a record is: by its `kind`, else the one whose keys it has."""
    kind = data.get("kind")
    for each in kinds:
        field = each.model_fields.get("kind")
        if field is not None and kind in getattr(field.annotation, "__args__", ()):
            return each
    return next((each for each in kinds if data.keys() <= keys(each).keys()), kinds[0])


def records(data: Mapping[str, Any], child: Child) -> list[Mapping[str, Any]]:
    """The records that a key holds; none where it says something else."""
    found = found_at(data, child.path)
    plain = isinstance(found, list) and all(isinstance(each, dict) for each in found)
    return found if plain else []


def cells(kind: type[Part], data: Mapping[str, Any]) -> Iterator[tuple[str, CellValue]]:
    """The cells of a record, and the keys of their columns."""
    known = keys_of(kind)
    inside = {key.path[:length] for key in known for length in range(1, len(key.path))}
    inside |= {child.path[:n] for child in children_of(kind) for n in range(1, len(child.path))}
    for key in known:
        value = found_at(data, key.path)
        if value is not None and not (key.path in inside and _spread_out(key.path, value, kind)):
            yield key.dotted, written(value, key.takes)
    for child in children_of(kind):
        if (value := found_at(data, child.path)) is not None and not records(data, child):
            yield ".".join(child.path), written(value, ANYTHING)


def _spread_out(path: Path, value: Any, kind: type[Part]) -> bool:
    """Whether a mapping stands in columns of its own."""
    below = {key.path[len(path)] for key in keys_of(kind) if key.path[:-1][: len(path)] == path}
    return isinstance(value, dict) and bool(value) and value.keys() <= below


def _of_table(title: str, table: CsvTable) -> s.MadeSheet:
    """The cells of a CSV file as they are."""
    columns = [s.SheetColumn(key=name) for name in table.names]
    rows = [dict(zip(table.names, line.cells, strict=True)) for line in table.lines]
    kept: list[dict[str, CellValue]] = [{k: c for k, c in row.items() if c.strip()} for row in rows]
    return s.MadeSheet(name=title, columns=columns, rows=kept, plain=True)


def _of_items(title: str, items: list[Mapping[str, Any]]) -> s.MadeSheet:
    """The items of a list, a column a key."""
    names = dict.fromkeys(name for item in items for name in item)
    rows = [{k: written(v, ANYTHING) for k, v in item.items()} for item in items]
    return s.MadeSheet(name=title, columns=[s.SheetColumn(key=n) for n in names], rows=rows, plain=True)

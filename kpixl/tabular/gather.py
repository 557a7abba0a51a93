"""Gathers the files of a blueprint from the sheets of a workbook; every part knows its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from kpixl.blueprint.csvfile import CsvTable, Line, table_of
from kpixl.blueprint.document import Document, SourcePlace, Steps
from kpixl.blueprint.load import HEAD
from kpixl.blueprint.model import Form, Listing, Part
from kpixl.blueprint.problems import hint
from kpixl.findings import Finding, found
from kpixl.refusal import RefusedError
from kpixl.tabular import outline
from kpixl.tabular import sheets as s
from kpixl.tabular.cell import ANYTHING, CellError, CellValue, Takes, meaning
from kpixl.tabular.reading import ReadRow, ReadSheet
from kpixl.tabular.shape import OUTLINES, Family, Path, children_of, families, family_of, keys_of
from kpixl.tabular.shelf import Shelf
from kpixl.tabular.spread import part_of
from kpixl.words import Words


@dataclass(slots=True)
class _Record:
    """A row as a part: its data with the places of all that stands in it, and what belongs to it."""

    family: Family
    row: ReadRow
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Steps, SourcePlace] = field(default_factory=dict)
    children: dict[Path, list[_Record]] = field(default_factory=dict)

    def whole(self, steps: Steps, values: dict[Steps, SourcePlace]) -> dict[str, Any]:
        """The data with all that belongs to it. values: gets the places. steps: the way to it."""
        values[steps] = self.row.place
        values |= {(*steps, *inner): place for inner, place in self.places.items()}
        for path, records in sorted(self.children.items(), key=lambda each: self._order(each[0])):
            inside = [r.whole((*steps, *path, n), values) for n, r in enumerate(records)]
            put(self.data, path, inside)
        return self.data

    def _order(self, path: Path) -> int:
        """At which place of its part a key stands that holds records."""
        paths = [child.path for kind in self.family.kinds for child in children_of(kind)]
        return paths.index(path) if path in paths else len(paths)


def put(data: dict[str, Any], path: Path, value: Any) -> bool:
    """Put a value at the end of a way; False where something else stands there or on the way."""
    for step in path[:-1]:
        inner = data.setdefault(step, {})
        if not isinstance(inner, dict):
            return False
        data = inner
    if path[-1] in data:
        return False
    data[path[-1]] = value
    return True


def gathered(book: FilePath, sheets: Mapping[str, ReadSheet]) -> tuple[Shelf, tuple[Finding, ...]]:
    """The files of a blueprint that sheets hold, and what is wrong with these.

    RefusedError where they are none of a blueprint.
    """
    if s.OUTLINE not in sheets:
        raise RefusedError(
            f"“{book}”里没有工作表“{s.OUTLINE}”，不是方案工作簿：请用 kpixl blueprint export 生成一个再改。",
            f"{str(book)!r} has no sheet “{s.OUTLINE}”, so it holds no blueprint: begin with one that "
            "`kpixl blueprint export` makes.",
        )
    gather = _Gather(book, sheets)
    shelf = gather.shelf()
    return shelf, tuple(gather.findings)


class _Gather:
    def __init__(self, book: FilePath, sheets: Mapping[str, ReadSheet]) -> None:
        self._book, self._sheets = book, sheets
        self.findings: list[Finding] = []
        self._alone = {kind: _Record(_NO_FAMILY, sheets[s.OUTLINE].top) for kind in OUTLINES}
        self._named: dict[str, _Record] = {}

    def shelf(self) -> Shelf:
        """The files."""
        self._outline(self._sheets[s.OUTLINE])
        records = {f.title: list(self._records(f)) for f in families() if f.title in self._sheets}
        for each in (record for family in records.values() for record in family):
            self._attach(each)
        documents, tables = dict(self._files(records)), dict(self._tables(records.get(s.FILES, [])))
        self._strangers(records.get(s.FILES, []))
        return Shelf(self._book, documents, tables)

    def _wrong(self, place: SourcePlace, key: str, problem: Words, value: str = "") -> None:
        self.findings.append(found("B029", where=place.location, key=key, value=value, problem=problem))

    def _outline(self, sheet: ReadSheet) -> None:
        for row in sheet.rows:
            kind, dotted = str(row.cells.get(s.FILE, "")), str(row.cells.get(outline.KEY, ""))
            if outline.VALUE not in row.cells:
                continue
            place = row.at(outline.VALUE)
            known = outline.resolved(OUTLINES[kind], dotted) if kind in OUTLINES else None
            if known is None:
                names = [k.dotted for k in keys_of(OUTLINES[kind])] if kind in OUTLINES else list(OUTLINES)
                value = dotted if kind in OUTLINES else kind
                where = row.at(outline.KEY if kind in OUTLINES else s.FILE).location
                self.findings.append(found("B020", where=where, value=value, **hint(value, names)))
                continue
            self._value(self._alone[kind], known[0], known[1], row.cells[outline.VALUE], place)

    def _value(self, record: _Record, path: Path, of: Takes, cell: CellValue, place: SourcePlace) -> None:
        key = ".".join(path)
        try:
            value = meaning(cell, of)
        except CellError:
            told = Words(
                "方括号、花括号、引号里的写法读不出", "what stands in brackets or quotes cannot be read"
            )
            self._wrong(place, key, told, str(cell))
            return
        if not put(record.data, path, value):
            self._wrong(place, key, Words("与另一格说的是同一件事", "another cell says it, too"), str(cell))
        record.places[path] = place

    def _records(self, family: Family) -> Iterator[_Record]:
        """The rows of a sheet."""
        sheet = self._sheets[family.title]
        self._headings(family, sheet)
        for row in sheet.rows:
            record = _Record(family, row)
            kind = part_of(family.kinds, {"kind": row.cells.get("kind")} if "kind" in row.cells else {})
            for name, (path, of) in _columns(family, kind).items():
                if name in row.cells:
                    self._value(record, path, of, row.cells[name], row.at(name))
            if s.ID in row.cells:
                self._identify(record, family)
            yield record

    def _identify(self, record: _Record, family: Family) -> None:
        name, place = str(record.row.cells[s.ID]), record.row.at(s.ID)
        if Form in family.kinds:
            record.data = {"form": name, **record.data}
            record.places["form",] = place
        if name in self._named:
            self._wrong(place, s.ID, Words("另一行已有这个编号", "another row has this number already"), name)
        self._named[name] = record

    def _headings(self, family: Family, sheet: ReadSheet) -> None:
        known = {
            s.ID,
            s.OWNER,
            s.PLACE,
            s.FILE,
            s.SHEET,
            *(n for k in family.kinds for n in _columns(family, k)),
        }
        for name, place in sheet.headings.items():
            if name not in known:
                self.findings.append(found("B020", where=place.location, value=name, **hint(name, known)))

    def _attach(self, record: _Record) -> None:
        """Put a record where it belongs."""
        family = record.family
        if not family.places:
            return
        owner = self._owner(record) if family.is_within else self._alone[_outline_of(family)]
        if owner is None:
            return
        kinds = owner.family.kinds or tuple(OUTLINES.values())
        ways = {".".join(path): path for kind, path in family.places if kind in kinds}
        wanted = str(record.row.cells.get(s.PLACE, next(iter(ways), "") if len(ways) == 1 else ""))
        if wanted not in ways:
            known = Words(f"应为 {'、'.join(ways)} 之一", f"it must be one of {', '.join(ways)}")
            self._wrong(record.row.at(s.PLACE), s.PLACE, known, wanted)
            return
        owner.children.setdefault(ways[wanted], []).append(record)

    def _owner(self, record: _Record) -> _Record | None:
        value = str(record.row.cells.get(s.OWNER, ""))
        owner = self._named.get(value)
        if owner is None or owner is record:
            problem = Words(f"没有编号是“{value}”的行", f"no row has the number “{value}”")
            self._wrong(record.row.at(s.OWNER), s.OWNER, problem, value)
            return None
        return owner

    def _files(self, records: Mapping[str, list[_Record]]) -> Iterator[tuple[str, Document]]:
        """The YAML files."""
        head = self._alone["scheme"]
        names = {
            "scheme": HEAD,
            "roster": str(head.data.get("roster", "roster.yaml")),
            "lexicon": head.data.get("lexicon"),
        }
        for kind, name in names.items():
            if name is not None:
                yield name, self._document(name, self._alone[kind])
        for record in records.get(family_of(Form).title, []):
            name = str(record.row.cells.get(s.FILE, f"{record.data.get('form', '')}.yaml"))
            yield name, self._document(name, record)
        for record in records.get(s.FILES, []):
            name = str(record.row.cells.get(s.FILE, ""))
            if not name.lower().endswith(".csv"):
                yield name, self._listing(name, record)

    def _document(self, name: str, record: _Record) -> Document:
        values: dict[Steps, SourcePlace] = {}
        data = record.whole((), values)
        return Document(file=str(self._book / name), data=data, values=values, keys=values)

    def _listing(self, name: str, record: _Record) -> Document:
        """A list with its items, which stand on a sheet of their own."""
        document = self._document(name, record)
        sheet = self._items_of(record)
        if sheet is None:
            return document
        values = dict(document.values)
        items = []
        for number, row in enumerate(sheet.rows):
            item = _Record(_NO_FAMILY, row)
            for key, cell in row.cells.items():
                self._value(item, (key,), ANYTHING, cell, row.at(key))
            items.append(item.whole(("items", number), values))
        return Document(
            file=document.file, data={**document.data, "items": items}, values=values, keys=values
        )

    def _items_of(self, record: _Record) -> ReadSheet | None:
        title = str(record.row.cells.get(s.SHEET, ""))
        if not title:
            return None
        if title not in self._sheets:
            self._wrong(
                record.row.at(s.SHEET), s.SHEET, Words("没有这个工作表", "there is no such sheet"), title
            )
        return self._sheets.get(title)

    def _tables(self, lists: Iterable[_Record]) -> Iterator[tuple[str, CsvTable]]:
        """The CSV files."""
        for record in lists:
            name = str(record.row.cells.get(s.FILE, ""))
            if name.lower().endswith(".csv") and (sheet := self._items_of(record)) is not None:
                columns = [place.column for place in sheet.headings.values()]
                names, line = list(sheet.headings), sheet.top.place.line
                header = Line(cells=names, line=line, columns=columns, sheet=sheet.name)
                lines = [_line(row, sheet, columns) for row in sheet.rows]
                yield name, table_of(str(self._book / name), header, lines)

    def _strangers(self, lists: Iterable[_Record]) -> None:
        """Sheets that nothing names: what stands on them would be lost."""
        named = {str(record.row.cells.get(s.SHEET, "")) for record in lists}
        known = {s.OUTLINE, s.NOTES, *(family.title for family in families()), *named}
        for name, sheet in self._sheets.items():
            if name not in known and sheet.rows:
                told = Words(
                    f"没有这种工作表；是清单的，请在“{s.FILES}”里写上它",
                    f"there is no such sheet; if it holds a list, name it on “{s.FILES}”",
                )
                self._wrong(sheet.top.place, name, told)


_NO_FAMILY = Family("", (), ())


def _outline_of(family: Family) -> str:
    """The file that stands alone in which the records of a family lie."""
    owner, _ = family.places[0]
    return next(kind for kind, part in OUTLINES.items() if part is owner)


def _columns(family: Family, kind: type[Part]) -> dict[str, tuple[Path, Takes]]:
    """What each column means to a record of a kind: its own keys, then those of its relatives."""
    found: dict[str, tuple[Path, Takes]] = {}
    for each in (kind, *family.kinds):
        for key in keys_of(each):
            found.setdefault(key.dotted, (key.path, key.takes))
        for child in children_of(each):
            found.setdefault(".".join(child.path), (child.path, ANYTHING))
    return {**found, "items": (("items",), ANYTHING)} if kind is Listing else found


def _line(row: ReadRow, sheet: ReadSheet, columns: list[int]) -> Line:
    cells = [str(meaning(row.cells[n], _AS_TEXT)) if n in row.cells else "" for n in sheet.headings]
    return Line(cells=cells, line=row.place.line, columns=columns, sheet=sheet.name)


_AS_TEXT: Takes = frozenset({"text"})

"""Loads a scheme's folder. Every problem of every file is reported, each at its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Protocol, TypeVar

from pydantic import ValidationError

from kpixl.blueprint.attributes import with_values
from kpixl.blueprint.csvfile import CsvTable, items_of, read_table
from kpixl.blueprint.document import Document, Steps
from kpixl.blueprint.lexicon import default_lexicon
from kpixl.blueprint.model import Form, Lexicon, Listing, Part, Roster, Scheme, SchemeHead
from kpixl.blueprint.problems import BlueprintError, problems
from kpixl.blueprint.renamed import renamed
from kpixl.blueprint.yamlfile import read_yaml
from kpixl.findings import Finding, Location, Severity, found
from kpixl.words import Words

HEAD = "scheme.yaml"
SHARED = "shared"
"""The folder beside those of the schemes whose files any may name; a scheme's own of that name wins."""
YAML_NAMES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The files behind a scheme, which know the line and column of each part; without files places have none.

    steps: keys and positions as the YAML has them (`"blocks", 0, "table", "columns", 2, "from"`).
    """

    scheme: Document | None = None
    people: Document | None = None
    lists: Mapping[str, Document] = field(default_factory=dict)
    forms: Mapping[str, Document] = field(default_factory=dict)
    measures: Document | None = None

    def head(self, *steps: str | int) -> Location:
        """Where a part of scheme.yaml is."""
        return _location(self.scheme, steps)

    def roster(self, *steps: str | int) -> Location:
        """Where a part of the roster is."""
        return _location(self.people, steps)

    def lexicon(self, *steps: str | int) -> Location:
        """Where a part of the scheme's own lexicon is."""
        return _location(self.measures, steps)

    def listing(self, name: str, *steps: str | int) -> Location:
        """Where a part of a list is."""
        return _location(self.lists.get(name), steps)

    def form(self, form_id: str, *steps: str | int) -> Location:
        """Where a part of a form's file is."""
        return replace(_location(self.forms.get(form_id), steps), form=form_id)


def _location(document: Document | None, steps: Steps) -> Location:
    return document.place(steps).location if document else Location()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFolder:
    """What came of reading a folder. scheme: None where an error keeps it from being one."""

    scheme: Scheme | None
    sources: Sources
    findings: tuple[Finding, ...]


def load_scheme(folder: Path) -> Scheme:
    """The scheme in a folder; BlueprintError holds every problem of all its files."""
    scheme, findings = read_scheme(folder)
    if scheme is None:
        raise BlueprintError(findings)
    return scheme


def read_scheme(folder: Path) -> tuple[Scheme | None, list[Finding]]:
    """The scheme in a folder, where its files hold one, and what is wrong with them."""
    reading = read_sources(folder)
    return reading.scheme, list(reading.findings)


def read_sources(folder: Path) -> LoadedFolder:
    """The scheme in a folder together with the places of its parts."""
    return read_files(folder_files(folder))


class Files(Protocol):
    """The files of a blueprint by their names, wherever they lie."""

    def path(self, name: str | PurePosixPath) -> Path:
        """What messages call a file."""

    def has(self, name: str | PurePosixPath) -> bool:
        """Whether there is one of that name."""

    def yaml(self, name: str | PurePosixPath) -> Document:
        """What a YAML file holds, or what is wrong with it."""

    def table(self, name: str | PurePosixPath) -> CsvTable:
        """The cells of a CSV file, or what is wrong with it."""

    def yaml_names(self) -> Iterator[str]:
        """The names of the YAML files that may be forms."""


@dataclass(frozen=True, slots=True)
class _Folder:
    """Files in a folder."""

    folder: Path

    def path(self, name: str | PurePosixPath) -> Path:
        beside = self.folder.parent / name
        is_shared = PurePosixPath(name).parts[:1] == (SHARED,) and not (self.folder / name).is_file()
        return beside if is_shared else self.folder / name

    def has(self, name: str | PurePosixPath) -> bool:
        return self.path(name).is_file()

    def yaml(self, name: str | PurePosixPath) -> Document:
        return read_yaml(self.path(name))

    def table(self, name: str | PurePosixPath) -> CsvTable:
        return read_table(self.path(name))

    def yaml_names(self) -> Iterator[str]:
        for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if path.suffix.lower() in YAML_NAMES and not path.name.startswith(".") and path.is_file():
                yield path.name


def folder_files(folder: Path) -> Files:
    """The files of a blueprint that lie in a folder."""
    return _Folder(folder)


def read_files(files: Files) -> LoadedFolder:
    """The scheme that files hold together with the places of its parts."""
    return _Reader(files).read()


P = TypeVar("P", bound=Part)


class _Reader:
    """Reads the files of one blueprint, gathering findings on the way."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._findings: list[Finding] = []

    def read(self) -> LoadedFolder:
        scheme = self._yaml(HEAD)
        head = self._part(SchemeHead, scheme)
        people = self._named(scheme, ("roster",), "roster.yaml")
        roster, people = self._with_values(self._part(Roster, people), people)
        lists = {name: self._list(scheme, name) for name in _mapping(scheme.data, "lists")}
        listings = {name: self._part(Listing, document) for name, document in lists.items()}
        measures = self._lexicon(scheme)
        others = {scheme.file, people.file, measures.file, *(d.file for d in lists.values())}
        own = measures if measures.file else None
        lexicon = self._part(Lexicon, own) if own else default_lexicon()
        forms, documents = self._forms(others)
        sources = Sources(scheme=scheme, people=people, lists=lists, forms=documents, measures=own)
        findings = tuple(sorted(self._findings, key=order))
        if head is None or roster is None or any(f.severity == Severity.ERROR for f in findings):
            return LoadedFolder(scheme=None, sources=sources, findings=findings)
        complete = {n: with_units(listing, roster) for n, listing in listings.items() if listing is not None}
        made = Scheme(
            head=head, roster=roster, lists=complete, forms=forms, lexicon=lexicon or default_lexicon()
        )
        return LoadedFolder(scheme=made, sources=sources, findings=findings)

    def _yaml(self, name: str | PurePosixPath) -> Document:
        document = self._files.yaml(name)
        self._findings += document.findings
        return document

    def _part(self, kind: type[P], document: Document) -> P | None:
        if document.data is None:
            if not document.findings:  # the file says `null` or `~`
                self._findings.append(
                    found("B010", where=document.place().location, value=Path(document.file).name)
                )
            return None
        try:
            part = kind.model_validate(document.data, by_alias=True, by_name=False)
        except ValidationError as error:
            self._findings += problems(error, kind, document)
            return None
        self._findings += renamed(part, document)
        return part

    def _with_values(self, roster: Roster | None, people: Document) -> tuple[Roster | None, Document]:
        """The roster with what a CSV file beside it says of its units, where it names one."""
        path = None if roster is None or roster.values is None else self._path(people, ("values",))
        if roster is None or path is None:
            return roster, people
        if path.suffix.lower() != ".csv":
            where = people.place(("values",)).location
            self._findings.append(found("B013", where=where, value=path.name))
            return roster, people
        whole, document, findings = with_values(roster, people, self._files.table(path))
        self._findings += findings
        return whole, document

    def _named(self, scheme: Document, steps: Steps, default: str | None = None) -> Document:
        """The YAML file that scheme.yaml names at these steps."""
        path = self._path(scheme, steps, default)
        return self._yaml(path) if path else Document(file="", findings=(found("B013"),))

    def _path(self, document: Document, steps: Steps, default: str | None = None) -> PurePosixPath | None:
        """The file that a blueprint names, which must lie in the folder; what is no text the model tells."""
        try:
            name = document.value(steps) if document.data is not None else default
        except (KeyError, TypeError):
            name = default
        if not isinstance(name, str):
            return None
        inside = within(name)
        if inside is None or inside.suffix.lower() not in (*YAML_NAMES, ".csv"):
            self._findings.append(found("B013", where=document.place(steps).location, value=name))
            return None
        if not self._files.has(inside):
            self._findings.append(found("B001", where=document.place(steps).location, value=name))
            return None
        return inside

    def _lexicon(self, scheme: Document) -> Document:
        """The file with the units of measure, where scheme.yaml names one."""
        return self._named(scheme, ("lexicon",)) if "lexicon" in _mapping(scheme.data) else Document(file="")

    def _list(self, scheme: Document, name: str) -> Document:
        """A list: a CSV file of items, or a YAML file whose `items` are written out or name a CSV file."""
        path = self._path(scheme, ("lists", name))
        if path is None:
            return Document(file="", findings=(found("B001"),))
        if path.suffix.lower() == ".csv":
            return _as_items(self._csv(path), None)
        document = self._yaml(path)
        if isinstance(_mapping(document.data).get("items"), str):
            items = self._path(document, ("items",))
            return _as_items(self._csv(items), document) if items else replace(document, data=None)
        return document

    def _csv(self, name: PurePosixPath) -> Document:
        document = items_of(self._files.table(name))
        self._findings += document.findings
        return document

    def _forms(self, others: set[str]) -> tuple[tuple[Form, ...], dict[str, Document]]:
        """The forms by id, from every YAML file of the folder that is nothing else."""
        forms: dict[str, Form] = {}
        documents: dict[str, Document] = {}
        for name in self._files.yaml_names():
            if str(self._files.path(name)) in others:
                continue
            document = self._yaml(name)
            if isinstance(document.data, dict) and not {"form", "blocks"} & set(document.data):
                self._findings.append(found("B017", where=document.place().location, value=name))
                continue
            form = self._part(Form, document)
            if form is None:
                continue
            if form.form in forms:
                where = document.place(("form",)).location
                self._findings.append(found("B061", where=where, value=form.form, what=Words("表单", "form")))
            forms[form.form], documents[form.form] = form, document
        return tuple(forms[key] for key in sorted(forms)), documents


def with_units(listing: Listing, roster: Roster) -> Listing:
    """The list with, for each column of `units`, the ids that its names mean and the first of them."""
    items = tuple({**item, **_meant(listing, roster, item)} for item in listing.items)
    return listing.model_copy(update={"items": items})


def _meant(listing: Listing, roster: Roster, item: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for column in listing.units:
        given = item.get(column)
        names = given if isinstance(given, list | tuple) else [] if given is None else [given]
        ids = list(dict.fromkeys(i for name in names for i in roster.meant(str(name))))
        made |= {f"{column}_ids": ids, f"{column}_lead": ids[0] if ids else None}
    return made


def _as_items(items: Document, around: Document | None) -> Document:
    """The document of a list whose items stand in a file of their own."""
    if items.data is None:
        return items
    values = {("items", *steps): place for steps, place in items.values.items()}
    if around is None:
        start = items.place()
        return replace(items, data={"items": items.data}, values={(): start, **values}, keys=values)
    return replace(around, data={**around.data, "items": items.data}, values={**around.values, **values})


def within(name: str) -> PurePosixPath | None:
    """The relative path that a blueprint names, unless it leads out of the folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or PureWindowsPath(name).drive
    return None if outside or not path.parts else path


def _mapping(data: Any, key: str | None = None) -> dict[str, Any]:
    inner = data.get(key) if key and isinstance(data, dict) else data
    return inner if isinstance(inner, dict) else {}


def order(finding: Finding) -> tuple[str, int, int, str]:
    """By file, line and column."""
    where = finding.where
    return (where.path or "", where.line or 0, where.column or 0, finding.code)

"""Reads what a source published: a scheme's folder `published/`, which is no part of its digest."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kpixl.blueprint.csvfile import read_csv
from kpixl.blueprint.document import Document, SourcePlace, Steps
from kpixl.blueprint.load import YAML_NAMES, order, within
from kpixl.blueprint.model import Published, Scheme
from kpixl.blueprint.problems import BlueprintError, problems
from kpixl.blueprint.renamed import renamed
from kpixl.blueprint.yamlfile import read_yaml
from kpixl.findings import Finding, Severity, found
from kpixl.stage_names import calls_of

FOLDER = "published"
ROW, SUBJECT, TOTAL = "row", "subject", "#total"
"""Keys of a published row that are no columns: the row's key, whom it is about; and the row key of totals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """The published data of one form, CSV tables included, and where each part of it stands."""

    content: Published
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedReading:
    """What came of reading a folder. files: those that hold published data; findings: of all."""

    files: tuple[PublishedFile, ...] = ()
    findings: tuple[Finding, ...] = ()


def load_published(folder: Path) -> tuple[Published, ...]:
    """The published data of the scheme in a folder, by the names of the files; () where there are none.

    BlueprintError where a file cannot be read; whether it fits the scheme is said by the linter.
    """
    reading = read_published(folder)
    if any(f.severity is Severity.ERROR for f in reading.findings):
        raise BlueprintError(reading.findings)
    return tuple(file.content for file in reading.files)


def stage_of(scheme: Scheme, content: Published) -> str | None:
    """The stage whose answers these are: the one that they name, else the first that hands the form out."""
    if content.stage is not None:
        return next((s.id for s in scheme.stages if content.stage in calls_of(s.id)), content.stage)
    return next((s.id for s in scheme.stages if content.published in s.form_ids), None)


def read_published(folder: Path) -> PublishedReading:
    """The published data of the scheme in a folder, and what is wrong with its files."""
    home = folder / FOLDER
    paths = sorted(p for p in home.iterdir() if _is_yaml(p)) if home.is_dir() else []
    made = [_File(path).read() for path in paths]
    return PublishedReading(
        files=tuple(file for file, _ in made if file is not None),
        findings=tuple(sorted((f for _, findings in made for f in findings), key=order)),
    )


def _is_yaml(path: Path) -> bool:
    return path.suffix.lower() in YAML_NAMES and not path.name.startswith(".") and path.is_file()


@dataclass(kw_only=True)
class _Inlined:
    """A document in the making: its data with the rows of CSV files in it, and their places."""

    data: Any
    values: dict[Steps, SourcePlace] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class _File:
    """One file of published data."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> tuple[PublishedFile | None, tuple[Finding, ...]]:
        """The file, where it is one, and its findings."""
        document = read_yaml(self._path)
        if document.findings or document.data is None:
            empty = (found("B010", where=document.place().location, value=self._path.name),)
            return None, document.findings or empty
        document, findings = self._with_tables(document)
        try:
            content = Published.model_validate(document.data, by_alias=True, by_name=False)
        except ValidationError as error:
            return None, (*findings, *problems(error, Published, document))
        read = None if findings else PublishedFile(content=content, document=document)
        return read, (*findings, *renamed(content, document))

    def _with_tables(self, document: Document) -> tuple[Document, list[Finding]]:
        """The document with the rows of the CSV files that it names."""
        made = _Inlined(data=document.data)
        returns = document.data.get("returns") if isinstance(document.data, dict) else None
        for i, each in enumerate(returns if isinstance(returns, list) else ()):
            tables = each.get("tables") if isinstance(each, dict) else None
            for name, rows in tables.items() if isinstance(tables, dict) else ():
                if isinstance(rows, str):
                    steps = ("returns", i, "tables", name)
                    made.data = _put(made.data, steps, self._table(document, steps, rows, made))
        return replace(document, data=made.data, values={**document.values, **made.values}), made.findings

    def _table(self, document: Document, steps: Steps, name: str, made: _Inlined) -> list[Any]:
        """The rows of a CSV file that stands beside this one."""
        inside = within(name)
        code = "B013" if inside is None or inside.suffix.lower() != ".csv" else "B001"
        path = self._path.parent / (inside or name)
        if code == "B013" or not path.is_file():
            made.findings.append(found(code, where=document.place(steps).location, value=name))
            return []
        table = read_csv(path)
        made.findings += table.findings
        made.values |= {(*steps, *inner): place for inner, place in table.values.items() if inner}
        return table.data or []


def _put(data: Any, steps: Steps, value: Any) -> Any:
    """The data with another value at a place; the data itself stays as it is."""
    if not steps:
        return value
    copy = list(data) if isinstance(data, list) else dict(data)
    copy[steps[0]] = _put(data[steps[0]], steps[1:], value)  # type: ignore[index]
    return copy

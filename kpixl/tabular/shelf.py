"""The files of a blueprint: as they were read from a folder, and as a workbook holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from kpixl.blueprint.csvfile import CsvTable
from kpixl.blueprint.document import Document
from kpixl.blueprint.load import Files


@dataclass(frozen=True, slots=True)
class Recorded:
    """Files that are read, and what was read of them, by name."""

    files: Files
    documents: dict[str, Document] = field(default_factory=dict)
    tables: dict[str, CsvTable] = field(default_factory=dict)

    def path(self, name: str | PurePosixPath) -> Path:
        """What messages call a file."""
        return self.files.path(name)

    def has(self, name: str | PurePosixPath) -> bool:
        """Whether there is one of that name."""
        return self.files.has(name)

    def yaml(self, name: str | PurePosixPath) -> Document:
        """What a YAML file holds."""
        return self.documents.setdefault(str(name), self.files.yaml(name))

    def table(self, name: str | PurePosixPath) -> CsvTable:
        """The cells of a CSV file."""
        return self.tables.setdefault(str(name), self.files.table(name))

    def yaml_names(self) -> Iterator[str]:
        """The names of the YAML files that may be forms."""
        return self.files.yaml_names()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files that a workbook holds. book: its name."""

    book: Path
    documents: Mapping[str, Document]
    tables: Mapping[str, CsvTable]

    def path(self, name: str | PurePosixPath) -> Path:
        """Within the workbook every file is told apart by its name."""
        return self.book / str(name)

    def has(self, name: str | PurePosixPath) -> bool:
        """Whether there is one of that name."""
        return str(name) in {*self.documents, *self.tables}

    def yaml(self, name: str | PurePosixPath) -> Document:
        """What a YAML file would hold."""
        return self.documents[str(name)]

    def table(self, name: str | PurePosixPath) -> CsvTable:
        """The cells that a CSV file would have."""
        return self.tables[str(name)]

    def yaml_names(self) -> Iterator[str]:
        """The names of the YAML files that may be forms."""
        yield from self.documents

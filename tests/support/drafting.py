"""Drafts of small documents, without a file: what the scheme's files say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML

from kpixl.draft.document import Document
from kpixl.draft.drafts import SchemeDraft
from kpixl.draft.readers.plain import read_plain
from kpixl.draft.schemes import scheme_of
from kpixl.draft.writing import files_of

DAY = dt.date(2024, 1, 1)


def table(*rows: str) -> str:
    """A table as texts have it: a row a line, cells between bars; `/` breaks a line in a cell."""
    cells = ("".join(f"\t{cell.strip()}\n".replace("/", "\n") for cell in row.split("|")) for row in rows)
    return "\n" + "\n".join(cells) + "\n\n"


def scheme(source: str | Document) -> SchemeDraft:
    """The scheme in a text, or in a document."""
    document = read_plain(source, "a.txt") if isinstance(source, str) else source
    return scheme_of([document], "draft-2024", 2024)


def files(source: str | Document, lang: Any = "zh") -> dict[str, Any]:
    """The files of a drafted scheme, loaded."""
    return {name: YAML(typ="safe").load(text) for name, text in texts(source, lang).items()}


def texts(source: str | Document, lang: Any = "zh") -> dict[str, str]:
    """The files of a drafted scheme as they are written."""
    return files_of(scheme(source), DAY, lang)


def form(source: str | Document, name: str = "form-1") -> dict[str, Any]:
    """A form of a drafted scheme."""
    found: dict[str, Any] = files(source)[f"{name}.yaml"]
    return found


def columns(form: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The columns and fields of a form by their labels."""
    found: dict[str, dict[str, Any]] = {}
    for block in form["blocks"]:
        for column in _leaves(block.get("table", {}).get("columns", ())):
            found[column["label"]] = column
        for field in block.get("fields", ()):
            found[field["label"]] = field
    return found


def _leaves(columns: Any) -> Iterator[dict[str, Any]]:
    for column in columns:
        if "columns" in column:
            yield from _leaves(column["columns"])
        else:
            yield column


def only_table(form: Mapping[str, Any]) -> dict[str, Any]:
    """The only table of a form."""
    [found] = [block["table"] for block in form["blocks"] if "table" in block]
    return dict(found)

"""A form drafted anew after somebody has said which rows are a table's heading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kpixl.draft.document import Document
from kpixl.draft.drafts import FormDraft, SchemeDraft
from kpixl.draft.page import source_of
from kpixl.draft.schemes import scheme_of
from kpixl.draft.segments import Columns, Pairs
from kpixl.draft.writing import files_of, list_file
from kpixl.refusal import RefusedError
from kpixl.words import Lang

Heading = tuple[str, str, str]
"""The file, and where cells stand that begin in the first and the last row of a heading."""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The documents of a drafted scheme. headings: as somebody said; today: when it was drafted."""

    scheme: str
    documents: tuple[Document, ...]
    headings: tuple[Heading, ...] = ()
    today: dt.date

    def made(self) -> SchemeDraft:
        """What is in them."""
        documents = list(self.documents)
        for file, first, last in self.headings:
            documents = [d.with_heading(first, last) if d.file == file else d for d in documents]
        return scheme_of(documents, self.scheme, self.today.year)

    def source(self, form: str) -> list[dict[str, Any]]:
        """What a form was made of, for a page; nothing where no form of that id was drafted."""
        found = _form(self.made(), form)
        return list(source_of(found.sources)) if found else []

    def files(self, form: str, lang: Lang) -> tuple[dict[str, str], dict[str, str]]:
        """The files of a form as it is drafted now, by name; and its lists: name → file."""
        made = self.made()
        every, found = files_of(made, self.today, lang), _form(made, form)
        if found is None:
            raise RefusedError(
                "这样改以后，这张表就没有了：没有改。",
                "With this heading the form would be gone: left as it is.",
            )
        lists = {name: list_file(name) for name in found.lists}
        return {name: every[name] for name in (f"{form}.yaml", *lists.values())}, lists

    def heading(self, form: str, at: str, edge: str) -> Heading:
        """The heading of a form's table with another edge: the row in which what stands `at` begins."""
        found = _form(self.made(), form)
        for file, rows, depth in _tables(found) if found else ():
            if at in rows:
                row = rows.index(at)
                first, last = (row, max(row, depth - 1)) if edge == "first" else (0 if depth else row, row)
                return file, rows[first], rows[last] or rows[row]
        raise RefusedError("原文里找不到这一行。", "There is no such row in the document.")


def _form(made: SchemeDraft, form: str) -> FormDraft | None:
    return next((each for each in made.forms if each.id == form), None)


def _tables(form: FormDraft) -> Iterator[tuple[str, Sequence[str], int]]:
    """The rows of each table and of each run of boxes, by where they stand; and how many are the heading."""
    for part in form.sources:
        if isinstance(part, Columns):
            starting = (part.grid.starting(row) for row in range(part.grid.rows))
            rows = [cells[0].at.zh if cells else "" for cells in starting]
            yield part.grid.place.file, rows, part.depth
        elif isinstance(part, Pairs):
            yield part.place.file, list(dict.fromkeys(p.place.at.zh for p in part.pairs)), 0

"""How a campaign stands, as a workbook (回收台账)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from kpixl.report.status import WORDS, StandingRow
from kpixl.report.tables import Column, Table, table_book
from kpixl.words import Lang, spoken

_LONG = {
    "number": 6, "unit": 34, "group": 24, "state": 10, "late": 7, "deadline": 12, "left": 10, "issued": 18,
    "version": 20,
    "received": 18, "returns": 7, "seal": 12, "code": 13, "errors": 7, "warnings": 7, "told": 18,
    "contact": 24, "file": 44,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the workbook is about. title: of scheme and stage; created: the date inside the file."""

    title: str
    day: dt.date
    created: dt.date


def status_book(rows: Sequence[StandingRow], about: About, lang: Lang) -> bytes:
    """The workbook, the same for the same arguments."""
    out, words = io.BytesIO(), spoken(WORDS, lang)
    day = words["as_of"].format(day=about.day.isoformat())
    table = Table(
        name=words["sheet"],
        title=f"{about.title}　{words['sheet']}（{day}）",
        columns=[Column(words[name], width) for name, width in _LONG.items()],
        rows=(list(row.cells(number, lang).values()) for number, row in enumerate(rows, 1)),
        frozen=2,
    )
    with table_book(out, "status", about.created, lang) as book:
        book.add(table)
    return out.getvalue()

"""What happened in a campaign, as a workbook (台账记录)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass

from kpixl.report.tables import Column, Table, table_book
from kpixl.words import Lang, Words

_COLUMNS = (
    (Words("编号", "no."), 8),
    (Words("时间", "when"), 18),
    (Words("事项", "what"), 10),
    (Words("单位", "unit"), 30),
    (Words("内容", "told"), 60),
    (Words("理由", "why"), 40),
    (Words("谁", "by"), 14),
)
_NAME = Words("台账记录", "record")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """An entry as a row. told: what happened, in words."""

    number: int
    at: dt.datetime
    verb: str
    unit: str
    told: str
    why: str
    by: str


def journal_book(rows: Iterable[JournalRow], title: str, created: dt.date, lang: Lang) -> bytes:
    """The workbook, the same for the same arguments. title: of the scheme; created: the date in it."""
    out = io.BytesIO()
    table = Table(
        name=_NAME[lang],
        title=f"{title}　{_NAME[lang]}",
        columns=[Column(words[lang], width) for words, width in _COLUMNS],
        rows=((r.number, r.at.isoformat(sep=" ")[:16], r.verb, r.unit, r.told, r.why, r.by) for r in rows),
        frozen=1,
    )
    with table_book(out, "journal", created, lang) as book:
        book.add(table)
    return out.getvalue()

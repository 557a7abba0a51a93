"""What came back, as a workbook (收件清单)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass

from kpixl.report.tables import Column, Table, table_book
from kpixl.words import Lang, Words

_COLUMNS = (
    (Words("文件", "file"), 50),
    (Words("单位", "unit"), 30),
    (Words("结果", "result"), 10),
    (Words("错误", "errors"), 8),
    (Words("说明", "remark"), 70),
)
_NAME = Words("收件清单", "returns")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """A file as a row. remark: why it stands as it does."""

    file: str
    unit: str
    result: str
    errors: int
    remark: str


def returns_book(rows: Iterable[ReturnRow], title: str, created: dt.date, lang: Lang) -> bytes:
    """The workbook, the same for the same arguments. title: of scheme and stage; created: the date in it."""
    out = io.BytesIO()
    table = Table(
        name=_NAME[lang],
        title=f"{title}　{_NAME[lang]}",
        columns=[Column(words[lang], width) for words, width in _COLUMNS],
        rows=((r.file, r.unit, r.result, r.errors, r.remark) for r in rows),
        frozen=1,
    )
    with table_book(out, "came-in", created, lang) as book:
        book.add(table)
    return out.getvalue()

"""The notices of a check as files: a text to copy from, and a workbook with one row a unit."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpixl.report.notices import Notice
from kpixl.report.overview import RecipientLine
from kpixl.report.tables import Cell, Column, Table, TableBook, table_book
from kpixl.report.words import PAGE_WORDS
from kpixl.words import Lang, Words, spoken

_WORDS: dict[str, Words] = {
    "kind": Words("类别", "kind"),
    "unit": Words("单位", "unit"),
    "file": Words("文件", "file"),
    "errors": Words("错误", "errors"),
    "text": Words("通知内容", "notice"),
    "sheet": Words("通知", "notices"),
    "strays": PAGE_WORDS["strays"],
    "suggested": PAGE_WORDS["suggested"],
    "reason": PAGE_WORDS["reason"],
    "before": Words("此前已通知", "Told before"),
    "before_hint": Words(
        "这{count}个单位此前已通知，此后没有新情况，没有再写：{names}。要全部重写，请加 --all-notices。",
        "{count} units were told before and nothing is new: {names}. --all-notices writes to all of them.",
    ),
    "stray": Words("{file}：{whose}{reason}", "{file}: {whose}{reason}"),
    "like": Words("文件名像是“{unit}”。", "its name suggests “{unit}”. "),
    "and": Words("、", ", "),
}
_WIDTHS = {"kind": 10, "unit": 24, "file": 28, "errors": 6, "text": 110}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is to be sent.

    strays: files of nobody known; before: the names of units that were told before; unrecorded: why the
    account does not know whom notices were written to, where it was to.
    """

    notices: Sequence[Notice]
    strays: Sequence[RecipientLine] = ()
    before: Sequence[str] = ()
    unrecorded: Words | None = None


def as_text(post: Post, lang: Lang) -> str:
    """All notices, each under its unit, to be copied one by one; then what concerns the office alone."""
    return "\n\n".join(_parts(post, lang)) + "\n"


def _parts(post: Post, lang: Lang) -> Iterator[str]:
    words = spoken(_WORDS, lang)
    yield from (f"—— {n.unit} · {n.kind} ——\n{n.text}" for n in post.notices)
    if post.strays:
        yield "\n".join([f"—— {words['strays']} ——", *(_stray(stray, lang) for stray in post.strays)])
    if post.before:
        told = words["before_hint"].format(count=len(post.before), names=words["and"].join(post.before))
        yield f"—— {words['before']} ——\n{told}"


def _stray(stray: RecipientLine, lang: Lang) -> str:
    words = spoken(_WORDS, lang)
    whose = words["like"].format(unit=stray.suggested) if stray.suggested else ""
    reason = stray.reason.message(lang) if stray.reason else ""
    return words["stray"].format(file=stray.file, whose=whose, reason=reason)


def as_workbook(post: Post, *, lang: Lang, created: dt.date) -> bytes:
    """One row a notice; a sheet with the files of nobody known. created: the date inside the file."""
    out = io.BytesIO()
    with table_book(out, "notices", created, lang) as book:
        _fill(book, post, lang)
    return out.getvalue()


def _fill(book: TableBook, post: Post, lang: Lang) -> None:
    words = spoken(_WORDS, lang)
    rows: Iterator[Sequence[Cell]] = ((n.kind, n.unit, n.file, n.errors, n.text) for n in post.notices)
    columns = [Column(words[name], width) for name, width in _WIDTHS.items()]
    book.add(Table(name=words["sheet"], columns=columns, rows=rows))
    if post.strays:
        heads = Column(words["file"], 50), Column(words["suggested"], 30), Column(words["reason"], 80)
        lost = ((s.file, s.suggested, s.reason.message(lang) if s.reason else "") for s in post.strays)
        book.add(Table(name=words["strays"], columns=heads, rows=lost))

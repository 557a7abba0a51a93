"""What differs between two files as a workbook: a list, then the newer one's values, what differs marked."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from kpixl.generate import Strict, mark_output, refusals
from kpixl.layout.plan.keys import CellKey
from kpixl.merge import Tabs
from kpixl.report.changes import CHANGE_WORDS, counted, shown
from kpixl.returns import Change, Entry, said
from kpixl.words import Lang, Words, spoken

_WORDS: dict[str, Words] = {
    "sheet_name": Words("不同之处", "Differences"),
    "number": Words("序号", "No."),
    "kind": Words("类别", "Kind"),
    "sheet": Words("工作表", "Sheet"),
    "cell": Words("单元格", "Cell"),
    "row": Words("行", "Row"),
    "label": Words("栏目", "Field"),
    "before": Words("旧值", "Before"),
    "after": Words("新值", "After"),
    "was": Words("{label}原为{before}", "{label} was {before}"),
    "between": Words("；", "; "),
}
_COLUMNS = (
    ("number", 6), ("kind", 10), ("sheet", 14), ("cell", 8), ("row", 30), ("label", 26), ("before", 30),
    ("after", 30),
)  # fmt: skip
_LONGEST = 32_767
_FIRST_WIDTH, _WIDTH, _LAST_WIDTH = 30, 16, 50
_MARKED = "#FFEB9C"


def changes_book(
    heads: Sequence[Words],
    changes: Sequence[Change],
    after: Sequence[Entry],
    *,
    lang: Lang,
    created: dt.date,
) -> bytes:
    """The workbook's bytes. heads: what the two files are; after: all that the newer one says.

    created: the date inside the file, so that equal comparisons are equal files.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook is written

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with refusals(), Workbook(out, options) as book:
        book.set_properties({"created": dt.datetime.combine(created, dt.time())})
        mark_output(book, "changes")
        _Book(book, changes, lang).write(heads, after)
    return out.getvalue()


class _Book:
    def __init__(self, book: Any, changes: Sequence[Change], lang: Lang) -> None:
        self._book, self._changes, self._lang = book, changes, lang
        self._words, self._tabs = spoken(_WORDS | CHANGE_WORDS, lang), Tabs()
        base = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "top", "text_wrap": True}
        self._formats = {
            (marked, percent): book.add_format(
                base
                | ({"bg_color": _MARKED} if marked else {})
                | ({"num_format": "0.00%"} if percent else {})
            )
            for marked in (False, True)
            for percent in (False, True)
        }
        self._body = self._formats[False, False]
        self._head = book.add_format({**base, "bold": True, "align": "center", "bg_color": "#E8EDF3"})

    def write(self, heads: Sequence[Words], after: Sequence[Entry]) -> None:
        """The list, then each sheet on which something differs."""
        self._list(heads)
        known = {c.after.key: c for c in self._changes if c.after is not None}
        wanted = {c.after.sheet for c in self._changes if c.after is not None}
        for name, entries in groupby(after, lambda entry: entry.sheet):
            if name in wanted:
                self._values(name, list(entries), known)

    def _sheet(self, name: str) -> Any:
        sheet = Strict(self._book.add_worksheet(self._tabs.name(name)))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _list(self, heads: Sequence[Words]) -> None:
        sheet, lang = self._sheet(self._words["sheet_name"]), self._lang
        for row, (name, head) in enumerate(zip(("older", "newer"), heads, strict=True)):
            sheet.write_string(row, 0, self._words[name])
            sheet.write_string(row, 1, head[lang])
        sheet.write_string(2, 1, counted(self._changes, lang))
        for i, (name, width) in enumerate(_COLUMNS):
            sheet.set_column(i, i, width)
            sheet.write_string(4, i, self._words[name], self._head)
        for number, change in enumerate(self._changes, 1):
            sheet.write_number(4 + number, 0, number, self._body)
            for i, text in enumerate(self._texts(change), 1):
                sheet.write_string(4 + number, i, text[:_LONGEST], self._body)
        sheet.autofilter(4, 0, 4 + max(1, len(self._changes)), len(_COLUMNS) - 1)
        sheet.freeze_panes(5, 0)
        sheet.repeat_rows(4)

    def _texts(self, change: Change) -> Iterator[str]:
        entry = change.entry
        yield from (self._words[change.kind], entry.sheet, entry.cell, entry.line, entry.label)
        yield from (shown(each, self._lang) for each in (change.before, change.after))

    def _values(self, name: str, entries: Sequence[Entry], known: Mapping[CellKey, Change]) -> None:
        """The values of a sheet row by row, each table under its headings."""
        sheet, at, above = self._sheet(name), 0, None
        sheet.set_column(0, 0, _FIRST_WIDTH)
        for _, group in groupby(entries, lambda e: e.key[:4] if e.key.row else e.key):
            line = list(group)
            labels = [] if _is_alone(line) else [entry.label for entry in line]
            if labels and labels != above:
                self._headings(sheet, at, labels)
                at += 1
            above = labels
            self._line(sheet, at, line, known)
            at += 1

    def _headings(self, sheet: Any, at: int, labels: Sequence[str]) -> None:
        for i, text in enumerate((self._words["row"], *labels, self._words["before"])):
            sheet.write_string(at, i, text[:_LONGEST], self._head)

    def _line(self, sheet: Any, at: int, line: Sequence[Entry], known: Mapping[CellKey, Change]) -> None:
        first = line[0]
        sheet.write_string(at, 0, (first.label if _is_alone(line) else first.line)[:_LONGEST], self._body)
        for i, entry in enumerate(line, 1):
            self._value(sheet, (at, i), entry, marked=entry.key in known)
        told = [known[entry.key] for entry in line if entry.key in known]
        was = self._words["between"].join(self._was(change) for change in told)
        if was:
            sheet.write_string(at, len(line) + 1, was[:_LONGEST], self._body)

    def _was(self, change: Change) -> str:
        before = shown(change.before, self._lang)
        return self._words["was"].format(label=change.entry.label, before=before)

    def _value(self, sheet: Any, at: tuple[int, int], entry: Entry, *, marked: bool) -> None:
        value, look = said(entry), self._formats[marked, entry.type == "percent"]
        if isinstance(value, Decimal):
            sheet.write_number(*at, float(value), look)
        elif value is None:
            sheet.write_blank(*at, None, look)
        else:
            sheet.write_string(*at, shown(entry, self._lang)[:_LONGEST], look)


def _is_alone(line: Sequence[Entry]) -> bool:
    """Whether it is a field, which has its name in front of it and no others beside it."""
    return len(line) == 1 and not line[0].line

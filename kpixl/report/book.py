"""The report as a workbook: overview, units and forms, findings with filters, rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kpixl.findings import entries
from kpixl.generate import Strict, mark_output, refusals
from kpixl.report.overview import Counts, Overview, RecipientLine
from kpixl.report.rows import COLUMNS, FindingRow
from kpixl.report.words import DECISION, PAGE_WORDS, WORDS
from kpixl.words import Lang, spoken

_WIDTHS = {
    "severity": 8, "code": 8, "unit": 24, "subject": 18, "form": 12, "sheet": 14, "cell": 8, "row": 24,
    "column": 18, "value": 20, "message": 60, "remedy": 50, "file": 34,
}  # fmt: skip
MOST_ROWS = 1_048_000
"""Findings a sheet: Excel has 1,048,576 rows."""


def report_book(o: Overview, rows: Iterable[FindingRow], *, lang: Lang, created: dt.date) -> bytes:
    """The workbook's bytes. created: the date inside the file, so that equal reports are equal files.

    Written row by row (XlsxWriter's constant memory), texts never as formulas or links.
    """
    import io  # noqa: PLC0415 - with the writer

    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook is written

    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with refusals(), Workbook(out, options) as book:
        book.set_properties({"created": dt.datetime.combine(created, dt.time())})
        mark_output(book, "report")
        _Book(book, spoken(WORDS | PAGE_WORDS, lang), lang).write(o, rows)
    return out.getvalue()


class _Book:
    def __init__(self, book: Any, words: dict[str, str], lang: Lang) -> None:
        self.book, self.words, self.lang = book, words, lang
        base = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True}
        self.body = book.add_format(base)
        self.head = book.add_format(
            {**base, "bold": True, "bg_color": "#E8EDF3", "border": 1, "align": "center"}
        )
        self.title = book.add_format({"font_name": "宋体", "font_size": 16, "bold": True})
        colours = {"error": "#B3261E", "warning": "#8A5A00", "note": "#3C6478", "accepted": "#1B7F4B"}
        self.coloured = {k: book.add_format({**base, "font_color": c}) for k, c in colours.items()}

    def write(self, o: Overview, rows: Iterable[FindingRow]) -> None:
        """All sheets."""
        self._overview(o)
        self._matrix(o)
        self._findings(rows)
        self._rules(o)
        self._decisions(o)

    def _sheet(self, name: str, heads: Sequence[str], widths: Sequence[float]) -> Any:
        sheet = Strict(self.book.add_worksheet(name))
        for i, width in enumerate(widths):
            sheet.set_column(i, i, width)
        for i, head in enumerate(heads):
            sheet.write_string(0, i, head, self.head)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _overview(self, o: Overview) -> None:
        w = self.words
        sheet = Strict(self.book.add_worksheet(w["overview"]))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 60)
        sheet.write_string(0, 0, o.title, self.title)
        facts: list[tuple[str, str | int]] = [("", f"{o.issuer} · {o.stage}")]
        facts += [(w["as_of"].strip(), o.day.isoformat())] if o.day else []
        facts += [(w["deadline"].strip(), o.deadline.isoformat())] if o.deadline else []
        facts += [(w[state], number) for state, number in o.states.items()]
        facts += [(w[s], o.counts[s]) for s in ("error", "warning", "note")]
        facts += [(w["not_returned"], w["and"].join(line.name for line in o.missing))] if o.missing else []
        for i, (label, value) in enumerate(facts, start=2):
            sheet.write_string(i, 0, label, self.body)
            if isinstance(value, int):
                sheet.write_number(i, 1, value, self.body)
            else:
                sheet.write_string(i, 1, value, self.body)

    def _matrix(self, o: Overview) -> None:
        w = self.words
        forms = [*o.forms, ("", w["whole_file"])]
        heads = [w["unit"], w["group"], w["status"], *(title for _, title in forms), w["file"]]
        sheet = self._sheet(w["matrix"], heads, [28, 16, 8, *([14] * len(forms)), 40])
        for i, line in enumerate(o.lines, start=1):
            for j, (text, look) in enumerate(self._matrix_row(line, forms)):
                sheet.write_string(i, j, text, look)
        sheet.autofilter(0, 0, max(len(o.lines), 1), len(heads) - 1)

    def _matrix_row(self, line: RecipientLine, forms: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Any]]:
        colour = {"accepted": "accepted", "rejected": "error", "missing": "note"}.get(line.state, "warning")
        yield line.name or self.words["nobody"], self.body
        yield line.group, self.body
        yield self.words[line.state], self.coloured[colour]
        known = {form for form, _ in forms}
        for form, _ in forms:
            own = [c for f, c in line.forms.items() if (f if f in known else "") == form]
            yield self._counted(line, own)
        yield line.file, self.body

    def _counted(self, line: RecipientLine, own: Sequence[Counts]) -> tuple[str, Any]:
        if line.state not in {"accepted", "rejected"}:
            return "—", self.body
        errors, warnings = sum(c.error for c in own), sum(c.warning for c in own)
        said = [f"{self.words[k]} {n}" for k, n in (("error", errors), ("warning", warnings)) if n]
        look = "error" if errors else "warning" if warnings else "accepted"
        return self.words["and"].join(said) or "✓", self.coloured[look]

    def _findings(self, rows: Iterable[FindingRow]) -> None:
        w = self.words
        sheet = self._sheet(w["problems"], [w[c] for c in COLUMNS], [_WIDTHS[c] for c in COLUMNS])
        last = 0
        for last, row in enumerate(rows, start=1):
            if last > MOST_ROWS:
                sheet.write_string(last, 0, w["more"].format(count="…"), self.body)
                break
            sheet.write_string(last, 0, w[row.severity], self.coloured[row.severity])
            for j, column in enumerate(COLUMNS[1:], start=1):
                text = getattr(row, column).encode("utf-8", "backslashreplace").decode("utf-8")
                sheet.write_string(last, j, text[:32_767], self.body)
        sheet.autofilter(0, 0, max(last, 1), len(COLUMNS) - 1)

    def _rules(self, o: Overview) -> None:
        w, titles = self.words, entries()
        heads = [w["code"], w["severity"], w["title"], w["findings"], w["files"]]
        sheet = self._sheet(w["by_rule"], heads, [8, 8, 50, 10, 10])
        for i, r in enumerate(o.rules, start=1):
            sheet.write_string(i, 0, r.code, self.body)
            sheet.write_string(i, 1, w[r.severity], self.coloured[r.severity])
            sheet.write_string(i, 2, titles[r.code].title[self.lang], self.body)
            sheet.write_number(i, 3, r.findings, self.body)
            sheet.write_number(i, 4, r.files, self.body)
        sheet.autofilter(0, 0, max(len(o.rules), 1), len(heads) - 1)

    def _decisions(self, o: Overview) -> None:
        every = o.decisions[self.lang]
        if not every:
            return
        heads = [self.words[name] for name in DECISION]
        sheet = self._sheet(self.words["decisions"], heads, [12, 14, 24, 44, 44, 24, 16])
        for i, told in enumerate(every, start=1):
            for j, text in enumerate(told):
                sheet.write_string(i, j, text, self.body)

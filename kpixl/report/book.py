"""The report as a workbook: overview, units and forms, findings with filters, rules."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from kpixl.findings import entries
from kpixl.findings.meanings import meaning
from kpixl.report.overview import Counts, Overview, RecipientLine
from kpixl.report.rows import FindingRow
from kpixl.report.tables import Cell, Column, Shown, Table, TableBook, table_book
from kpixl.report.words import DECISION, PAGE_WORDS, WORDS
from kpixl.words import Lang, spoken

_COLUMNS = {
    "severity": 7, "unit": 22, "sheet": 10, "cell": 8, "row": 26, "column": 16, "message": 56, "remedy": 44,
    "code": 8, "value": 20, "subject": 18, "form": 12, "file": 34,
}  # fmt: skip
"""The columns of the list of findings and their widths: what is wrong is in view on a small screen."""
_PRINTED = 8
"""How many of them are printed: up to what to do."""
MOST_ROWS = 1_048_000
"""Findings a sheet: Excel has 1,048,576 rows."""


def report_book(o: Overview, rows: Iterable[FindingRow], *, lang: Lang, created: dt.date) -> bytes:
    """The workbook's bytes; it opens with the findings. rows: the worst first; created: the date inside."""
    out = io.BytesIO()
    with table_book(out, "report", created, lang) as book:
        _Book(book, spoken(WORDS | PAGE_WORDS, lang), lang).write(o, rows)
    return out.getvalue()


class _Book:
    def __init__(self, book: TableBook, words: dict[str, str], lang: Lang) -> None:
        self.book, self.words, self.lang = book, words, lang

    def write(self, o: Overview, rows: Iterable[FindingRow]) -> None:
        """All sheets."""
        for table in (self._overview(o), self._matrix(o), self._findings(rows), self._rules(o)):
            self.book.add(table)
        if o.strays:
            self.book.add(self._strays(o))
        if o.decisions[self.lang]:
            self.book.add(self._decisions(o))

    def _table(self, name: str, widths: Mapping[str, float], rows: Iterable[Sequence[Cell]]) -> Table:
        columns = [Column(self.words[label], width) for label, width in widths.items()]
        return Table(name=self.words[name], columns=columns, rows=rows)

    def _overview(self, o: Overview) -> Table:
        made = self._table("overview", {"item": 28, "content": 90}, self._facts(o))
        return replace(made, title=o.title, filters=False)

    def _facts(self, o: Overview) -> Iterator[Sequence[Cell]]:
        w = self.words
        yield o.issuer, o.stage
        for name, day in (("as_of", o.day), ("deadline", o.deadline)):
            if day:
                yield w[name].strip(), day.isoformat()
        counted = [(f"{w['unit']}{w['colon']}{w[state]}", number) for state, number in o.states.items()]
        counted += [(f"{w['file']}{w['colon']}{w[state]}", number) for state, number in o.files.items()]
        counted += [(w[severity], o.counts[severity]) for severity in ("error", "warning", "note")]
        yield from ((name, Shown(number, "left")) for name, number in counted)
        if o.missing:
            yield w["not_returned"], w["and"].join(line.name for line in o.missing)

    def _matrix(self, o: Overview) -> Table:
        w = self.words
        forms = [*o.forms, ("", w["whole_file"])]
        columns = [Column(w["unit"], 30), Column(w["group"], 24), Column(w["status"], 8)]
        columns += [Column(title, 12) for _, title in forms]
        rows = (list(self._matrix_row(line, forms)) for line in o.lines)
        return Table(name=w["matrix"], columns=[*columns, Column(w["file"], 40)], rows=rows, frozen=1)

    def _matrix_row(self, line: RecipientLine, forms: Sequence[tuple[str, str]]) -> Iterator[Cell]:
        w = self.words
        look = {"accepted": "accepted", "rejected": "error", "missing": "note"}.get(line.state, "warning")
        yield line.name or w["nobody"] + (w["like"].format(unit=line.suggested) if line.suggested else "")
        yield line.group
        yield Shown(w[line.state], look)
        known = {form for form, _ in forms}
        for form, _ in forms:
            own = [c for f, c in line.forms.items() if (f if f in known else "") == form]
            yield self._counted(line, form, own)
        yield line.file

    def _counted(self, line: RecipientLine, form: str, own: Sequence[Counts]) -> Cell:
        errors, warnings = sum(c.error for c in own), sum(c.warning for c in own)
        there = form in line.read if form else bool(line.read)
        if line.state not in {"accepted", "rejected"} or not (errors or warnings or there):
            return "—"
        said = [f"{self.words[k]} {n}" for k, n in (("error", errors), ("warning", warnings)) if n]
        look = "error" if errors else "warning" if warnings else "accepted"
        return Shown(self.words["and"].join(said) or "✓", look)

    def _findings(self, rows: Iterable[FindingRow]) -> Table:
        made = self._table("problems", _COLUMNS, self._problems(iter(rows)))
        return replace(made, frozen=2, printed=_PRINTED, opens=True)

    def _problems(self, rows: Iterator[FindingRow]) -> Iterator[Sequence[Cell]]:
        yield from map(self._finding, islice(rows, MOST_ROWS))
        if next(rows, None) is not None:
            yield self.words["more"].format(count="…"), *("" for _ in islice(_COLUMNS, 1, None))

    def _finding(self, row: FindingRow) -> Sequence[Cell]:
        severity = Shown(self.words[row.severity], row.severity)
        return severity, *(getattr(row, column) for column in _COLUMNS if column != "severity")

    def _strays(self, o: Overview) -> Table:
        rows = ((s.file, s.suggested, s.reason.message(self.lang) if s.reason else "") for s in o.strays)
        return self._table("strays", {"file": 50, "suggested": 34, "reason": 60}, rows)

    def _rules(self, o: Overview) -> Table:
        w, titles, lang = self.words, entries(), self.lang
        rows = (
            (r.code, Shown(w[r.severity], r.severity), titles[r.code].title[lang], meaning(r.code)[lang],
             r.findings, r.files)
            for r in o.rules
        )  # fmt: skip
        widths = {"code": 8, "severity": 8, "title": 30, "meaning": 60, "findings": 10, "files": 10}
        return self._table("by_rule", widths, rows)

    def _decisions(self, o: Overview) -> Table:
        widths = dict(zip(DECISION, (12, 14, 24, 44, 44, 24, 16), strict=True))
        return self._table("decisions", widths, o.decisions[self.lang])

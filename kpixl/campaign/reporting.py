"""The files that a check leaves behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kpixl.blueprint import Scheme
from kpixl.check import CheckResult
from kpixl.marks import Output, text_mark
from kpixl.outputs import OutputFolder
from kpixl.report.book import report_book
from kpixl.report.json import write_json
from kpixl.report.notices import as_text as notices_text
from kpixl.report.notices import as_workbook, notices
from kpixl.report.overview import overview
from kpixl.report.page import write_page
from kpixl.report.rows import finding_rows
from kpixl.report.table import write_csv
from kpixl.report.text import About, as_text
from kpixl.words import Lang


def write_report(
    folder: OutputFolder,
    result: CheckResult,
    scheme: Scheme,
    *,
    lang: Lang = "zh",
    day: dt.date | None = None,
    links: Mapping[str, str] | None = None,
) -> None:
    """Put report.html, .xlsx, .json, .txt, findings.csv and the notices to units among the outputs.

    day: of the check; links: from a file's displayed name to where it is, seen from the folder.
    """
    about = About.of(scheme, result.stage)
    o = overview(scheme, result, day=day, links=links)
    folder.write("report.txt", _marked(as_text(result, about, lang=lang), "report"))
    with folder.text("report.json") as out:
        write_json(out, result, lang)
    with folder.text("report.html") as out:
        write_page(out, o, finding_rows(scheme, result, lang), lang=lang)
    with folder.text("findings.csv", newline="") as out:
        write_csv(out, finding_rows(scheme, result, lang), lang=lang)
    told = tuple(notices(scheme, result, lang=lang, day=day))
    folder.write("notices.txt", _marked(notices_text(told), "notices"))
    folder.write("notices.xlsx", as_workbook(told, lang=lang, created=scheme.head.created))
    rows = finding_rows(scheme, result, lang)
    folder.write("report.xlsx", report_book(o, rows, lang=lang, created=scheme.head.created))


def _marked(text: str, output: Output) -> bytes:
    """A text file that says at its end what it is."""
    return f"{text}\n{text_mark(output)}\n".encode("utf-8", "backslashreplace")

"""The files that a check leaves behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from kpixl.blueprint import Scheme
from kpixl.campaign.basis import Basis
from kpixl.check import CheckResult
from kpixl.ledger import Draft, Turn
from kpixl.marks import Output, text_mark
from kpixl.outputs import OutputFolder
from kpixl.report.book import report_book
from kpixl.report.json import write_json
from kpixl.report.notices import Notice, as_workbook, notices
from kpixl.report.notices import as_text as notices_text
from kpixl.report.overview import overview
from kpixl.report.page import write_page
from kpixl.report.rows import finding_rows, worst_first
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
) -> tuple[Notice, ...]:
    """Put report.html, .xlsx, .json, .txt, findings.csv and notices to units among the outputs; the notices.

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
    rows = worst_first(scheme, result, lang)
    folder.write("report.xlsx", report_book(o, rows, lang=lang, created=scheme.head.created))
    return told


def record_told(basis: Basis, result: CheckResult, told: Sequence[Notice]) -> None:
    """Tell the account whom a notice was written for."""
    if basis.account is None:
        return
    units = {u.name: u.id for u in basis.scheme.roster.units}
    files = {f.path: f.sha256 for f in result.files}
    basis.account.once(
        Draft(
            what="told",
            turn=Turn(scheme=result.scheme, stage=result.stage),
            unit=units[n.unit],
            file=files.get(n.file, ""),
            data={"kind": n.kind, "errors": n.errors, "day": str(basis.means.as_of or "")},
        )
        for n in told
    )


def _marked(text: str, output: Output) -> bytes:
    """A text file that says at its end what it is."""
    return f"{text}\n{text_mark(output)}\n".encode("utf-8", "backslashreplace")

"""The files that a check leaves behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

from kpixl.blueprint import Scheme
from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.basis.schemes import unit_of
from kpixl.campaign.returned import checking
from kpixl.campaign.returned.addressed import UNTOLD, Addressed
from kpixl.check import CheckResult
from kpixl.ledger import Draft, Turn
from kpixl.marks import Output, text_mark
from kpixl.outputs import OutputFolder, Outputs
from kpixl.places import place
from kpixl.report.book import report_book
from kpixl.report.json import write_json
from kpixl.report.notices import Notice, notices
from kpixl.report.overview import overview
from kpixl.report.page import write_page
from kpixl.report.post import Post, as_workbook
from kpixl.report.post import as_text as notices_text
from kpixl.report.rows import finding_rows, worst_first
from kpixl.report.table import write_csv
from kpixl.report.text import About, as_text
from kpixl.words import Lang, Words


def reported(
    basis: Basis, folder: PathLike, result: CheckResult, lang: Lang, post: Post | None = None
) -> None:
    """Write what a check says into a folder, and the notices that there are, all or none."""
    there, day = place(folder), basis.means.as_of
    with Outputs(basis.guard(result)) as outputs:
        into = outputs.into(there)
        write_report(into, result, basis.scheme, lang=lang, day=day, links=checking.links(result, there))
        if post is not None:
            write_notices(into, basis.scheme, post, lang=lang)


def write_report(
    folder: OutputFolder,
    result: CheckResult,
    scheme: Scheme,
    *,
    lang: Lang = "zh",
    day: dt.date | None = None,
    links: Mapping[str, str] | None = None,
) -> None:
    """Put report.html, .xlsx, .json, .txt and findings.csv among the outputs.

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
    rows = worst_first(scheme, result, lang)
    folder.write("report.xlsx", report_book(o, rows, lang=lang, created=scheme.head.created))


def write_notices(folder: OutputFolder, scheme: Scheme, post: Post, *, lang: Lang = "zh") -> None:
    """Put notices.txt and notices.xlsx among the outputs."""
    folder.write("notices.txt", _marked(notices_text(post, lang), "notices"))
    folder.write("notices.xlsx", as_workbook(post, lang=lang, created=scheme.head.created))


def posted(basis: Basis, result: CheckResult, *, lang: Lang = "zh", to: Addressed = UNTOLD) -> Post:
    """What is to be sent to whom. RefusedError where a unit is named that there is not."""
    scheme, known = basis.scheme, basis.account.telling(result) if basis.account else None
    named = {unit_of(scheme, name).id for name in to.units}
    every = list(notices(scheme, result, lang=lang, day=basis.means.as_of))
    wanted = [n for n in every if n.recipient in named] if named else every
    if known is None or named or to.every:
        due = wanted
    else:
        due = [n for n in wanted if known.due(n.recipient, n.sha256)]
    strays = overview(scheme, result).strays
    return Post(notices=due, strays=strays, before=[n.unit for n in wanted if n not in due])


def record_told(basis: Basis, result: CheckResult, told: Sequence[Notice]) -> Words | None:
    """Tell the account whom a notice was written for; why it could not be told."""
    if basis.account is None:
        return None
    drafts = [
        Draft(
            what="told",
            turn=Turn(scheme=result.scheme, stage=result.stage),
            unit=n.recipient,
            file=n.sha256,
            data={"kind": n.kind, "errors": n.errors, "day": str(basis.means.as_of or "")},
        )
        for n in told
    ]
    return basis.account.unrecorded(partial(basis.account.record, drafts))


def _marked(text: str, output: Output) -> bytes:
    """A text file that says at its end what it is."""
    return f"{text}\n{text_mark(output)}\n".encode("utf-8", "backslashreplace")

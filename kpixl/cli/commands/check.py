"""kpixl check."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

import kpixl
from kpixl.api import write_report
from kpixl.api.collect import found_under
from kpixl.api.merging import links
from kpixl.cli.console import print_json, progress
from kpixl.cli.options import AS_OF, PATH, STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.findings import Severity
from kpixl.report.terminal import show
from kpixl.report.text import About, lines

SHOWN = 40


@kpixl_command("kpixl check {scheme} returns --report report", formats=True, reads=True)
@click.argument("scheme")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH...")
@STAGE
@AS_OF
@click.option(
    "--report",
    type=PATH,
    metavar="DIR",
    help="Write a report into a folder as well: page, workbook, JSON, text, notices to units.",
)
def command(
    session: Session,
    scheme: str,
    paths: tuple[Path, ...],
    stage: str | None,
    as_of: dt.datetime | None,
    report: Path | None,
) -> int:
    """Check returns: whose they are, whether they are whole, right and consistent.

    PATH is a file, a folder (searched in depth) or a zip. In a mixed folder the latest stage
    counts. Exit status 1 where a finding is an error.
    """
    place = session.place(scheme)
    with progress(session, "检查回收件", "checking"):
        desk = session.desk(place, as_of=as_of)
        result = kpixl.check(place.folder, paths, stage=stage, desk=desk)
    declared = kpixl.load_scheme(place.folder)
    if report is not None:
        beside = links(found_under(paths), report)
        write_report(report, result, declared, lang=session.lang, day=desk.as_of, links=beside)
    if session.json:
        print_json(result.as_dict(session.lang))
    else:
        show(lines(result, About.of(declared, result.stage), lang=session.lang, limit=SHOWN))
    return 1 if result.count(Severity.ERROR) else 0

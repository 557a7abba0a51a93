"""kpixl check."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import print_json, progress, remark_unrecorded
from kpixl.cli.options import AS_OF, STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.words import Words

SHOWN = 40


@kpixl_command(
    "kpixl check {scheme} returns --report report",
    formats=True,
    reads=True,
    writes=True,
    judges=True,
    records=True,
)
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

    PATH is a file, a folder (searched in depth), an archive or a mail. In a mixed folder the
    latest stage counts. Exit status 1 where a return that counts has an error.
    """
    opened = session.open(scheme, returns=paths, as_of=as_of)
    with progress(session, Words("检查回收件", "checking")) as moved:
        result = opened.using(progress=moved).check(paths, stage=stage)
    if report is not None:
        opened.report(report, result, lang=session.lang)
    remark_unrecorded(session, result)
    if session.json:
        print_json(result.as_dict(session.lang))
    else:
        campaign.show(opened.lines(result, lang=session.lang, limit=SHOWN))
    return 1 if result.failed else 0

"""kpixl check."""

from __future__ import annotations

import datetime as dt
import sys
from itertools import takewhile
from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import progress, remark, remark_unrecorded
from kpixl.cli.keeping import KEEP, keep_returns
from kpixl.cli.options import AS_OF, STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PLACE
from kpixl.words import Words

SHOWN = 40
_FOR_NOTICES = Words(
    "--all-notices 和 --unit 说明 --report 的通知写给谁：请加上 --report。",
    "--all-notices and --unit say whom the notices of --report are for.",
)


@kpixl_command(
    "kpixl check {scheme} returns --report report",
    formats=True,
    reads=True,
    writes=True,
    judges=True,
    records=True,
    spreads=True,
)
@click.argument("scheme")
@click.argument("paths", nargs=-1, required=True, type=PLACE, metavar="PATH...")
@STAGE
@AS_OF
@click.option(
    "--report",
    type=PLACE,
    metavar="DIR",
    help="Write a report into a folder as well: page, workbook, JSON, text, notices to units.",
)
@click.option(
    "--all-notices",
    is_flag=True,
    help="With --report: notices to all whom they concern, also to who was told before.",
)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="UNIT",
    help="With --report: a notice to this unit alone, told before or not; may be repeated.",
)
@KEEP
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    scheme: str,
    paths: tuple[Path, ...],
    stage: str | None,
    as_of: dt.datetime | None,
    report: Path | None,
    all_notices: bool,
    units: tuple[str, ...],
    keep: bool,
) -> int:
    """Check returns: whose they are, whether they are whole, right and consistent.

    PATH is a file, a folder (searched in depth), an archive or a mail. In a mixed folder the
    latest stage counts. In a workspace notices are written to those who were not told since their
    return was judged last, or since they are missing. With -q only the counts are said. Exit status
    1 where a return that counts has an error.
    """
    if report is None and (all_notices or units):
        raise click.UsageError(_FOR_NOTICES[session.lang])
    opened = session.open(scheme, returns=paths, as_of=as_of)
    with progress(session, Words("检查回收件", "checking")) as moved:
        result = opened.using(progress=moved).check(paths, stage=stage)
    if report is not None:
        to = campaign.Addressed(units=units, every=all_notices)
        post = opened.report(report, result, lang=session.lang, to=to)
        _say_told(session, post)
        remark_unrecorded(session, post.unrecorded)
    remark_unrecorded(session, result.unrecorded)
    keep_returns(session, opened, result, wanted=keep)
    if session.json:
        campaign.write_json(sys.stdout, result, session.lang)
    else:
        lines = opened.lines(result, lang=session.lang, limit=SHOWN)
        campaign.show(takewhile(lambda line: line.text, lines) if session.quiet else lines)
    return 1 if result.failed else 0


def _say_told(session: Session, post: campaign.Post) -> None:
    """To how many units notices were written, and how many were told before."""
    new, before = len(post.notices), len(post.before)
    remark(
        session,
        Words(
            f"通知：写了{new}份"
            + (f"，另有{before}个单位此前已通知（--all-notices 可全部重写）" if before else ""),
            f"Notices: {new} written"
            + (f", {before} units were told before (--all-notices writes to all)" if before else ""),
        ),
    )

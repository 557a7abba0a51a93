"""kpixl watch."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import remark, remark_unrecorded
from kpixl.cli.keeping import KEEP, keep_returns
from kpixl.cli.options import AS_OF, STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.words import Words

STATUS = "status.xlsx"


@kpixl_command(
    "kpixl watch {scheme} returns --report report",
    formats=True,
    reads=True,
    writes=True,
    judges=True,
    records=True,
)
@click.argument("scheme")
@click.argument("folder", type=PATH, metavar="DIR")
@STAGE
@AS_OF
@click.option(
    "--report",
    type=PATH,
    metavar="DIR",
    help="Keep a report in a folder fresh: page, workbook, JSON, text, and how the stage stands.",
)
@click.option(
    "--every",
    type=click.FloatRange(min=0, min_open=True),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="How often to look. A file is taken once two looks in a row found it the same.",
)
@click.option(
    "--minutes",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="End after so many minutes (default: with Ctrl-C).",
)
@KEEP
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    scheme: str,
    folder: Path,
    stage: str | None,
    as_of: dt.datetime | None,
    report: Path | None,
    every: float,
    minutes: float | None,
    keep: bool,
) -> None:
    """Check a folder again whenever something in it changes, until Ctrl-C.

    Files are taken as they come, a half-copied one when it is whole. What is new is said, a line a
    file; then how many there are by now. With --format json a line of JSON each time. Notices are
    not written: nobody is told before you have looked.
    """
    opened = session.open(scheme, returns=[folder], as_of=as_of)
    remark(session, Words(f"正在看守“{folder}”，按 Ctrl-C 结束。", f"Watching {folder}; Ctrl-C ends it."))
    try:
        for look in opened.looks(folder, _moments(every, minutes), stage=stage):
            _say(session, look)
            keep_returns(session, opened, look.result, wanted=keep)
            if look.result is not None and report is not None:
                _refresh(session, opened, look.result, report)
    except KeyboardInterrupt:  # the usual end
        remark(session, Words("已结束。", "Ended."))


def _moments(every: float, minutes: float | None) -> Iterator[None]:
    """When to look: now, and again after each pause."""
    end = None if minutes is None else time.monotonic() + 60 * minutes
    yield
    while end is None or time.monotonic() < end:
        time.sleep(every)
        yield


def _say(session: Session, look: campaign.Look) -> None:
    """What is new; who sits before it is told when, too."""
    if session.json:
        click.echo(json.dumps(look.as_dict(session.lang), ensure_ascii=False))
    else:
        if sys.stdout.isatty():
            click.echo(f"{dt.datetime.now().astimezone():%H:%M:%S}")
        campaign.show(look.lines(session.lang))
    if look.result is not None:
        remark_unrecorded(session, look.result.unrecorded)


def _refresh(session: Session, opened: campaign.Campaign, result: campaign.CheckResult, report: Path) -> None:
    """Write the report anew; what cannot be written just now, as it is open somewhere, is said."""
    try:
        opened.refresh(report, result, lang=session.lang)
        if opened.account is not None:
            books = session.room.books(opened.scheme.id, as_of=opened.means.as_of, force=session.force)
            books.write(books.status(result.stage, campaign.Wanted()), report / STATUS, lang=session.lang)
    except campaign.RefusedError as refused:
        click.echo(refused.words[session.lang], err=True)

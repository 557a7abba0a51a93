"""kpixl status."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from kpixl import campaign
from kpixl.cli.console import print_json, remark
from kpixl.cli.options import AS_OF, STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.words import Words


@kpixl_command(
    "kpixl status {scheme}",
    "kpixl status {scheme} --state missing --late --out status.xlsx",
    formats=True,
    writes=True,
)
@click.argument("scheme", required=False)
@STAGE
@AS_OF
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="STATE",
    help="Only units of this state: missing, received, rejected, accepted or excused; may be repeated.",
)
@click.option(
    "--seal",
    "seals",
    multiple=True,
    metavar="STATE",
    help="Only units whose sealed copy is missing, received, partly, agrees, differs or outdated.",
)
@click.option("--late", is_flag=True, help="Only units that are late.")
@click.option("--group", "groups", multiple=True, metavar="GROUP", help="Only units of this group.")
@click.option("--unit", "units", multiple=True, metavar="UNIT", help="Only this unit; may be repeated.")
@click.option("--simulated", is_flag=True, help="Count simulated returns as well.")
@click.option("--out", type=PATH, metavar="FILE", help="Write it as a workbook as well.")
def command(
    session: Session,
    *,
    scheme: str | None,
    stage: str | None,
    as_of: dt.datetime | None,
    out: Path | None,
    **wanted: Any,
) -> None:
    """Say how a stage stands: who has returned what, who is late, who was told.

    Every check of returns in a workspace is recorded, and so are the workbooks that were issued and
    the notices that were written. Without --stage it is the latest stage that anything was issued for
    or came back of.
    """
    day = as_of.date() if as_of else None
    books = session.room.books(scheme or "", as_of=day, force=session.force)
    found = books.status(stage, campaign.Wanted(**wanted))
    if out is not None:
        books.write(found, out, lang=session.lang)
    if session.json:
        print_json(found.as_dict())
        return
    campaign.show(campaign.ReportLine(text=line, hang=4) for line in found.text(session.lang))
    if found.simulated:
        n = found.simulated
        remark(
            session,
            Words(
                f"另有{n}份模拟的回收件没有计入；要计入请加 --simulated。",
                f"{n} simulated returns are not counted; --simulated counts them.",
            ),
        )

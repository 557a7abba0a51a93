"""kpixl feedback."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import print_json, print_some, progress, remark, remark_unrecorded
from kpixl.cli.options import AS_OF, STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PLACE
from kpixl.words import Words


@kpixl_command(
    "kpixl feedback {scheme} returns --out feedback",
    formats=True,
    makes=True,
    writes=True,
    judges=True,
    records=True,
)
@click.argument("scheme")
@click.argument("paths", nargs=-1, required=True, type=PLACE, metavar="PATH...")
@STAGE
@AS_OF
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="UNIT",
    help="Only this recipient, by id, name or alias; may be given several times.",
)
@click.option("--all", "every", is_flag=True, help="For accepted returns as well.")
@click.option(
    "--out",
    type=PLACE,
    metavar="DIR",
    help="Where to (default: generated/SCHEME/STAGE-feedback in the workspace).",
)
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    scheme: str,
    paths: tuple[Path, ...],
    stage: str | None,
    as_of: dt.datetime | None,
    units: tuple[str, ...],
    every: bool,
    out: Path | None,
) -> None:
    """Give rejected returns back as clean workbooks, answers kept, problems marked.

    Each is made anew from the current blueprint: what was locked is locked again, what was
    filled in is there, every wrong cell is coloured and explained, and a list leads to all of
    them. All workbooks appear, or none.
    """
    opened = session.open(scheme, returns=paths, makes=True, as_of=as_of)
    with progress(session, Words("生成反馈工作簿", "feedback workbooks")) as moved:
        made = opened.using(progress=moved).feedback(paths, out, stage=stage, units=units, every=every)
    remark_unrecorded(session, made.result.unrecorded or made.unrecorded)
    if session.json:
        print_json(made.as_dict())
        return
    print_some(session, [str(workbook.path) for workbook in made.workbooks])
    for left in made.skipped:
        _say(session, left)
    remark(
        session,
        Words(
            f"{made.result.stage}：生成{len(made.workbooks)}个反馈工作簿",
            f"{made.result.stage}: {len(made.workbooks)} feedback workbooks",
        ),
    )


def _say(session: Session, left: campaign.Skipped) -> None:
    """Of which file there is no workbook, with all that is wrong with it."""
    said = Words(
        f"无法生成反馈工作簿（读不出内容或单位不明）：{left.path}",
        f"No feedback workbook (unreadable, or nobody knows whose it is): {left.path}",
    )
    click.echo(said[session.lang], err=True)
    for error in left.errors:
        click.echo(f"  {error.message(session.lang)} → {error.remedy(session.lang)}", err=True)

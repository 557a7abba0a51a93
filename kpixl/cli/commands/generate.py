"""kpixl generate."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import (
    print_json,
    print_some,
    progress,
    remark,
    remark_omitted,
    remark_placeholders,
    remark_unrecorded,
)
from kpixl.cli.options import AS_OF, RETURNS, STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PLACE
from kpixl.words import Words


@kpixl_command(
    "kpixl generate {scheme} --out issued",
    "kpixl generate {scheme} --returns returns --out issued-verification",
    "kpixl generate {scheme} --stage publication --out published",
    formats=True,
    writes=True,
    makes=True,
    judges=True,
    records=True,
    spreads=True,
)
@click.argument("scheme")
@STAGE
@RETURNS
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="UNIT",
    help="Only this recipient, by id, name or alias; may be given several times.",
)
@click.option(
    "--out", type=PLACE, metavar="DIR", help="Where to (default: generated/SCHEME/STAGE in the workspace)."
)
@click.option(
    "--list", "list_", type=PLACE, metavar="FILE", help="Write a list of what is to be sent to whom (.xlsx)."
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes at work (default: one a processor).",
)
@click.option(
    "--part",
    metavar="NAME",
    help="What these workbooks are called beside others of the same recipients (of a stage that is made "
    "from returns), such as a second wave.",
)
@click.option(
    "--split",
    metavar="WAY",
    help="One recipient's rows over several workbooks: group, target, or a number of workbooks.",
)
@click.option(
    "--keep",
    type=PLACE,
    multiple=True,
    metavar="PATH",
    help="Returns of this stage whose entries are carried in where nothing has changed; may be given "
    "several times.",
)
@AS_OF
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    scheme: str,
    stage: str | None,
    returns: tuple[Path, ...],
    units: tuple[str, ...],
    out: Path | None,
    list_: Path | None,
    jobs: int | None,
    part: str | None,
    split: str | None,
    keep: tuple[Path, ...],
    as_of: dt.datetime | None,
) -> None:
    """Make the workbooks of a stage, one a recipient.

    Without --returns those of the first stage; with --returns those of the stage after theirs,
    from the accepted ones. With --keep a recipient who has nothing to do again gets none. All
    workbooks and the list appear, or none. --stage publication makes one workbook of the forms
    that the office publishes.
    """
    opened = session.open(scheme, returns=(*returns, *keep), makes=True, as_of=as_of)
    way = campaign.split_named(split) if split else None
    anew = campaign.Anew(part=part or "", split=way, keep=keep) if part or way or keep else None
    with progress(session, Words("生成工作簿", "workbooks")) as moved:
        working = opened.using(jobs=jobs, progress=moved)
        made = working.generate(out, stage=stage, returns=returns, units=units, list_to=list_, anew=anew)
    remark_placeholders(session, made.placeholders)
    remark_unrecorded(session, made.unrecorded)
    if session.json:
        print_json(made.as_dict())
        return
    _say(session, made)


def _say(session: Session, made: campaign.Generated) -> None:
    """The workbooks, of many the first, then how many, and who has none."""
    print_some(session, [str(workbook.path) for workbook in made.workbooks])
    remark(
        session,
        Words(
            f"{made.stage}：生成{len(made.workbooks)}个工作簿",
            f"{made.stage}: {len(made.workbooks)} workbooks",
        ),
    )
    known_only = sum(bool(workbook.unit) and not workbook.awaited for workbook in made.workbooks)
    if known_only:
        remark(
            session,
            Words(
                f"其中{known_only}个没有要填的内容，仅供知晓，不用报回",
                f"{known_only} of them have nothing to fill in: for information only, not to be returned",
            ),
        )
    remark_omitted(session, made.omitted)
    if made.kept or made.changed or made.unchanged:
        remark(
            session,
            Words(
                f"保留上次认定{made.kept}行；自查有变化、要重新填写的{made.changed}行；"
                f"没有变化、不用重发的{len(made.unchanged)}个",
                f"{made.kept} rows keep what was entered; {made.changed} changed and are to be entered anew; "
                f"{len(made.unchanged)} recipients have nothing to do again",
            ),
        )

"""kpixl merge."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import print_json, progress, remark, remark_unrecorded
from kpixl.cli.options import AS_OF, STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PLACE
from kpixl.words import Words


@kpixl_command(
    "kpixl merge {scheme} returns --out score-sheet.xlsx",
    formats=True,
    reads=True,
    writes=True,
    judges=True,
    records=True,
    spreads=True,
)
@click.argument("scheme")
@click.argument("paths", nargs=-1, type=PLACE, metavar="PATH...")
@click.option(
    "--from",
    "merges",
    type=PLACE,
    multiple=True,
    metavar="DIR",
    help="Instead of returns: the frames of another merge (--frames); give it once for each of them.",
)
@STAGE
@AS_OF
@click.option(
    "--out",
    type=PLACE,
    metavar="FILE",
    help="The workbook to write (default: generated/SCHEME/score-sheet.xlsx in the workspace).",
)
@click.option(
    "--frames",
    type=PLACE,
    metavar="DIR",
    help="A folder for the accepted returns as typed tables: CSV, and with kpixl[frames] Parquet and schema.",
)
@click.option(
    "--publish",
    type=PLACE,
    metavar="FILE",
    help="A workbook to publish: score sheets, awards and quota as figures, nothing internal.",
)
@click.option("--undecided", is_flag=True, help="Publish though ties or disputes are still to be decided.")
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    scheme: str,
    paths: tuple[Path, ...],
    merges: tuple[Path, ...],
    stage: str | None,
    as_of: dt.datetime | None,
    out: Path | None,
    frames: Path | None,
    publish: Path | None,
    undecided: bool,
) -> int:
    """Merge the accepted returns into the score sheet.

    Returns that are not accepted are listed and left out. For a stage without scores the workbook is
    the consolidated table of its answers. With --from several merges become one, as of districts: what
    each accepted is judged together and ranked anew. What is published is decided: --publish is refused
    while ties or disputes are open. Exit status 1 where a return that counts has an error.
    """
    if bool(paths) == bool(merges):
        told = Words(
            "请给出回收件，或者用 --from 给出其他汇总的数据，二者选一。",
            "Name returns, or other merges with --from: one or the other.",
        )
        raise click.UsageError(told[session.lang])
    opened = session.open(scheme, returns=paths, as_of=as_of)
    with progress(session, Words("汇总", "merging")) as moved:
        working = opened.using(progress=moved)
        returns = working.filed(merges, stage=stage) if merges else paths
        made = working.merge(returns, out, stage=stage, frames=frames, publish=publish, anyway=undecided)
    remark_unrecorded(session, made.result.unrecorded)
    if session.json:
        print_json(made.as_dict(session.lang))
    else:
        for path in (made.path, made.published):
            if path is not None:
                click.echo(str(path))
        _say(session, made)
    return 1 if made.failed else 0


def _say(session: Session, made: campaign.ScoreSheetFile) -> None:
    """Who is ranked, what merging found, which returns are left out, what the frames lack."""
    for line in campaign.finding_lines(made.own_findings, session.lang):
        click.echo(line)
    for file in made.left_out:
        who, status = file.unit_name or file.path, campaign.WORDS[file.status][session.lang]
        click.echo(Words(f"未汇总：{who}（{status}）", f"Left out: {who} ({status})")[session.lang])
    ranked = sum(unit.rank is not None for unit in made.units)
    remark(
        session,
        Words(
            f"{made.result.stage}：汇总{len(made.result.accepted)}份，{ranked}个单位有名次",
            f"{made.result.stage}: {len(made.result.accepted)} returns merged, {ranked} units ranked",
        ),
    )
    if made.frames_lack is not None:
        remark(session, made.frames_lack)

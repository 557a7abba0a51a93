"""kpixl demo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import print_json, progress, remark, remark_placeholders
from kpixl.cli.opened_desk import open_desk
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.progress import Watch
from kpixl.words import Words

DESK = "demo-desk"


@kpixl_command("kpixl demo", "kpixl demo {scheme} --out demo", formats=True, writes=True)
@click.argument("scheme", required=False)
@click.option(
    "--out", type=PATH, metavar="DIR", help="Where to (default: generated/SCHEME/demo in the workspace)."
)
@click.option("--desk", is_flag=True, help="Try it in the browser instead: a campaign that is under way.")
def command(session: Session, *, scheme: str | None, out: Path | None, desk: bool) -> None:
    """Do the whole job once, with simulated returns, some of them faulty.

    Every stage is issued, returned, checked and corrected; then all is merged. DIR gets issued/,
    returns/, report/ and score-sheet.xlsx (the consolidated table where nothing is scored).
    SCHEME is the workspace's only one unless another is named, outside of a workspace the first
    example. The workbooks are signed and locked with a key and a password that everybody knows.
    """
    if desk:
        _try_desk(session, scheme or "", out)
        return
    known = campaign.PUBLISHED
    means = campaign.Means(key=known.key, password=known.password, force=session.force)
    opened = session.workspace.open(scheme or "", means)
    with progress(session, Words("演示", "demonstration")) as moved:
        told = opened.using(progress=moved).demo(out, lang=session.lang)
    remark_placeholders(session, told.placeholders)
    if session.json:
        print_json(told.as_dict())
        return
    for stage in told.stages:
        click.echo(_stage(session, stage))
    for line in _rest(session, told):
        click.echo(line)


def _try_desk(session: Session, scheme: str, out: Path | None) -> None:
    """Make a workspace with a campaign under way, and open it; a second time the same is opened again."""
    home = session.workspace
    place = home.place(scheme or home.default)
    folder = out or home.output / place.id / DESK
    with progress(session, Words("演示", "demonstration")) as moved:
        made = home.rehearse(folder, place.id, watch=Watch(progress=moved))
    waiting = folder / campaign.WAITING
    remark(
        session,
        Words(
            f"还有一些回收件在“{waiting}”，可以拖到网页上试试。",
            f"More returns are in {str(waiting)!r}: drop them on a page.",
        ),
    )
    open_desk(session, made, "")


def _stage(session: Session, stage: campaign.StageStory) -> str:
    return Words(
        f"{stage.name}：印发{stage.issued}个工作簿，收回{stage.issued}份；检查发现{stage.errors}个错误，"
        f"退回{stage.rejected}份；改正后再次检查，共{stage.accepted}份通过。",
        f"{stage.name}: {stage.issued} workbooks issued and returned; the check found {stage.errors} errors "
        f"and sent {stage.rejected} back; corrected and checked again, {stage.accepted} were accepted.",
    )[session.lang]


def _rest(session: Session, told: campaign.Demonstration) -> Iterator[str]:
    ranked = sum(unit.rank is not None for unit in told.units)
    if ranked:
        yield Words(
            f"汇总：{len(told.units)}个单位，{ranked}个有名次。评分一览表：{told.score_sheet}",
            f"Merged: {len(told.units)} units, {ranked} of them ranked. Score sheet: {told.score_sheet}",
        )[session.lang]
    else:
        yield Words(f"汇总表：{told.score_sheet}", f"Merged into one table: {told.score_sheet}")[session.lang]
    yield Words(
        f"各单位的工作簿在“{told.out / 'issued'}”，检查报告在“{told.out / 'report'}”。",
        f"Workbooks are in {told.out / 'issued'}, reports of the checks in {told.out / 'report'}.",
    )[session.lang]

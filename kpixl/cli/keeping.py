"""`--keep`: what was checked is kept in the workspace."""

from __future__ import annotations

import click

from kpixl import campaign
from kpixl.cli.console import remark
from kpixl.cli.options import Session
from kpixl.words import Words

KEEP = click.option(
    "--keep",
    is_flag=True,
    help="Keep what came in the workspace: returns/STAGE/TIME/, each return with the proof that it names.",
)


def keep_returns(
    session: Session, opened: campaign.Campaign, result: campaign.CheckResult | None, *, wanted: bool
) -> None:
    """Keep returns with their proof, where there are any and that is wanted; say how many are new."""
    if result is None or not wanted:
        return
    inbox = session.room.inbox(opened.scheme.id, result.stage)
    kept = campaign.keep(opened, result, inbox)
    n, proof, place = kept.returns, kept.proof, kept.folder
    remark(
        session,
        Words(
            f"存档：回收件{n}份，佐证材料{proof}份，在 {place}",
            f"Kept: {n} returns and {proof} files of proof, in {place}",
        ),
    )

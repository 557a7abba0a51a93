"""The desk as a terminal sees it: the link that opens it, and how it ends."""

from __future__ import annotations

import click

from kpixl import campaign
from kpixl.cli.console import remark
from kpixl.cli.options import Session
from kpixl.desk import run_desk
from kpixl.words import Words

_ENDS = Words("按 Ctrl-C，或在网页上按“退出”，即停止。", "Ctrl-C, or Quit on the page, ends it.")


def open_desk(
    session: Session, home: campaign.Workspace, scheme: str, *, port: int = 0, browser: bool = True
) -> None:
    """Serve a workspace until somebody quits. scheme: "" for the one that is meant."""

    def told(link: str) -> None:
        click.echo(link)
        remark(session, _ENDS)

    run_desk(home, scheme, port=port, browser=browser, told=told)

"""kpixl desk."""

from __future__ import annotations

import click

from kpixl.cli.opened_desk import open_desk
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command

_MOST = 65_535


@kpixl_command("kpixl desk", "kpixl desk --workspace D:/考核2022")
@click.argument("scheme", required=False)
@click.option(
    "--port",
    type=click.IntRange(0, _MOST),
    default=0,
    metavar="N",
    help="The port to listen on, on this machine alone (default: any that is free).",
)
@click.option("--no-browser", is_flag=True, help="Open no browser; say the link.")
def command(session: Session, *, scheme: str | None, port: int, no_browser: bool) -> None:
    """Open the campaign in the browser: issue, take in, chase, decide and merge with the mouse.

    The link works once, in one browser; nobody else on the network can open it. Ctrl-C ends it, or
    Quit on the page. Returns that are dropped on a page lie in returns/STAGE/ of the workspace,
    where the other commands find them. Outside of a workspace one is chosen or made on the page.
    """
    open_desk(session, session.workspace, scheme or "", port=port, browser=not no_browser)

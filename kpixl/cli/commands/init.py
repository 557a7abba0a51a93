"""kpixl init."""

from __future__ import annotations

from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import remark
from kpixl.cli.options import Session, SettledLate
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.words import Words


@kpixl_command("kpixl init 考核2022 --scheme {scheme}")
@click.argument("folder", type=PATH, metavar="DIR")
@click.option(
    "--scheme",
    cls=SettledLate,
    default=campaign.first_scheme,
    show_default=True,
    metavar="ID",
    help="The scheme to begin with, which is copied.",
)
def command(session: Session, folder: Path, scheme: str) -> None:
    """Make a new workspace.

    DIR must be new or empty. It gets blueprints/, validators/, a README in Chinese and a .gitignore.
    """
    session.workspace.create(folder, scheme)
    remark(
        session,
        Words(
            f"已建立工作区“{folder}”：先看 README.md，再运行 kpixl lint {scheme} --workspace {folder}",
            f"Workspace made in {folder}: see README.md, then try `kpixl lint {scheme} --workspace {folder}`",
        ),
    )

"""kpixl restore."""

from __future__ import annotations

from pathlib import Path

import click

from kpixl.cli.console import print_json
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.secret import PASSWORD_FILE, backup_password
from kpixl.cli.shared import PATH
from kpixl.words import Words


@kpixl_command("kpixl restore E:/备份/考核2022.kpixl-backup --workspace 考核2022", formats=True)
@click.argument("file", type=PATH)
@PASSWORD_FILE
@click.option("--force", is_flag=True, help="Replace what the workspace has and the backup has otherwise.")
def command(session: Session, file: Path) -> None:
    """Put what a backup holds into a workspace, all of it or nothing.

    The workspace is one that is there: `kpixl init` makes one, and your blueprints go into it. What it
    remembers already and the backup has otherwise is replaced only with --force; what the backup
    does not hold stays.
    """
    made = session.workspace.restore(file, backup_password(session, twice=False), force=session.force)
    if session.json:
        print_json(made.as_dict())
        return
    click.echo(Words(f"已恢复：{made.words.zh}。", f"Restored: {made.words.en}.")[session.lang])

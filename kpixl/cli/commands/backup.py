"""kpixl backup."""

from __future__ import annotations

from pathlib import Path

import click

from kpixl.cli.console import print_json, remark
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.secret import PASSWORD_FILE, backup_password
from kpixl.cli.shared import PATH
from kpixl.words import Words


@kpixl_command("kpixl backup E:/备份/考核2022.kpixl-backup", formats=True, writes=True)
@click.argument("file", type=PATH)
@PASSWORD_FILE
def command(session: Session, file: Path) -> None:
    """Write secrets, issue numbers, snapshots and ledger into one file, encrypted with a password.

    Without them returns can be neither verified nor told apart by issue. What you write yourself
    (blueprints, validators, kpixl.toml) and what came back are not in it. Nobody can read the file
    without the password, and no two backups have the same bytes.
    """
    made = session.workspace.backup(file, backup_password(session, twice=True), force=session.force)
    if session.json:
        print_json(made.as_dict())
        return
    click.echo(str(made.path))
    remark(
        session,
        Words(
            f"已备份：{made.words.zh}。请把密码另外保管，没有密码谁也打不开。",
            f"Backed up: {made.words.en}. Keep the password elsewhere: without it nobody opens the file.",
        ),
    )

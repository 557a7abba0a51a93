"""The password of a backup: from a file, the environment or whoever sits at the terminal; no argument."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import click

from kpixl import campaign
from kpixl.cli.options import Session
from kpixl.cli.shared import PATH
from kpixl.words import Words

PASSWORD_FILE: Callable[..., Any] = click.option(
    "--password-file",
    type=PATH,
    envvar="KPIXL_BACKUP_PASSWORD_FILE",
    show_envvar=True,
    metavar="FILE",
    help="The password of the backup (default: KPIXL_BACKUP_PASSWORD, else it is asked for).",
)


def backup_password(session: Session, *, twice: bool) -> str:
    """The password. twice: it is asked for once more, so that nobody locks himself out by a slip."""
    if session.password_file is not None:
        return campaign.read_password(session.password_file)
    given = os.environ.get("KPIXL_BACKUP_PASSWORD")
    return given or _typed(session, twice=twice)


def _typed(session: Session, *, twice: bool) -> str:
    asked = Words("备份的密码", "Password of the backup")[session.lang]
    again = Words("再输一遍", "The same again")[session.lang]
    typed: str = click.prompt(asked, hide_input=True, err=True, confirmation_prompt=again if twice else False)
    return typed

"""kpixl purge."""

from __future__ import annotations

from pathlib import Path

import click

from kpixl.cli.console import print_json
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.words import Words


@kpixl_command("kpixl purge {scheme} returns issued --reason 考核已结束", formats=True, records=True)
@click.argument("scheme")
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH]...")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stands in the account.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(session: Session, scheme: str, paths: tuple[Path, ...], reason: str, *, yes: bool) -> int:
    """Take away who was to be asked and what units sent, once a campaign is over.

    The contacts beside the roster go, the senders of mails in the account, what kpixl remembers to be
    quick, and of the files under PATH those that the account knows as returned or issued. The account
    itself, the score sheet and everything else stays. It cannot be undone: make a backup before.
    """
    plan = session.workspace.purging(scheme, paths, session.means())
    if not session.json:
        for path in plan.files:
            click.echo(str(path))
    told = Words(
        f"以上{len(plan.files)}个文件和台账里{plan.people}处发件人将被永久删除，继续吗？",
        f"These {len(plan.files)} files and {plan.people} senders in the account will be gone. Go on?",
    )[session.lang]
    if not yes and not click.confirm(told, err=True):
        return 1
    plan.carry_out(reason)
    if session.json:
        print_json(plan.as_dict())
        return 0
    files, people = len(plan.files), plan.people
    gone = Words(f"已清除{files}个文件、{people}处发件人。", f"{files} files and {people} senders are gone.")
    click.echo(gone[session.lang])
    return 0

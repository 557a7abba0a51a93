"""kpixl explain."""

from __future__ import annotations

import click

from kpixl.cli.console import print_json
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.findings import entries
from kpixl.refusal import unknown
from kpixl.report.catalogue import as_dict
from kpixl.report.words import WORDS


@kpixl_command("kpixl explain I004", formats=True)
@click.argument("code")
def command(session: Session, code: str) -> None:
    """Say what a code means and what to do about it."""
    entry = entries().get(code.strip().upper())
    if entry is None:
        raise unknown(("问题代码", "code"), code, entries())
    facts = as_dict(entry, session.lang)
    if session.json:
        print_json(facts)
        return
    click.echo(f"{entry.code}  {facts['title']}  [{WORDS[session.lang][entry.severity]}]")
    click.echo(f"    {facts['meaning']}")
    click.echo(f"    → {facts['remedy']}")

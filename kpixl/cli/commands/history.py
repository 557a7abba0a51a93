"""kpixl history."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kpixl import campaign
from kpixl.cli.console import print_json
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.words import Words

_DIGITS = 12


@kpixl_command("kpixl history {scheme} 河东镇", formats=True)
@click.argument("scheme")
@click.argument("unit")
def command(session: Session, scheme: str, unit: str) -> None:
    """Say what happened to a unit's returns.

    UNIT is its id, name or alias. Nothing of it is ever deleted or changed.
    """
    found = session.room.books(scheme).history(unit)
    if session.json:
        print_json(found.as_dict())
        return
    click.echo(f"{found.unit.name}  {found.unit.id}")
    for line in _lines(session, found):
        click.echo(line)


def _lines(session: Session, found: campaign.History) -> Iterator[str]:
    for entry in found.entries:
        said = [
            f"{entry.id:>5}",
            entry.at.strftime("%Y-%m-%d %H:%M"),
            campaign.VERBS[entry.what][session.lang],
            entry.turn.stage,
            str(entry.data.get("name") or ""),
            str(entry.data.get("code", "")) if entry.what == "sealed" else "",
            entry.file[:_DIGITS],
            _judged(session, entry),
            entry.why,
            f"→ {entry.revokes}" if entry.revokes else "",
            entry.by,
        ]
        yield "  ".join(part for part in said if part)


def _judged(session: Session, entry: campaign.Entry) -> str:
    """What a check said of a return."""
    if entry.what != "judged":
        return ""
    state = campaign.STATES[entry.data["result"]][session.lang]
    errors, warnings = entry.data["errors"], entry.data["warnings"]
    return Words(
        f"{state}（错误{errors}，警告{warnings}）", f"{state} ({errors} errors, {warnings} warnings)"
    )[session.lang]

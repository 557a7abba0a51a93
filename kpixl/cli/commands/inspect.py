"""kpixl inspect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import print_json
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.findings import Severity, visible


@kpixl_command("kpixl inspect returns/01-河东镇.xlsx --format json", formats=True, reads=True)
@click.argument("file", type=PATH)
def command(session: Session, file: Path) -> int:
    """Show what kpixl sees in a workbook.

    That is its stamp, and every cell that is checked with what it takes and what it holds.

    Exit status 1 where the file cannot be read.
    """
    session.workspace.keep_apart([file])  # before its secrets are looked for
    seen = session.workspace.inspect(file, session.means())
    if session.json:
        print_json({**seen.as_dict(), "findings": [f.as_dict(session.lang) for f in seen.findings]})
    else:
        for line in _lines(seen):
            click.echo(visible(line))
        for line in campaign.finding_lines((f.at(path=str(file)) for f in seen.findings), session.lang):
            click.echo(visible(line))
    return 1 if any(f.severity is Severity.ERROR for f in seen.findings) else 0


def _lines(seen: campaign.Inspection) -> Iterator[str]:
    for name, value in (seen.stamp or {}).items():
        yield f"{name:10} {value}"
    for cell in seen.cells:
        place, line = f"{cell['sheet']}!{cell['cell']}", f" [{cell['row']}]" if cell["row"] else ""
        needed = "*" if cell["required"] else ""
        value = "" if cell["value"] is None else cell["value"]
        yield f"{place:16} {cell['role']:8} {cell['type']}{needed}  {cell['label']}{line} = {value}"

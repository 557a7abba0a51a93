"""kpixl diff."""

from __future__ import annotations

from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import print_json
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.findings import Severity, visible


@kpixl_command(
    "kpixl diff returns/01-河东镇.xlsx corrected/01-河东镇.xlsx",
    "kpixl diff score-sheet-1.xlsx score-sheet-2.xlsx --out changes.xlsx",
    formats=True,
    reads=True,
    writes=True,
)
@click.argument("a", type=PATH)
@click.argument("b", type=PATH)
@click.option(
    "--out",
    type=PATH,
    metavar="FILE",
    help="Write a workbook as well: the list, and the values of B with what differs marked.",
)
def command(session: Session, a: Path, b: Path, out: Path | None) -> int:
    """Show what differs between two returns or score sheets, field by field.

    A is the older. Both are returns of one scheme, or score sheets that kpixl merged. Values are
    compared, not how they are written; rows are found by their hidden keys, free rows by their place
    among the rows to fill. Of returns of two stages the fields that both have are compared.

    Exit status 1 where a file cannot be read; a difference is no error.
    """
    session.workspace.keep_apart([a, b])  # before its secrets are looked for
    found = session.workspace.diff(a, b, session.means(), out=out, lang=session.lang)
    if session.json:
        print_json(found.as_dict(session.lang))
    else:
        lines = (
            campaign.finding_lines(found.findings, session.lang)
            if found.findings
            else found.lines(session.lang)
        )
        for line in lines:
            click.echo(visible(line))
    return 1 if any(f.severity is Severity.ERROR for f in found.findings) else 0

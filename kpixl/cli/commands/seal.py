"""kpixl seal."""

from __future__ import annotations

from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import print_json
from kpixl.cli.options import STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH


@kpixl_command(
    "kpixl seal {scheme} 河东镇 --code 1234-5678 --scan scan.pdf",
    formats=True,
    records=True,
)
@click.argument("scheme")
@click.argument("unit")
@STAGE
@click.option("--code", default="", metavar="CODE", help="The check code on its pages, as 1234-5678.")
@click.option("--scan", type=PATH, metavar="FILE", help="The scan: its digest is entered, it is not opened.")
def command(
    session: Session, scheme: str, unit: str, *, stage: str | None, code: str, scan: Path | None
) -> int:
    """Enter a sealed copy that came, and hold its check code against the return that counts.

    UNIT is its id, name or alias. Forms that come back sealed show the code on each page. Without
    --code the copy is entered and not compared. Exit status 1 where the code is none of an accepted
    return that counts. `kpixl status` tells whose copies are missing, differ or are outdated.
    """
    books = session.room.books(scheme, by=session.by)
    found = campaign.seal(books, unit, stage=stage, code=code, scan=scan)
    if session.json:
        print_json(found.as_dict())
    else:
        click.echo(found.words[session.lang])
    return 1 if found.is_wrong else 0

"""kpixl roll."""

from __future__ import annotations

from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import print_json, remark
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PLACE
from kpixl.words import Words


@kpixl_command(
    "kpixl roll {scheme} --year 2022",
    "kpixl roll {scheme} --year 2022 --returns returns --returns returns-verification",
    formats=True,
)
@click.argument("scheme")
@click.option(
    "--year",
    type=click.IntRange(1990, 2099),
    required=True,
    metavar="YEAR",
    help="The year of the new scheme.",
)
@click.option(
    "--returns",
    type=PLACE,
    multiple=True,
    metavar="PATH",
    help="Where this year's returns lie, of all stages: what the scheme asks for is taken over.",
)
def command(session: Session, *, scheme: str, year: int, returns: tuple[Path, ...]) -> None:
    """Make next year's scheme from this year's.

    Its files are copied, the year, the one before and the one after moved on wherever they stand,
    in names of files, too. Units and contacts stay. What was published of the old year is left
    out. Years that may mean something else are left and listed by file and line: look at them, then
    run `kpixl lint`. With --returns units and lists get what they declare under `last_year`, from
    accepted returns; who has none is told.
    """
    session.workspace.keep_apart(returns)
    made = session.workspace.roll(scheme, year, returns, session.means() if returns else None)
    if session.json:
        print_json(made.as_dict(session.lang))
        return
    campaign.show(campaign.ReportLine(text=line, hang=4) for line in made.lines(session.lang))
    count = sum(map(len, made.left.values()))
    remark(
        session,
        Words(
            f"已建立“{made.folder}”，{len(made.files)}个文件；有{count}处年份请核对，"
            f"然后运行 kpixl lint {made.scheme}",
            f"Made {made.folder}, {len(made.files)} files; look at {count} years, then run "
            f"`kpixl lint {made.scheme}`",
        ),
    )

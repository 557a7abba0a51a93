"""kpixl draft."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import print_json, remark
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.words import Words


@kpixl_command(
    "kpixl draft 附件.docx -o blueprints/training-2024",
    "kpixl draft 通知.docx 附件2.xlsx -o blueprints/training-2024",
    formats=True,
    writes=True,
)
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option(
    "-o",
    "--out",
    type=PATH,
    required=True,
    metavar="DIR",
    help="The new scheme's folder, named as its id: blueprints/training-2024.",
)
def command(session: Session, *, files: tuple[Path, ...], out: Path) -> int:
    """Draft a scheme from the documents of a notice.

    FILE is a document of Word or Excel (old ones, too), a PDF with text, a page or a plain text. DIR gets the
    scheme as YAML, a comment at every guess with its reason and how sure it is, and draft.html, which
    shows document and forms side by side. Look at the unsure guesses, then run `kpixl lint` and
    `kpixl generate`.
    """
    made = campaign.draft(
        files,
        out,
        today=dt.datetime.now().astimezone().date(),
        lang=session.lang,
        means=session.means(),
        force=session.force,
    )
    if session.json:
        print_json(made.as_dict(session.lang))
        return 1 if made.errors else 0
    campaign.show(campaign.ReportLine(text=line, hang=2) for line in _lines(made, session))
    remark(session, _next(made))
    return 1 if made.errors else 0


def _lines(made: campaign.DraftedScheme, session: Session) -> list[str]:
    """The forms that were found, what was not taken over, and how sure it all is."""
    said = [f"{form}  {' '.join(title.split())}" for form, title in made.drafted.forms]
    counts = "，".join(
        f"{words[session.lang]} {made.count(certainty)}" for certainty, words in campaign.CERTAINTIES.items()
    )
    told = Words(
        f"判断：{counts}；没有采用的内容{len(made.drafted.left)}处",
        f"guesses: {counts}; left out: {len(made.drafted.left)}",
    )
    return [*said, told[session.lang].replace("，", ", ") if session.lang == "en" else told.zh]


def _next(made: campaign.DraftedScheme) -> Words:
    """What to do next: look at the page, then lint and generate."""
    scheme = made.drafted.scheme
    return Words(
        f"已起草“{made.folder}”，{len(made.drafted.forms)}张表；请先打开 {made.page} 核对，"
        f"再运行 kpixl lint {scheme} 和 kpixl generate {scheme}",
        f"Drafted {made.folder}, {len(made.drafted.forms)} forms; look at {made.page}, then run "
        f"`kpixl lint {scheme}` and `kpixl generate {scheme}`",
    )

"""kpixl preview."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import click

from kpixl import campaign
from kpixl.cli.console import remark
from kpixl.cli.options import STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.words import Words

_PAUSE = 0.5
"""Seconds between two looks at the files of a scheme that is watched."""


@kpixl_command("kpixl preview {scheme} -o preview", "kpixl preview {scheme} -o preview --watch", writes=True)
@click.argument("scheme")
@click.option("-o", "--out", type=PATH, required=True, metavar="DIR", help="The folder of preview.html.")
@STAGE
@click.option(
    "--unit", multiple=True, metavar="UNIT", help="Show this unit's workbook; may be given several times."
)
@click.option("--pdf", is_flag=True, help="Write each workbook as PDF as well; LibreOffice makes it.")
@click.option("--png", is_flag=True, help="Write each page as a picture as well; LibreOffice makes it.")
@click.option("--watch", is_flag=True, help="Make it anew whenever a file of the scheme changes.")
@click.option(
    "--minutes",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="With --watch: end after so many minutes (default: with Ctrl-C).",
)
def command(  # noqa: PLR0913 - one parameter an option
    session: Session,
    *,
    scheme: str,
    out: Path,
    stage: str | None,
    unit: tuple[str, ...],
    pdf: bool,
    png: bool,
    watch: bool,
    minutes: float | None,
) -> None:
    """Show the forms as a page before they go out; as PDF and pictures, too.

    What stands where, who fills what, what each cell wants and which rules bind it, for each stage and each
    kind of recipient. A later stage is shown as if every unit had returned the one before. With --watch the
    page follows the files as you change them, and says what is wrong with them.
    """
    place = session.workspace.place(scheme)
    wish = campaign.Wish(stage=stage, units=unit, pdf=pdf, png=png, watched=watch)
    try:
        for _ in _moments(place.folder, minutes) if watch else "1":
            made = campaign.preview(place, out, wish, lang=session.lang, force=session.force)
            names = ", ".join(path.name for path in made)
            remark(session, Words(f"已生成“{out}”：{names}", f"Made in {out}: {names}"))
    except KeyboardInterrupt:  # the usual end of watching
        remark(session, Words("已结束。", "Ended."))


def _moments(folder: Path, minutes: float | None) -> Iterator[None]:
    """Now, and whenever a file is another one."""
    end = None if minutes is None else time.monotonic() + 60 * minutes
    seen: object = None
    while True:
        now = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
        if now != seen:
            seen = now
            yield
        if end is not None and time.monotonic() >= end:
            return
        time.sleep(_PAUSE)

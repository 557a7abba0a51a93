"""方案: what the blueprint declares, in words, with what lint says of it first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import WORDS, Finding
from kpixl.desk.asking import Asked, reads
from kpixl.desk.desk import Desk


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/scheme", _screen)


def _screen(asked: Asked) -> Response:
    desk = asked.desk
    campaign = desk.campaign
    folder = campaign.declared.folder
    return asked.page(
        "scheme.html",
        scheme=desk.described(asked.lang),
        remarks=[(f, _place(f, folder)) for f in campaign.declared.remarks],
        units=asked.status.expected.units,
        groups=asked.status.expected.groups,
        folder=folder,
        words=WORDS,
    )


def _place(finding: Finding, folder: Path) -> str:
    """The file below the blueprint's folder, line and column."""
    path = Path(finding.where.path or "")
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    return ":".join(str(part) for part in (name, finding.where.line, finding.where.column) if part)

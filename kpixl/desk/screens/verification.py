"""认定: which units can go on to the next stage, who waits for whom, and the workbooks for it."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import STATES
from kpixl.desk.asking import Asked, reads
from kpixl.desk.desk import Desk
from kpixl.desk.paging import part
from kpixl.desk.screens.chasing import SETTLED
from kpixl.desk.screens.issuing import carries


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/verification", _screen)


def _screen(asked: Asked) -> Response:
    """The stage that is looked at, if it goes on from another, else the first one that does."""
    later = [s for s in asked.desk.described(asked.lang).stages if s.carries]
    if later and carries(asked) is None:
        asked = asked.about(asked.desk.status(later[0].id))
    stage_before = carries(asked)
    before = asked.desk.status(stage_before) if stage_before else None
    waiting = [line for line in before.every if line.standing.state not in SETTLED] if before else []
    return asked.page(
        "verification.html",
        before=before,
        part=part(asked, asked.status.every),
        waiting=part(asked, waiting, name="waiting"),
        state_words=STATES,
    )

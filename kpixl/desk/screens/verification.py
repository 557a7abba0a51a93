"""认定: which units can go on to the next stage, who waits for whom, and the workbooks for it."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import STATES, Status, UnitLine
from kpixl.desk.asking import Asked, reads
from kpixl.desk.choosing import SETTLED
from kpixl.desk.desk import Desk
from kpixl.desk.paging import part
from kpixl.desk.screens.issuing import came_back, carries, made_from


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/verification", _screen)


def _screen(asked: Asked) -> Response:
    """The stage that is looked at, if it goes on from another, else the first one that does."""
    later = [s for s in asked.desk.described(asked.lang).stages if s.carries]
    if later and carries(asked) is None:
        asked = asked.about(asked.desk.status(later[0].id))
    stage_before, others = carries(asked), made_from(asked)[1:]
    before = asked.desk.status(stage_before) if stage_before else None
    waiting = [line for line in before.every if line.standing.state not in SETTLED] if before else []
    return asked.page(
        "verification.html",
        before=before,
        part=part(asked, asked.status.every),
        waiting=part(asked, waiting, name="waiting"),
        others=[asked.desk.status(stage) for stage in others],
        waits=_waits(asked, before) if before else {},
        returned=came_back(asked),
        state_words=STATES,
    )


def _waits(asked: Asked, before: Status) -> dict[str, tuple[int, list[UnitLine]]]:
    """Of how many units each recipient gets rows, and of which of them nothing is accepted yet."""
    lines = {x.unit.id: x for x in before.every if x.standing.state != "excused"}
    found = {}
    for recipient, units in asked.desk.dealt(asked.stage).items():
        expected = [lines[unit] for unit in units if unit in lines]
        found[recipient] = len(expected), [x for x in expected if x.standing.state != "accepted"]
    return found

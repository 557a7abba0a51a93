"""The pages of the desk, one module each; `every_route` is all that they answer to."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.routing import Route

from kpixl.desk.desk import Desk
from kpixl.desk.screens import (
    backups,
    chasing,
    deciding,
    drafting,
    figures,
    folders,
    forms,
    home,
    issuing,
    journal,
    returned,
    rosters,
    scheme,
    scores,
    settings,
    units,
    verification,
)

_SCREENS = (
    home,
    issuing,
    returned,
    chasing,
    units,
    verification,
    scores,
    figures,
    forms,
    rosters,
    journal,
    scheme,
    settings,
    backups,
    drafting,
    deciding,
    folders,
)


def every_route(desk: Desk) -> Iterator[Route]:
    """What the pages answer to."""
    for screen in _SCREENS:
        yield from screen.routes(desk)

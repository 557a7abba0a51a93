"""A campaign to try the desk on: workbooks are out, and some of the returns have come."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path

from kpixl.campaign.basis.account import moment
from kpixl.campaign.campaign import Campaign
from kpixl.campaign.trial.simulating import Trial
from kpixl.campaign.workspace.room import Room

_FAULTY = 0.25
_CAME = 0.6
"""The share of the returns that have come already; the others wait to be dropped on a page."""
WAITING = "待收"
_DEADLINE = re.compile(r"(?m)(?<=\bdeadline: )\d{4}-\d\d-\d\d")
_WEEKS = 2
"""Between today and the deadline of the first stage, and from each to the next."""


def due_from(head: str, day: dt.date) -> str:
    """The text of a scheme's head with deadlines that are still to come: it may be one of the past."""
    weeks = itertools.count(_WEEKS, _WEEKS)
    return _DEADLINE.sub(lambda _: (day + dt.timedelta(weeks=next(weeks))).isoformat(), head)


def rehearsed(campaign: Campaign, room: Room, waiting: Path) -> None:
    """Issue the first stage and have some of it returned. waiting: the folder of what is still to come."""
    inbox = room.inbox(campaign.scheme.id, campaign.generate().stage)
    returns = campaign.simulate(waiting, trial=Trial(faults=_FAULTY)).returns
    for each in returns[: round(_CAME * len(returns))]:
        inbox.take(each.path, moment())

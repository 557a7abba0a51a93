"""A campaign to try the desk on: workbooks are out, and some of the returns have come."""

from __future__ import annotations

from pathlib import Path

from kpixl.campaign.account import moment
from kpixl.campaign.campaign import Campaign
from kpixl.campaign.room import Room
from kpixl.campaign.simulating import Trial

_FAULTY = 0.25
_CAME = 0.6
"""The share of the returns that have come already; the others wait to be dropped on a page."""
WAITING = "待收"


def rehearsed(campaign: Campaign, room: Room, waiting: Path) -> None:
    """Issue the first stage and have some of it returned. waiting: the folder of what is still to come."""
    inbox = room.inbox(campaign.scheme.id, campaign.generate().stage)
    returns = campaign.simulate(waiting, trial=Trial(faults=_FAULTY)).returns
    for each in returns[: round(_CAME * len(returns))]:
        inbox.take(each.path, moment())

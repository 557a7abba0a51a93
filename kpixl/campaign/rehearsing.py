"""A campaign to try the desk on: workbooks are out, and some of the returns have come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from kpixl.campaign.account import moment
from kpixl.campaign.campaign import Campaign
from kpixl.campaign.receiving import Inbox
from kpixl.campaign.simulating import Trial

_FAULTY = 0.25
_CAME = 0.6
"""The share of the returns that have come already; the others wait to be dropped on a page."""
WAITING = "待收"


def rehearsed(campaign: Campaign, inbox: Callable[[str], Inbox], waiting: Path) -> None:
    """Issue the first stage and have some of it returned. waiting: the folder of what is still to come."""
    stage = campaign.generate().stage
    returns = campaign.simulate(waiting, trial=Trial(faults=_FAULTY)).returns
    for each in returns[: round(_CAME * len(returns))]:
        _take_in(inbox(stage), each.path, moment())


def _take_in(inbox: Inbox, path: Path, at: dt.datetime) -> None:
    with inbox.arriving() as arriving:
        arriving.write(path.read_bytes())
        inbox.keep(arriving, path.name, at)
    path.unlink()

"""What is decided on any page, recorded as the command line records it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from kpixl.decisions import decision_given
from kpixl.desk.asking import Asked, does
from kpixl.desk.choosing import chosen
from kpixl.desk.desk import Desk, today
from kpixl.desk.work import result_of
from kpixl.refusal import RefusedError

FIELDS = {
    "veto": ("unit", "effect"),
    "waiver": ("unit", "rule"),
    "award": ("unit", "level"),
    "vacancy": ("group", "level"),
    "extension": ("unit", "stage", "until"),
    "excuse": ("unit", "stage"),
    "assignment": ("unit", "file"),
    "counting": ("unit", "stage", "file"),
    "figure": ("unit", "stage", "cell", "value", "raised_by"),
}
"""What each kind says, besides what all do."""
_SCREENS = frozenset({"/returns", "/chase", "/scores", "/journal"})


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield does(desk, "/decisions", _decide)
    yield does(desk, "/decisions/{number:int}/revoke", _revoke)
    yield does(desk, "/requests/{number:int}", _answer)


def _decide(asked: Asked) -> Response:
    """Record a decision, over every unit that is ticked."""
    kind = asked.field("kind")
    if kind not in FIELDS:
        raise RefusedError("没有这种决定。", "There is no such decision.")
    campaign = asked.desk.campaign
    said: dict[str, Any] = {name: asked.field(name) for name in FIELDS[kind]}
    said |= {"stage": asked.stage} if "stage" in said else {}
    said |= {"kind": kind, "on": today().isoformat(), "by": campaign.scribe, "reason": asked.field("reason")}
    said |= {"document": asked.field("document")} if asked.field("document") else {}
    said |= _meant(asked, said) if kind == "figure" else {}
    units = chosen(asked) if "unit" in said else ()
    every = [{**said, "unit": unit} for unit in units] or [said]
    campaign.decide(*(decision_given(each) for each in every))
    asked.desk.changed()
    return _back(asked)


def _meant(asked: Asked, said: dict[str, Any]) -> dict[str, Any]:
    """What is disputed, by its identity in place of its cell."""
    result = result_of(asked.desk, asked.stage).result
    stage, key = asked.desk.campaign.value_meant(
        said["unit"], said.pop("cell"), stage=asked.stage, returns=result
    )
    identity = key._asdict()
    identity["field"] = identity.pop("column")
    return {**identity, "stage": stage, "raised_by": said["raised_by"] or None}


def _revoke(asked: Asked) -> Response:
    asked.desk.campaign.revoke(int(asked.parts["number"]), _reason(asked))
    asked.desk.changed()
    return _back(asked)


def _answer(asked: Asked) -> Response:
    """Grant or refuse what a unit asks for."""
    campaign, number = asked.desk.campaign, int(asked.parts["number"])
    if asked.field("answer") == "grant":
        campaign.grant(number, on=today(), reason=asked.field("reason"))
    else:
        campaign.refuse(number, _reason(asked))
    asked.desk.changed()
    return _back(asked)


def _reason(asked: Asked) -> str:
    if not asked.field("reason"):
        raise RefusedError("请写明理由。", "Say why.")
    return asked.field("reason")


def _back(asked: Asked) -> Response:
    """To the page that asked: one of the desk's own, or a unit's."""
    screen, unit = asked.field("screen"), asked.field("unit")
    if screen in _SCREENS:
        return asked.to(screen)
    known = asked.status.expected.by_id
    return asked.to(f"/units/{unit}" if unit in known else "/")

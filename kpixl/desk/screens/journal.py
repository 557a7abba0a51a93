"""记录: the account as a list, with filters."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import VERBS
from kpixl.desk.asking import Asked, reads
from kpixl.desk.desk import Desk
from kpixl.desk.entries import told_lines

PAGE = 200


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/journal", _screen)


def _screen(asked: Asked) -> Response:
    verb, stage, text = (asked.query.get(name, "") for name in ("what", "of", "q"))
    entries = asked.desk.books().account.ledger.entries(asked.desk.scheme)
    lines = told_lines(asked, entries)[::-1]
    stages = {e.id: e.turn.stage for e in entries}
    lines = [x for x in lines if verb in {"", x.what} and stage in {"", stages[x.id]}]
    lines = [x for x in lines if text in f"{x.id} {x.unit} {x.told} {x.why} {x.by}"]
    first = max(0, int(asked.query.get("from", "0")) if asked.query.get("from", "0").isdecimal() else 0)
    return asked.page(
        "journal.html",
        lines=lines[first : first + PAGE],
        count=len(lines),
        first=first,
        step=PAGE,
        query=asked.query,
        verbs=VERBS,
    )

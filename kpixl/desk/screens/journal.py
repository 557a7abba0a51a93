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
    wanted = [e for e in entries[::-1] if verb in {"", e.what} and stage in {"", e.turn.stage}]
    lines = told_lines(asked, wanted, entries)
    found = [x for x in lines if text in f"{x.id} {x.unit} {x.told} {x.why} {x.by}"]
    first = max(0, int(asked.query.get("from", "0")) if asked.query.get("from", "0").isdecimal() else 0)
    return asked.page(
        "journal.html",
        lines=found[first : first + PAGE],
        count=len(found),
        first=first,
        step=PAGE,
        query=asked.query,
        verbs=VERBS,
    )

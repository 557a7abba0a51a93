"""记录: the account as a list, with filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import VERBS, JournalRow, journal_book
from kpixl.desk import downloads
from kpixl.desk.asking import Asked, reads
from kpixl.desk.desk import Desk
from kpixl.desk.entries import Line, told_lines
from kpixl.desk.paging import part

PAGE = 200


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/journal", _screen)
    yield reads(desk, "/journal/table", _table)


def _filtered(asked: Asked) -> list[Line]:
    """The entries that the filters leave, the last one first."""
    verb, stage, text = (asked.query.get(name, "") for name in ("what", "of", "q"))
    entries = asked.desk.books().account.ledger.entries(asked.desk.scheme)
    wanted = [e for e in entries[::-1] if verb in {"", e.what} and stage in {"", e.turn.stage}]
    lines = told_lines(asked, wanted, entries)
    return [x for x in lines if text in f"{x.id} {x.unit} {x.told} {x.why} {x.by}"]


def _table(asked: Asked) -> Response:
    """What is filtered, as a workbook."""
    rows = (
        JournalRow(number=x.id, at=x.at, verb=x.verb, unit=x.unit, told=x.told, why=x.why, by=x.by)
        for x in _filtered(asked)
    )
    expected = asked.status.expected
    created = dt.date.fromisoformat(expected.created)
    data = journal_book(rows, expected.title, created, asked.lang)
    return downloads.made(data, f"{expected.scheme}-{asked.status.day.isoformat()}.xlsx")


def _screen(asked: Asked) -> Response:
    found = _filtered(asked)
    return asked.page(
        "journal.html",
        part=part(asked, found, PAGE),
        query=asked.query,
        verbs=VERBS,
    )

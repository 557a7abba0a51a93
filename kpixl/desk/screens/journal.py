"""记录: the account as a list, with filters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import VERBS, Entry, JournalRow, journal_book
from kpixl.desk import downloads
from kpixl.desk.asking import Asked, reads
from kpixl.desk.desk import Desk
from kpixl.desk.entries import told_lines
from kpixl.desk.paging import part


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/journal", _screen)
    yield reads(desk, "/journal/table", _table)


def _filtered(asked: Asked) -> Sequence[Entry]:
    """The entries that the filters leave, the last one first; the account is read where a page looks."""
    verb, stage, text = (asked.query.get(name, "") for name in ("what", "of", "q"))
    listed = asked.desk.books().account.ledger.listed(asked.desk.scheme, what=verb, stage=stage)
    if not text:
        return listed
    lines = zip(listed, told_lines(asked, listed), strict=True)
    return [e for e, x in lines if text in f"{x.id} {x.unit} {x.told} {x.why} {x.by}"]


def _table(asked: Asked) -> Response:
    """What is filtered, as a workbook."""
    rows = (
        JournalRow(number=x.id, at=x.at, verb=x.verb, unit=x.unit, told=x.told, why=x.why, by=x.by)
        for x in told_lines(asked, _filtered(asked))
    )
    expected = asked.status.expected
    created = dt.date.fromisoformat(expected.created)
    data = journal_book(rows, expected.title, created, asked.lang)
    return downloads.made(data, f"{expected.scheme}-{asked.status.day.isoformat()}.xlsx")


def _screen(asked: Asked) -> Response:
    shown = part(asked, _filtered(asked))
    return asked.page(
        "journal.html",
        part=shown,
        lines=told_lines(asked, shown.items),
        query=asked.query,
        verbs=VERBS,
    )

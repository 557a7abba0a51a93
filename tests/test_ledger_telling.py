"""Who was told of what, and to whom a notice is due."""

import datetime as dt

import pytest

from kpixl.ledger import Entry, Telling, Turn, Verb

FILE = "f" * 64


def entries(*said: tuple[Verb, str, str]) -> list[Entry]:
    """Entries in their order: verb, unit, file."""
    turn, at = Turn(scheme="s", stage="t"), dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
    return [
        Entry(
            id=n,
            at=at,
            by="王",
            what=what,
            turn=turn,
            unit=unit,
            file=file,
            why="",
            data={},
            revokes=None,
            person="",
        )
        for n, (what, unit, file) in enumerate(said, 1)
    ]


@pytest.mark.parametrize(
    ("said", "file", "due"),
    [
        ([], "", True),
        ([("told", "a", "")], "", False),
        ([("told", "b", "")], "", True),
        ([("received", "a", FILE), ("judged", "a", FILE)], FILE, True),
        ([("judged", "a", FILE), ("told", "a", FILE)], FILE, False),
        ([("judged", "a", FILE), ("told", "a", FILE), ("judged", "a", FILE)], FILE, True),
        ([("told", "a", ""), ("judged", "a", FILE)], FILE, True),
        ([("told", "a", ""), ("received", "a", FILE)], "", True),
        ([("judged", "", FILE), ("told", "a", FILE)], FILE, False),
    ],
)
def test_due(said, file, due):
    """Where nobody was told since the last judgement, or since what was missing had come once."""
    assert due is Telling(entries(*said)).due("a", file)

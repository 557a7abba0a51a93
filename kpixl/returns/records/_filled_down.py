"""Columns in which a blank means as above: what their blank cells are worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpixl.layout import CellKey
from kpixl.returns.records._entries import Entry


def filled_down(entries: Iterable[Entry], down: frozenset[CellKey]) -> Iterator[Entry]:
    """The entries, top to bottom, those left blank in such a column with the value of the one above.

    down: whose blank means so. The text of such an entry stays blank. Below one that is not valid nobody
    knows the value: it is not valid either, and that is told at the one above only.
    """
    above: dict[CellKey, Entry] = {}
    for e in entries:
        if e.key not in down:
            yield e
            continue
        column = e.key._replace(row="")
        last = above.get(column)
        if last is not None and e.valid and not e.text.strip():
            above[column] = e._replace(value=last.value, valid=last.valid, type=last.type)
        else:
            above[column] = e
        yield above[column]

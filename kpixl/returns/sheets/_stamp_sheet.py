"""The hidden sheet that carries the stamp: where it is, and as it was issued."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.findings import Finding, Location, found
from kpixl.formats import RawSheet
from kpixl.layout import IDENTITY_SHEET
from kpixl.stamp import hidden_rows

_TITLE = hidden_rows("", {})[0]


def carrier_state(raw: RawSheet) -> Iterator[Finding]:
    """What was done to it besides its stamp, which the identity tells of."""
    where = Location(sheet=raw.name)
    if raw.name != IDENTITY_SHEET:
        yield found("S010", where=where, sheet_name=IDENTITY_SHEET, now=raw.name)
    if not raw.protected:
        yield found("T006", where=where, sheet_name=raw.name)
    if not any(_titled(raw, row, column) for row, column in raw.cells):
        yield found("T008", where=where)


def _titled(raw: RawSheet, row: int, column: int) -> bool:
    return (raw.at(row, column).value, raw.at(row, column + 1).value) == _TITLE

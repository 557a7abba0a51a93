"""Which of several returns of a recipient counts: one rule for a check and for the account."""

from __future__ import annotations

from typing import NamedTuple


class Claim(NamedTuple):
    """What speaks for one of several returns of a recipient: of two that differ the greater one counts.

    decided: somebody decided that it counts; filled: it is not blank; stamped: it was not only recognised;
    issue: its number; modified: the last change that the document records, ISO text; name: as displayed.
    """

    decided: bool
    filled: bool
    stamped: bool
    issue: int
    modified: str
    name: str

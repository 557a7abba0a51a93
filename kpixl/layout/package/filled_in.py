"""What is filled in, as one digest: a feedback workbook says with which answers it was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from kpixl.layout.plan.keys import CellKey
from kpixl.rules.types import as_text
from kpixl.stamp import baseline_digest

ANSWERS = "answers"
"""Where the baseline of a feedback workbook has the digest."""
_DIGITS = 12
"""Programs keep 15 digits of a number when they save again, not all of them the same last ones."""


def filled_in_digest(entries: Iterable[tuple[CellKey, object]]) -> str:
    """The digest of entries as cells hold them; blank ones are none.

    It is the same whichever program and format kept them: for numbers, days and texts alike.
    """
    held = {"/".join(key): text for key, value in entries if (text := _held(value))}
    return baseline_digest(held)


def _held(value: object) -> str:
    match value:
        case bool():
            return as_text(value)
        case int() | float() | Decimal():
            return f"#{float(value):.{_DIGITS}g}"
        case dt.datetime():
            return (
                value.replace(tzinfo=None).isoformat() if value.time() != dt.time() else _held(value.date())
            )
        case dt.date():
            return value.isoformat()
        case None:
            return ""
    return "\n".join(str(value).splitlines()).strip()

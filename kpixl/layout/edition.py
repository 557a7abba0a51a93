"""How kpixl lays workbooks out, counted from 1: what was issued in an earlier way is read so for ever.

1: a row counts what it has of what it needs, and what is wrong in it. 2: it says by codes what it lacks,
what is wrong and what is doubtful (`layout.rows.reasons`), of which the cover makes counts, a list and links.
"""

from __future__ import annotations

from typing import Final

FIRST: Final = 1
NOW: Final = 2
FILLED, ACTIVE, NEED = "_filled", "_active", "_need"
DONE, BAD = "_done", "_bad"
LACK, WHY, DOUBT = "_lack", "_why", "_doubt"
HELPERS: Final = {
    FIRST: (FILLED, ACTIVE, NEED, DONE, BAD),
    NOW: (FILLED, ACTIVE, NEED, LACK, WHY, DOUBT),
}
"""Hidden columns right of the form, by the edition: is the row filled, does it count, what does it need; and
how many of that it has and how many are wrong, or what it lacks, what is wrong and what is doubtful."""
CODE: Final = "_code"
"""The hidden column of a form that comes back sealed: a number for what is typed in the row."""
BROKEN: Final = {FIRST: BAD, NOW: WHY}
"""Which of them is about broken rules."""

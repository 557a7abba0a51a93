"""How seldom Python looks for garbage in the programs of kpixl.

Nearly all that they make is freed when nothing names it any more. What only a search finds is little, and
each search goes through the whole scheme and its layouts: a fifth of the time of building and reading.
"""

from __future__ import annotations

import gc
import sys

_YOUNG, _MIDDLE, _OLD = 200_000, 10, 50


def keep_what_is_there() -> None:
    """Search no more through what there is by now, and seldom through what comes."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def let_go() -> None:
    """Give the system back what frames have freed: Arrow, where it is there, keeps it for those to come."""
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()

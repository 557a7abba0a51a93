"""The values of many returns: those that were asked for of late stand ready, the others are put away.

What units write in their own words takes more memory than all else that is held of their returns; packed it
takes a fifth of that.
"""

from __future__ import annotations

import pickle
import zlib
from collections import deque
from typing import Protocol
from weakref import ref

from kpixl.blueprint.expressions import Value

Values = tuple[Value, ...]
_MOST_READY = 200_000
"""Values that stand ready at once."""
_QUICKLY = 1


class Holder(Protocol):
    """Holds the values of a return."""

    def put_away(self) -> None:
        """Hold them packed from now on."""


_ready: deque[tuple[ref[Holder], int]] = deque()
_counted = 0


def stand_ready(holder: Holder, count: int) -> None:
    """So many values are asked for; where too many stand ready, those that do for longest are put away."""
    global _counted  # noqa: PLW0603 - what a process holds is one number
    _ready.append((ref(holder), count))
    _counted += count
    while _counted > _MOST_READY and len(_ready) > 1:
        before, least = _ready.popleft()
        _counted -= least
        other = before()
        if other is not None:
            other.put_away()


def packed(values: Values) -> bytes:
    """Values as they are put away."""
    return zlib.compress(pickle.dumps(values, pickle.HIGHEST_PROTOCOL), _QUICKLY)


def unpacked(content: bytes) -> Values:
    """The same again."""
    return pickle.loads(zlib.decompress(content))  # type: ignore[no-any-return]  # noqa: S301 - of this process

"""The comments of an .xlsb, which stand in records."""

from __future__ import annotations

from collections.abc import Sequence

from kpixl.addresses import Cell
from kpixl.formats._overlays import Overlay
from kpixl.formats.xlsb._records import Fields, take
from kpixl.limits import Limits

_BEGIN, _TEXT = 635, 637


def comments_of(data: bytes, part: str, _limits: Limits) -> Sequence[Overlay]:
    """Those of a part. Raises BadFileError."""
    found: list[Overlay] = []
    places: list[Cell] = []

    def on_comment(fields: Fields) -> None:
        _, row, _, column, _ = fields.numbers("<5L")
        places.append((row, column))

    def on_text(fields: Fields) -> None:
        text, _ = fields.rich(frozenset())
        found.append(Overlay("comment", places.pop(), text))

    take(data, part, {_BEGIN: on_comment, _TEXT: on_text})
    return found

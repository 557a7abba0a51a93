"""What lies over the cells of a sheet, or hangs on them: a person sees it, a reader of values does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal, NamedTuple

from kpixl.addresses import Cell

OverlayKind = Literal["comment", "text_box", "picture", "shape"]
_MOST, _LONGEST = 500, 1000


class Overlay(NamedTuple):
    """A comment, text box, picture or other shape. cell: where it begins, None where that is not said."""

    kind: OverlayKind
    cell: Cell | None
    text: str = ""


def kept(overlays: Iterable[Overlay]) -> Iterator[Overlay]:
    """Those that are told: the first of them, with the beginning of what they say."""
    for each in islice(overlays, _MOST):
        yield each._replace(text=each.text.strip()[:_LONGEST])


def drawn(cell: Cell | None, text: str, *, is_picture: bool, name: str = "") -> Overlay:
    """What is drawn there: a picture by its name, a shape that says something is a text box."""
    if is_picture:
        return Overlay("picture", cell, text or name)
    return Overlay("text_box", cell, text) if text.strip() else Overlay("shape", cell, name)

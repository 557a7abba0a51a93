"""Pictures that stand in cells in place of their values, as Excel stores them."""

from __future__ import annotations

import re

from kpixl.addresses import Cell, parse_cell
from kpixl.formats._guard import Parts

_STRUCTURES = "rdrichvaluestructure.xml"
_KINDS = (b"_localImage", b"_webImage")
_CELL = re.compile(rb"<(?:[A-Za-z0-9]+:)?c(?= [^<>]*? vm=)[^<>]*? r=[\"\']([A-Z]{1,3}[0-9]{1,7})[\"\']")


def may_hold_pictures(parts: Parts) -> bool:
    """Whether there are values in the workbook that are pictures."""
    named = (name for name in parts.names() if name.endswith(_STRUCTURES))
    return any(kind in (parts.get(name) or b"") for name in named for kind in _KINDS)


def pictures_of(data: bytes) -> frozenset[Cell]:
    """The cells of a sheet whose value has more to it than what is written there."""
    places = (parse_cell(address.decode()) for address in _CELL.findall(data))
    return frozenset(place for place in places if place is not None)

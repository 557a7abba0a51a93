"""What a recipient's workbook is called: `NN-单位名.xlsx`, a name that every system takes."""

from __future__ import annotations

import re

from kpixl.blueprint.expressions import text_cut
from kpixl.layout import Package

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_LONGEST = 70
"""Characters of a unit's name: a file's name has at most 255 bytes on Linux, a Chinese character three."""


def roster_position(package: Package) -> int:
    """The recipient's place in the roster, from 1; KeyError where the roster does not know it."""
    return package.scheme.roster.places[package.recipient] + 1


def file_name(package: Package, position: int) -> str:
    """The workbook's file name. position: the number in front, as wide as the roster needs."""
    digits = max(2, len(str(len(package.scheme.roster.units))))
    name = text_cut(_FORBIDDEN.sub("_", package.unit.name), _LONGEST).strip(". ")
    return f"{position:0{digits}d}-{name}.xlsx"

"""What a recipient's workbook is called: `NN-单位名.xlsx`, a name that every system takes."""

from __future__ import annotations

import re

from kpixl.blueprint.expressions import text_cut
from kpixl.blueprint.model import Scheme
from kpixl.layout import Package

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_LONGEST = 70
"""Characters of a unit's name: a file's name has at most 255 bytes on Linux, a Chinese character three."""


def roster_position(package: Package) -> int:
    """The recipient's place in the roster, from 1; KeyError where the roster does not know it."""
    return package.scheme.roster.places[package.recipient] + 1


def file_name(package: Package, position: int) -> str:
    """The workbook's file name. position: the number in front, as wide as the roster needs."""
    return _numbered(package.scheme, package.unit.name, position)


def workbook_name(scheme: Scheme, unit: str) -> str:
    """What the workbooks of a unit of the roster are called, by its id."""
    return _numbered(scheme, scheme.roster.unit(unit).name, scheme.roster.places[unit] + 1)


def _numbered(scheme: Scheme, name: str, position: int) -> str:
    digits = max(2, len(str(len(scheme.roster.units))))
    return f"{position:0{digits}d}-{text_cut(_FORBIDDEN.sub('_', name), _LONGEST).strip('. ')}.xlsx"

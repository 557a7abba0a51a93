"""What a recipient's workbook is called: `NN-单位名.xlsx`, `NN-单位名-分册.xlsx`; every system takes it."""

from __future__ import annotations

import re

from kpixl.blueprint.expressions import text_cut
from kpixl.blueprint.model import Scheme
from kpixl.layout import Package

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_LONGEST = 70
"""Characters of a unit's name: a file's name has at most 255 bytes on Linux, a Chinese character three."""
_LONGEST_PART = 10
"""Characters of what a part is called."""


def roster_position(package: Package) -> int:
    """The recipient's place in the roster, from 1; KeyError where the roster does not know it."""
    return package.scheme.roster.places[package.recipient] + 1


def file_name(package: Package, position: int) -> str:
    """The workbook's file name. position: the number in front, as wide as the roster needs."""
    return _numbered(package.scheme, package.unit.name, position, package.part)


def workbook_name(scheme: Scheme, unit: str, part: str = "") -> str:
    """What the workbooks of a unit of the roster are called, by its id. part: of those that it gets."""
    return _numbered(scheme, scheme.roster.unit(unit).name, scheme.roster.places[unit] + 1, part)


def _numbered(scheme: Scheme, name: str, position: int, part: str) -> str:
    digits = max(2, len(str(len(scheme.roster.units))))
    shown = (_cut(name, _LONGEST), _cut(part, _LONGEST_PART))
    return "-".join([f"{position:0{digits}d}", *filter(None, shown)]) + ".xlsx"


def _cut(text: str, longest: int) -> str:
    return text_cut(_FORBIDDEN.sub("_", text), longest).strip(". ")

"""What a recipient's workbook is called: `NN-单位名.xlsx`, with period, round, part; fit for all systems."""

from __future__ import annotations

import re

from kpixl.blueprint.expressions import text_cut
from kpixl.blueprint.model import Scheme, Stage
from kpixl.layout import Package

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_LONGEST = 70
"""Characters of a unit's name: a file's name has at most 255 bytes on Linux, a Chinese character three."""
_LONGEST_PART = 30
"""Characters of what a part is called, which the unit's name then has less."""


def roster_position(package: Package) -> int:
    """The recipient's place in the roster, from 1; KeyError where the roster does not know it."""
    return package.scheme.roster.places[package.recipient] + 1


def file_name(package: Package, position: int) -> str:
    """The workbook's file name. position: the number in front, as wide as the roster needs."""
    return _numbered(package.scheme, package.stage, package.unit.name, position, package.part)


def workbook_name(scheme: Scheme, stage: Stage, unit: str, part: str = "") -> str:
    """What the workbook of a unit of the roster is called in a stage. unit: its id; part: of several."""
    place = scheme.roster.places[unit] + 1
    return _numbered(scheme, stage, scheme.roster.unit(unit).name, place, part)


def _numbered(scheme: Scheme, stage: Stage, name: str, position: int, part: str) -> str:
    digits = max(2, len(str(len(scheme.roster.units))))
    own = _cut(name, _LONGEST - (_LONGEST_PART if part else 0))
    shown = (own, stage.period, stage.round, _cut(part, _LONGEST_PART))
    return "-".join([f"{position:0{digits}d}", *filter(None, shown)]) + ".xlsx"


def _cut(text: str, longest: int) -> str:
    return text_cut(_FORBIDDEN.sub("_", text), longest).strip(". ")

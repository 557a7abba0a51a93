"""Data validations in the XML of a sheet: one cell is taken out of one, or gets another of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from html import escape, unescape

from kpixl.addresses import Address, Area, parse_area
from kpixl.formats import shifted

_RULINGS = re.compile(r'<dataValidations count="\d+">(.*?)</dataValidations>', re.DOTALL)
_RULING = re.compile(r"<dataValidation (?P<head>[^>]*?)(?:/>|>(?P<inner>.*?)</dataValidation>)", re.DOTALL)
_SQREF = re.compile(r'sqref="([^"]*)"')
_FORMULA = re.compile(r"(<formula([12])>)(.*?)(</formula[12]>)", re.DOTALL)


def removed(after: str, at: Address) -> str:
    """The XML around the cells, the cell no longer in any data validation."""
    return _RULINGS.sub(lambda m: _whole("".join(_without(r, at) for r in _RULING.finditer(m[1]))), after)


def altered(after: str, at: Address) -> list[Callable[[], str]]:
    """The same, the cell with another data validation: another demand, or one that stops nobody.

    Each way is worked out when it is asked for.
    """
    own = next(r for r in _RULING.finditer(after) if any(_holds(area, at) for area in _areas(r)))
    inner = _read_at(own, at)
    head = _SQREF.sub(f'sqref="{at.a1}"', own["head"])
    versions = list(_demands(head, inner))
    if 'type="' in head:
        versions.append((head.replace(' showErrorMessage="1"', ""), inner))
        if "errorStyle" in head:
            versions.append((head.replace('errorStyle="warning"', ""), inner))
        else:
            versions.append((f'errorStyle="warning" {head}', inner))
    return [partial(_with_own, after, at, *version) for version in versions]


def _with_own(after: str, at: Address, head: str, formulas: str) -> str:
    own = f"<dataValidation {head}>{formulas}</dataValidation>"
    return removed(after, at).replace("</dataValidations>", f"{own}</dataValidations>")


def _demands(head: str, inner: str) -> Iterator[tuple[str, str]]:
    """The validation with each part of what it demands changed in turn."""
    if 'type="' not in head:
        yield f'type="whole" {head}', "<formula1>0</formula1><formula2>1</formula2>"
        return
    kind = re.search(r'type="(\w+)"', head)
    yield (
        re.sub(r'type="\w+"', 'type="decimal"' if kind and kind[1] == "whole" else 'type="whole"', head),
        inner,
    )
    if kind and kind[1] not in ("list", "custom"):
        yield re.sub(r' operator="\w+"', "", head) + ' operator="notEqual"', inner
    for number in ("1", "2"):
        match = next((m for m in _FORMULA.finditer(inner) if m[2] == number), None)
        if match is not None:
            yield head, inner[: match.start(3)] + _other(match[3]) + inner[match.end(3) :]


def _other(formula: str) -> str:
    """Another list, bound or condition."""
    text = unescape(formula)
    if re.fullmatch(r"-?\d+(?:\.\d+)?", text):
        return f"{text}1"
    if text.startswith('"'):
        return escape(f'{text[:-1]},别的"')
    return escape(f"IF(1,1,{text})")


def _whole(rulings: str) -> str:
    count = rulings.count("<dataValidation ")
    return f'<dataValidations count="{count}">{rulings}</dataValidations>'


def _without(ruling: re.Match[str], at: Address) -> str:
    """The validation without the cell: one for each area that is left, written for its corner."""
    if not any(_holds(area, at) for area in _areas(ruling)):
        return ruling[0]
    left = [rest for area in _areas(ruling) for rest in _rests(area, at)]
    pieces = []
    for top, first, bottom, last in left:
        corner = Address(top, first)
        head = _SQREF.sub(f'sqref="{corner.a1}:{Address(bottom, last).a1}"', ruling["head"])
        pieces.append(f"<dataValidation {head}>{_read_at(ruling, corner)}</dataValidation>")
    return "".join(pieces)


def _read_at(ruling: re.Match[str], at: Address) -> str:
    """Its formulas as they read in a cell."""
    row, column, *_ = _areas(ruling)[0]

    def moved(match: re.Match[str]) -> str:
        return match[1] + escape(shifted(unescape(match[3]), at.row - row, at.column - column)) + match[4]

    return _FORMULA.sub(moved, ruling["inner"] or "")


def _areas(ruling: re.Match[str]) -> list[Area]:
    match = _SQREF.search(ruling["head"])
    found = [parse_area(text) for text in match[1].split()] if match else []
    return [area for area in found if area is not None]


def _holds(area: Area, at: Address) -> bool:
    return area[0] <= at.row <= area[2] and area[1] <= at.column <= area[3]


def _rests(area: Area, at: Address) -> list[Area]:
    """What is left of an area without the cell: above, below, to its left and right."""
    if not _holds(area, at):
        return [area]
    top, first, bottom, last = area
    every = [
        (top, first, at.row - 1, last),
        (at.row + 1, first, bottom, last),
        (at.row, first, at.row, at.column - 1),
        (at.row, at.column + 1, at.row, last),
    ]
    return [rest for rest in every if rest[0] <= rest[2] and rest[1] <= rest[3]]

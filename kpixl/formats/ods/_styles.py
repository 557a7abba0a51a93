"""What the styles of an .ods say: which lock their cells, strike their text out, hide their sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kpixl.formats._facts import is_flat
from kpixl.formats._guard import exceeded
from kpixl.formats._markup import Attributes
from kpixl.limits import Limits

_DEPTH = 50
_POINTS = {"in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pt": 1.0, "pc": 12.0, "px": 0.75}
_SIZE = re.compile(r"([0-9]*\.?[0-9]+)([a-z]{2})")
_SIZES = {
    "style:table-row-properties": "style:row-height",
    "style:table-column-properties": "style:column-width",
}
_STRIKES = ("style:text-line-through-style", "style:text-line-through-type")


@dataclass(slots=True)
class OpenStyles:
    """Gathered while a part is read.

    locked, struck: what styles say themselves; parents: the styles behind them; hidden: those of hidden
    sheets, and of rows and columns that show nothing.
    """

    limits: Limits
    locked: dict[str, bool] = field(default_factory=dict)
    struck: dict[str, bool] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    current: str = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """A style begins, or says something."""
        if name == "style:style":
            self.current = attributes.get("style:name", "")
            self.parents[self.current] = attributes.get("style:parent-style-name", "")
            if len(self.parents) > self.limits.styles:
                raise exceeded("F070", self.limits, "styles")
        elif name == "style:table-cell-properties" and "style:cell-protect" in attributes:
            self.locked.setdefault(self.current, "protected" in attributes["style:cell-protect"])
        elif name == "style:text-properties" and self.current:
            self._strike(attributes)
        elif _hides(name, attributes):
            self.hidden.add(self.current)

    def _strike(self, attributes: Attributes) -> None:
        lines = [attributes[each] for each in _STRIKES if each in attributes]
        if lines:
            self.struck.setdefault(self.current, "none" not in lines)

    def end(self, name: str) -> None:
        """A style ends."""
        if name == "style:style":
            self.current = ""

    def said(self, own: Mapping[str, bool]) -> Mapping[str, bool]:
        """By the name of the style what it says, or the first style behind it that does."""
        found = ((name, self._said(name, own)) for name in self.parents)
        return {name: said for name, said in found if said is not None}

    def _said(self, name: str, own: Mapping[str, bool]) -> bool | None:
        for _ in range(_DEPTH):
            if name in own:
                return own[name]
            name = self.parents.get(name, "")
        return None


def _hides(name: str, attributes: Attributes) -> bool:
    """Whether what a style says hides a sheet, a row or a column."""
    if name == "style:table-properties":
        return attributes.get("table:display") == "false"
    match = _SIZE.fullmatch(attributes.get(_SIZES.get(name, ""), ""))
    return match is not None and is_flat(float(match[1]) * _POINTS.get(match[2], 1.0))

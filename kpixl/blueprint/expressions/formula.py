"""A spreadsheet formula whose cells are still symbols: the layout says where they are when it is written."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from kpixl.blueprint.expressions.lengths import text_length


@dataclass(frozen=True, slots=True)
class Ref:
    """One cell. target: whatever the layout knows it by; the flags ask for `$` before row or column."""

    target: Hashable
    row_absolute: bool = False
    column_absolute: bool = False


@dataclass(frozen=True, slots=True)
class RangeRef:
    """The cells from first to last, always absolute."""

    first: Hashable
    last: Hashable


Locate = Callable[[Ref | RangeRef], str]
"""Gives the A1 text of a reference, with sheet and `$` where wanted: `D7`, `'附件2'!$D$7:$D$26`."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Formula text without the leading `=`, in parts: literal text and references."""

    parts: tuple[str | Ref | RangeRef, ...]

    def render(self, locate: Locate) -> str:
        """The text, every reference as locate writes it: asked once for each that comes again and again."""
        written: dict[int, str] = {}
        told: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                told.append(part)
                continue
            if id(part) not in written:
                written[id(part)] = locate(part)
            told.append(written[id(part)])
        return "".join(told)

    def refs(self) -> tuple[Ref | RangeRef, ...]:
        """The references, each once, in order of appearance."""
        return tuple(dict.fromkeys(part for part in self.parts if not isinstance(part, str)))

    def length(self, locate: Locate) -> int:
        """Characters of the rendered text (a data validation takes 255, a cell 8,192)."""
        return text_length(self.render(locate))

    def __add__(self, other: Piecewise) -> Formula:
        return formula(self, other)

    def __radd__(self, other: str | Ref | RangeRef) -> Formula:
        return formula(other, self)


Piecewise = str | Ref | RangeRef | Formula


def formula(*items: Piecewise) -> Formula:
    """The items one after another, as one formula; equal formulas have equal parts."""
    parts: list[str | Ref | RangeRef] = []
    for item in items:
        more = item.parts if isinstance(item, Formula) else (item,)
        if more and parts and isinstance(parts[-1], str) and isinstance(more[0], str):
            parts[-1] += more[0]
            parts.extend(more[1:])
        else:
            parts.extend(more)
    return Formula(tuple([part for part in parts if part]))


def listed(items: Iterable[Piecewise], separator: str = ",") -> Formula:
    """The items with a separator between them."""
    parts: list[Piecewise] = []
    for item in items:
        parts += [separator, item] if parts else [item]
    return formula(*parts)

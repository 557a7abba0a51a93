"""A lexicon of units of measure: which words mean one unit, which compare, what a name asks for."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from pydantic import Field

from kpixl.blueprint.model.base import Identifier, Number, Part, Text

MULTIPLES = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
"""What may stand before any unit (万人, 亿千瓦时): the power of ten that it is."""


class MeasureUnit(NamedTuple):
    """A unit of measure. measure: the id of its class; factor: how many base units of the class it is."""

    measure: str
    factor: Decimal


class Measured(Part):
    """A class of units (money, share, count). names: unit → how many of the class's base unit it is.

    Units with the same factor are synonyms (个, 家, 项). endings: a name that ends so asks for this class;
    ambiguous: one that ends so may ask for another class as well.
    """

    id: Identifier
    names: dict[str, Number] = Field(min_length=1)
    endings: tuple[Text, ...] = ()
    ambiguous: tuple[Text, ...] = ()


class Lexicon(Part):
    """Units of measure. periods: word behind a slash (月, 季度, 年) → how often it is in a year."""

    classes: tuple[Measured, ...] = ()
    periods: dict[str, Number] = Field(default_factory=dict)

    def unit(self, name: str) -> MeasureUnit | None:
        """The unit that a word means, a multiple before it included (万人); None where it means none."""
        if name in self._units:
            return self._units[name]
        for length in (2, 1):
            power, rest = MULTIPLES.get(name[:length]), self._units.get(name[length:])
            if power is not None and rest is not None:
                return rest._replace(factor=rest.factor.scaleb(power))
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all units, class by class."""
        return tuple(name for measured in self.classes for name in measured.names)

    def measured(self, measure: str) -> Measured | None:
        """The class of this id."""
        return next((m for m in self.classes if m.id == measure), None)

    @cached_property
    def _units(self) -> dict[str, MeasureUnit]:
        return {name: MeasureUnit(m.id, factor) for m in self.classes for name, factor in m.names.items()}

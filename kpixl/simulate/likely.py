"""Values that look like those of a real return: as a blueprint hints, else near what was planned."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from kpixl.blueprint.expressions import Value, rounded
from kpixl.blueprint.model import Likely
from kpixl.blueprint.templates import filled_in, is_path
from kpixl.layout import Computation
from kpixl.rules.types import ValueType, as_text, breach, parsed, sample
from kpixl.simulate.agreement import package_subject
from kpixl.simulate.chance import chance
from kpixl.simulate.tables import FilledRow

_REPEATS, _OWN_CHANCE, _TRIES = 0.85, 0.4, 4
"""How often a value is that of the column which it is like; how much of a figure is chance, the rest being
the unit's own strength; how many texts are tried for one that fits."""
_BELOW, _ABOVE = Decimal("0.06"), Decimal("0.12")
"""How far results lie below and above plan."""
_PLACES = 2
_PLAN = Decimal(1)


class Asked(NamedTuple):
    """A cell to fill: its row, column and type as they are now."""

    row: FilledRow
    column: str
    kind: ValueType
    run: Computation

    @property
    def hint(self) -> Likely | None:
        """What the blueprint says of it."""
        return self.row.place.columns[self.column].simulate


def share_filled(row: FilledRow, column: str, usual: float) -> float:
    """How often an optional cell is filled."""
    hint = row.place.columns[column].simulate
    return usual if hint is None or hint.share is None else float(hint.share)


def likely(asked: Asked, rng: random.Random) -> Value:
    """A value that the cell takes: as the blueprint hints, else near the plan, else any."""
    for made in (_repeated, _figure, _chosen, _told, _near_plan):
        value = made(asked, rng)
        if value is not None and breach(asked.kind, value) is None:
            return value
    return sample(asked.kind, rng)


def _repeated(asked: Asked, rng: random.Random) -> Value:
    hint = asked.hint
    if hint is None or hint.like is None or rng.random() > _REPEATS:
        return None
    return _known(asked, hint.like) if is_path(hint.like) else _reckoned(asked, hint.like)


def _known(asked: Asked, name: str) -> Value:
    """What stands in a column of the row, else what a path means there."""
    values = asked.row.values(asked.run)
    return values[name] if name in values else asked.row.place.fact(name)


def _figure(asked: Asked, rng: random.Random) -> Value:
    figure, kind = asked.hint.figure if asked.hint else None, asked.kind
    if figure is None:
        return None
    at = Decimal(str(round(_strength(asked, rng), 4)))
    made = (figure.weak + (figure.strong - figure.weak) * at) * _basis(asked, figure.of)
    usual = 4 if kind.name == "percent" else _PLACES
    return rounded(made, usual if kind.places is None else kind.places)


def _strength(asked: Asked, rng: random.Random) -> float:
    """Between 0 and 1: mostly what the unit is in all that it does, the rest chance."""
    place = asked.row.place
    own = chance(0, "strength", place.package.scheme.id, package_subject(place)).random()
    return own * (1 - _OWN_CHANCE) + rng.random() * _OWN_CHANCE


def _basis(asked: Asked, of: str | None) -> Decimal:
    if of is None:
        return _PLAN
    value = _reckoned(asked, of)
    return value if isinstance(value, Decimal) else _PLAN


def _reckoned(asked: Asked, expression: str) -> Value:
    """What an expression over the row comes to now."""
    return asked.run.result(asked.row.place.calculation(parsed(expression), places=9))


def _chosen(asked: Asked, rng: random.Random) -> Value:
    hint = asked.hint
    weights = {c: float(w) for c, w in (hint.choices if hint else {}).items() if c in asked.kind.choices}
    return rng.choices([*weights], [*weights.values()])[0] if weights else None


def _told(asked: Asked, rng: random.Random) -> Value:
    """One of the texts, its slots filled in; shorter ones where it is too long."""
    texts = asked.hint.texts if asked.hint else ()
    for _ in range(_TRIES if texts else 0):
        text = filled_in(rng.choice(texts), _shown(asked, rng))
        if breach(asked.kind, text) is None:
            return text
    return None


def _shown(asked: Asked, rng: random.Random) -> Callable[[str], str]:
    def shown(name: str) -> str:
        return str(rng.randint(3, 48)) if name == "n" else as_text(_known(asked, name))

    return shown


def _near_plan(asked: Asked, rng: random.Random) -> Value:
    """A percentage whose bounds say little: about none where it may be negative, else about the whole."""
    low, high = asked.kind.numbers
    if asked.kind.name != "percent" or (low is not None and high is not None and high - low < _PLAN):
        return None
    middle = Decimal(0) if low is None or low < 0 else _PLAN
    at = Decimal(str(round(rng.triangular(-float(_BELOW), float(_ABOVE), 0.02), 3)))
    made = middle + at
    return min(max(made, low if low is not None else made), high if high is not None else made)

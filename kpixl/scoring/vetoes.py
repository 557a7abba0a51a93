"""Vetoes: what the office holds against a unit, whatever its score, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kpixl.blueprint.model import Veto
from kpixl.words import Words

ZERO, NO_AWARD, LOWER_AWARD = "zero", "no_award", "lower_award"
EFFECTS: Final[Mapping[str, Words]] = {
    ZERO: Words("得零分", "the total is zero"),
    NO_AWARD: Words("取消评优", "no award"),
    LOWER_AWARD: Words("降一档", "one award level lower"),
}
"""What a veto does, in Chinese and English, the severest first."""


def by_unit(vetoes: Iterable[Veto]) -> dict[str, tuple[Veto, ...]]:
    """The vetoes of each unit that has any, in the order of the blueprint."""
    found: dict[str, tuple[Veto, ...]] = {}
    for veto in vetoes:
        found[veto.unit] = (*found.get(veto.unit, ()), veto)
    return found


def severest(vetoes: Sequence[Veto]) -> str | None:
    """The effect that counts of several; None of none."""
    there = {veto.effect for veto in vetoes}
    return next((effect for effect in EFFECTS if effect in there), None)


def matters(vetoes: Iterable[Veto]) -> str:
    """What happened, with the documents that say so."""
    return "；".join(v.matter + (f"（{v.document}）" if v.document else "") for v in vetoes)


def reason(vetoes: Sequence[Veto]) -> str:
    """Effect and matters, as the score sheet says them; "" without a veto."""
    effect = severest(vetoes)
    return f"一票否决（{EFFECTS[effect].zh}）：{matters(vetoes)}" if effect else ""

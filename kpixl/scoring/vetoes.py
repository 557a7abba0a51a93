"""Vetoes: what the office holds against a unit, whatever its score, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpixl.blueprint.model import Veto
from kpixl.decisions import EFFECTS

ZERO, NO_AWARD, LOWER_AWARD = "zero", "no_award", "lower_award"


def by_unit(vetoes: Iterable[Veto]) -> dict[str, tuple[Veto, ...]]:
    """The vetoes of each unit that has any, in their order."""
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

"""A scoring method as an expression: Excel form and engine follow from the one text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpixl.blueprint.model.methods import Banded, Method, Proportional, Rated, Scored, Whole

NOTHING = "None"
"""What a row computes that names no method."""


def as_expression(method: Method, scored: Scored) -> str:
    """What a column computes by a method.

    Nothing without a figure, and by a share of the target where that is not above zero; where less is better
    a target of zero can be met.
    """
    match method:
        case Proportional():
            return _proportional(method, scored)
        case Whole():
            reached = _reached(method, scored, Decimal(1)) if scored.target else f"({scored.actual})"
            return (
                f"{_given(method, scored, Decimal(1))} if {reached} else {_given(method, scored, Decimal(0))}"
            )
        case Banded():
            return _banded(method, scored)
        case Rated():
            return _rated(method, scored)


def _proportional(method: Proportional, scored: Scored) -> str:
    points, actual, target = f"({scored.points})", f"({scored.actual})", f"({scored.target})"
    least, most = _number(method.floor), _number(method.cap)
    if method.better == "higher":
        share = f"min(max({actual} / {target}, {least}), {most})"
        return f"{points} * {share} if {target} > 0 else {NOTHING}"
    share = f"min(max({target} / {actual}, {least}), {most})"
    best = f"{points} * {most} if {actual} <= 0"
    return f"({best} else {points} * {share}) if {target} >= 0 else {NOTHING}"


def _banded(method: Banded, scored: Scored) -> str:
    falling = method.better == "higher" or scored.target is not None
    bands = sorted(method.bands, key=lambda band: band.at, reverse=falling)
    parts = [f"{_given(method, scored, b.share)} if {_reached(method, scored, b.at)}" for b in bands]
    text = " else ".join((*parts, _given(method, scored, Decimal(0))))
    if not scored.target:
        return text
    sign = ">" if method.better == "higher" else ">="
    return f"({text}) if ({scored.target}) {sign} 0 else {NOTHING}"


def _reached(method: Proportional | Whole | Banded, scored: Scored, share: Decimal) -> str:
    """Whether the figure reaches a share of the target, without a division; else that figure."""
    actual, lower, at = f"({scored.actual})", method.better == "lower", _number(share)
    if not scored.target:
        return f"{actual} {'<=' if lower else '>='} {at}"
    target = f"({scored.target})"
    return f"{actual} * {at} <= {target}" if lower else f"{actual} >= {target} * {at}"


def _rated(method: Rated, scored: Scored) -> str:
    return " else ".join((*_ratings(method, scored), NOTHING))


def _ratings(method: Rated, scored: Scored) -> Iterator[str]:
    for rating, share in method.shares.items():
        said = rating.replace("\\", "\\\\").replace("'", "\\'")
        yield f"{_given(method, scored, share)} if ({scored.actual}) == '{said}'"


def _given(method: Method, scored: Scored, share: Decimal) -> str:
    """That share of the points, within cap and floor."""
    return f"({scored.points}) * {_number(min(max(share, method.floor), method.cap))}"


def _number(value: Decimal) -> str:
    return f"{value:f}"

"""Thresholds and quantities for rules and validators: what their texts say, and a figure's band."""

from kpixl.blueprint.bands import band, comparable, meets, signed
from kpixl.blueprint.lexicon import default_lexicon
from kpixl.blueprint.measures import Asked, Sign, Threshold, asked, parse_quantity, parse_threshold
from kpixl.blueprint.model import Lexicon, Measured

__all__ = [
    "Asked",
    "Lexicon",
    "Measured",
    "Sign",
    "Threshold",
    "asked",
    "band",
    "comparable",
    "default_lexicon",
    "meets",
    "parse_quantity",
    "parse_threshold",
    "signed",
]

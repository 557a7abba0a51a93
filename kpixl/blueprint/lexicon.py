"""The lexicon of units of measure that holds where a scheme brings none."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kpixl.blueprint.model import Lexicon
from kpixl.blueprint.yamlfile import read_yaml

DEFAULT = Path(__file__).with_name("lexicon.yaml")


@cache
def default_lexicon() -> Lexicon:
    """The units of measure of Chinese forms, as they come with kpixl."""
    return Lexicon.model_validate(read_yaml(DEFAULT).data)

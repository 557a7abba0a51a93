"""What the keys of the language are called and mean, in words: keys.yaml, which a test holds to the model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kpixl.blueprint.model import Part
from kpixl.blueprint.yamlfile import read_yaml
from kpixl.words import Words

TABLE = Path(__file__).with_name("keys.yaml")


@dataclass(frozen=True, slots=True)
class KeyWords:
    """A key in words. label: what a Chinese heading calls it."""

    label: str
    meaning: Words


def about(kind: type[Part], key: str) -> KeyWords | None:
    """A key of a part in words; None where nothing is said of it."""
    return next(
        (known[key] for base in kind.__mro__ if key in (known := _table().get(base.__name__, {}))), None
    )


def label(kind: type[Part], key: str) -> str:
    """What a heading calls a key."""
    words = about(kind, key)
    return words.label if words else key


@cache
def _table() -> dict[str, dict[str, KeyWords]]:
    data = read_yaml(TABLE).data
    return {kind: {key: _words(**said) for key, said in keys.items()} for kind, keys in data.items()}


def _words(label: str, zh: str, en: str) -> KeyWords:
    return KeyWords(label, Words(zh, en))

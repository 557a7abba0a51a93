"""Chance that can be repeated: a generator for each purpose, the same on every machine and in every order."""

from __future__ import annotations

import hashlib
import random


def chance(seed: int, *purpose: str) -> random.Random:
    """The generator of a purpose: `hash()` differs from run to run, a shared one by the order of calls."""
    text = "\x1f".join((str(seed), *purpose))
    return random.Random(int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest(), "big"))  # noqa: S311

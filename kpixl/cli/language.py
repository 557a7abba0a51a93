"""The language of what the command line says."""

from __future__ import annotations

import locale
import os
from collections.abc import Sequence
from typing import cast

from kpixl.words import Lang

_VARIABLES = ("KPIXL_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def default_lang() -> Lang:
    """Chinese where the environment, or else the system, says so; English otherwise."""
    name = next((value for v in _VARIABLES if (value := os.environ.get(v))), None)
    if name is None:  # Windows sets none of them
        name = locale.getlocale()[0] or ""
    return "zh" if name.casefold().startswith(("zh", "chinese")) else "en"


def asked_for(arguments: Sequence[str]) -> Lang:
    """The language that the arguments ask for, whether or not the rest of them is right."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        value = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and value in {"zh", "en"}:
            return cast("Lang", value)
    return default_lang()

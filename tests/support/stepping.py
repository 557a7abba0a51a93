"""A process that is killed before the nth change of a name on the disk."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

NAMES = ("replace", "rename", "link", "unlink", "mkdir", "rmdir")
"""The functions of `os` that change names."""


def counting(last: int | None) -> Callable[[], int]:
    """Let this process be killed before a step; a function that says how many steps there were."""
    made = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **more: Any) -> Any:
            nonlocal made
            if made == last:
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
            made += 1
            return function(*arguments, **more)

        return step

    for name in NAMES:
        setattr(os, name, counted(getattr(os, name)))
    return lambda: made

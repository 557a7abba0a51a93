"""A process that is killed before the nth change of a name on the disk, or statement of a database."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable
from typing import Any

NAMES = ("replace", "rename", "link", "unlink", "mkdir", "rmdir")
"""The functions of `os` that change names."""


def counting(last: int | None) -> Callable[[], int]:
    """Let this process be killed before a step; a function that says how many steps there were."""
    made = 0

    def step() -> None:
        nonlocal made
        if made == last:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        made += 1

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(*arguments: Any, **more: Any) -> Any:
            step()
            return function(*arguments, **more)

        return stepping

    for name in NAMES:
        setattr(os, name, counted(getattr(os, name)))
    connect = sqlite3.connect

    def connected(*arguments: Any, **more: Any) -> sqlite3.Connection:
        database: sqlite3.Connection = connect(*arguments, **more)
        database.set_trace_callback(lambda _: step())
        return database

    setattr(sqlite3, "connect", connected)  # noqa: B010 - as the others
    return lambda: made

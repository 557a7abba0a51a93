"""What the process of a desk is asked to do in tests: good work, and every way to fail."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import psutil

from kpixl.campaign import CancelledError
from kpixl.desk.process import Look
from kpixl.words import Words


def own_number(look: Look) -> Iterator[int]:
    """Say that it is under way, and in which process."""
    look.moved(1, 2, Words("在做", "at it"))
    look.met({"file": "a.xlsx"})
    yield os.getpid()


def same_again(_look: Look, *things: Any) -> Iterator[Any]:
    """Give back what was given."""
    yield from things


def until_stopped(look: Look) -> Iterator[None]:
    """Work until it is enough, as the readers of returns do."""
    look.moved(0, 1, Words("在做", "at it"))
    while not look.stopped():
        time.sleep(0.01)
    raise CancelledError
    yield


def deaf(look: Look) -> Iterator[None]:
    """Work, and ask nobody whether it is enough."""
    look.moved(0, 1, Words("在做", "at it"))
    time.sleep(600)
    yield


def vanish(_look: Look) -> Iterator[None]:
    """End in the midst of it, as where memory runs out."""
    os._exit(7)
    yield


def own_standing(_look: Look) -> Iterator[tuple[int, int]]:
    """Say how it stands to other processes, and how one does that it starts."""
    told = [sys.executable, "-c", "import psutil; print(psutil.Process().nice())"]
    started = subprocess.run(told, capture_output=True, check=True, encoding="utf-8")
    yield psutil.Process().nice(), int(started.stdout)


def gone(_pipe: Any) -> None:
    """Instead of the process: end before it is there."""
    os._exit(7)


def silent(_pipe: Any) -> None:
    """Instead of the process: never say that it is there."""
    time.sleep(600)


def fail(_look: Look) -> Iterator[None]:
    """Fail, by a fault of the program."""
    raise ZeroDivisionError("by zero")
    yield


def unsayable(_look: Look) -> Iterator[Any]:
    """Yield what cannot be handed over."""
    yield lambda: None

"""A function that counts how often it is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Counted:
    """Does what the function does. times: how often it did."""

    def __init__(self, function: Callable[..., Any]) -> None:
        """function: what is counted."""
        self._function = function
        self.times = 0

    def __call__(self, *given: Any, **named: Any) -> Any:
        """The function's result."""
        self.times += 1
        return self._function(*given, **named)

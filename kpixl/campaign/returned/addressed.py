"""Whom a report's notices are for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """To whom notices are written: to those who were not told since, as far as an account knows.

    units: to these alone (id, name or alias), told before or not; every: to all.
    """

    units: tuple[str, ...] = ()
    every: bool = False


UNTOLD = Addressed()

"""What a stage is called in a blueprint: by its id, and each of its rounds and periods by a name as well.

A stage that is gone through several times is written once; each time has an id of its own, `stage.name`
(`stage.period.round` where there are both).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

BETWEEN = "."
"""Between a stage's id and the name of a round or period; neither holds it."""


@cache
def calls_of(stage: str) -> tuple[str, ...]:
    """All that the stage of an id is called, what is meant most closely first."""
    first, *names = stage.split(BETWEEN)
    return (stage, *reversed(names), first) if names else (stage,)


def is_among(stage: str, named: Iterable[str]) -> bool:
    """Whether a stage is among those that a blueprint names."""
    return not frozenset(calls_of(stage)).isdisjoint(named)


def holds_in(stage: str, named: str | None) -> bool:
    """Whether what a blueprint says of one stage, or of all (None), holds in a stage."""
    return named is None or named in calls_of(stage)


def meant(stages: Iterable[str], name: str) -> list[str]:
    """The ids of those that a person may mean: the one of this id, else all that are called so."""
    every = list(stages)
    return [each for each in every if each == name] or [each for each in every if name in calls_of(each)]


def by_case(setting: Any, group: str | None, stage: str) -> Any:
    """A setting that may be given by case (stage or group id); None where no case fits."""
    if not isinstance(setting, dict):
        return setting
    return next((setting[c] for c in (*calls_of(stage), group or "") if c in setting), None)

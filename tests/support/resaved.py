"""What the check says of workbooks that other programs saved, against what it says of them as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kpixl.returns import Ready, Record
from kpixl.returns._reading import read_bytes
from tests.support.once import planned_once
from tests.support.resaving import Habits, UnsaveableError, resaved

Place = tuple[str, str | None, str | None]
"""Code, sheet, cell."""


@dataclass(slots=True)
class Outcome:
    """What came of the workbooks of a program.

    files: how many were saved; unsaveable: those that no program opens; same: those of which all is the same
    but for what the program is known to lose; told: findings before; lost, new: their places, by file.
    """

    files: int = 0
    unsaveable: int = 0
    same: int = 0
    told: int = 0
    codes: set[str] = field(default_factory=set)
    lost: list[tuple[str, Place]] = field(default_factory=list)
    new: list[tuple[str, Place]] = field(default_factory=list)
    values: list[tuple[str, object]] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Count those of another stage, too."""
        self.files += other.files
        self.unsaveable += other.unsaveable
        self.same += other.same
        self.told += other.told
        self.codes |= other.codes
        self.lost += other.lost
        self.new += other.new
        self.values += other.values

    @property
    def differs(self) -> bool:
        """Whether anything is otherwise that must not be."""
        return bool(self.lost or self.new or self.values)


def compared(
    ready: Ready, files: Iterable[tuple[str, bytes]], programs: Mapping[str, Habits]
) -> dict[str, Outcome]:
    """Save each file as each program does, read it before and after, and note the differences."""
    outcomes = {name: Outcome() for name in programs}
    with planned_once():
        for name, data in files:
            before = read_bytes(ready, data)
            for program, outcome in outcomes.items():
                try:
                    again = resaved(data, programs[program])
                except UnsaveableError:
                    outcome.unsaveable += 1
                    continue
                outcome.files += 1
                _compare(name, before, read_bytes(ready, again), programs[program], outcome)
    return outcomes


def _compare(name: str, before: Record, after: Record, habits: Habits, outcome: Outcome) -> None:
    was, now = places(before), places(after)
    lost = [(name, place) for place in (was - now).elements() if place[0] not in habits.mends]
    new = [(name, place) for place in (now - was).elements() if place[0] not in habits.loses]
    values = [(name, each) for each in differing(before, after)]
    outcome.told += was.total()
    outcome.codes |= {code for code, _, _ in was}
    if before.stamp is None and any(code in habits.mends for code, _, _ in was - now):
        outcome.same += 1  # there was nothing that was read, to be compared
        return
    outcome.lost += lost
    outcome.new += new
    outcome.values += values
    outcome.same += not (lost or new or values)


def places(record: Record) -> Counter[Place]:
    """What the check says of a return, and where."""
    return Counter((f.code, f.where.sheet, f.where.cell) for f in record.findings)


def differing(before: Record, after: Record) -> list[object]:
    """What was read otherwise, apart from what is said of it."""
    found: list[object] = [
        pair for pair in zip(before.entries, after.entries, strict=False) if pair[0] != pair[1]
    ]
    names = ("stamp", "authentic", "baseline", "recognised", "rows")
    found += [name for name in names if getattr(before, name) != getattr(after, name)]
    return found if len(before.entries) == len(after.entries) else [*found, "entries"]

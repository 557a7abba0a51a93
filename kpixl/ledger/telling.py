"""Who was told of what: a notice is due where nobody was told since the last judgement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kpixl.ledger.entry import Entry


@dataclass(frozen=True)
class Telling:
    """What units were told of, and what has happened since. entries: of a stage, in their order."""

    entries: Iterable[Entry]
    _told: dict[tuple[str, str], int] = field(default_factory=dict)
    _happened: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:
            if entry.what == "told":
                self._told[entry.unit, entry.file] = entry.id
            elif entry.what == "judged":
                self._happened["", entry.file] = entry.id
            elif entry.what == "received":
                self._happened[entry.unit, ""] = entry.id

    def due(self, unit: str, file: str) -> bool:
        """Whether a unit does not know yet how its file was judged last; without one, that it is missing."""
        happened = self._happened.get(("", file) if file else (unit, ""), 0)
        return self._told.get((unit, file), 0) <= happened

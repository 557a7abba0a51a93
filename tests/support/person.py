"""A person who fills in a workbook: LibreOffice with a window, a keyboard and message boxes."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.support.libreoffice import Client, Place

Held = str | float
"""What a cell holds: text ("" for a blank), a number, a date as its count of days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an entry, and the box that came up (title None: none did).

    before, after: what stood in the cell, as the input line shows it; of a paste both are empty.
    """

    title: str | None
    message: str | None
    buttons: tuple[str, ...]
    before: str = ""
    after: str = ""

    @property
    def refused(self) -> bool:
        """Whether a box came up and the cell is as it was."""
        return self.title is not None and self.before == self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a window shows of a sheet as it opens.

    selected: row and column of the cell that what is typed goes to; panes: first row and column that each
    shows whole, and the last; frozen: the pixels of rows that stay in view.
    """

    selected: Place
    panes: tuple[tuple[Place, Place], ...]
    frozen: float

    @classmethod
    def of(cls, answer: dict[str, Any]) -> Self:
        """From the worker's numbers, of which columns come first."""
        left, top, _, _ = answer["selected"]
        panes = tuple(((top, left), (bottom, right)) for left, top, right, bottom in answer["panes"])
        return cls(selected=(top, left), panes=panes, frozen=answer["frozen"])

    def holds(self, place: Place) -> bool:
        """Whether a cell is in view."""
        row, column = place
        return any(
            top <= row <= bottom and left <= column <= right for (top, left), (bottom, right) in self.panes
        )


def _outcome(answer: dict[str, Any]) -> Outcome:
    return Outcome(**answer | {"buttons": tuple(answer["buttons"])})


class Person(Client):
    """Opens workbooks in a LibreOffice with windows, which are drawn into memory only.

    Args:
        folder: an existing folder of its own, for the profile, copies and the log.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "person")

    @contextmanager
    def at_work(self, workbook: bytes, name: str = "01-单位.xlsx") -> Iterator["Desk"]:
        """A copy of a workbook lies open; it is closed without saving in the end."""
        with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
            path = Path(scratch, name)
            path.write_bytes(workbook)
            self._ask("open", path=str(path))
            try:
                yield Desk(self)
            finally:
                self._ask("close")


@dataclass(frozen=True)
class Desk:
    """The workbook that lies open. Sheets are named by their tabs, cells by their addresses."""

    person: Person

    def type(self, sheet: str, cell: str, text: str) -> Outcome:
        """Type over a cell and press return; a box that comes up is read and cancelled."""
        return _outcome(self.person._ask("type", sheet=sheet, cell=cell, text=text))

    def paste(self, sheet: str, cell: str, rows: Sequence[Sequence[Held]]) -> Outcome:
        """Paste values that were copied elsewhere; the cell is the upper left one. No rule is asked."""
        return _outcome(self.person._ask("paste", sheet=sheet, cell=cell, rows=rows))

    def choices(self, sheet: str, cell: str) -> list[str]:
        """The items of the cell's drop-down, in order, as it shows them when it is opened."""
        found: list[str] = self.person._ask("choices", sheet=sheet, cell=cell)
        return found

    def values(self, sheet: str, cells: Sequence[str]) -> list[Held]:
        """What cells show now, formulas recalculated as the program does it by itself."""
        found: list[Held] = self.person._ask("values", sheet=sheet, cells=cells)
        return found

    def shown(self, width: int, height: int) -> dict[str, Shown]:
        """What a window so large, in pixels, shows of each sheet as it opens, by its tab."""
        answers = self.person._ask("shown", width=width, height=height)
        return {sheet: Shown.of(answer) for sheet, answer in answers.items()}

    def saved(self, target: Path) -> Path:
        """Save as xlsx under a path, as if sent back; the path."""
        with tempfile.TemporaryDirectory(dir=self.person._folder) as scratch:
            path = Path(scratch, "saved.xlsx")
            self.person._ask("save", path=str(path))
            return Path(shutil.copy(path, target))

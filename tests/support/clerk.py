"""A clerk in front of a screen: LibreOffice in a window, keys and clicks from the window system."""

from pathlib import Path

from tests.support.libreoffice import Client
from tests.support.person import Held
from tests.support.screen import HEIGHT, WIDTH, Area, Screen


class Clerk(Client):
    """Works with one workbook as it lies on the disk.

    Args:
        folder: an existing folder of its own, for the profile and the log.
        screen: on which the window is.
    """

    def __init__(self, folder: Path, screen: Screen) -> None:
        super().__init__(folder, "clerk", screen.name)
        self.screen = screen

    def open(self, path: Path) -> None:
        """Open a workbook over the whole screen."""
        self._ask("show", path=str(path), width=WIDTH, height=HEIGHT)

    def stands(self) -> tuple[str, str]:
        """Sheet and cell to which goes what is typed."""
        sheet, cell, _ = self._ask("stands")
        return sheet, cell

    def unsaved(self) -> bool:
        """Whether something was changed and not saved."""
        return bool(self._ask("stands")[-1])

    def values(self, sheet: str, *cells: str) -> list[Held]:
        """What cells show."""
        found: list[Held] = self._ask("values", sheet=sheet, cells=cells)
        return found

    def place(self, cell: str) -> Area:
        """Where a cell of the sheet in view is on the screen."""
        return Area(*self._ask("place", cell=cell))

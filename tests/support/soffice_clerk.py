"""A window on a screen: what shows where. Keys and clicks come from the window system, not from here."""

from com.sun.star.accessibility import AccessibleRole
from com.sun.star.awt import PosSize

from tests.support.soffice_person import Desk


def commands(program):
    """What is asked of the window, by name."""
    window = Window(program)
    return {name: getattr(window, name) for name in ("show", "values", "stands", "place", "close")}


class Window(Desk):
    """The one workbook that lies open, over the whole of the screen."""

    def show(self, path, width, height):
        """Open a workbook in a window so large, in pixels."""
        self.close()
        self._document = self._program.open(path, hidden=False)
        window = self._document.CurrentController.Frame.ContainerWindow
        window.setPosSize(0, 0, width, height, PosSize.POSSIZE)

    def stands(self):
        """Sheet and cell to which what is typed goes, and whether something is not saved."""
        controller = self._document.CurrentController
        area = self._document.CurrentSelection.RangeAddress
        cell = controller.ActiveSheet.getCellByPosition(area.StartColumn, area.StartRow)
        address = cell.AbsoluteName.replace("$", "").rpartition(".")[-1]
        return [controller.ActiveSheet.Name, address, self._document.isModified()]

    def place(self, cell):
        """Where on the screen a cell of the active sheet is, in pixels: left, top, width, height."""
        at = self._document.CurrentController.ActiveSheet.getCellRangeByName(cell).CellAddress
        table = _table(self._document.CurrentController.Frame.ContainerWindow.getAccessibleContext())
        found = table.getAccessibleCellAt(at.Row, at.Column).getAccessibleContext()
        corner, size = found.getLocationOnScreen(), found.getSize()
        return [corner.X, corner.Y, size.Width, size.Height]


def _table(context):
    """The cells of the sheet that shows, among all that a window holds."""
    if context.getAccessibleRole() == AccessibleRole.TABLE:
        return context
    if context.getAccessibleRole() in (AccessibleRole.MENU_BAR, AccessibleRole.TOOL_BAR):
        return None
    inner = (context.getAccessibleChild(i) for i in range(context.getAccessibleChildCount()))
    return next(filter(None, (_table(child.getAccessibleContext()) for child in inner)), None)

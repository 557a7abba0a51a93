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
        window = self._document.CurrentController.Frame.ContainerWindow.getAccessibleContext()
        panes = (table.getAccessibleCellAt(at.Row, at.Column) for table in _tables(window))
        return next(filter(all, (_area(cell.getAccessibleContext()) for cell in panes)))


def _area(context):
    """Left, top, width and height in pixels; of a cell that a pane does not show the latter are 0."""
    corner, size = context.getLocationOnScreen(), context.getSize()
    return [corner.X, corner.Y, size.Width, size.Height]


def _tables(context):
    """The cells of the sheet that shows, once for each pane of a window."""
    if context.getAccessibleRole() == AccessibleRole.TABLE:
        yield context
    elif context.getAccessibleRole() not in (AccessibleRole.MENU_BAR, AccessibleRole.TOOL_BAR):
        for index in range(context.getAccessibleChildCount()):
            yield from _tables(context.getAccessibleChild(index).getAccessibleContext())

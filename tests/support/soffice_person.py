"""A person at the keyboard: real key events and dialogs, through LibreOffice's service for tests of its own.

It needs a program with windows (drawn into memory): a headless one cancels every dialog, so that no rule
would ever refuse anything there.
"""

import json
import threading
import time
from typing import Any

from com.sun.star.accessibility import AccessibleRole
from com.sun.star.awt import PosSize

from tests.support.soffice_program import properties, url_of

DIALOGS = {"DialogUIObject", "MessageDialogUIObject"}
ENTRY_SECONDS = 20
SETTLE_SECONDS = 0.02  # the box about a protected cell comes up a moment after the call has returned
POLL_SECONDS = 0.004
FILTER = "Calc MS Excel 2007 XML"
PIXELS_A_MILLIMETRE = 96 / 25.4


def commands(program):
    """What a person does in a window, by name."""
    desk = Desk(program)
    names = ("open", "type", "choices", "paste", "values", "shown", "save", "close")
    return {name: getattr(desk, name) for name in names}


class Desk:
    """The one workbook that lies open, and the hands on the keyboard."""

    def __init__(self, program):
        self._program = program
        self._ui = program.service("com.sun.star.ui.test.UITest")
        self._document: Any = None
        self._grid: Any = None

    def open(self, path):
        """Open a workbook in a window; what was open before is closed."""
        self.close()
        self._document = self._program.open(path, hidden=False)
        self._grid = self._ui.getTopFocusWindow().getChild("grid_window")

    def close(self):
        """Close the workbook without saving."""
        if self._document is not None:
            document, self._document = self._document, None
            document.close(True)

    def save(self, path):
        """Save a copy as xlsx."""
        self._document.storeToURL(url_of(path), properties(FilterName=FILTER))

    def _sheet(self, name):
        return self._document.Sheets.getByName(name)

    def _select(self, sheet, cell):
        self._document.CurrentController.select(self._sheet(sheet).getCellRangeByName(cell))

    def values(self, sheet, cells):
        """What the cells hold now: a number, or text ("" for a blank)."""
        held = [self._sheet(sheet).getCellRangeByName(cell) for cell in cells]
        return [each.getDataArray()[0][0] for each in held]

    def shown(self, width, height):
        """What a window so large, in pixels, shows of each sheet as it opens, by the sheet's name."""
        controller = self._document.CurrentController
        controller.Frame.ContainerWindow.setPosSize(0, 0, width, height, PosSize.SIZE)
        found = {}
        for sheet in self._document.Sheets:
            if sheet.IsVisible:
                controller.setActiveSheet(sheet)
                found[sheet.Name] = _view(controller)
        return found

    def type(self, sheet, cell, text):
        """Type over a cell and press return; a box that comes up is read and left by its cancel button."""
        target = self._sheet(sheet).getCellRangeByName(cell)
        before = target.getFormula()
        self._select(sheet, cell)
        box = self._while_boxes_show(lambda: self._keys(text))
        return {"before": before, "after": target.getFormula(), **box}

    def _keys(self, text):
        self._grid.executeAction("TYPE", properties(TEXT=text))
        self._grid.executeAction("TYPE", properties(KEYCODE="RETURN"))

    def _while_boxes_show(self, action):
        """Act in a thread, as the call blocks while a box is up; read and dismiss every box."""
        failed: list[Exception] = []
        found: dict[str, Any] = {"title": None, "message": None, "buttons": []}
        thread = threading.Thread(target=_caught, args=(action, failed), daemon=True)
        thread.start()
        deadline, idle_since = time.monotonic() + ENTRY_SECONDS, None
        while time.monotonic() < deadline:
            thread.join(POLL_SECONDS)
            box = self._box()
            if box is not None:
                found, idle_since = _dismissed(box), None
            elif not thread.is_alive():
                idle_since = idle_since or time.monotonic()
                if found["title"] is not None or time.monotonic() - idle_since > SETTLE_SECONDS:
                    break
        else:
            raise TimeoutError(f"the entry did not end within {ENTRY_SECONDS} seconds")
        if failed:
            raise failed[0]
        return found

    def _box(self):
        window = self._ui.getTopFocusWindow()
        return window if window.getType() in DIALOGS else None

    def choices(self, sheet, cell):
        """The items of the cell's drop-down as it shows them, opened as by its arrow; None without one."""
        self._select(sheet, cell)
        at = self._document.CurrentSelection.CellAddress
        self._grid.executeAction("LAUNCH", properties(SELECTMENU="", COL=str(at.Column), ROW=str(at.Row)))
        toolkit = self._program.service("com.sun.star.awt.Toolkit")
        windows = [toolkit.getTopWindow(index) for index in range(toolkit.getTopWindowCount())]
        try:
            return next(_lists(w.getAccessibleContext() for w in windows), None)
        finally:
            self._grid.executeAction("TYPE", properties(KEYCODE="ESC"))

    def paste(self, sheet, cell, rows):
        """Copy values elsewhere and paste them here, the cell the upper left one, formats left alone."""
        source = self._program.new()
        try:
            area = source.Sheets.getByIndex(0).getCellRangeByPosition(0, 0, len(rows[0]) - 1, len(rows) - 1)
            area.setDataArray(tuple(tuple(row) for row in rows))
            source.CurrentController.select(area)
            self._dispatch(source, ".uno:Copy")
            self._select(sheet, cell)
            return self._while_boxes_show(self._insert)
        finally:
            source.close(True)

    def _insert(self):
        strings_values_dates, do_not_move = "SVD", 4
        self._dispatch(
            self._document,
            ".uno:InsertContents",
            Flags=strings_values_dates,
            FormulaCommand=0,
            SkipEmptyCells=False,
            Transpose=False,
            AsLink=False,
            MoveMode=do_not_move,
        )

    def _dispatch(self, document, command, **arguments):
        frame = document.CurrentController.Frame
        helper = self._program.service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(frame, command, "", 0, properties(**arguments))


def _view(controller):
    """The selected cells, those that each pane shows whole, and the pixels of the frozen rows."""
    rows = controller.ActiveSheet.Rows
    frozen = [rows.getByIndex(i) for i in range(controller.SplitRow if controller.hasFrozenPanes() else 0)]
    millimetres = sum(row.Height for row in frozen if row.IsVisible) / 100 * controller.ZoomValue / 100
    return {
        "selected": _corners(controller.Model.CurrentSelection.RangeAddress),
        "panes": [_corners(controller.getByIndex(i).VisibleRange) for i in range(controller.Count)],
        "frozen": millimetres * PIXELS_A_MILLIMETRE,
    }


def _corners(area):
    return [area.StartColumn, area.StartRow, area.EndColumn, area.EndRow]


def _lists(contexts):
    """The items of each list in windows that pop up, wherever in them it stands."""
    for context in contexts:
        role = context.getAccessibleRole()
        if role == AccessibleRole.ROOT_PANE:  # the document's own window, with its million rows
            continue
        inner = [context.getAccessibleChild(i) for i in range(context.getAccessibleChildCount())]
        inside = [child.getAccessibleContext() for child in inner]
        if role == AccessibleRole.LIST:
            yield [item.getAccessibleName() for item in inside]
        else:
            yield from _lists(inside)


def _caught(action, failed):
    try:
        action()
    except Exception as error:  # for the thread that waits
        failed.append(error)


def _dismissed(box):
    """Title, message and buttons of a box, after a press on cancel (or on the only button)."""
    buttons = [child for child in box.getChildren() if child]
    tree = json.loads(box.getHierarchy(), strict=False)
    read = {"title": tree["Text"], "message": "\n".join(_texts(tree)), "buttons": buttons}
    box.getChild("cancel" if "cancel" in buttons else buttons[0]).executeAction("CLICK", ())
    time.sleep(POLL_SECONDS)
    return read


def _texts(node):
    own = [node["Text"]] if node["ImplementationName"].endswith("VclMultiLineEdit") and node["Text"] else []
    return own + [text for child in node.get("children", ()) for text in _texts(child)]

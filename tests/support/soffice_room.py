"""Which texts a workbook's cells have no room for, by the spreadsheet program's own measure of a row's height."""

CONTENTS = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: numbers, dates, texts, formulas
SLACK = 20  # hundredths of a millimetre: heights are rounded on the way into a file and out again
NUMBER = 1  # com.sun.star.sheet.FormulaResult.VALUE
ASIDE = 1000  # a column far from the others


def cramped(server, path):
    """Cells whose text is higher, or unwrapped wider, than the cell (merged cells as a whole).

    Each is put into a row of its own on a scratch sheet, in a column of the same width, and that row asked for
    its best height: the program does not ask merged cells when it fits a row.
    """
    document = server.open(path)
    try:
        document.addActionLock()
        sheets = [_Sheet(sheet) for sheet in document.Sheets if sheet.IsVisible]
        document.Sheets.insertNewByName("_scratch", document.Sheets.Count)
        scratch = _Scratch(document.Sheets.getByName("_scratch"))
        for sheet in sheets:
            for cell, width, height in sheet.cells():
                scratch.put(cell, width, height)
        return list(scratch.cramped())
    finally:
        document.close(True)


class _Sheet:
    """A sheet with the sizes of its rows and columns, 0 where hidden."""

    def __init__(self, sheet):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        self.sheet = sheet
        self.heights = [_size(sheet.Rows.getByIndex(i), "Height") for i in range(end.EndRow + 1)]
        self.widths = [_size(sheet.Columns.getByIndex(i), "Width") for i in range(end.EndColumn + 1)]

    def cells(self):
        """The cells that show and hold something, with width and height; of equals in a column, one."""
        seen = set()
        for area in self.sheet.queryContentCells(CONTENTS).RangeAddresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    if self.heights[row] and self.widths[column]:
                        cell = self.sheet.getCellByPosition(column, row)
                        width, height = self._room(cell, column, row)
                        alike = (column, width, height, cell.String)
                        if alike not in seen:
                            seen.add(alike)
                            yield cell, width, height

    def _room(self, cell, column, row):
        """Width and height of a cell, merged as it is."""
        if not cell.IsMerged:
            return self.widths[column], self.heights[row]
        cursor = self.sheet.createCursorByRange(cell)
        cursor.collapseToMergedArea()
        area = cursor.RangeAddress
        widths = self.widths[area.StartColumn : area.EndColumn + 1]
        return sum(widths), sum(self.heights[area.StartRow : area.EndRow + 1])


def _is_number(cell):
    """Whether it shows a number, which never wraps: ### stands where it is too wide."""
    return cell.Type.value == "VALUE" or (cell.Type.value == "FORMULA" and cell.FormulaResultType2 == NUMBER)


def _size(line, name):
    return getattr(line, name) if line.IsVisible else 0


class _Scratch:
    """A sheet to measure on: a column for each width that occurs, a row for each cell."""

    def __init__(self, sheet):
        self._sheet = sheet
        self._columns = {}
        self._put = []

    def put(self, cell, width, height):
        """A cell to be measured."""
        target = self._sheet.getCellByPosition(self._column(width), len(self._put))
        self._sheet.copyRange(target.CellAddress, cell.RangeAddress)
        target.merge(False)
        if cell.Type.value == "FORMULA":  # whose references would point elsewhere from here
            (target.setValue(cell.Value) if _is_number(cell) else target.setString(cell.String))
        self._put.append((cell, target, width, height))

    def cramped(self):
        """What the cells without room need and have, in hundredths of a millimetre."""
        self._sheet.getCellRangeByPosition(0, 0, 0, len(self._put)).Rows.OptimalHeight = True
        for row, (cell, target, width, height) in enumerate(self._put):
            needs = self._sheet.Rows.getByIndex(row).Height
            number = _is_number(cell)
            wraps = target.IsTextWrapped and not number
            if needs > height + SLACK or not (wraps or self._width(target) <= width + SLACK):
                place = cell.AbsoluteName.replace("$", "")
                yield {"cell": place, "text": cell.String, "number": number, "needs": needs, "has": height}

    def _column(self, width):
        if width not in self._columns:
            self._columns[width] = len(self._columns)
            self._sheet.Columns.getByIndex(self._columns[width]).Width = width
        return self._columns[width]

    def _width(self, cell):
        """How wide a cell wants to be, measured in a column of its own."""
        aside = self._sheet.getCellByPosition(ASIDE, len(self._put))
        self._sheet.copyRange(aside.CellAddress, cell.RangeAddress)
        aside.IsTextWrapped = False  # one that wraps says nothing of its width
        column = self._sheet.Columns.getByIndex(ASIDE)
        column.OptimalWidth = True
        return column.Width

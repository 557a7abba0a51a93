"""Which texts a workbook's cells have no room for, by the program's own measure of a row's height."""

SLACK = 20  # hundredths of a millimetre: heights are rounded on the way into a file and out again
NUMBER = 1  # com.sun.star.sheet.FormulaResult.VALUE
ASIDE, LAST = 500, 1000  # columns far from the others


def cramped(program, path):
    """Cells whose text is higher, or unwrapped wider, than the cell (merged cells as a whole).

    The rows and columns of a sheet, fitted, tell of most cells that they have room: those in a row that gets
    no higher and, where their text does not wrap, in a column that gets no wider. Each other cell is put into
    a row of its own on a scratch sheet, in a column of the same width, and that row is asked for its best
    height: the program does not ask merged cells when it fits a row.
    """
    document = program.open(path)
    try:
        document.addActionLock()
        sheets = [_Sheet(sheet) for sheet in document.Sheets if sheet.IsVisible]
        document.Sheets.insertNewByName("_scratch", document.Sheets.Count)
        scratch = _Scratch(document.Sheets.getByName("_scratch"))
        for sheet in sheets:
            for cell, width, height in sheet.doubtful():
                scratch.put(cell, width, height)
        return list(scratch.cramped())
    finally:
        document.close(True)


class _Sheet:
    """A sheet with the sizes of its rows and columns, 0 where hidden, and those that fitted are too small."""

    def __init__(self, sheet):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        used = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        rows = [used.Rows.getByIndex(i) for i in range(end.EndRow + 1)]
        columns = [used.Columns.getByIndex(i) for i in range(end.EndColumn + 1)]
        self.sheet, self.values = sheet, used.getDataArray()
        self.heights, self.widths = _sizes(rows, "Height"), _sizes(columns, "Width")
        used.Rows.OptimalHeight = True
        self.low = [row.Height > was + SLACK for row, was in zip(rows, self.heights, strict=True)]
        used.Columns.OptimalWidth = True
        self.narrow = [column.Width > was + SLACK for column, was in zip(columns, self.widths, strict=True)]

    def doubtful(self):
        """The cells that may have no room, with width and height; of equals in a column, one."""
        seen = set()
        for formats in self.sheet.getUniqueCellFormatRanges():
            wrapped, cells = formats.IsTextWrapped, [*self._shown(formats.RangeAddresses)]
            merged = bool(cells) and self.sheet.getCellByPosition(*cells[0]).IsMerged
            for column, row in cells:
                value = self.values[row][column]
                flat = not wrapped or not isinstance(value, str)
                if merged or self.low[row] or (flat and self.narrow[column]):
                    cell = self.sheet.getCellByPosition(column, row)
                    width, height = self._room(cell, column, row)
                    alike = (column, width, height, cell.String)
                    if alike not in seen:
                        seen.add(alike)
                        yield cell, width, height

    def _shown(self, areas):
        """Column and row of the cells in these areas that show and hold something."""
        for area in areas:
            for row in range(area.StartRow, min(area.EndRow + 1, len(self.heights))):
                for column in range(area.StartColumn, min(area.EndColumn + 1, len(self.widths))):
                    if self.heights[row] and self.widths[column] and self.values[row][column] != "":
                        yield column, row

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


def _sizes(lines, name):
    return [getattr(line, name) if line.IsVisible else 0 for line in lines]


class _Scratch:
    """A sheet to measure on: a column for each width that occurs, a row for each cell.

    What does not wrap stands in another column too, which can be asked for its best width.
    """

    def __init__(self, sheet):
        self._sheet = sheet
        self._columns = {}
        self._put = []

    def put(self, cell, width, height):
        """A cell to be measured."""
        row, column = len(self._put), self._column(width)
        target = self._copy(cell, column, row)
        flat = _is_number(cell) or not target.IsTextWrapped
        if flat:
            self._copy(target, ASIDE + column, row).IsTextWrapped = False
        self._put.append((cell, flat, width, height))

    def cramped(self):
        """What the cells without room need and have, in hundredths of a millimetre."""
        self._sheet.getCellRangeByPosition(0, 0, 0, len(self._put)).Rows.OptimalHeight = True
        broad = {width: self._best_width(ASIDE + column) for width, column in self._columns.items()}
        for row, (cell, flat, width, height) in enumerate(self._put):
            needs = self._sheet.Rows.getByIndex(row).Height
            wide = flat and broad[width] > width + SLACK and self._alone(row, width) > width + SLACK
            if wide or needs > height + SLACK:
                place = cell.AbsoluteName.replace("$", "")
                found = {"cell": place, "text": cell.String, "number": _is_number(cell)}
                yield {**found, "needs": needs, "has": height}

    def _copy(self, cell, column, row):
        target = self._sheet.getCellByPosition(column, row)
        self._sheet.copyRange(target.CellAddress, cell.RangeAddress)
        target.merge(False)
        if cell.Type.value != "FORMULA":
            return target
        if _is_number(cell):  # its references would point elsewhere from here
            target.setValue(cell.Value)
        else:
            target.setString(cell.String)
        return target

    def _column(self, width):
        if width not in self._columns:
            self._columns[width] = len(self._columns)
            self._sheet.Columns.getByIndex(self._columns[width]).Width = width
        return self._columns[width]

    def _alone(self, row, width):
        """The best width of one cell, in the last column."""
        cell = self._sheet.getCellByPosition(ASIDE + self._columns[width], row)
        self._copy(cell, LAST, 0)
        return self._best_width(LAST)

    def _best_width(self, column):
        found = self._sheet.Columns.getByIndex(column)
        found.OptimalWidth = True
        return found.Width

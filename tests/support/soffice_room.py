"""Which texts a workbook's cells have no room for, by the spreadsheet program's own measure of a row's height."""

CONTENTS = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: numbers, dates, texts, formulas
SLACK = 20  # hundredths of a millimetre: heights are rounded on the way into a file and out again


def cramped(server, path):
    """Cells whose text is higher, or unwrapped wider, than the cell (merged cells as a whole).

    Each is put into a row of its own on a scratch sheet, in a column of the same width, and that row asked for
    its best height: the program does not ask merged cells when it fits a row.
    """
    document = server.open(path)
    try:
        sheets = [sheet for sheet in document.Sheets if sheet.IsVisible]
        document.Sheets.insertNewByName("_scratch", document.Sheets.Count)
        scratch = _Scratch(document.Sheets.getByName("_scratch"))
        return [found for sheet in sheets for cell in _cells(sheet) if (found := scratch.measure(sheet, cell))]
    finally:
        document.close(True)


def _cells(sheet):
    """The cells that are printed and hold something."""
    for area in sheet.queryContentCells(CONTENTS).RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                if sheet.Rows.getByIndex(row).IsVisible and sheet.Columns.getByIndex(column).IsVisible:
                    yield sheet.getCellByPosition(column, row)


class _Scratch:
    """A sheet to measure on: a column for each width that occurs, a row for each cell."""

    def __init__(self, sheet):
        self._sheet = sheet
        self._columns = {}
        self._row = 0

    def measure(self, sheet, cell):
        """What the cell needs and has, in hundredths of a millimetre; None where it has room."""
        width, height = _size(sheet, cell)
        target = self._sheet.getCellByPosition(self._column(width), self._row)
        self._row += 1
        self._sheet.copyRange(target.CellAddress, cell.RangeAddress)
        target.merge(False)
        row = self._sheet.Rows.getByIndex(self._row - 1)
        row.OptimalHeight = True
        needs = row.Height
        if needs <= height + SLACK and (target.IsTextWrapped or self._width(target) <= width + SLACK):
            return None
        return {
            "sheet": sheet.Name,
            "cell": cell.AbsoluteName.rpartition(".")[2].replace("$", ""),
            "text": cell.String,
            "needs": needs,
            "has": height,
        }

    def _column(self, width):
        if width not in self._columns:
            self._columns[width] = len(self._columns)
            self._sheet.Columns.getByIndex(self._columns[width]).Width = width
        return self._columns[width]

    def _width(self, cell):
        """The width of a text that does not wrap, measured in a column of its own."""
        aside = self._sheet.getCellByPosition(1000, self._row)
        self._sheet.copyRange(aside.CellAddress, cell.RangeAddress)
        column = self._sheet.Columns.getByIndex(1000)
        column.OptimalWidth = True
        aside.setString("")
        return column.Width


def _size(sheet, cell):
    """Width and height of a cell, merged as it is."""
    cursor = sheet.createCursorByRange(cell)
    cursor.collapseToMergedArea()
    area = cursor.RangeAddress
    columns = (sheet.Columns.getByIndex(i) for i in range(area.StartColumn, area.EndColumn + 1))
    rows = (sheet.Rows.getByIndex(i) for i in range(area.StartRow, area.EndRow + 1))
    return sum(c.Width for c in columns if c.IsVisible), sum(r.Height for r in rows if r.IsVisible)

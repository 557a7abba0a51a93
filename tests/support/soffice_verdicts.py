"""What LibreOffice itself says of the values in a workbook: refused by rules, coloured by formats."""

from com.sun.star.sheet.FillDirection import TO_BOTTOM, TO_RIGHT

MARKS = 1000  # LibreOffice marks no more cells of a sheet as invalid
HELPER_COLUMN = 600  # far right of every form, where nothing is printed


def verdicts(program, path, password):
    """{sheet: {"invalid": [[row, column], …], "colours": {"rrggbb": [[row, column], …]}}}, counted from 0."""
    document = program.open(path)
    try:
        document.calculateAll()
        styles = document.StyleFamilies.getByName("CellStyles")
        found = {}
        for sheet in document.Sheets:
            if sheet.IsVisible:
                invalid = _invalid(sheet)
                sheet.unprotect(password)  # for the helper formulas
                _fix_heights(sheet)
                found[sheet.Name] = {"invalid": invalid, "colours": _colours(sheet, styles)}
        return found
    finally:
        document.close(True)


def _fix_heights(sheet):
    """Let no row grow with its texts: it would be measured at every formula that is put in."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    rows = sheet.Rows
    for number in range(cursor.RangeAddress.EndRow + 1):
        row = rows.getByIndex(number)
        row.Height = row.Height


def _invalid(sheet):
    """The cells that "mark invalid data" circles: whatever typing would refuse, all at once."""
    page = sheet.DrawPage
    sheet.clearArrows()
    before = page.Count
    sheet.showInvalid()
    places = [page.getByIndex(index).Anchor.getCellAddress() for index in range(before, page.Count)]
    sheet.clearArrows()
    if len(places) >= MARKS:
        raise OverflowError(f"more than {MARKS} invalid cells on {sheet.Name}: the rest is not marked")
    return [[place.Row, place.Column] for place in places]


def _colours(sheet, styles):
    """The cells whose conditional formats hold, by background: each condition goes into cells far right."""
    found: dict[str, list[list[int]]] = {}
    for format_ in sheet.ConditionalFormats.getConditionalFormats():
        areas = format_.Range.RangeAddresses
        for index in range(format_.getCount()):
            entry = format_.getByIndex(index)
            colour = f"{styles.getByName(entry.StyleName).CellBackColor:06X}"
            found.setdefault(colour, []).extend(_holding(sheet, areas, "=" + entry.Formula1))
    return found


def _holding(sheet, areas, formula):
    """The cells of these areas in which a formula holds; it reads as in the upper left corner of them all."""
    top, left = min(a.StartRow for a in areas), min(a.StartColumn for a in areas)
    height, width = max(a.EndRow for a in areas) - top, max(a.EndColumn for a in areas) - left
    block = sheet.getCellRangeByPosition(HELPER_COLUMN, top, HELPER_COLUMN + width, top + height)
    block.getCellByPosition(0, 0).FormulaLocal = formula  # which is how formats give their formulas
    if height:
        sheet.getCellRangeByPosition(HELPER_COLUMN, top, HELPER_COLUMN, top + height).fillAuto(TO_BOTTOM, 1)
    if width:
        block.fillAuto(TO_RIGHT, 1)
    values = block.getDataArray()
    block.setDataArray(tuple(("",) * (width + 1) for _ in range(height + 1)))
    cells = [
        (row, column)
        for area in areas
        for row in range(area.StartRow, area.EndRow + 1)
        for column in range(area.StartColumn, area.EndColumn + 1)
    ]
    results = [(row, column, values[row - top][column - left]) for row, column in cells]
    for row, column, value in results:
        if not isinstance(value, float):
            raise TypeError(
                f"the format of row {row + 1}, column {column + 1} of {sheet.Name} gives no truth: {formula}"
            )
    return [[row, column] for row, column, value in results if value]

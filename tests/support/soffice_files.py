"""What the headless program does with files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from com.sun.star.table import CellRangeAddress

from tests.support.soffice_program import properties, url_of
from tests.support.soffice_room import cramped
from tests.support.soffice_verdicts import verdicts

FORMULA_CELLS = 16  # com.sun.star.sheet.CellFlags.FORMULA
FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "pdf": "calc_pdf_Export",
}


def recalc(program, path):
    """Every formula cell: the value in the file, and the one LibreOffice computes."""
    document = program.open(path, ReadOnly=True)
    try:
        cached = [_formula_cells(sheet) for sheet in document.Sheets]
        document.calculateAll()
        fresh = [_formula_cells(sheet) for sheet in document.Sheets]
        names = document.Sheets.ElementNames
    finally:
        document.close(True)
    return [
        {
            "sheet": sheet,
            "cell": cell,
            "formula": formula,
            "cached": value,
            "recalculated": after[cell][1],
        }
        for sheet, before, after in zip(names, cached, fresh, strict=True)
        for cell, (formula, value) in before.items()
    ]


def _formula_cells(sheet):
    """{address: (formula, value)}; two calls for the whole sheet, because one for each cell is slow."""
    areas = sheet.queryContentCells(FORMULA_CELLS).RangeAddresses
    if not areas:
        return {}
    grid = sheet.getCellRangeByPosition(
        0, 0, max(area.EndColumn for area in areas), max(area.EndRow for area in areas)
    )
    formulas, values = grid.getFormulaArray(), grid.getDataArray()
    return {
        _address(column, row): (formulas[row][column], _value(sheet, column, row, values[row][column]))
        for area in areas
        for row in range(area.StartRow, area.EndRow + 1)
        for column in range(area.StartColumn, area.EndColumn + 1)
    }


def _value(sheet, column, row, value):
    # The array of a range has None for every error alike; the cell itself knows which one.
    if value is None:
        return {"error": sheet.getCellByPosition(column, row).getError()}
    return value


def _address(column, row):
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def convert(program, path, targets, password=None):
    """Save the document in the formats that the targets' endings name. password: needed to open it then."""
    document = program.open(path)
    try:
        for target in targets:
            _save(document, target, **({"Password": password} if password else {}))
    finally:
        document.close(True)


def _save(document, target, **options):
    ending = Path(target).suffix.lstrip(".")
    document.storeToURL(url_of(target), properties(FilterName=FILTERS[ending], **options))


def edit(program, path, target, operations):
    """Do the operations in order, then save under the target's name."""
    document = program.open(path)
    try:
        for operation in operations:
            arguments = dict(operation)
            kind = arguments.pop("do")
            sheet = document.Sheets.getByName(arguments.pop("sheet"))
            if kind == "command":
                _command(program, document.CurrentController, sheet, **arguments)
            else:
                OPERATIONS[kind](sheet, **arguments)
        _save(document, target)
    finally:
        document.close(True)
    return target


def _command(program, controller, sheet, cells, command, options):
    """Select cells and give the program a command of its menus; what it refuses, it refuses in silence."""
    controller.setActiveSheet(sheet)
    controller.select(sheet.getCellRangeByName(cells))
    dispatcher = program.service("com.sun.star.frame.DispatchHelper")
    dispatcher.executeDispatch(controller.Frame, f".uno:{command}", "", 0, properties(**options))


def _set(sheet, cell, value):
    target = sheet.getCellRangeByName(cell)
    if value is None:
        target.setFormula("")
    elif isinstance(value, str):
        target.setString(value)
    else:
        target.setValue(value)


def _set_formula(sheet, cell, formula):
    sheet.getCellRangeByName(cell).setFormula(formula)


def _insert_rows(sheet, row, count):
    sheet.Rows.insertByIndex(row - 1, count)


def _delete_rows(sheet, row, count):
    sheet.Rows.removeByIndex(row - 1, count)


def _move_rows(sheet, row, count, to):
    """Cut rows and insert them before another row, as a person moves rows."""
    last = sheet.Columns.Count - 1
    sheet.Rows.insertByIndex(to - 1, count)
    start = row - 1 + (count if to <= row else 0)
    index = sheet.RangeAddress.Sheet
    source = CellRangeAddress(
        Sheet=index, StartColumn=0, EndColumn=last, StartRow=start, EndRow=start + count - 1
    )
    sheet.moveRange(sheet.getCellByPosition(0, to - 1).CellAddress, source)
    sheet.Rows.removeByIndex(start, count)


def _unprotect(sheet, password):
    sheet.unprotect(password)
    if sheet.isProtected():
        raise PermissionError(f"the password does not open the sheet {sheet.Name}")


OPERATIONS: dict[str, Callable[..., None]] = {
    "set": _set,
    "set_formula": _set_formula,
    "insert_rows": _insert_rows,
    "delete_rows": _delete_rows,
    "move_rows": _move_rows,
    "unprotect": _unprotect,
}


def facts(program, path):
    """What LibreOffice sees in a workbook apart from its values."""
    document = program.open(path, ReadOnly=True)
    try:
        styles = document.StyleFamilies.getByName("PageStyles")
        return {
            "protected": document.isProtected(),
            "names": {name.Name: name.Content for name in document.NamedRanges},
            "sheets": [_sheet_facts(sheet, styles.getByName(sheet.PageStyle)) for sheet in document.Sheets],
        }
    finally:
        document.close(True)


def _sheet_facts(sheet, style):
    rows = sheet.TitleRows
    return {
        "name": sheet.Name,
        "visible": sheet.IsVisible,
        "protected": sheet.isProtected(),
        "validations": _validations(sheet),
        "conditional_formats": [_conditional_format(each) for each in _conditional_formats(sheet)],
        "page": _page(style),
        "repeated_rows": [rows.StartRow + 1, rows.EndRow + 1] if sheet.PrintTitleRows else None,
        "print_areas": [_range(area) for area in sheet.PrintAreas],
    }


def _range(area):
    return f"{_address(area.StartColumn, area.StartRow)}:{_address(area.EndColumn, area.EndRow)}"


def _validations(sheet):
    """Areas of equal formatting (which includes the validation), those with a rule or a prompt."""
    found = []
    areas = sheet.getCellFormatRanges().createEnumeration()
    while areas.hasMoreElements():
        area = areas.nextElement()
        rule = area.Validation
        if rule.Type.value != "ANY" or rule.InputTitle or rule.InputMessage:
            found.append({"cells": _range(area.RangeAddress), **_validation(rule)})
    return sorted(found, key=lambda validation: validation["cells"])


def _validation(rule):
    return {
        "type": rule.Type.value,
        "operator": rule.getOperator().value,
        "formula1": rule.getFormula1(),
        "formula2": rule.getFormula2(),
        "ignore_blank": rule.IgnoreBlankCells,
        "style": rule.ErrorAlertStyle.value,
        "show_error": rule.ShowErrorMessage,
        "error": [rule.ErrorTitle, rule.ErrorMessage],
        "prompt": [rule.InputTitle, rule.InputMessage],
    }


def _conditional_formats(sheet):
    return sheet.ConditionalFormats.getConditionalFormats()


def _conditional_format(rule):
    entries = [rule.getByIndex(index) for index in range(rule.getCount())]
    return {
        "cells": rule.Range.RangeAddressesAsString,
        "formulas": [getattr(entry, "Formula1", None) for entry in entries],
    }


def _page(style):
    footer = style.RightPageFooterContent
    return {
        "landscape": style.IsLandscape,
        "width": style.Width,
        "height": style.Height,
        "pages_wide": style.ScaleToPagesX,
        "pages_high": style.ScaleToPagesY,
        "margins": [style.TopMargin, style.RightMargin, style.BottomMargin, style.LeftMargin],
        "footer": [part.String for part in (footer.LeftText, footer.CenterText, footer.RightText)]
        if style.FooterIsOn
        else None,
    }


COMMANDS: dict[str, Callable[..., object]] = {
    "recalc": recalc,
    "convert": convert,
    "edit": edit,
    "facts": facts,
    "verdicts": verdicts,
    "cramped": cramped,
}


def commands(program):
    """What the headless program does with files."""
    return {name: partial(command, program) for name, command in COMMANDS.items()}

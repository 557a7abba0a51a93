"""A workbook with what kpixl never writes."""

import io
from functools import cache

import xlsxwriter

ROWS = 150


@cache
def odd() -> bytes:
    """Texts in cells, booleans, errors, lists of other sheets."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet, lists = book.add_worksheet("表"), book.add_worksheet("清单")
        percent = book.add_format({"num_format": "0.00%"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row in range(ROWS):
            sheet.write_string(row, 0, f" 第{row}项\n")
            sheet.write_number(row, 1, row, day if row > ROWS / 2 else None)
            sheet.write_boolean(row, 2, row % 2 == 0)
            sheet.write_formula(row, 3, f'=$B${row + 1}+B{row + 1}*2&"B1"', None, f"{row * 3}B1")
            sheet.write_formula(row, 4, f"=B{row + 1}/0", percent, "#DIV/0!")
            lists.write_string(row, 0, f"选{row}")
        sheet.data_validation("A1:A1048576", {"validate": "list", "source": "=清单!$A$1:$A$9"})
        whole = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 9}
        sheet.data_validation("B1:B9", whole)
        sheet.data_validation("C1:C9", {"validate": "list", "source": ["是", "否"]})
    return target.getvalue()

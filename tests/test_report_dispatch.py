"""The list of what was sent out."""

import io

import openpyxl

from kpixl.report.dispatch import Sent, dispatch_list
from tests.support.tiny import scheme

SENT = [Sent(unit="hexi", file="02-河西镇.xlsx", sha256="a" * 64)]


def test_has_a_row_a_recipient():
    """With group, file and deadline, and room for what happens later."""
    sheet = openpyxl.load_workbook(io.BytesIO(dispatch_list(scheme(), "self-check", SENT))).worksheets[0]
    row = [cell.value for cell in sheet[3]]
    assert [1, "河西镇", "镇", "02-河西镇.xlsx", "2021-12-31", None] == row[:6]


def test_equal_lists_are_equal_files():
    """Byte for byte."""
    one, other = (dispatch_list(scheme(), "self-check", SENT) for _ in range(2))
    assert one == other

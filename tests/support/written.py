"""Cells of a workbook that is edited as a spreadsheet program would."""

from __future__ import annotations


def cell_at(book, plan, spot):
    """The cell of a spot in a workbook whose rows and columns are still those of the plan."""
    sheet = plan.by_key[spot.sheet]
    return book.tab(sheet.name).xml.cell(*sheet.address(spot))

"""Room for what is filled in: rows that hold the longest entry, or grow, or a workbook that warns of it."""

from itertools import pairwise

import pytest

from kpixl.layout.pages.paging import Paper
from kpixl.layout.pages.text_height import MOST_HEIGHT, characters_in, of_lines
from kpixl.layout.plan.cell import Role
from kpixl.layout.plan.frame import TIGHT
from kpixl.rules.types import ValueType
from kpixl.rules.types.faces import longest
from tests.support import produced

SCHEMES = pytest.mark.parametrize("folder", produced.SCHEMES, ids=produced.label)


def sheets(folder):
    """The sheets of all forms of a scheme, of one recipient of each group and stage."""
    for stage in produced.scheme_of(folder).head.stages:
        for form in produced.made(folder, stage.id).sample:
            yield from (s for s in form.plan.sheets if s.print.title is not None)


def printed_widths(sheet):
    """Of the columns that are printed."""
    first, last = (sheet.column_index[key] for key in sheet.print.columns)
    return [stripe.width for stripe in sheet.stripes[first : last + 1]]


def texts(sheet):
    """The cells to fill with text: the most characters, the lines that it stands on, its width."""
    for cell in sheet.cells:
        if cell.role is Role.INPUT and isinstance(cell.type, ValueType) and cell.type.kind == "text":
            at = sheet.address(cell.spot)
            width = sum(s.width for s in sheet.stripes[at.column : at.column + cell.span[1]])
            yield cell, longest(cell.type), sheet.lines[at.row : at.row + cell.span[0]], width


@SCHEMES
@pytest.mark.slow
def test_every_text_has_room_or_is_warned_of(folder):
    """The longest text fits into its rows, or these grow to Excel's limit; of a longer one it is warned."""
    lost = []
    for sheet in sheets(folder):
        for cell, most, lines, width in texts(sheet):
            grows = len(lines) == 1 and lines[0].grows
            high = MOST_HEIGHT if grows else sum(line.height or 0 for line in lines)
            warns = any("length" in repr(m.test.tree) for m in cell.highlights if m.kind == "doubt")
            size = 12 if cell.style.name == "field_input" else 11
            if most > max(characters_in(high, width, size), 1) and not warns and high > of_lines(1, size):
                lost.append((sheet.name, cell.label, most, high))
    assert lost == []


@SCHEMES
@pytest.mark.slow
def test_no_block_breaks_over_pages(folder):
    """What fits on a page stays on one: nothing that rows share is cut, no heading is apart from its text."""
    cut = []
    for sheet in sheets(folder):
        room = Paper(setting=sheet.print, widths=printed_widths(sheet)).room
        breaks = {sheet.row(key) for key in sheet.print.breaks}
        cut += [(sheet.name, sheet.lines[row].key) for row in breaks if sheet.lines[row].bond == TIGHT]
        for cell in sheet.cells:
            first = sheet.address(cell.spot).row
            rows = range(first, first + cell.span[0])
            high = sum(sheet.lines[row].height or 0 for row in rows if not sheet.lines[row].hidden)
            if breaks & {*rows[1:]} and high < room / 4:
                cut.append((sheet.name, f"{cell.label} {cell.value}"))
    assert cut == []


@SCHEMES
@pytest.mark.slow
def test_pages_hold_their_rows(folder):
    """Between two breaks there are no more rows than a page takes."""
    for sheet in sheets(folder):
        room = Paper(setting=sheet.print, widths=printed_widths(sheet)).room
        starts = [0, *(sheet.row(key) for key in sheet.print.breaks), len(sheet.lines)]
        for start, end in pairwise(starts):
            lines = [line for line in sheet.lines[start:end] if not line.key.endswith("#back")]  # not printed
            heights = [0 if line.hidden else line.height or 0 for line in lines]
            assert sum(heights) <= room or len([h for h in heights if h]) == 1, (sheet.name, start, end)

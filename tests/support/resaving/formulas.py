"""Columns of like formulas, written as shared ones: sixty-four rows at most have one together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kpixl.addresses import Address, column_index, parse_cell
from tests.support.resaving.markup import Element

_ROWS = 64
_TOKEN = re.compile(r"""("[^"]*")|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([1-9][0-9]*)(?![\w(])""")


def share(data: Element) -> None:
    """Share formulas that say the same of their own place; what names another sheet is never shared."""
    columns: dict[int, list[tuple[int, Element]]] = defaultdict(list)
    for cell in (cell for row in data.children for cell in row.children):
        formula, place = cell.first("f"), parse_cell(cell.attributes["r"])
        if place is not None and formula is not None and not formula.attributes and "!" not in formula.text:
            columns[place[1]].append((place[0], formula))
    taken = [f.attributes["si"] for f in data.walk() if f.name == "f" and "si" in f.attributes]
    index = 1 + max(map(int, taken), default=-1)
    for column, cells in sorted(columns.items()):
        for run in _runs(column, cells):
            first, last = Address(run[0][0], column).a1, Address(run[-1][0], column).a1
            for number, (_, formula) in enumerate(run):
                head = {"t": "shared", "ref": f"{first}:{last}", "si": str(index)}
                formula.attributes = {"t": "shared", "si": str(index)} if number else head
                formula.text = "" if number else formula.text
            index += 1


def _runs(column: int, cells: list[tuple[int, Element]]) -> Iterator[list[tuple[int, Element]]]:
    """Stretches of at least two rows, one below the other, with the same formula."""
    run: list[tuple[int, Element]] = []
    says = ""
    for row, formula in cells:
        now = relative(formula.text, row, column)
        if not run or row != run[-1][0] + 1 or now != says or len(run) == _ROWS:
            if len(run) > 1:
                yield run
            run, says = [], now
        run.append((row, formula))
    if len(run) > 1:
        yield run


def relative(formula: str, row: int, column: int) -> str:
    """The formula with its references as distances from the cell that it stands in."""

    def distance(match: re.Match[str]) -> str:
        if match[1]:
            return match[0]
        across, down = column_index(match[3]), int(match[5]) - 1
        return (f"R{down}" if match[4] else f"R[{down - row}]") + (
            f"C{across}" if match[2] else f"C[{across - column}]"
        )

    return _TOKEN.sub(distance, formula)

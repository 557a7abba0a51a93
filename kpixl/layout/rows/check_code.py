"""The check code (核对码) of forms that come back sealed: each page shows by it whose answers it prints.

Each row tells a number for what is typed in it, in a hidden column; the code sums these columns of all sealed
forms of the workbook, so that one code stands for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kpixl.blueprint.expressions import Arithmetic, Call, Literal, Name, Node, RangeRef, Ref
from kpixl.blueprint.expressions.operands import CellOperand, ColumnRange
from kpixl.blueprint.model import Column
from kpixl.layout.edition import CODE
from kpixl.layout.pages.sheet import SheetBuilder
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell, Role, Style
from kpixl.layout.plan.compute import Computation
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Plan, Sheet
from kpixl.layout.rows.meaning import AS_TYPED, Place
from kpixl.rules.types import CellType, concrete
from kpixl.rules.types.valuetype import NUMBERS
from kpixl.words import Words

LABEL = Words("核对码", "Check code")
_BEFORE = Words("核对码：", "Check code:")
_LINE, _HEIGHT, _LEAST = "#code", 18.0, 14.0
"""The line's key and height, and how wide its cell is at least."""
_MOST_CHOICES = 12
"""So many are told apart one by one; of more only how long they are."""


def gauges(place: Place, columns: Sequence[Column]) -> list[Node]:
    """The numbers for what is typed in a row, each weighed by its place. columns: those to fill."""
    return [
        Arithmetic("*", Literal(Decimal(number)), _gauge(column.name, place.type(column)))
        for number, column in enumerate(columns, start=1)
    ]


def _gauge(name: str, kind: CellType) -> Node:
    kinds = [each for one in concrete(kind) for each in (one, *one.alternatives)]
    takes_numbers = any(each.name in {*NUMBERS, "date"} for each in kinds)
    choices = tuple(dict.fromkeys(choice for each in kinds for choice in each.choices))
    told = choices if len(choices) <= _MOST_CHOICES else ()
    return Call("gauge", (Name(name + AS_TYPED), Literal(takes_numbers), *map(Literal, told)))


def add_code_line(b: SheetBuilder, count: int, prefix: str) -> str:
    """The line of the code, without it still; its key. count: of the grid columns that are printed."""
    line = b.line(f"{prefix}{_LINE}", _HEIGHT)
    before = _before(b.widths[:count])
    style = Style(name="code", align="right")
    said = _BEFORE[b.lang]
    spot = b.spot(line, 0)
    b.put(Cell(spot=spot, role=Role.PRINTED, value=said, label=said, style=style, span=(1, before)))
    b.put(
        Cell(
            spot=b.spot(line, before),
            role=Role.FORMULA,
            label=LABEL[b.lang],
            style=Style(name="code"),
            span=(1, count - before),
        )
    )
    return line


def _before(widths: Sequence[float]) -> int:
    """How many columns stand before the code: it takes the last, or the last few where these are narrow."""
    room = 0.0
    for number in range(len(widths) - 1, 0, -1):
        room += widths[number]
        if room >= _LEAST:
            return number
    return 1


def with_check_codes(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The forms with the code of all that are sealed: computed on the first of them, shown on the others."""
    sealed = [sheet for sheet in sheets if _code_cell(sheet) is not None]
    cell = next((c for sheet in sealed if (c := _code_cell(sheet))), None)
    if cell is None:
        return list(sheets)
    columns = {f"sheet{number}": _typed_in(sheet) for number, sheet in enumerate(sealed, start=1)}
    first, keys = sealed[0].key, {sheet.key for sheet in sealed}
    whole = Calculation(tree=Call("check_code", tuple(map(Name, columns))), names=columns, brief=True)
    shown = CellOperand(ref=Ref(cell.spot), kind="text", required=True)
    again = Calculation(tree=Name("code"), names={"code": shown}, brief=True)
    return [_with(s, whole if s.key == first else again) if s.key in keys else s for s in sheets]


def _with(sheet: Sheet, code: Calculation) -> Sheet:
    own = _code_cell(sheet)
    return replace(sheet, cells=tuple(c._replace(calculation=code) if c is own else c for c in sheet.cells))


def _code_cell(sheet: Sheet) -> Cell | None:
    """The cell that shows the code; None on a form that is not sealed."""
    if CODE not in sheet.column_index:
        return None
    return next((c for c in sheet.cells if c.role is Role.FORMULA and c.spot.row.endswith(_LINE)), None)


def _typed_in(sheet: Sheet) -> ColumnRange:
    """The hidden column with the numbers of a form's rows, below its own key."""
    first, last = (Spot(sheet.key, line.key, CODE) for line in (sheet.lines[1], sheet.lines[-1]))
    return ColumnRange(range=RangeRef(first, last), kind="number")


def code_cell(plan: Plan) -> Cell | None:
    """The cell that computes the code; None where no form is sealed."""
    return next((cell for sheet in plan.sheets if (cell := _code_cell(sheet))), None)


def code_of(plan: Plan, computation: Computation) -> str:
    """The code that a workbook shows; "" where none of its forms is sealed."""
    cell = code_cell(plan)
    return str(computation.value(cell.spot) or "") if cell else ""

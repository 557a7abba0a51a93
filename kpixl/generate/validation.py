"""Data validations and conditional formats, one for all cells of a sheet that share it: files stay small.

A formula in either is written as it reads in one cell, the anchor, and shifts with the others. Which cell
that is where there are several areas is not agreed (the first area's, or the upper left corner of all), so a
group with a formula always has its anchor in both places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from kpixl.addresses import Address
from kpixl.blueprint.expressions import text_length
from kpixl.blueprint.expressions.formula import Formula, RangeRef, Ref
from kpixl.generate.strict import ExcelRefused
from kpixl.generate.styles import HIGHLIGHTS
from kpixl.layout.plan.cell import Cell, Role, Validation
from kpixl.layout.plan.keys import HERE, Spot, anchored
from kpixl.layout.plan.plan import Plan, Sheet
from kpixl.layout.rows.limits import bounds, written
from kpixl.layout.rows.unbuildable import refused

MAX_FORMULA = 255


class Area(NamedTuple):
    """A rectangle of cells: zero-based, both corners included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def a1(self) -> str:
        """`D7:E9`, or `D7` for one cell."""
        first, last = Address(self[0], self[1]).a1, Address(self[2], self[3]).a1
        return first if first == last else f"{first}:{last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRule:
    """A data validation or conditional format for XlsxWriter; the first area begins with the anchor.

    kind: of a highlight.
    """

    areas: tuple[Area, ...]
    options: Mapping[str, object]
    kind: str = ""


def validations(plan: Plan, sheet: Sheet) -> Iterator[WrittenRule]:
    """The data validations of a sheet."""
    groups: dict[Hashable, dict[Address, Cell]] = defaultdict(dict)
    likenesses = _Likenesses(plan)
    for cell in sheet.cells:
        if cell.validation:
            groups[_likeness(likenesses, cell, cell.validation)][sheet.address(cell.spot)] = cell
    for cells in groups.values():
        first = next(iter(cells.values())).validation
        shifts = first is not None and (first.formula, first.options) != (None, None)
        for anchor, areas in _placed(cells, shifts=shifts):
            yield WrittenRule(areas=areas, options=_options(plan, cells[anchor]))


def highlights(plan: Plan, sheet: Sheet) -> Iterator[WrittenRule]:
    """The conditional formats of a sheet, the more urgent first."""
    groups: dict[tuple[str, str], dict[Address, tuple[Cell, Formula]]] = defaultdict(dict)
    likenesses = _Likenesses(plan)
    for cell in sheet.cells:
        if not cell.highlights:
            continue
        at = sheet.address(cell.spot)
        with refused(sheet.of_form, cell.label):
            for mark in cell.highlights:
                formula = mark.test.formula
                groups[mark.kind, likenesses.of(cell, formula)][at] = cell, formula
    for (kind, _), members in sorted(groups.items(), key=lambda group: list(HIGHLIGHTS).index(group[0][0])):
        for anchor, areas in _placed(members, shifts=True):
            cell, formula = members[anchor]
            text = formula.render(plan.locate(cell.spot))
            yield WrittenRule(areas=areas, options={"type": "formula", "criteria": f"={text}"}, kind=kind)
    yield from _open(sheet)


def _open(sheet: Sheet) -> Iterator[WrittenRule]:
    """What shows where something can be filled in, until it is: a form that is filled in looks like paper.

    It is the least urgent, but LibreOffice asks areas one after the other, all that is written for one before
    the next: with the hidden corner these cells are an area that is not another rule's, and so the last.
    """
    inputs = [sheet.address(cell.spot) for cell in sheet.cells if cell.role is Role.INPUT]
    if inputs:
        areas = (Area(0, 0, 0, 0), *joined(inputs))
        yield WrittenRule(areas=areas, options={"type": "blanks"}, kind="open")


def _likeness(likenesses: _Likenesses, cell: Cell, validation: Validation) -> Hashable:
    """Equal for cells that can share a validation."""
    v = validation
    formula = likenesses.of(cell, v.formula.formula) if v.formula else None
    options = likenesses.of(cell, v.options) if v.options else None
    return (v.kind, v.choices, v.source, options, v.low, v.high, formula, v.prompt, v.error, v.stop)


@dataclass(frozen=True)
class _Likenesses:
    """Formulas with references counted from their cells: the same where they can be filled down or across.

    One that names only cells of its own row and fixed ones is looked at once for all rows that have it.
    """

    plan: Plan
    _known: dict[tuple[int, str], str] = field(default_factory=dict)

    def of(self, cell: Cell, formula: Formula) -> str:
        """The formula as it reads from a cell."""
        key = id(formula), cell.spot.column
        if key in self._known:
            return self._known[key]
        read = self._read(cell, formula)
        if all(isinstance(ref, RangeRef) or _is_even(ref) for ref in formula.refs()):
            self._known[key] = read
        return read

    def _read(self, cell: Cell, formula: Formula) -> str:
        return formula.render(_Relative(self.plan, cell.spot))


def _is_even(ref: Ref) -> bool:
    """Whether a reference reads the same from every row of a column: it is fixed, or moves with the row."""
    return isinstance(ref.target, Spot) and (ref.target.row == HERE) is not ref.row_absolute


class _Relative:
    """Writes references as a distance from a cell."""

    def __init__(self, plan: Plan, home: Spot) -> None:
        self._plan, self._home, self._locate = plan, home, plan.locate(home)
        self._here = plan.by_key[home.sheet].address(home)

    def __call__(self, ref: Ref | RangeRef) -> str:
        if isinstance(ref, RangeRef):
            return self._locate(ref)
        if not isinstance(ref.target, Spot):
            raise TypeError(f"a reference must name a spot, not {ref.target!r}")
        there = self._plan.by_key[ref.target.sheet].address(anchored(ref.target, self._home))
        row = f"R{there.row}" if ref.row_absolute else f"R[{there.row - self._here.row}]"
        column = f"C{there.column}" if ref.column_absolute else f"C[{there.column - self._here.column}]"
        return f"{ref.target.sheet}!{row}{column}"


def _placed(cells: Collection[Address], *, shifts: bool) -> Iterator[tuple[Address, tuple[Area, ...]]]:
    """Anchors and areas. shifts: there is a formula, so the anchor must be the corner of all areas."""
    whole = not shifts or _corner(cells) in cells
    column = {address: -1 if whole else address.column for address in cells}
    for _, group in groupby(sorted(cells, key=lambda a: (column[a], a)), key=column.__getitem__):
        areas = joined(group)
        yield Address(areas[0].first_row, areas[0].first_column), areas


def _corner(addresses: Iterable[Address]) -> Address:
    rows, columns = zip(*addresses, strict=True)
    return Address(min(rows), min(columns))


def joined(addresses: Iterable[Address]) -> tuple[Area, ...]:
    """The cells as few rectangles, the one with the uppermost row of the leftmost column first."""
    runs: list[Area] = []
    first = before = (-1, -1)  # of a run: column and row
    for column, row in [*sorted((column, row) for row, column in addresses), (-1, -1)]:
        if (column, row - 1) != before:
            if before[0] >= 0:
                runs.append(Area(first[1], first[0], before[1], before[0]))
            first = column, row
        before = column, row
    wide: dict[tuple[int, int, int], Area] = {}  # by rows and last column, to find the left neighbour
    for run in runs:
        left = wide.pop((run.first_row, run.last_row, run.first_column - 1), run)
        wide[run.first_row, run.last_row, run.last_column] = left._replace(last_column=run.last_column)
    return tuple(sorted(wide.values(), key=lambda a: (a.first_column, a.first_row)))


def _options(plan: Plan, cell: Cell) -> dict[str, object]:
    validation = cell.validation
    if validation is None:
        raise TypeError(f"{cell.spot} has no validation")
    texts = {
        "input_title": validation.prompt[0],
        "input_message": validation.prompt[1],
        "error_title": validation.error[0],
        "error_message": validation.error[1],
    }
    return {
        "validate": validation.kind,
        "error_type": "stop" if validation.stop else "warning",
        **{name: text for name, text in texts.items() if text},
        **_limits(plan, cell.spot, validation),
    }


def _limits(plan: Plan, spot: Spot, validation: Validation) -> dict[str, object]:
    match validation.kind:
        case "any":
            return {}
        case "list":
            return {"source": _list(plan, spot, validation)}
        case "custom":
            return {"value": _custom(plan, spot, validation)}
    low, high = bounds(validation)
    if low is not None and high is not None:
        return {"criteria": "between", "minimum": written(low), "maximum": written(high)}
    if low is not None:
        return {"criteria": ">=", "value": written(low)}
    return {"criteria": "<=", "value": written(high)}


def _list(plan: Plan, spot: Spot, validation: Validation) -> str | list[str]:
    if validation.options:
        return f"={_short(spot, validation.options.render(plan.locate(spot)))}"
    if validation.source:
        return f"={validation.source}"
    choices = list(validation.choices)
    if not choices or any("," in text or '"' in text for text in choices):
        raise ExcelRefused(f"not a list that fits into a validation: {choices}")
    return choices


def _custom(plan: Plan, spot: Spot, validation: Validation) -> str:
    if validation.formula is None:
        raise ExcelRefused(f"{spot}: a custom validation without a formula")
    return f"={_short(spot, validation.formula.formula.render(plan.locate(spot)))}"


def _short(spot: Spot, text: str) -> str:
    if (length := text_length(text)) > MAX_FORMULA:
        raise ExcelRefused(f"{spot}: a validation takes {MAX_FORMULA} characters, not {length}: {text}")
    return text

"""The first problems of a workbook, live on its cover: each with its reason in words and a link to its cell.

Errors come first, in the order of the forms and their rows, then what is doubtful. Hidden cells of the
forms' lines find out whose problems stand where in the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kpixl.blueprint.expressions import RangeRef
from kpixl.blueprint.expressions.operands import ColumnRange, Constant, Kind, Resolved
from kpixl.layout.cover.cover_facts import cover_key
from kpixl.layout.cover.cover_progress import (
    LINE,
    NEXT,
    WIDTHS,
    Filling,
    calculation,
    cell,
    coloured,
    hide,
    line_of,
)
from kpixl.layout.pages.sheet import SheetBuilder
from kpixl.layout.pages.text_height import height
from kpixl.layout.plan.calculation import Calculation
from kpixl.layout.plan.cell import Cell, Highlight, Role, Style
from kpixl.layout.plan.keys import Spot
from kpixl.layout.rows.reasons import LETTERS, WORDS, told_in
from kpixl.words import Words

SHOWN = 5
_NAME, _ERRORS, _DOUBTS, _FORM, _PROBLEM = "_name", "_errors", "_doubts", "_form", "_problem"
_TURNS = tuple(f"_turn{n}" for n in range(1, SHOWN + 1))
BEHIND = (NEXT, _NAME, _ERRORS, _DOUBTS, *_TURNS, _FORM, _PROBLEM, LETTERS, WORDS)
"""Hidden columns of the cover. On the lines of the forms: what is to be filled in next; the sheet's name; in
how many rows there is an error down to this form, in how many a doubt besides; its problem that is the first
of the list, the second, … On the lines of the list: the sheet's name and the problem."""
_PLACE, _REASON = Words("位置（点击）", "Where (click)"), Words("问题和原因", "What is wrong, and why")
_LINK = "link(form, problem_cell(problem, letters), join(form, problem_cell(problem, letters), ' '))"
_HEIGHT = 1.8
"""Of a line of the list, in lines: most reasons take one."""
_WIDEST, _SIZE = "AA999", 12
"""An address as wide as any, and the size of the texts."""


def add_problems(b: SheetBuilder, filled: Sequence[Filling]) -> None:
    """The list. filled: the forms with something to fill, one at least."""
    _search(b, filled)
    b.line("#problems", LINE)
    b.printed("#problems", _PLACE[b.lang], "cover_head")
    b.printed("#problems", _REASON[b.lang], "cover_head", first=1, count=len(WIDTHS) - 1)
    for number, turn in enumerate(_TURNS, start=1):
        _problem(b, number, turn, filled)


def _search(b: SheetBuilder, filled: Sequence[Filling]) -> None:
    """The hidden cells of the forms' lines."""
    before: Resolved = Constant(Decimal(0))
    lines = [line_of(each.sheet) for each in filled]
    for helper, column in ((_ERRORS, "whys"), (_DOUBTS, "doubts")):
        for line, filling in zip(lines, filled, strict=True):
            known = {"before": before, "rows": filling.known[column]}
            text = "before" if column == "doubts" and not filling.warns else "before + coded_rows(rows)"
            hide(b, b.spot(line, helper), calculation(text, known))
            before = cell(b.spot(line, helper))
    for place, (line, filling) in enumerate(zip(lines, filled, strict=True)):
        b.put(
            Cell(
                spot=b.spot(line, _NAME),
                role=Role.HELPER,
                value=filling.sheet.name,
                style=Style(name="helper"),
            )
        )
        above = lines[place - 1] if place else None
        for number, turn in enumerate(_TURNS, start=1):
            text = _TURN_DOUBTFUL if filling.warns else _TURN
            hide(b, b.spot(line, turn), calculation(text, _told(b, filling, line, above, lines[-1], number)))


_TURN = "problem(n, errors_before, errors, whys, first)"
_TURN_DOUBTFUL = f"{_TURN} + problem(n, doubts_before, doubtful, doubts, first)"


def _told(
    b: SheetBuilder, filling: Filling, line: str, above: str | None, last: str, number: int
) -> Mapping[str, Resolved]:
    """above, last: the lines of the form before and of the last one."""
    none = Constant(Decimal(0))
    return {
        **filling.known,
        "n": Constant(Decimal(number)),
        "errors": cell(b.spot(line, _ERRORS)),
        "doubtful": cell(b.spot(line, _DOUBTS)),
        "errors_before": cell(b.spot(above, _ERRORS)) if above else none,
        "doubts_before": cell(b.spot(above, _DOUBTS) if above else b.spot(last, _ERRORS)),
    }


def _problem(b: SheetBuilder, number: int, turn: str, filled: Sequence[Filling]) -> None:
    """One line of the list."""
    places = (height(f"{each.sheet.name} {_WIDEST}", WIDTHS[0], _SIZE) for each in filled)
    line = b.line(f"problem/{number}", max(LINE * _HEIGHT, *places))
    lines, reasons = [line_of(each.sheet) for each in filled], filled[0].reasons
    known: dict[str, Resolved] = {
        "turns": _between(b, lines, turn, "number"),
        "names": _between(b, lines, _NAME, "text"),
        "form": cell(b.spot(line, _FORM), "text"),
        "problem": cell(b.spot(line, _PROBLEM)),
        "errors": cell(b.spot(lines[-1], _ERRORS)),
        "n": Constant(Decimal(number)),
        "letters": told_in(reasons, LETTERS),
        "texts": told_in(reasons, WORDS),
    }
    hide(b, b.spot(line, _PROBLEM), calculation("lone_number(turns)", known))
    hide(b, b.spot(line, _FORM), calculation("item(names, lone(turns))", known))
    _shown(b, line, "place", calculation(_LINK, known), known)
    _shown(b, line, "reason", calculation("reason(problem, texts)", known), known)


def _shown(b: SheetBuilder, line: str, column: str, told: Calculation, known: Mapping[str, Resolved]) -> None:
    row, is_place = line.partition("/")[2], column == "place"
    b.put(
        Cell(
            spot=b.spot(line, 0 if is_place else 1),
            role=Role.FORMULA,
            key=cover_key(f"#problem{row}", column),
            label=(_PLACE if is_place else _REASON)[b.lang],
            line=f"{_PLACE[b.lang]} {row}",
            calculation=told,
            style=Style(name="cover_link" if is_place else "cover_fact"),
            span=(1, 1 if is_place else len(WIDTHS) - 1),
            highlights=_colours(known) if is_place else (),
        )
    )


def _colours(known: Mapping[str, Resolved]) -> tuple[Highlight, ...]:
    wrong = coloured("wrong", "problem > 0 and n <= errors", known)
    return wrong, coloured("doubt", "problem > 0 and n > errors", known)


def _between(b: SheetBuilder, lines: Sequence[str], column: str, kind: Kind) -> ColumnRange:
    first, last = (Spot(b.key, line, column) for line in (lines[0], lines[-1]))
    return ColumnRange(range=RangeRef(first, last), kind=kind)

"""The score sheets: the published matrix with its additions, and a plain list for groups without one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kpixl.blueprint.expressions import RangeRef
from kpixl.blueprint.model import Form, Scheme, ScoreSheet, Scoring
from kpixl.decisions import EFFECTS
from kpixl.layout import Calculation, Cell, Package, Sheet, Spot
from kpixl.layout.forms.form import form_sheet
from kpixl.layout.forms.matrix import Addition, Grid, on_screen
from kpixl.layout.package.package import printed_keys
from kpixl.layout.pages.screen import USUAL, zoom
from kpixl.layout.pages.text_height import height
from kpixl.layout.plan.cell import Link, Scalar
from kpixl.layout.plan.frame import Line, View
from kpixl.merge import formulas
from kpixl.merge.items import Items
from kpixl.merge.sheets import Content, Heading, PlainSheet, figure
from kpixl.scoring import ZERO, Standing

TOTAL, RATE, RANK, VETO, AWARD, REASON = "total", "rate", "rank", "veto", "award", "reason"
ADDITIONS = (
    Addition(name=TOTAL, label="合计", width=10, align="right"),
    Addition(name=RATE, label="得分率", width=10, align="right"),
    Addition(name=RANK, label="名次", width=7),
    Addition(name=AWARD, label="奖项", width=12),
    Addition(name=VETO, label="一票否决", width=10),
    Addition(name=REASON, label="评定依据", width=44, align="left"),
)
_LIST = (
    Heading(name="number", label="序号", width=6),
    Heading(name="unit", label="单位", width=30, align="left"),
    Heading(name="items", label="项目数", width=8),
    Heading(name="points", label="分值", width=10),
    Heading(name=TOTAL, label="合计", width=10, align="right"),
    Heading(name=RATE, label="得分率", width=10, align="right", number_format="0.00%"),
    Heading(name=RANK, label="名次", width=7),
    Heading(name=AWARD, label="奖项", width=12),
    Heading(name=VETO, label="一票否决", width=10),
    Heading(name=REASON, label="评定依据", width=46, align="left"),
)


@dataclass(frozen=True, kw_only=True)
class Board:
    """What score sheets are made from.

    items: where their scores stand; standings: by unit; public: everybody may read them, so they do not say
    why somebody got an award.
    """

    scheme: Scheme
    scoring: Scoring
    items: Items
    standings: Mapping[str, Standing]
    public: bool = False

    @property
    def additions(self) -> tuple[Addition, ...]:
        """The columns that are added to a matrix."""
        return tuple(a for a in ADDITIONS if not (self.public and a.name == REASON))

    @property
    def columns(self) -> tuple[Heading, ...]:
        """The columns of a group's list."""
        told = (c for c in _LIST if not (self.public and c.name == REASON))
        return tuple(replace(c, number_format=self.figures) if c.name == TOTAL else c for c in told)

    @property
    def figures(self) -> str:
        """Excel's format of totals."""
        return figures_format(self.scoring)

    @property
    def ranked_by(self) -> str:
        """The column that units are ranked by."""
        return RATE if self.scoring.rank_by == "rate" else TOTAL

    def total(self, unit: str, scores: RangeRef, items: int, veto: Spot) -> Calculation:
        """A unit's total over its items: zero while a veto that makes it so stands in its cell."""
        whole = formulas.whole(scores, items, self.scoring.places)
        zero = self.standings[unit].veto == EFFECTS[ZERO].zh
        return formulas.vetoed(whole, veto) if zero else whole


def figures_format(scoring: Scoring) -> str:
    """Excel's format of totals and scores."""
    return f"0.{'0' * scoring.places}" if scoring.places else "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """What goes into a cell that the layout left empty."""

    value: Scalar = None
    calculation: Calculation | None = None
    link: Link | None = None
    number_format: str | None = None


def office_sheet(scheme: Scheme, form: Form, additions: tuple[Addition, ...] = ()) -> Sheet:
    """A form of the office's own, as it is printed."""
    rows = {
        (form.form, "", table.name): tuple(
            ("", row) for row in printed_keys(scheme, scheme.stage().id, table, "")
        )
        for table in form.tables
    }
    package = Package(
        scheme=scheme, stage_id=scheme.stage().id, recipient=scheme.roster.units[0].id, rows=rows
    )
    return replace(form_sheet(package, form, additions), protected=False)


def matrix_sheet(board: Board, form: Form) -> Sheet:
    """A form with a matrix, its scores live, with total, rate, rank and award on its right."""
    grid = Grid.of(board.scheme, form, board.additions)
    sheet = office_sheet(board.scheme, form, board.additions)
    if grid is None:
        return sheet
    filled = dict(_scores(board, grid)) | dict(_additions(board, grid))
    cells = tuple(_with(c, filled.get(c.spot)) for c in sheet.cells)
    if board.public:
        view = View(column=grid.spot("#points", grid.keys[0]).column, zoom=zoom(grid.widths, USUAL))
        return replace(sheet, cells=cells, freeze=None, view=view)
    made = replace(sheet, cells=cells, lines=tuple(_raised(sheet, filled, grid)))
    return on_screen(made, grid, "单位", seen=(TOTAL, AWARD))


def _raised(sheet: Sheet, filled: Mapping[Spot, _Filled], grid: Grid) -> Iterator[Line]:
    """The lines, as high as the reasons of awards need."""
    width = next(a.width for a in ADDITIONS if a.name == REASON)
    needed = {
        grid.line(u.id): height(str(filled[grid.spot(u.id, REASON)].value or ""), width) for u in grid.units
    }
    for line in sheet.lines:
        yield replace(line, height=max(line.height or 0, needed[line.key])) if line.key in needed else line


def _with(cell: Cell, filled: _Filled | None) -> Cell:
    if filled is None:
        return cell
    style = replace(cell.style, number_format=filled.number_format)
    return cell._replace(value=filled.value, calculation=filled.calculation, link=filled.link, style=style)


def _scores(board: Board, grid: Grid) -> Iterator[tuple[Spot, _Filled]]:
    for unit in grid.units:
        for item in board.items.of(unit.id):
            if item in grid.keys:
                there = board.items.score(unit.id, item)
                live = formulas.same(there)
                yield (
                    grid.spot(unit.id, item),
                    _Filled(calculation=live, link=there, number_format=board.figures),
                )


def _additions(board: Board, grid: Grid) -> Iterator[tuple[Spot, _Filled]]:
    all_points, scoring = grid.spot("#points", TOTAL), board.scoring
    yield all_points, _Filled(calculation=formulas.summed(grid.across("#points"), scoring.places))
    for unit in grid.units:
        standing, total = board.standings[unit.id], grid.spot(unit.id, TOTAL)
        veto, due = grid.spot(unit.id, VETO), standing.items or len(grid.keys)
        scores = board.total(unit.id, grid.across(unit.id), due, veto)
        yield total, _Filled(calculation=scores, number_format=board.figures)
        points = all_points if due == len(grid.keys) else _own_points(board, unit.id)
        rate = formulas.share(total, points, scoring.rate_places)
        yield grid.spot(unit.id, RATE), _Filled(calculation=rate, number_format="0.00%")
        by = grid.spot(unit.id, board.ranked_by)
        yield grid.spot(unit.id, RANK), _Filled(calculation=formulas.ranked(by, grid.down(board.ranked_by)))
        yield veto, _Filled(value=standing.veto or None)
        yield grid.spot(unit.id, AWARD), _Filled(value=standing.award)
        if not board.public:
            yield grid.spot(unit.id, REASON), _Filled(value=standing.reason)


def _own_points(board: Board, unit: str) -> RangeRef:
    """The points of a unit to which not all items apply."""
    items = board.items.of(unit)
    return RangeRef(board.items.points(unit, items[0]), board.items.points(unit, items[-1]))


def list_sheet(board: Board, group: str, title: str, name: str) -> Sheet:
    """A group as a plain list: unit, items, points, total, rate, rank, award."""
    plain = PlainSheet(
        key=list_key(group),
        name=name,
        title=title,
        columns=board.columns,
        frozen=2,
        upright=board.public,  # without the reasons it is narrow enough
    )
    units = board.scheme.roster.of(group)
    by = board.ranked_by
    ranked = RangeRef(plain.spot(units[0].id, by), plain.spot(units[-1].id, by)) if units else None
    rows = []
    for number, unit in enumerate(units, 1):
        standing = board.standings[unit.id]
        figures = _list_figures(board, plain, unit.id, ranked) if ranked else []
        decided = (standing.award, standing.veto or None, standing.reason)
        rows.append((unit.id, [figure(number), unit.name, *figures, *decided][: len(board.columns)]))
    return plain.sheet(rows)


def list_key(group: str) -> str:
    """The key of the sheet with a group's list."""
    return f"list/{group}"


def _list_figures(board: Board, plain: PlainSheet, unit: str, ranked: RangeRef) -> list[Content]:
    items = board.items.of(unit)
    if not items:
        return [Content()] * 5
    scores, points = (
        RangeRef(where(unit, items[0]), where(unit, items[-1]))
        for where in (board.items.score, board.items.points)
    )
    total, places = plain.spot(unit, TOTAL), board.scoring.places
    made: list[Any] = [
        formulas.counted(points),
        formulas.summed(points, places),
        board.total(unit, scores, board.standings[unit].items, plain.spot(unit, VETO)),
        formulas.share(total, plain.spot(unit, "points"), board.scoring.rate_places),
        formulas.ranked(plain.spot(unit, board.ranked_by), ranked),
    ]
    links: list[Link | None] = [board.items.score(unit, items[0]), *[None] * 4]
    return [Content(calculation=c, link=link) for c, link in zip(made, links, strict=True)]


def standing_spots(board: Board, declared: ScoreSheet, column: str) -> Iterator[tuple[str, Spot]]:
    """Where the score sheets have the total, rate or rank of each unit. column: its name."""
    for form in declared.forms:
        grid = Grid.of(board.scheme, board.scheme.form(form), ADDITIONS)
        if grid is not None:
            yield from ((unit.id, grid.spot(unit.id, column)) for unit in grid.units)
    for group in declared.lists:
        plain = PlainSheet(key=list_key(group), name="", title="", columns=_LIST)
        for unit in board.scheme.roster.of(group):
            if board.items.of(unit.id):
                yield unit.id, plain.spot(unit.id, column)

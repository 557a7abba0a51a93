"""Charts, and those of the scores, group by group: ranking, points missed, score by item, distribution."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kpixl.blueprint.expressions import RangeRef, rounded
from kpixl.blueprint.model import ScoreSheet, Unit
from kpixl.layout import Sheet, Spot
from kpixl.layout.pages.screen import zoom
from kpixl.layout.pages.sheet import SheetBuilder
from kpixl.layout.plan.cell import Scalar
from kpixl.layout.plan.chart import Chart
from kpixl.layout.plan.frame import Print, View
from kpixl.merge import formulas
from kpixl.merge.scoresheet import RATE, Board, standing_spots
from kpixl.merge.sheets import Content, Heading, PlainSheet, figure
from kpixl.scoring import Standing, Tally

_PERCENT = "0.0%"
_WIDTH, _LEAST_HEIGHT, _HEIGHT_AN_ITEM, _AROUND = 650, 300, 22, 130
_SCALE, _PAGE = 55, 1200
"""Of print, in per cent, and the pixels of height that a page (A4, lying) then has: no chart is higher.

It leaves room for columns that a program draws wider than Excel does.
"""
_LINE, _STRIPE = 20, 75
"""Pixels of a row and of a column of the sheet that carries the charts."""
_MOST_NAMES = (_PAGE - 3 * _LINE - _AROUND) // _HEIGHT_AN_ITEM
"""In a chart as high as a page: programs leave names out that have less room."""
_BANDS, _BAND_WIDTHS = 12, (5, 10, 20, 50, 100, 1000)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a chart shows: name and figure of each item, top to bottom. below: some figures are negative."""

    kind: Literal["bar", "column"] = "bar"
    title: str
    items: str
    figures: str
    number_format: str
    rows: Sequence[tuple[str, Content]]
    below: bool = False


def score_figures(board: Board, declared: ScoreSheet, tallies: Mapping[str, Tally]) -> Iterator[Figures]:
    """What the charts of the scores show; nothing of a group without two of them."""
    for group in board.scheme.roster.group_ids:
        yield from _group(board, declared, tallies, group)


def chart_sheets(figures: Iterable[Figures]) -> Iterator[Sheet]:
    """A sheet with the charts and one with their figures; neither where there are none."""
    told = [part for each in figures for part in _parts(each)]
    if told:
        data = PlainSheet(
            key="chart-figures",
            name="图表数据",
            title="图表数据",
            columns=_columns(),
            upright=True,
            on_paper=False,
        )
        yield _carrier(told, data)
        yield data.sheet(_rows(told), "供在屏幕上查，打印时只有表头")


def _rows(told: Sequence[Figures]) -> Iterator[tuple[str, Sequence[Content | Scalar]]]:
    for i, each in enumerate(told):
        for n, (name, value) in enumerate(each.rows):
            yield _row(i, n), [each.title, name, value]


def _columns() -> tuple[Heading, ...]:
    return (
        Heading(name="chart", label="图表", width=36, align="left"),
        Heading(name="item", label="名称", width=40, align="left"),
        Heading(name="figure", label="数值", width=14, align="right"),
    )


def _row(chart: int, item: int) -> str:
    return f"{chart}/{item}"


def _group(board: Board, declared: ScoreSheet, tallies: Mapping[str, Tally], group: str) -> Iterator[Figures]:
    """The charts of the units that are ranked together."""
    name = board.scheme.roster.group_name(group)
    units = [u for u in board.scheme.roster.of(group) if board.standings[u.id].score is not None]
    if len(units) < 2:
        return
    yield _ranking(board, declared, name, units)
    standings = [board.standings[u.id] for u in units]
    yield from _missed(board, name, units, standings)
    yield from _by_item(name, [_common(board, u, tallies[u.id]) for u in units])
    yield from _distribution(name, standings)


def _parts(whole: Figures) -> Iterator[Figures]:
    """A chart with every name: where there are too many, several of them, each as long as the others."""
    count = len(whole.rows)
    size = -(-count // -(-count // _MOST_NAMES))
    if size == count:
        yield whole
        return
    for first in range(0, count, size):
        rows = whole.rows[first : first + size]
        yield replace(whole, title=f"{whole.title}（第{first + 1}至{first + len(rows)}）", rows=rows)


def _ranking(board: Board, declared: ScoreSheet, name: str, units: Sequence[Unit]) -> Figures:
    by_rate = board.ranked_by == RATE
    spots = dict(standing_spots(board, declared, board.ranked_by))
    ordered = sorted(units, key=lambda u: board.standings[u.id].rank or 0)
    style = _PERCENT if by_rate else board.figures
    return Figures(
        title=f"{name}：{'得分率' if by_rate else '合计'}排名",
        items="单位",
        figures="得分率" if by_rate else "合计",
        number_format=style,
        below=any((_ranked(board, u) or 0) < 0 for u in units),
        rows=[
            (u.short, Content(calculation=formulas.same(spots[u.id]), number_format=style))
            if u.id in spots
            else (u.short, Content(value=_ranked(board, u), number_format=style))
            for u in ordered
        ],
    )


def _ranked(board: Board, unit: Unit) -> Decimal | None:
    standing = board.standings[unit.id]
    return standing.rate if board.ranked_by == RATE else standing.score


def _missed(
    board: Board, name: str, units: Sequence[Unit], standings: Sequence[Standing]
) -> Iterator[Figures]:
    """The points that were assigned and not scored, most first."""
    missed = [
        (max(Decimal(0), s.points - s.score), u.short)
        for u, s in zip(units, standings, strict=True)
        if s.points is not None and s.score is not None
    ]
    if any(points for points, _ in missed):
        ordered = sorted((each for each in missed if each[0]), key=lambda each: -each[0])
        yield Figures(
            title=f"{name}：未得分",
            items="单位",
            figures="分值与得分之差",
            number_format=board.figures,
            rows=[(unit, Content(value=points, number_format=board.figures)) for points, unit in ordered],
        )


def _common(board: Board, unit: Unit, own: Tally) -> Tally:
    """The items that other units may have, too."""
    names = {item: name for item, name in own.names.items() if board.items.common(unit.id, item)}
    return replace(own, names=names)


def _by_item(group: str, tallies: Sequence[Tally]) -> Iterator[Figures]:
    """What all units together scored of the points of each item that several of them share."""
    shared = Counter(named for own in tallies for named in own.names.items())
    rows: list[tuple[str, Content]] = []
    for item, name in (named for named, count in shared.items() if count > 1):
        mine = [own for own in tallies if own.names.get(item) == name]
        scores = [own.scores[item] for own in mine if item in own.scores]
        known = [(s.score, s.points) for s in scores if s.score is not None and s.points]
        points = sum((p for _, p in known), Decimal(0))
        if points > 0:
            share = rounded(sum((s for s, _ in known), Decimal(0)) / points, 4)
            rows.append((name, Content(value=share, number_format=_PERCENT)))
    if len(rows) > 1:
        yield Figures(
            title=f"{group}：各指标得分率",
            items="指标",
            figures="得分率",
            number_format=_PERCENT,
            rows=rows,
            below=any(isinstance(c.value, Decimal) and c.value < 0 for _, c in rows),
        )


def _distribution(name: str, standings: Sequence[Standing]) -> Iterator[Figures]:
    """How many units have a score rate in each band."""
    rates = [s.rate for s in standings if s.rate is not None]
    if len(rates) < 2:
        return
    spread = (max(rates) - min(rates)) * 100
    width = next((w for w in _BAND_WIDTHS if spread / w < _BANDS), math.ceil(spread / _BANDS))
    bands = Counter(math.floor(rate * 100 / width) * width for rate in rates)
    low, high = min(bands), max(bands)
    yield Figures(
        kind="column",
        title=f"{name}：得分率分布",
        items="得分率",
        figures="单位数",
        number_format="0",
        rows=[
            (f"{low_end}%—{low_end + width}%", Content(value=figure(bands[low_end])))
            for low_end in range(low, high + width, width)
        ],
    )


def _carrier(told: Sequence[Figures], data: PlainSheet) -> Sheet:
    """The sheet that the charts stand on, two beside each other."""
    charts, breaks, top, used = [], [], 2, 0
    for pair in (list(enumerate(told))[i : i + 2] for i in range(0, len(told), 2)):
        heights = [_height(each) for _, each in pair]
        used += max(heights) + 2 * _LINE
        if used > _PAGE:
            breaks.append(f"line/{top - 1}")  # a chart begins a hair above its row
            used = max(heights) + 2 * _LINE
        for place, (number, each) in enumerate(pair):
            spot = Spot("charts", f"line/{top}", f"c{1 + place * (_WIDTH // _STRIPE + 1)}")
            charts.append(_chart(each, data, number, spot, heights[place]))
        top += max(heights) // _LINE + 2
    columns = 2 * (_WIDTH // _STRIPE + 1)
    builder = SheetBuilder(key="charts", name="图表", widths=[9.9] * columns)
    builder.text("#title", "图表", "title")
    for number in range(1, top):
        builder.line(f"line/{number}", _LINE * 0.75)
    page = Print(landscape=True, rows=("#title", f"line/{top - 1}"), scale=_SCALE, breaks=tuple(breaks))
    made = builder.sheet(page, helpers=False, view=View(zoom=zoom(builder.widths)))
    return replace(made, protected=False, charts=tuple(charts))


def _height(each: Figures) -> int:
    return max(_LEAST_HEIGHT, _HEIGHT_AN_ITEM * len(each.rows) + _AROUND)


def _chart(each: Figures, data: PlainSheet, number: int, spot: Spot, height: int) -> Chart:
    last = len(each.rows) - 1
    labels, values = (
        RangeRef(data.spot(_row(number, 0), column), data.spot(_row(number, last), column))
        for column in ("item", "figure")
    )
    return Chart(
        kind=each.kind,
        title=each.title,
        labels=labels,
        values=values,
        items=each.items,
        figures=each.figures,
        number_format=each.number_format,
        spot=spot,
        width=_WIDTH,
        height=height,
        below=each.below,
    )

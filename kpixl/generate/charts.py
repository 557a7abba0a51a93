"""Native charts of a planned sheet."""

from __future__ import annotations

from typing import Any

from kpixl.addresses import Address
from kpixl.blueprint.expressions import RangeRef
from kpixl.generate.strict import Strict
from kpixl.layout.plan.chart import Chart
from kpixl.layout.plan.keys import Spot
from kpixl.layout.plan.plan import Plan, Sheet

_COLOUR = "#2F6DB5"
_FONT = {"size": 9}


def insert_charts(book: Strict, out: Strict, plan: Plan, sheet: Sheet) -> None:
    """Put the sheet's charts where they are planned. out: the worksheet."""
    for chart in sheet.charts:
        made = _chart(book, plan, chart)
        looks = {"object_position": 2, "description": _described(plan, chart)}
        out.insert_chart(*sheet.address(chart.spot), made, looks)


def _chart(book: Strict, plan: Plan, chart: Chart) -> Any:
    made = book.add_chart({"type": chart.kind})
    labels, values = (_cells(plan, area) for area in (chart.labels, chart.values))
    made.add_series({
        "name": chart.title,
        "categories": labels,
        "values": values,
        "fill": {"color": _COLOUR},
        "gap": 40,
        "data_labels": {"value": True, "num_format": chart.number_format, "font": _FONT},
    })  # fmt: skip
    made.set_title({"name": chart.title, "name_font": {"size": 13}, "overlay": False})
    made.set_legend({"none": True})
    fonts = {"num_font": _FONT, "name_font": _FONT}
    items = {
        **fonts,
        "name": chart.items,
        "interval_unit": 1,
        "major_gridlines": {"visible": False},
        "label_position": "low" if chart.below else "next_to",
    }
    grid = {"visible": True, "line": {"color": "#D9D9D9"}}
    figures = {
        **fonts,
        "name": chart.figures,
        "num_format": chart.number_format,
        "min": None if chart.below else 0,
        "major_gridlines": grid,
    }
    if chart.kind == "bar":  # its first item would be at the bottom
        made.set_y_axis({**items, "reverse": True})
        made.set_x_axis(figures)
    else:
        made.set_x_axis(items)
        made.set_y_axis(figures)
    made.set_size({"width": chart.width, "height": chart.height})
    return made


def _described(plan: Plan, chart: Chart) -> str:
    """What a screen reader says of a chart: what it shows, and where its figures stand."""
    name, *_ = _cells(plan, chart.values)
    return f"{chart.title}：各{chart.items}的{chart.figures}；数据见工作表“{name}”。"


def _cells(plan: Plan, area: RangeRef) -> list[object]:
    """The cells as XlsxWriter wants them: sheet, first row and column, last row and column."""
    first, last = (_at(plan, end) for end in (area.first, area.last))
    return [first[0], *first[1], *last[1]]


def _at(plan: Plan, target: object) -> tuple[str, Address]:
    if not isinstance(target, Spot):
        msg = f"a chart's cells must be spots, not {target!r}"
        raise TypeError(msg)
    sheet = plan.by_key[target.sheet]
    return sheet.name, sheet.address(target)

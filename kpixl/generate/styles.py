"""How cells look: the names that a plan uses, as official documents are set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kpixl.generate.strict import ExcelRefused
from kpixl.layout.plan.cell import Style

DATE_FORMAT = "yyyy-mm-dd"
Properties = Mapping[str, object]

_FANG, _SONG, _HEI, _KAI, _TITLE = "仿宋", "宋体", "黑体", "楷体", "方正小标宋简体"
_GREY, _BLUE = "#7F7F7F", "#0563C1"
_INK = "#1F3864"
"""The one accent: what somebody fills in, and the heads of the columns where."""
_QUIET, _PALE = "#E8EDF3", "#FFF8DC"
"""Behind heads, and behind what is still to fill."""
_DOTTED, _DASHED, _DASHES_AND_DOTS = 4, 3, 9  # Excel's numbers of borders that a conditional format can have
_STACKED = 270  # XlsxWriter's word for characters one below the other


def _set(font: str, size: float, align: str = "left", **more: object) -> Properties:
    text = {"font_name": font, "font_size": size, "text_wrap": True}
    return {**text, "align": align, "valign": "vcenter", **more}


def _lined(line: int, colour: str) -> Properties:
    return {"border": line, "border_color": colour}


STYLES: Final[Mapping[str, Properties]] = {
    "attachment": _set(_HEI, 16, text_wrap=False),
    "title": _set(_TITLE, 20, "center"),
    "subtitle": _set(_FANG, 14, "center"),
    "label": _set(_FANG, 12),
    "heading": _set(_HEI, 12),
    "field": _set(_FANG, 12, bottom=1),
    "field_input": _set(_FANG, 12, bottom=1),
    "paragraph": _set(_FANG, 12, valign="top"),
    "head": _set(_HEI, 11, "center", border=1, bg_color=_QUIET),
    "head_to_fill": _set(_HEI, 11, "center", border=1, bg_color=_PALE, font_color=_INK, bold=True),
    "screen_head": _set(_HEI, 9, "center", border=1, bg_color=_QUIET),
    "body": _set(_FANG, 11, border=1),
    "number": _set(_FANG, 11, "center", border=1),
    "input": _set(_FANG, 11, border=1),
    "formula": _set(_FANG, 11, border=1),
    "total": _set(_HEI, 11, "center", border=1),
    "note": _set(_FANG, 10, valign="top"),
    "cover_title": _set(_TITLE, 20, "center"),
    "cover_text": _set(_FANG, 12),
    "cover_head": _set(_HEI, 12, "center", border=1, bg_color=_QUIET),
    "cover_fact": _set(_FANG, 12, border=1),
    "cover_cell": _set(_FANG, 12, "center", border=1),
    "cover_link": _set(_FANG, 12, border=1, font_color=_BLUE, underline=1),
    "code": _set(_FANG, 10, text_wrap=False),
    "way_back": _set(_SONG, 9, text_wrap=False, font_color=_BLUE, underline=1),
    "list": _set(_SONG, 10, border=1, valign="top"),
    "list_link": _set(_SONG, 10, border=1, valign="top", font_color=_BLUE, underline=1),
    "helper": _set(_SONG, 9, font_color=_GREY, text_wrap=False, num_format=";;;"),
    "key": _set(_SONG, 8, font_color=_GREY, text_wrap=False),
    "tall_key": _set(_SONG, 26, font_color=_GREY, text_wrap=False),
}
_TO_FILL: Final[Properties] = {"locked": False, "font_color": _INK}
_ADDITION: Final[Properties] = {"font_name": _KAI, "border": _DASHED}
TABS: Final[Mapping[str, str]] = {"fill": "#FFC000", "look up": "#5B9BD5", "internal": "#A6A6A6"}
"""The colour of a sheet's tab, by what it is for."""
HIGHLIGHTS: Final[Mapping[str, Properties]] = {
    "wrong": {**_lined(1, "#C00000"), "bg_color": "#F4B6BA", "font_color": "#7A0010", "bold": True},
    "missing": {**_lined(_DASHED, "#7F6000"), "bg_color": "#FFE08A"},
    "doubt": {**_lined(_DOTTED, "#C55A11"), "bg_color": "#FDF3EA", "font_color": "#833C0B", "italic": True},
    "done": {"bg_color": "#E2EFDA", "font_color": "#375623"},
    "marked": {**_lined(_DASHES_AND_DOTS, "#C00000"), "bg_color": "#F8C4BF", "underline": 1},
    "open": {"bg_color": _PALE},
}
"""By urgency: where two hold in one cell, the first one shows.

No two differ by colour alone: in grey they are of different lightness, lines and letters differ, too.
"""


def cell_properties(style: Style) -> dict[str, object]:
    """What XlsxWriter's `add_format` takes for a style."""
    if style.name not in STYLES:
        raise ExcelRefused(f"the style sheet has no {style.name!r}")
    properties = dict(STYLES[style.name])
    if style.addition:
        properties |= _ADDITION
    if style.unlocked:
        properties |= _TO_FILL
    if style.vertical:
        properties |= {
            "rotation": _STACKED,
            "text_wrap": False,
        }  # LibreOffice centres no stacked text that wraps
    if style.align:
        properties["align"] = style.align
    if style.number_format:
        properties["num_format"] = style.number_format
    if style.indent:
        properties["indent"] = style.indent
    return properties


class Formats:
    """The formats of one workbook, each made once. add_format: the workbook's."""

    def __init__(self, add_format: Callable[[dict[str, object]], Any]) -> None:
        self._add = add_format
        self._cells: dict[Style, Any] = {}
        self._highlights: dict[str, Any] = {}

    def cell(self, style: Style) -> Any:
        """The format of cells in this style."""
        found = self._cells.get(style)
        if found is None:
            found = self._cells[style] = self._add(cell_properties(style))
        return found

    def highlight(self, kind: str) -> Any:
        """The format that a conditional format lays over a cell."""
        if kind not in self._highlights:
            self._highlights[kind] = self._add(dict(HIGHLIGHTS[kind]))
        return self._highlights[kind]

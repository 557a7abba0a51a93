"""How cells look: the names that a plan uses, as official documents are set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kpixl.generate.strict import ExcelRefused
from kpixl.layout.cell import Style

DATE_FORMAT = "yyyy-mm-dd"
Properties = Mapping[str, object]

_FANG, _SONG, _HEI, _TITLE = "仿宋", "宋体", "黑体", "方正小标宋简体"
_GREY, _BLUE, _RED = "#7F7F7F", "#0563C1", "#9C0006"
_STACKED = 270  # XlsxWriter's word for characters one below the other


def _set(font: str, size: float, align: str = "left", **more: object) -> Properties:
    text = {"font_name": font, "font_size": size, "text_wrap": True}
    return {**text, "align": align, "valign": "vcenter", **more}


STYLES: Final[Mapping[str, Properties]] = {
    "attachment": _set(_HEI, 16, text_wrap=False),
    "title": _set(_TITLE, 20, "center"),
    "subtitle": _set(_FANG, 14, "center"),
    "label": _set(_FANG, 12),
    "heading": _set(_HEI, 12),
    "field": _set(_FANG, 12, bottom=1),
    "field_input": _set(_FANG, 12, bottom=1),
    "paragraph": _set(_FANG, 12, valign="top"),
    "head": _set(_HEI, 11, "center", border=1),
    "body": _set(_FANG, 11, border=1),
    "number": _set(_FANG, 11, "center", border=1),
    "input": _set(_FANG, 11, border=1),
    "formula": _set(_FANG, 11, border=1),
    "total": _set(_HEI, 11, "center", border=1),
    "note": _set(_FANG, 10, valign="top"),
    "cover_title": _set(_TITLE, 20, "center"),
    "cover_text": _set(_FANG, 12),
    "cover_head": _set(_HEI, 12, "center", border=1),
    "cover_fact": _set(_FANG, 12, border=1),
    "cover_cell": _set(_FANG, 12, "center", border=1),
    "cover_link": _set(_FANG, 12, border=1, font_color=_BLUE, underline=1),
    "list": _set(_SONG, 10, border=1, valign="top"),
    "list_link": _set(_SONG, 10, border=1, valign="top", font_color=_BLUE, underline=1),
    "helper": _set(_SONG, 9, font_color=_GREY, text_wrap=False, num_format=";;;"),
    "key": _set(_SONG, 8, font_color=_GREY, text_wrap=False),
}
# pale enough that a printed form looks like paper, and a cell to fill still shows on the screen
_TO_FILL: Final[Properties] = {"locked": False, "bg_color": "#FFFDE7"}
_ADDITION: Final[Properties] = {"italic": True, "font_color": _GREY}
HIGHLIGHTS: Final[Mapping[str, Properties]] = {
    "wrong": {"bg_color": "#FFC7CE", "font_color": _RED},
    "missing": {"bg_color": "#FFE699"},
    "doubt": {"bg_color": "#FCE4D6", "font_color": "#833C0B"},
    "done": {"bg_color": "#E2EFDA", "font_color": "#375623"},
    "marked": {"border": 1, "border_color": "#C00000", "bg_color": "#FFE3E0"},
}
"""By urgency: where two hold in one cell, the first one shows."""


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
        if style not in self._cells:
            self._cells[style] = self._add(cell_properties(style))
        return self._cells[style]

    def highlight(self, kind: str) -> Any:
        """The format that a conditional format lays over a cell."""
        if kind not in self._highlights:
            self._highlights[kind] = self._add(dict(HIGHLIGHTS[kind]))
        return self._highlights[kind]

"""WPS Office for Windows, whose properties name the program that had the file before."""

from __future__ import annotations

from dataclasses import replace

from tests.support.resaving.habits import BookHabits, Habits, SheetHabits, StyleHabits, spaces
from tests.support.resaving.markup import Manner
from tests.support.resaving.zipping import Zipping

_MONEY = {
    "41": '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ',
    "42": '_ "￥"* #,##0_ ;_ "￥"* \\-#,##0_ ;_ "￥"* "-"_ ;_ @_ ',
    "43": '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    "44": '_ "￥"* #,##0.00_ ;_ "￥"* \\-#,##0.00_ ;_ "￥"* "-"??_ ;_ @_ ',
}
_ALLOWED = (
    "formatCells", "formatColumns", "formatRows", "insertRows", "insertColumns", "insertHyperlinks",
    "deleteColumns", "deleteRows", "sort", "autoFilter", "pivotTables",
)  # fmt: skip

WPS_11 = Habits(
    name="WPS 11",
    zipping=Zipping(
        order=(r"^\[Content", "^_rels", "^docProps/app", "^docProps/core", "^docProps/custom"),
        folders=True,
        moment=(2012, 7, 2, 0, 0, 0),
    ),
    manner=Manner(declaration='<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', quoted=True),
    book=BookHabits(
        root=spaces("r"),
        file_version={"lastEdited": "3", "lowestEdited": "5", "rupBuild": "9302"},
        settings={},
        calculation={"calcId": "144525"},
        application=None,
        version=None,
        marks={
            "KSOProductBuildVer": "2052-11.1.0.11830",
            "ICV": "0000000000000000000000000000000A",
            "KSOReadingLayout": "true",
        },
    ),
    sheet=SheetHabits(
        root=spaces("r", "xdr", "x14", "mc", "etc"),
        format={"defaultColWidth": "9", "defaultRowHeight": "13.5"},
        row=("r", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "spans"),
        validation=(
            "type", "operator", "allowBlank", "showDropDown", "showInputMessage", "showErrorMessage",
            "errorTitle", "error", "promptTitle", "prompt", "sqref",
        ),
        protection=(
            "algorithmName", "hashValue", "saltValue", "spinCount", "sheet", *_ALLOWED, "objects",
            "scenarios",
        ),
        operators=True,
        split=True,
        remnant=dict.fromkeys(_ALLOWED, "0"),
        properties=True,
        outline=True,
    ),
    style=StyleHabits(
        root=spaces(),
        order="used",
        first=176,
        escaped=True,
        formats=_MONEY,
        named=49,
        style="常规",
        fills=33,
        strings="used",
    ),
)  # fmt: skip
WPS_12 = replace(
    WPS_11,
    name="WPS 12",
    book=replace(
        WPS_11.book,
        calculation={"calcId": "191029"},
        application="WPS 表格",
        marks={**WPS_11.book.marks, "KSOProductBuildVer": "2052-12.1.0.19770"},
    ),
    sheet=replace(WPS_11.sheet, remnant={"selectLockedCells": "1"}, split=False),
    style=replace(WPS_11.style, root=spaces("mc", "xr9", ignorable="xr9")),
)

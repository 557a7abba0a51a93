"""Excel: 2010, 365 for Windows and Mac, in a browser."""

from __future__ import annotations

from dataclasses import replace

from tests.support.resaving.habits import BookHabits, Habits, SheetHabits, StyleHabits, spaces
from tests.support.resaving.markup import Manner
from tests.support.resaving.zipping import Zipping

_MANNER = Manner(declaration='<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n')
_REST = (
    "^xl/worksheets/sheet", "^xl/theme", r"^xl/styles\.xml", r"^xl/sharedStrings\.xml",
    "^xl/worksheets/_rels", "^xl/printerSettings", "^xl/calcChain", "^docProps/core", "^docProps/app",
    "^docProps/custom",
)  # fmt: skip
_LINKS, _BOOK = r"^xl/_rels/workbook\.xml\.rels", r"^xl/workbook\.xml"
_OLD = Zipping(order=(r"^\[Content", "^_rels", _LINKS, _BOOK, *_REST), flags=6, version=45)
_NEW = Zipping(order=(r"^\[Content", "^_rels", _BOOK, _LINKS, *_REST), flags=6, version=45)
_PROTECTION = (
    "algorithmName", "hashValue", "saltValue", "spinCount", "password", "sheet", "objects", "scenarios",
    "formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "insertHyperlinks",
    "deleteColumns", "deleteRows", "selectLockedCells", "sort", "autoFilter", "pivotTables",
)  # fmt: skip
_SHEET_2010 = SheetHabits(
    root=spaces("r", "mc", "x14ac", ignorable="x14ac"),
    format={"defaultRowHeight": "13.5", "x14ac:dyDescent": "0.15"},
    row=(
        "r", "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "collapsed",
        "thickTop", "thickBot", "x14ac:dyDescent",
    ),
    validation=(
        "type", "errorStyle", "operator", "allowBlank", "showDropDown", "showInputMessage",
        "showErrorMessage", "errorTitle", "error", "promptTitle", "prompt", "sqref", "xr:uid",
    ),
    protection=_PROTECTION,
    ascent="0.15",
    phonetic=True,
    covered=True,
    shared=True,
    elsewhere=True,
    remnant={"deleteColumns": "0", "deleteRows": "0"},
)  # fmt: skip

EXCEL_2010 = Habits(
    name="Excel 2010",
    zipping=_OLD,
    manner=_MANNER,
    book=BookHabits(
        root=spaces("r"),
        file_version={"lastEdited": "5", "lowestEdited": "4", "rupBuild": "9303"},
        settings={"defaultThemeVersion": "124226"},
        calculation={"calcId": "145621"},
        application="Microsoft Excel",
        version="14.0300",
        chain=True,
        printers=True,
    ),
    sheet=_SHEET_2010,
    style=StyleHabits(
        root=spaces("mc", "x14ac", ignorable="x14ac"),
        order="reversed",
        first=176,
        escaped=True,
        style="常规",
        fonts={"x14ac:knownFonts": "1"},
    ),
)
EXCEL_365 = Habits(
    name="Excel 365",
    zipping=_NEW,
    manner=_MANNER,
    book=BookHabits(
        root=spaces("r", "mc", "x15", "xr", "xr6", "xr10", "xr2", ignorable="x15 xr xr6 xr10 xr2"),
        file_version={"lastEdited": "7", "lowestEdited": "4", "rupBuild": "28526"},
        settings={"defaultThemeVersion": "166925"},
        calculation={"calcId": "191029"},
        application="Microsoft Excel",
        version="16.0300",
        folder="D:\\考核材料\\报送\\",
        revision=True,
        chain=True,
        printers=True,
    ),
    sheet=replace(
        _SHEET_2010,
        root=spaces("r", "mc", "x14ac", "xr", "xr2", "xr3", ignorable="x14ac xr xr2 xr3"),
        format={"defaultRowHeight": "14.25", "x14ac:dyDescent": "0.2"},
        ascent="0.2",
        uids=True,
    ),
    style=StyleHabits(
        root=spaces("mc", "x14ac", "x16r2", "xr", ignorable="x14ac x16r2 xr"),
        order="kept",
        first=176,
        escaped=True,
        style="常规",
        fonts={"x14ac:knownFonts": "1"},
    ),
)
EXCEL_MAC = replace(
    EXCEL_365,
    name="Excel for Mac",
    book=replace(
        EXCEL_365.book,
        application="Microsoft Macintosh Excel",
        folder="/Volumes/资料/考核/",
        printers=False,
    ),
    sheet=replace(
        EXCEL_365.sheet,
        format={"baseColWidth": "10", "defaultRowHeight": "14", "x14ac:dyDescent": "0.2"},
        pixels=6,
        newline="_x000a_",
    ),
    style=replace(EXCEL_365.style, readings=True),
)
EXCEL_ONLINE = replace(
    EXCEL_365,
    name="Excel Online",
    book=replace(
        EXCEL_365.book,
        application="Microsoft Excel Online",
        folder="",
        chain=False,
        printers=False,
    ),
    sheet=replace(
        EXCEL_365.sheet, format={"defaultRowHeight": "15"}, ascent="", phonetic=False, covered=False
    ),
    style=replace(EXCEL_365.style, order="used", first=164, style="Normal", fonts={}, strings="used"),
)

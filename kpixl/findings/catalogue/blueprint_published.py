"""Codes B094–B099: published data that do not fit the scheme."""

from kpixl.findings.catalogue.entry import Entry, define

_CORRECT = ("请改正 published 中的这一处。", "Correct this place in `published/`.")

ENTRIES: tuple[Entry, ...] = (
    define(
        "B094",
        "error",
        ("单位没有这张表", "Unit without the form"),
        (
            "“{value}”在阶段“{stage}”没有表单“{form}”，公布的数据填不进去。",
            "“{value}” does not get the form “{form}” in the stage “{stage}”, so its published data have no place.",
        ),
        _CORRECT,
    ),
    define(
        "B095",
        "warning",
        ("印的数与公布的不符", "Printed figure differs from the published"),
        (
            "表单“{form}”的“{key}”（{row}）印的是 {value}，公布的是 {expected}。",
            "The form “{form}” prints {value} as “{key}” ({row}); {expected} was published.",
        ),
        (
            "请与原件核对，改正清单或 published 中抄错的一处。",
            "Compare with the source and correct the list or the published figure.",
        ),
    ),
    define(
        "B096",
        "error",
        ("没有人填的列", "Column that nobody fills"),
        (
            "“{value}”是印好或计算的，不能有公布的填报值。",
            "“{value}” is printed or computed, so nothing published can be filled in.",
        ),
        (
            "请删去；与计算结果对照的数写在 figures 下。",
            "Remove it; a figure to compare with what is computed stands under `figures`.",
        ),
    ),
    define(
        "B097",
        "error",
        ("没有这一行", "Unknown row"),
        (
            "{inside} 中没有{what_zh}“{value}”{hint_zh}。",
            "There is no {what_en} “{value}” in {inside}{hint_en}.",
        ),
        _CORRECT,
    ),
    define(
        "B098",
        "error",
        ("行数超过表格", "More rows than the table"),
        (
            "公布的数据有 {value} 行，表“{table}”最多 {expected} 行。",
            "{value} rows are published; the table “{table}” takes {expected} at most.",
        ),
        ("请增大该表的 max。", "Raise the table's `max`."),
    ),
    define(
        "B099",
        "error",
        ("不是填报值", "Not an entry"),
        (
            "“{key}”应是数、文字、true、false 或几个文字。",
            "“{key}” must be a number, a text, true, false or several texts.",
        ),
        _CORRECT,
    ),
)

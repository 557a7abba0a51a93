"""Codes B094–B099: published data that do not fit the scheme."""

from kpixl.findings.catalogue.definition import CatalogueEntry, define
from kpixl.words import Words

_CORRECT = Words("请改正 published 中的这一处。", "Correct this place in `published/`.")

ENTRIES: tuple[CatalogueEntry, ...] = (
    define(
        "B094",
        "error",
        Words("单位没有这张表", "Unit without the form"),
        Words(
            "“{value}”在阶段“{stage}”没有表单“{form}”，公布的数据填不进去。",
            "“{value}” does not get the form “{form}” in the stage “{stage}”, so its published data have no place.",
        ),
        _CORRECT,
    ),
    define(
        "B095",
        "warning",
        Words("印的数与公布的不符", "Printed figure differs from the published"),
        Words(
            "表单“{form}”的“{key}”（{row}）印的是 {value}，公布的是 {expected}。",
            "The form “{form}” prints {value} as “{key}” ({row}); {expected} was published.",
        ),
        Words(
            "请与原件核对，改正清单或 published 中抄错的一处。",
            "Compare with the source and correct the list or the published figure.",
        ),
    ),
    define(
        "B096",
        "error",
        Words("没有人填的列", "Column that nobody fills"),
        Words(
            "“{value}”是印好或计算的，不能有公布的填报值。",
            "“{value}” is printed or computed, so nothing published can be filled in.",
        ),
        Words(
            "请删去；与计算结果对照的数写在 figures 下。",
            "Remove it; a figure to compare with what is computed stands under `figures`.",
        ),
    ),
    define(
        "B097",
        "error",
        Words("没有这一行", "Unknown row"),
        Words(
            "{inside} 中没有{what}“{value}”{hint}。",
            "There is no {what} “{value}” in {inside}{hint}.",
        ),
        _CORRECT,
    ),
    define(
        "B098",
        "error",
        Words("行数超过表格", "More rows than the table"),
        Words(
            "公布的数据有 {value} 行，表“{table}”最多 {expected} 行。",
            "{value} rows are published; the table “{table}” takes {expected} at most.",
        ),
        Words("请增大该表的 max。", "Raise the table's `max`."),
    ),
    define(
        "B099",
        "error",
        Words("不是填报值", "Not an entry"),
        Words(
            "“{key}”应是数、文字、true、false 或几个文字。",
            "“{key}” must be a number, a text, true, false or several texts.",
        ),
        _CORRECT,
    ),
)

"""Codes S: sheets, rows and columns are where and what they were."""

from kpixl.findings.catalogue.entry import define

_RESTORE = (
    "请把内容填到印发的原工作簿中再报回，不要增删工作表、行或列。",
    "Enter it in the workbook as issued, without adding or deleting sheets, rows or columns.",
)

ENTRIES = (
    define(
        "S001", "error",
        ("缺少工作表", "Sheet missing"),
        ("缺少工作表“{sheet_name}”。", "The sheet {sheet_name!r} is missing."),
        _RESTORE,
    ),
    define(
        "S002", "error",
        ("表格结构被破坏", "Form cannot be found on its sheet"),
        ("工作表“{sheet_name}”中找不到定位用的隐藏行列，无法读取。", "The hidden keys of the sheet {sheet_name!r} are gone, so it cannot be read."),
        _RESTORE,
    ),
    define(
        "S003", "error",
        ("行被删除", "Row deleted"),
        ("“{label}”这一行不见了。", "The row {label!r} is missing."),
        _RESTORE,
    ),
    define(
        "S004", "error",
        ("插入的行里有内容", "Entries in an inserted row"),
        ("第{number}行是插入的，其中填写的“{value}”不属于任何一项，没有读取。", "Row {number} was inserted; its entry {value!r} belongs to no row of the form and was not read."),
        ("请把内容移到表中已有的行，删去插入的行。", "Move the entry into a row of the form and delete the inserted one."),
    ),
    define(
        "S005", "error",
        ("行被复制", "Row stands twice"),
        ("“{label}”这一行出现了{count}次，不能确定以哪一行为准。", "The row {label!r} stands {count} times; nobody can tell which counts."),
        ("请只保留一行。", "Keep one of them."),
    ),
    define(
        "S006", "error",
        ("列被删除", "Column deleted"),
        ("“{label}”这一列不见了。", "The column {label!r} is missing."),
        _RESTORE,
    ),
    define(
        "S007", "note",
        ("行或列换了位置", "Rows or columns moved"),
        ("表中的行或列换了位置，已按各行各列的标记读取。", "Rows or columns stand in another order; they were read by their keys."),
        ("不用处理。", "Nothing to do."),
    ),
    define(
        "S008", "note",
        ("有隐藏的行或列", "Hidden rows or columns"),
        ("第{number}行（列）被隐藏，内容照常读取。", "Row (or column) {number} is hidden; it was read all the same."),
        ("请确认其中没有不想上报的内容。", "Make sure that it holds nothing that was not meant to be sent."),
    ),
    define(
        "S009", "warning",
        ("多出工作表", "Extra sheet"),
        ("多出工作表“{sheet_name}”，其内容没有读取。", "The sheet {sheet_name!r} is none of the form's and was not read."),
        ("需要上报的内容请填入表单；佐证材料另附文件。", "Enter what is to be reported in the forms; send proof as separate files."),
    ),
    define(
        "S010", "note",
        ("工作表改了名", "Sheet renamed"),
        ("工作表“{sheet_name}”改名为“{now}”，照常读取。", "The sheet {sheet_name!r} is now called {now!r}; it was read all the same."),
        ("不用处理。", "Nothing to do."),
    ),
    define(
        "S011", "note",
        ("工作表被隐藏", "Sheet hidden"),
        ("工作表“{sheet_name}”被隐藏，内容照常读取。", "The sheet {sheet_name!r} is hidden; it was read all the same."),
        ("不用处理。", "Nothing to do."),
    ),
    define(
        "S012", "warning",
        ("表外有内容", "Entry outside the form"),
        ("表格以外的单元格填写了“{value}”，没有读取。", "A cell outside the form holds {value!r}; it was not read."),
        ("需要说明的请写在备注栏，表外的内容请删去。", "Write explanations into the remark column and clear the cell."),
    ),
    define(
        "S013", "error",
        ("同一张表有两份", "A form stands twice"),
        ("工作表“{sheet_name}”有{count}份，不能确定以哪一份为准。", "The sheet {sheet_name!r} stands {count} times; nobody can tell which counts."),
        ("请只保留一份。", "Keep one of them."),
    ),
)  # fmt: skip

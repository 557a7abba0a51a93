"""Codes F060 and up: what is wrong inside a workbook that could be unpacked, and with reading it."""

from kpixl.findings.catalogue.definition import define
from kpixl.findings.catalogue.file_remedies import NOTHING, REASON, SAVE_AGAIN, SETTING, TRIM
from kpixl.words import Words

WORKBOOK = (
    define(
        "F060",
        "error",
        Words("没有工作表", "No sheets"),
        Words("工作簿里没有任何工作表。", "The workbook has no sheet."),
        SAVE_AGAIN,
    ),
    define(
        "F061",
        "error",
        Words("工作表内容缺失", "Sheet without content"),
        Words(
            "工作表“{sheet}”的内容缺失或已损坏，读不出来。",
            "The content of sheet “{sheet}” is missing or damaged and cannot be read.",
        ),
        SAVE_AGAIN,
        detail=Words(
            "（没有内容、指向文件之外，或与其他工作表是同一个。）",
            " (It is not there, lies outside of the file, or is that of another sheet.)",
        ),
    ),
    define(
        "F062",
        "error",
        Words("名称重复", "Same name twice"),
        Words(
            "工作簿中“{name}”出现了不止一次，无法确定哪一个有效。",
            "“{name}” is there more than once in the workbook, and nothing says which one counts.",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F063",
        "warning",
        Words("工作表全部隐藏", "All sheets hidden"),
        Words("工作簿的所有工作表都被隐藏。", "All sheets of the workbook are hidden."),
        Words(
            "请取消隐藏填报的工作表，另存后再交回。",
            "Unhide the sheets to fill in, save and return the file.",
        ),
    ),
    define(
        "F064",
        "error",
        Words("单元格过多", "Too many cells"),
        Words("工作簿有超过 {limit} 个单元格。", "The workbook has more than {limit} cells."),
        TRIM,
        detail=SETTING,
    ),
    define(
        "F065",
        "error",
        Words("内容过于分散", "Content far away"),
        Words(
            "工作表“{sheet}”在离表格很远的位置（{cell}）有内容，超出可读取的范围。",
            "Sheet “{sheet}” has content far away from the form (at {cell}), out of the range that is read.",
        ),
        Words("请删除该位置的内容，另存后再交回。", "Delete the content there, save and return the file."),
        detail=SETTING,
    ),
    define(
        "F066",
        "error",
        Words("文字过多", "Too much text"),
        Words(
            "工作簿中的文字总量超过上限 {limit} 个字符。",
            "The text of all cells exceeds the limit of {limit} characters.",
        ),
        TRIM,
        detail=SETTING,
    ),
    define(
        "F067",
        "error",
        Words("合并单元格过多", "Too many merged cells"),
        Words(
            "工作表“{sheet}”的合并单元格超过 {limit} 处。",
            "Sheet “{sheet}” has more than {limit} merged areas.",
        ),
        TRIM,
        detail=SETTING,
    ),
    define(
        "F068",
        "error",
        Words("工作表过多", "Too many sheets"),
        Words("工作簿的工作表超过 {limit} 个。", "The workbook has more than {limit} sheets."),
        TRIM,
        detail=SETTING,
    ),
    define(
        "F069",
        "error",
        Words("名称过多", "Too many names"),
        Words("工作簿里定义的名称超过 {limit} 个。", "The workbook defines more than {limit} names."),
        TRIM,
        detail=SETTING,
    ),
    define(
        "F070",
        "error",
        Words("单元格样式过多", "Too many styles"),
        Words("工作簿的单元格样式超过 {limit} 种。", "The workbook has more than {limit} cell styles."),
        TRIM,
        detail=SETTING,
    ),
    define(
        "F071",
        "error",
        Words("数据有效性过多", "Too many validations"),
        Words(
            "工作表“{sheet}”设置了填写限制（数据有效性）的区域超过 {limit} 个。",
            "Sheet “{sheet}” has more than {limit} areas with data validation.",
        ),
        TRIM,
        detail=SETTING,
    ),
)

CELLS = (
    define(
        "F080",
        "error",
        Words("单元格重复", "Cell twice"),
        Words(
            "单元格 {cell} 在文件中出现了不止一次，无法确定哪一个有效。",
            "The cell {cell} is there more than once in the file, and nothing says which one counts.",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F081",
        "error",
        Words("单元格位置有误", "Impossible cell position"),
        Words(
            "工作表“{sheet}”中有位置不可能的行或单元格（{value}）。",
            "Sheet “{sheet}” holds a row or cell at an impossible position ({value}).",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F082",
        "error",
        Words("数值无法识别", "Unreadable number"),
        Words(
            "单元格 {cell} 按数字保存，但内容“{value}”不是有效的数字。",
            "The cell {cell} is stored as a number, but “{value}” is none.",
        ),
        Words(
            "请在该单元格重新输入数字，保存后再交回。",
            "Enter the number again in this cell, save and return the file.",
        ),
    ),
    define(
        "F083",
        "warning",
        Words("日期超出范围", "Date out of range"),
        Words(
            "单元格 {cell} 是日期格式，但数值 {value} 超出日期的范围，按数字读取。",
            "The cell {cell} has a date format, but {value} is not a date that exists; it is read as a number.",
        ),
        Words("请在该单元格重新输入日期。", "Enter the date again in this cell."),
    ),
    define(
        "F084",
        "error",
        Words("单元格内容损坏", "Damaged cell"),
        Words(
            "单元格 {cell} 的内容损坏，无法读取（{value}）。",
            "The content of the cell {cell} is damaged and cannot be read ({value}).",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F085",
        "warning",
        Words("含有控制字符", "Control characters"),
        Words(
            "单元格 {cell} 的文字含有看不见的控制字符。",
            "The text of the cell {cell} holds invisible control characters.",
        ),
        Words(
            "请在该单元格重新输入文字，不要从其他程序粘贴。",
            "Type the text again in this cell instead of pasting it.",
        ),
    ),
    define(
        "F086",
        "note",
        Words("公式没有计算结果", "Formulas without a result"),
        Words(
            "有 {count} 个公式没有保存计算结果（如 {cell}）；检查时自行计算，不受影响。",
            "{count} formulas were saved without their result (such as {cell}); they are computed anew.",
        ),
        NOTHING,
    ),
    define(
        "F087",
        "note",
        Words("还有更多同类问题", "More of the same"),
        Words(
            "还有 {count} 个单元格有同样的问题（{same}），没有逐一列出。",
            "{count} more cells have the same problem ({same}); they are not listed.",
        ),
        Words("请按已列出的问题一并处理。", "Correct them in the same way as those listed."),
    ),
)

READING = (
    define(
        "F090",
        "error",
        Words("读取超时", "Took too long"),
        Words(
            "读取用时过长，已停止：文件里多半夹带了多余的内容。",
            "Reading took too long and was stopped: the file most likely holds more than the forms.",
        ),
        TRIM,
        detail=Words(
            "（超过 {limit} 秒的处理器时间；设置项 {setting}）",
            " (more than {limit} seconds of processor time; setting {setting})",
        ),
    ),
    define(
        "F091",
        "error",
        Words("内容过多，内存不足", "Out of memory"),
        Words(
            "文件内容过多，读取时内存不足，已停止。",
            "The file holds so much that memory ran out, and reading was stopped.",
        ),
        TRIM,
        detail=Words(
            "（超过上限 {limit}；设置项 {setting}）", " (more than the limit of {limit}; setting {setting})"
        ),
    ),
    define(
        "F092",
        "error",
        Words("读取时崩溃", "Reader crashed"),
        Words("读取这个文件时程序异常退出。", "The reader ended abnormally on this file."),
        SAVE_AGAIN,
        detail=REASON,
    ),
    define(
        "F093",
        "error",
        Words("读取时出错", "Reader failed"),
        Words("读取这个文件时程序出错。", "The reader failed on this file."),
        Words("请另存为新的 .xlsx 后再交回。", "Save it as a new .xlsx and return that."),
        detail=REASON,
        office=Words(
            "仍然出错的，请把该文件交给 kpixl 的维护人员。",
            "If it fails again, hand the file to whoever maintains kpixl.",
        ),
    ),
    define(
        "F100",
        "error",
        Words("读取没有完成", "Reading did not end"),
        Words(
            "开始读取 {limit} 秒（设置项 {setting}）后仍未完成，已停止；它用的处理器时间还没有到上限，"
            "多半是电脑太忙。",
            "Reading had not ended {limit} seconds after it began (setting {setting}) and was stopped; it had "
            "not used up its processor time, so the machine is most likely busy.",
        ),
        Words(
            "请关闭其他程序后重新检查，不必退回填报单位；仍然如此的，再看该文件是否夹带了多余的内容。",
            "Close other programs and check again, without giving it back; if it stays so, see what else is in "
            "the file.",
        ),
        internal=True,
    ),
)

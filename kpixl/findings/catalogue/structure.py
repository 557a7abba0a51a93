"""Codes S: sheets, rows and columns are where and what they were."""

from kpixl.findings.catalogue.definition import define
from kpixl.words import Words

_RESTORE = Words(
    "请把内容填到印发的原工作簿中再报回，不要增删工作表、行或列。",
    "Enter it in the workbook as issued, without adding or deleting sheets, rows or columns.",
)
_REFILL = Words(
    "本工作簿中已恢复，请在此补填缺少的内容；不要增删工作表、行或列。",
    "It is restored in this workbook: fill in what is missing, without adding or deleting sheets, rows or columns.",
)

ENTRIES = (
    define(
        "S001", "error",
        Words("缺少工作表", "Sheet missing"),
        Words("缺少工作表“{sheet_name}”。", "The sheet {sheet_name!r} is missing."),
        _RESTORE,
        _REFILL,
    ),
    define(
        "S002", "error",
        Words("认不出原来的表", "Form cannot be found on its sheet"),
        Words("工作表“{sheet_name}”已经不是印发时的样子：表头和各行的文字都对不上，无法读取。", "The sheet {sheet_name!r} is no longer as it was issued: neither its headings nor its rows are those of the form, so it cannot be read."),
        _RESTORE,
        _REFILL,
    ),
    define(
        "S003", "error",
        Words("行被删除", "Row deleted"),
        Words("“{label}”这一行被删除了。", "The row {label!r} was deleted."),
        _RESTORE,
        _REFILL,
    ),
    define(
        "S004", "error",
        Words("插入的行里有内容", "Entries in an inserted row"),
        Words("第{number}行是自己插入的，表里没有这一项，其中填写的“{value}”没有读取。", "Row {number} was inserted; its entry {value!r} belongs to no row of the form and was not read."),
        Words("请把内容移到表中已有的行，删去插入的行。", "Move the entry into a row of the form and delete the inserted one."),
        Words("这些内容没有带入；需要上报的，请填到表中已有的行。", "It was not carried over; enter what is to be reported in a row of the form."),
    ),
    define(
        "S005", "error",
        Words("行被复制", "Row stands twice"),
        Words("“{label}”这一行出现了{count}次，不能确定以哪一行为准。", "The row {label!r} stands {count} times; nobody can tell which counts."),
        Words("请只保留一行。", "Keep one of them."),
        Words("本工作簿中只有一行，原来的内容没有带入，请在此重新填写。", "This workbook has it once, without the entries: fill it in again."),
    ),
    define(
        "S006", "error",
        Words("列被删除", "Column deleted"),
        Words("“{label}”这一列不见了。", "The column {label!r} is missing."),
        _RESTORE,
        _REFILL,
    ),
    define(
        "S007", "note",
        Words("行或列换了位置", "Rows or columns moved"),
        Words("表中的行或列换了次序；每一行、每一列仍认得出来，内容没有错位。", "Rows or columns stand in another order; each was recognised, and nothing was read in a wrong place."),
        Words("不用处理。", "Nothing to do."),
    ),
    define(
        "S008", "note",
        Words("有隐藏的行或列", "Hidden rows or columns"),
        Words("{what}被隐藏或筛选掉，内容照常读取。", "{what} is hidden or filtered out; it was read all the same."),
        Words("请确认其中没有不想上报的内容。", "Make sure that it holds nothing that was not meant to be sent."),
    ),
    define(
        "S009", "warning",
        Words("多出工作表", "Extra sheet"),
        Words("多出一张工作表“{sheet_name}”，不是印发的，其内容没有读取。", "The sheet {sheet_name!r} is none of the form's and was not read."),
        Words("需要上报的内容请填入表单；佐证材料另附文件。", "Enter what is to be reported in the forms; send proof as separate files."),
        Words("其内容没有带入；需要上报的请填入表单，佐证材料另附文件。", "It was not carried over: enter what is to be reported in the forms; send proof as separate files."),
    ),
    define(
        "S010", "note",
        Words("工作表改了名", "Sheet renamed"),
        Words("工作表“{sheet_name}”改名为“{now}”，照常读取。", "The sheet {sheet_name!r} is now called {now!r}; it was read all the same."),
        Words("不用处理。", "Nothing to do."),
    ),
    define(
        "S011", "note",
        Words("工作表被隐藏", "Sheet hidden"),
        Words("工作表“{sheet_name}”被隐藏，内容照常读取。", "The sheet {sheet_name!r} is hidden; it was read all the same."),
        Words("不用处理。", "Nothing to do."),
    ),
    define(
        "S012", "warning",
        Words("表外有内容", "Entry outside the form"),
        Words("表格以外的单元格填写了“{value}”，没有读取。", "A cell outside the form holds {value!r}; it was not read."),
        Words("需要说明的请写在备注栏，表外的内容请删去。", "Write explanations into the remark column and clear the cell."),
        Words("这些内容没有带入；需要说明的，请写在备注栏。", "It was not carried over; write explanations into the remark column."),
    ),
    define(
        "S013", "error",
        Words("同一张表有两份", "A form stands twice"),
        Words("工作表“{sheet_name}”有{count}份，不能确定以哪一份为准。", "The sheet {sheet_name!r} stands {count} times; nobody can tell which counts."),
        Words("请只保留一份。", "Keep one of them."),
        Words("本工作簿中只有一份，原来的内容没有带入，请在此重新填写。", "This workbook has it once, without the entries: fill it in again."),
    ),
    define(
        "S014", "note",
        Words("插入了空行或空列", "Blank row or column inserted"),
        Words("从{place}起插入了{what}；表中内容照常读取。", "{what} inserted from {place} on; the form was read all the same."),
        Words("不用处理；下次请不要增加行或列。", "Nothing to do; leave rows and columns as they are."),
    ),
    define(
        "S015", "warning",
        Words("填写的内容没有带入", "Entry without a place"),
        Words("{item}在现在的表中没有对应的位置，填写的“{value}”没有带入。", "{item} has no place in the form as it is now; the entry {value!r} was not carried over."),
        Words("需要上报的，请填到表中相应的位置。", "Enter what is to be reported where it belongs now."),
    ),
    define(
        "S016", "warning",
        Words("表像是复制过来的", "Sheet that looks copied"),
        Words("工作表“{sheet_name}”像是复制粘贴过来的：印发时藏在表里的行列标记和公式都没有了。已按表头和各行的文字读取，印好的内容逐格核对过。", "The sheet {sheet_name!r} looks copied: the hidden marks and formulas that it was issued with are gone. It was read by its headings and the texts of its rows, and all that is printed was compared."),
        Words("请核对读取的内容是否与表中一致；下次请直接在印发的原工作簿中填写。", "See that what was read is what the sheet says, and fill in the workbook as issued next time."),
        Words("本工作簿是完整的，请在此填写，不要把表格复制到别处。", "This workbook is complete: fill it in here, and do not copy the form elsewhere."),
    ),
    define(
        "S017", "error",
        Words("填写行里写了合计", "A total in a row to fill"),
        Words("第{number}行填的是“{value}”：这一行会被当作一项内容，重复计算。", "Row {number} says {value!r}: it would count as one more entry."),
        Words("请清空这一行，合计不用填写。", "Clear the row: no total is asked for here."),
    ),
    define(
        "S018", "error",
        Words("表的下面又写了一行", "One more row below the table"),
        Words("第{number}行在表的最后一行之下，其中填写的“{value}”不属于任何一项，没有读取。", "Row {number} lies below the last row of the table; its entry {value!r} belongs to no row of it and was not read."),
        Words("请移到表中的空行；不够时选中表中最后几行，右键“取消隐藏”，下面可能还有备用行；仍然不够，请告诉印发单位。", "Move it into a blank row of the table; unhide the rows at its end, which may be spare ones; if there are too few, tell the issuing office."),
        Words("这一行没有带入。请填到表中的空行；不够时选中表中最后几行，右键“取消隐藏”，下面可能还有备用行。", "That row was not carried over: enter it in a blank row of the table, or unhide the rows at its end."),
    ),
    define(
        "S019", "error",
        Words("别的单位的工作表", "Sheet of another unit"),
        Words("工作表“{sheet_name}”是“{owner}”的（{sign}），不是“{unit_name}”的，没有读取。", "The sheet {sheet_name!r} is that of {owner!r} ({sign}), not of {unit_name!r}; it was not read."),
        Words("请在印发给“{unit_name}”的原工作簿中填写本单位的内容；不要从别的单位的工作簿复制工作表。", "Fill in the workbook issued to {unit_name!r} with its own answers; do not copy sheets from another unit's workbook."),
        Words("本工作簿中的表是“{unit_name}”的，没有带入别的单位的内容：请在此填写本单位的内容。", "The forms in this workbook are those of {unit_name!r}, without the other unit's answers: fill in your own."),
    ),
    define(
        "S020", "note",
        Words("表上有批注、文本框或图片", "Comment, text box or picture on a form"),
        Words("{at}有{what}{text}；它不在单元格里，没有读取。", "{at} {what}{text}; it stands in no cell and was not read."),
        Words("请看其中有没有要上报的内容；要上报的，请填入单元格或备注栏。", "See whether it holds what is to be reported; that belongs into a cell, or into the remark column."),
        Words("它没有带入本工作簿；要上报的，请填入单元格或备注栏。", "It was not carried over; enter what is to be reported in a cell, or in the remark column."),
    ),
    define(
        "S021", "error",
        Words("合并了单元格", "Cells were merged"),
        Words("{value} 被合并成一格：除 {first} 外，其余各格的内容已经看不到，没有读取。", "{value} were merged into one cell: only {first} is left, what the others say is gone."),
        Words("请取消合并，并把各格分别填上；几格内容相同的也要逐格填写。", "Unmerge them and fill in each cell, even where several say the same."),
        Words("本工作簿中没有合并：请把各格分别填上。", "They are not merged in this workbook: fill in each of them."),
    ),
    define(
        "S022", "warning",
        Words("一行只写了“没有”", "A row that says “nothing”"),
        Words("第{number}行只写了“{value}”，按没有填写处理{more}。", "Row {number} says {value!r} and nothing else; it was read as left blank{more}."),
        Words("{advice}", "{advice}"),
        Words("本工作簿中这一行已经清空；有内容的请重新填写，没有的不用处理。", "The row is blank in this workbook: fill it in if there is anything, else there is nothing to do."),
        office=Words("发回的反馈工作簿中这一行是空的。", "It is blank in the feedback workbook."),
    ),
    define(
        "S023", "warning",
        Words("印好的内容被划掉", "Printed text struck out"),
        Words("印好的“{value}”画了删除线，仍按印发的内容读取。", "The printed {value!r} is struck out; it was read as issued all the same."),
        Words("请去掉删除线；不适用的，请在备注栏说明。", "Take the line off; say in the remark column if it does not apply."),
        Words("本工作簿中没有删除线；不适用的，请在备注栏说明。", "This workbook shows no line: say in the remark column if it does not apply."),
    ),
)  # fmt: skip

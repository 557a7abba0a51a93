"""Codes V: values. The note of each says what was read; nothing is read that could mean something else."""

from kpixl.findings.catalogue.definition import define
from kpixl.words import Words

_READ = Words(
    "不用处理；如果不是“{expected}”，请更正。",
    "Nothing to do; correct it if “{expected}” is not what was meant.",
)


def _reason(why: Words, advice: Words) -> dict[str, Words]:
    return {"reason": why, "advice": advice}


_ONLY_DIGITS = Words(
    "请只填数字，单位、约数和说明都不要写。",
    "Enter digits only, without unit, “about” or comment.",
)

REASONS = {
    "words": _reason(
        Words("除数字外还有文字、单位或其他符号", "it has words, a unit or signs besides the number"),
        _ONLY_DIGITS,
    ),
    "separators": _reason(
        Words("分隔符的位置不是千位分隔", "its separators do not part thousands"),
        Words(
            "请只填一个数，不加分隔符，如 12345.6。", "Enter one number without separators, such as 12345.6."
        ),
    ),
    "power": _reason(
        Words(
            "是科学记数法，可能已丢失后面的数字",
            "it is in scientific notation, which may have dropped digits",
        ),
        Words("请写出全部数字。", "Write out all digits."),
    ),
    "percent_sign": _reason(
        Words(
            "这一项不是百分数，带百分号的数有两种理解",
            "the entry is no percentage, and a number with a percent sign has two meanings",
        ),
        Words(
            "请去掉百分号，按本项的单位填数。", "Leave the percent sign out and use the unit of this entry."
        ),
    ),
    "no_percent_sign": _reason(
        Words(
            "按文字保存，又没有百分号",
            "it is stored as text without a percent sign, so that 5 could be 5% or 500%",
        ),
        Words("请带上百分号，如 5%。", "Write the percent sign, as in 5%."),
    ),
    "many_digits": _reason(
        Words("超过15位有效数字，电子表格存不下", "it has more than 15 digits, which no spreadsheet keeps"),
        Words("请核对数字，最多15位。", "Check the number; use at most 15 digits."),
    ),
    "lost_digits": _reason(
        Words(
            "按数字保存，第15位以后的数字已经丢失",
            "it is stored as a number, which lost all digits after the fifteenth",
        ),
        Words(
            "请把单元格设为文本格式，再重新输入全部数字。",
            "Format the cell as text and type all digits again.",
        ),
    ),
    "lost_zero": _reason(
        Words(
            "按数字保存，1月和10月存成一样",
            "it is stored as a number, which keeps October and January alike",
        ),
        Words("请写成2021年1月或2021年10月的样子。", "Write it as 2021年1月 or 2021年10月."),
    ),
}
"""Why a V010 has more than one meaning, and what to do: facts for its templates."""

_ERRORS = (
    define(
        "V001", "error",
        Words("不是数字", "Not a number"),
        Words("{item}填的是“{value}”，不是数字{instead}。", "{item} holds “{value}”, which is not a number{instead}."),
        Words("请填{wanted}；{blank}数值为零的请填 0。", "Enter {wanted}; {blank}enter 0 for zero."),
    ),
    define(
        "V002", "error",
        Words("不是整数", "Not a whole number"),
        Words("{item}填的是“{value}”，应为整数。", "{item} holds “{value}”; only whole numbers are allowed."),
        Words("要求：{wanted}。", "Wanted: {wanted}."),
    ),
    define(
        "V003", "error",
        Words("超出范围", "Out of bounds"),
        Words("{item}填的是“{value}”，超出允许的范围。", "{item} holds “{value}”, which is outside the allowed range."),
        Words("要求：{wanted}。请核对数值和单位。", "Wanted: {wanted}. Check the figure and its unit."),
    ),
    define(
        "V004", "error",
        Words("小数位数过多", "Too many decimals"),
        Words("{item}填的是“{value}”，小数最多{places}位。", "{item} holds “{value}”; at most {places} decimals are allowed."),
        Words("请四舍五入到{places}位小数后重新填写。", "Round it to {places} decimals and enter it again."),
    ),
    define(
        "V005", "error",
        Words("文字过长", "Text too long"),
        Words("{item}有{length}个字，最多{limit}个字。", "{item} has {length} characters; at most {limit} are allowed."),
        Words("请精简到{limit}个字以内。", "Shorten it to {limit} characters or fewer."),
    ),
    define(
        "V006", "error",
        Words("不在可选项中", "Not one of the choices"),
        Words("{item}填的是“{value}”，不在可选项中{hint}。", "{item} holds “{value}”, which is not one of the choices{hint}."),
        Words("请{wanted}。", "Choose {wanted}."),
    ),
    define(
        "V007", "error",
        Words("不是完整的日期", "Not a full date"),
        Words("{item}填的是“{value}”，不是年月日齐全的日期。", "{item} holds “{value}”, which is not a date with year, month and day."),
        Words("请写明年月日，如 2021-05-17。", "Give year, month and day, as in 2021-05-17."),
    ),
    define(
        "V008", "error",
        Words("写法不对", "Not written as it must be"),
        Words("{item}填的是“{value}”：{why}。", "{item} holds “{value}”: {why}."),
        Words("应填{wanted}{blank}。", "Enter {wanted}{blank}."),
    ),
    define(
        "V009", "error",
        Words("单元格显示错误值", "Error value"),
        Words("{item}显示的是错误值“{value}”。", "{item} shows the error “{value}”."),
        Words("请清除单元格后直接填写。要求：{wanted}。", "Clear the cell and type the entry itself. Wanted: {wanted}."),
    ),
    define(
        "V010", "error",
        Words("看不出是多少", "Not clear how much"),
        Words("{item}填的是“{value}”，{reason}，看不出是多少。", "{item} holds “{value}” and cannot be read for certain: {reason}."),
        Words("{advice}要求：{wanted}。", "{advice} Wanted: {wanted}."),
    ),
    define(
        "V011", "error",
        Words("填的是公式", "Formula in a cell to fill"),
        Words("{item}这里填的是公式“{value}”。", "{item} holds the formula “{value}”, which is no entry."),
        Words("请改填算出的数（复制后选“只粘贴数值”）。要求：{wanted}。", "Type what it comes to instead (copy, then paste values only). Wanted: {wanted}."),
    ),
    define(
        "V012", "error",
        Words("填的是 TRUE 或 FALSE", "TRUE or FALSE as an entry"),
        Words("{item}填的是“{value}”，这是电子表格的“真、假”值，不是要填的内容。", "{item} holds “{value}”, which is a spreadsheet’s “true” or “false” and no entry."),
        Words("请清除这一格，改填{wanted}。", "Clear the cell and enter {wanted}."),
    ),
    define(
        "V013", "error",
        Words("有看不见的字符", "Characters that nobody sees"),
        Words("{item}的“{value}”里有看不见的字符，多为从网页或别的程序粘贴带来的。", "{item} holds “{value}” with characters that nobody sees, mostly pasted from a web page or another program."),
        Words("请清除这一格，用键盘重新输入。", "Clear the cell and type the entry again."),
    ),
    define(
        "V014", "error",
        Words("不是目标值", "Not a threshold"),
        Words("{item}填的是“{value}”，读不出数值、单位和大小关系{hint}。", "{item} holds “{value}”, which cannot be read as sign, figure and unit{hint}."),
        Words("要求：{wanted}。只写一个数（带单位），不要写约数和说明；范围写成“≥90%且＜95%”。", "Wanted: {wanted}. Write one figure with its unit, without “about” or comment; a range as ≥90%且＜95%."),
    ),
    define(
        "V015", "error",
        Words("不是数量", "Not a quantity"),
        Words("{item}填的是“{value}”，读不出数值和单位{hint}。", "{item} holds “{value}”, which cannot be read as figure and unit{hint}."),
        Words("要求：{wanted}。只写一个数（带单位），不要写约数、范围和说明。", "Wanted: {wanted}. Write one figure with its unit, without “about”, range or comment."),
    ),
    define(
        "V016", "error",
        Words("不是期间", "Not a period"),
        Words("{item}填的是“{value}”，不是写明年份的期间。", "{item} holds “{value}”, which is not a period with its year."),
        Words("要求：{wanted}。", "Wanted: {wanted}."),
    ),
    define(
        "V017", "error",
        Words("不是可填的任何一种", "None of the kinds that the cell takes"),
        Words("{item}填的是“{value}”，不是这一格可填的任何一种。", "{item} holds “{value}”, which is none of the kinds that the cell takes."),
        Words("要求：{wanted}。", "Wanted: {wanted}."),
    ),
    define(
        "V018", "error",
        Words("显示的和存的不是一回事", "Shown is not what is stored"),
        Words("{item}显示为{shown}，实际存的是{stored}。", "{item} shows {shown}, but what is stored is {stored}."),
        Words("{advice}要求：{wanted}。", "{advice} Wanted: {wanted}."),
    ),
    define(
        "V019", "error",
        Words("单元格里是图片", "Picture in a cell to fill"),
        Words("{item}这一格里放的是图片，读不出内容。", "The cell of {item} holds a picture, whose content cannot be read."),
        Words("请把图片放到别处（佐证材料另附文件），在这一格填写内容。要求：{wanted}。", "Put the picture elsewhere (proof goes into files of its own) and type the value. Wanted: {wanted}."),
        Words("图片没有带入本工作簿，请在这一格填写内容。要求：{wanted}。", "The picture was not carried over: type the value here. Wanted: {wanted}."),
    ),
    define(
        "V020", "error",
        Words("有字丢失", "Characters lost"),
        Words("{item}填的是“{value}”，其中显示为“{lost}”的字已经丢失（多为复制或转换格式时出错）。", "{item} holds “{value}”; where it shows “{lost}”, characters were lost, mostly by copying or converting."),
        Words("请重新输入这一格的文字。", "Type the text of this cell again."),
    ),
    define(
        "V021", "error",
        Words("日期与星期不符", "Date and weekday disagree"),
        Words("{item}填的是“{value}”，可那一天是{weekday}，不知道日期和星期哪个对。", "{item} holds “{value}”, but that day is a {weekday}: nobody can tell which is right."),
        Words("请核对后只填年月日，如 2021-05-17。", "Look it up and enter year, month and day only, as in 2021-05-17."),
    ),
)  # fmt: skip

_NOTES = (
    define(
        "V101", "note",
        Words("全角或特殊字符已规范", "Full-width or odd characters made plain"),
        Words("{item}的“{value}”含有全角或特殊的字符，读作“{expected}”。", "{item} holds “{value}” with full-width or odd characters; it was read as “{expected}”."),
        _READ,
    ),
    define(
        "V102", "note",
        Words("千位分隔符已去掉", "Thousands separators taken out"),
        Words("{item}的“{value}”是带千位分隔符的文字，读作“{expected}”。", "{item} holds the text “{value}” with thousands separators; it was read as “{expected}”."),
        _READ,
    ),
    define(
        "V103", "note",
        Words("文字形式的数字", "Number stored as text"),
        Words("{item}的“{value}”按文字保存，读作数字“{expected}”。", "{item} holds “{value}” stored as text; it was read as the number {expected}."),
        _READ,
    ),
    define(
        "V104", "note",
        Words("日期已规范", "Date put into its form"),
        Words("{item}的“{value}”读作日期“{expected}”。", "{item} holds “{value}”, which was read as the date {expected}."),
        _READ,
    ),
    define(
        "V105", "note",
        Words("多余的空白已去掉", "Blanks taken off"),
        Words("{item}前后的空白或看不见的字符已去掉，读作“{expected}”。", "Blanks around {item}, or invisible characters in it, were taken off; it was read as “{expected}”."),
        _READ,
    ),
    define(
        "V106", "note",
        Words("文字形式的百分数", "Percentage written as text"),
        Words("{item}的“{value}”按文字保存，读作百分数“{expected}”。", "{item} holds “{value}” stored as text; it was read as the percentage {expected}."),
        _READ,
    ),
    define(
        "V107", "note",
        Words("选项写法已规范", "Choice put into its form"),
        Words("{item}的“{value}”与可选项只差大小写、全半角或空格，读作“{expected}”。", "{item} holds “{value}”, which differs from a choice in case, width or blanks only; it was read as “{expected}”."),
        _READ,
    ),
    define(
        "V108", "note",
        Words("用符号表示没有", "Placeholder for a blank"),
        Words("{item}的“{value}”读作没有填写。", "{item} holds “{value}”, which was read as left blank."),
        Words("没有内容的请留空；有内容的请填写。", "Leave it blank if there is nothing to enter; otherwise enter it."),
    ),
    define(
        "V109", "note",
        Words("写法已规范", "Put into its usual form"),
        Words("{item}的“{value}”读作“{expected}”。", "{item} holds “{value}”; it was read as “{expected}”."),
        _READ,
    ),
    define(
        "V110", "warning",
        Words("有划掉的内容", "Struck out"),
        Words("{item}中的“{struck}”画了删除线，读取的仍是“{value}”。", "{item} has “{struck}” struck out; it was read as “{value}” all the same."),
        Words("不要的内容请直接删去，要的请去掉删除线。", "Delete what is not meant; take the line off what is."),
        Words("本工作簿中没有删除线：请删去不要的内容。", "This workbook shows no line: delete what is not meant."),
    ),
    define(
        "V111", "note",
        Words("写了“同上”", "“As above” written"),
        Words("{item}的“{value}”读作空着，即与上一行相同。", "{item} holds “{value}”, which was read as a blank: here that means what stands above."),
        Words("与上一行相同的空着即可。", "Leave it blank where it is what stands above."),
    ),
    define(
        "V112", "warning",
        Words("只写了“同上”", "Nothing but “as above”"),
        Words("{item}填的是“{value}”，各行汇总、排序以后看不出与哪一行相同。", "{item} holds “{value}”: once the rows are put together and sorted, nobody can tell which row is meant."),
        Words("请写出内容。", "Write what it is."),
    ),
)  # fmt: skip

ENTRIES = (*_ERRORS, *_NOTES)

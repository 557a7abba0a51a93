"""What the codes V mean."""

from __future__ import annotations

from collections.abc import Mapping

from kpixl.words import Words

VALUES: Mapping[str, Words] = {
    "V001": Words("这一格要填数，填的却是文字或别的，无法计算和汇总。", "The cell takes a number and holds something else, which cannot be computed with."),
    "V002": Words("这一格要填整数（如个数、人数），填的却带小数。", "The cell takes a whole number, such as a count, and holds one with decimals."),
    "V003": Words("填的数太大或太小，超出这一项允许的范围，多为单位（万元、元，百分数）弄错。", "The figure is larger or smaller than this item allows, mostly because of a wrong unit (万元 or 元, percent)."),
    "V004": Words("填的小数位数比规定的多，汇总时会和其他单位对不上。", "The figure has more decimals than are asked for, and would not fit those of others."),
    "V005": Words("填的字数超过了这一栏的上限，打印时放不下。", "The text is longer than the field allows and would not fit in print."),
    "V006": Words("这一格只能从列出的几项中选，填的不在其中，汇总时归不了类。", "The cell takes one of a list and holds something else, which can be put under none of them."),
    "V007": Words("写的日期缺年、缺月、缺日，或者这一天不存在。", "The date lacks its year, month or day, or there is no such day."),
    "V008": Words("这一栏有固定的写法（如文号、电话），填的不是那样。", "The field is written in a certain way, like a document number or a telephone number, and this is not."),
    "V009": Words("这一格显示的是电子表格的出错标记，不是内容，多为粘贴了公式所致。", "The cell shows a spreadsheet's error instead of an entry, mostly because a formula was pasted."),
    "V010": Words("填的内容有几种理解，怎样读都可能错，所以不猜。", "The entry can be read in several ways; any guess may be wrong, so none is made."),
    "V011": Words("这一格填的是公式；公式的结果会随别的格子变，不能当作报来的数。", "The cell holds a formula; its result may change with other cells and is no figure that was reported."),
    "V012": Words("这一格存的是电子表格里的“真”或“假”，不是要填的文字或数。", "The cell holds a spreadsheet's true or false instead of what is asked for."),
    "V013": Words("内容里夹着看不见的字符，看起来对，比对和查找时却不相等。", "The entry holds characters that nobody sees: it looks right and is not equal to what it looks like."),
    "V014": Words("目标值要写成大小关系加数和单位（如 ≥95%），填的读不出来。", "A threshold is a sign, a figure and a unit (≥95%); what was entered cannot be read as that."),
    "V015": Words("数量要写成数加计量单位（如 10 人），填的读不出来。", "A quantity is a figure with its unit (10 人); what was entered cannot be read as that."),
    "V016": Words("期间要写明年份（如 2021年上半年），填的看不出是哪一段时间。", "A period names its year (2021年上半年); what was entered does not say which time is meant."),
    "V017": Words("这一格可以填几种内容，填的哪一种都不是。", "The cell takes one of several kinds of entry, and this is none of them."),
    "V018": Words("这一格看到的和文件里存的不一样，人看到的是一个数，汇总用的是另一个数。", "What people see in the cell is not what is stored there, so that one figure is read and another would be summed."),
    "V019": Words("该填内容的格子里放了一张图片，图片里的字读不出来。", "A picture lies where an entry should be, and nobody can read its words by program."),
    "V020": Words("内容里有的字已经变成乱码，原来是什么看不出来。", "Some characters of the entry were destroyed, and nobody can tell what they were."),
    "V021": Words("写的日期和星期对不上，至少有一个写错了。", "The date and the weekday beside it do not go together: one of them is wrong."),
    "V101": Words("填的是全角或特殊的字符，已换成普通的再读，意思没有变。", "The entry was typed in full-width or odd characters; it was read in plain ones, with the same meaning."),
    "V102": Words("数里的千位分隔符已去掉再读，数没有变。", "The separators between thousands were taken out; the number is the same."),
    "V103": Words("数是按文字存的，已当作数读取，数没有变。", "The number is stored as text and was read as the number that it is."),
    "V104": Words("日期的写法不统一，已读成标准的年月日，是同一天。", "The date is written in another form and was read as the same day."),
    "V105": Words("内容前后有多余的空格，已去掉再读，意思没有变。", "There are blanks around the entry, which were taken off; its meaning is the same."),
    "V106": Words("百分数是按文字存的，已当作百分数读取，数没有变。", "The percentage is stored as text and was read as the same percentage."),
    "V107": Words("填的和选项只差大小写、全半角或空格，当作那一项。", "The entry differs from one of the choices in case, width or blanks alone and was taken for it."),
    "V108": Words("用“/”“—”一类的符号表示没有内容，当作没有填写。", "A sign such as / or — stands for nothing and was taken for a blank."),
    "V109": Words("写法不是通常的样子，但只有一种理解，已按通常的写法读取。", "It is not written as usual, but can mean one thing only, and was read as that."),
    "V111": Words("这一栏空着就表示与上一行相同，写“同上”也按空着读。", "A blank means here what stands above, and so does “as above”."),
    "V112": Words("只写“同上”，离开上一行就没有内容；各单位的行放在一起以后，上一行可能是别的单位。", "Away from the row above it says nothing; among the rows of all units that may be another unit's."),
    "V110": Words("内容画了删除线，不知道是不要了还是忘了去掉；在电子表格里它仍然算数。", "The entry is struck out, perhaps because it is not meant any more; to a spreadsheet it still counts."),
}  # fmt: skip
"""Code → what it means when it is reported."""

"""What the codes R and C mean."""

from __future__ import annotations

from collections.abc import Mapping

from kpixl.words import Words

RULES: Mapping[str, Words] = {
    "R001": Words("这一格必须填，现在是空的。", "This cell has to be filled in and is blank."),
    "R002": Words("因为同一行别的格子填了某样内容，这一格就必须填，现在是空的。", "What stands in another cell of the row asks for this one, which is blank."),
    "R003": Words("因为同一行别的格子填了某样内容，这一格不该填，现在却有内容。", "What stands in another cell of the row rules this one out, but it holds something."),
    "R004": Words("几栏说的是同一件事，只填了一部分，看不出是有还是没有。", "Several cells tell of one thing, and only some are filled in, so nobody can tell whether it is there."),
    "R005": Words("同一行里的几个数放在一起不合规定，至少有一个填错了。", "Figures of one row do not go together as the rules ask: at least one of them is wrong."),
    "R006": Words("优、良、中、差各档的标准没有从好到差排列，评档会得出相反的结果。", "The bands are not in order from best to worst, so that appraisal would turn out the wrong way round."),
    "R007": Words("两档的标准有重叠，有的结果会同时属于两档。", "Two bands overlap, and some results would be in both."),
    "R008": Words("两档的标准之间有空档，有的结果哪一档都不属于。", "There is a gap between two bands, and some results would be in none."),
    "R009": Words("同一行的几个数用了不同的计量单位，不能相比。", "Figures of one row have different units of measure and cannot be compared."),
    "R010": Words("数后面没有写计量单位，按同一行的写法理解。", "A figure has no unit of measure and is read as the row suggests."),
    "R011": Words("指标名称说的是一种计量（如比率），填的却是另一种。", "The name of the indicator means one kind of measure, such as a rate, and another was entered."),
    "R012": Words("上一轮的审核意见要求修改这一行，但既没有改，也没有说明理由。", "The review asked for a change in this row, and there is neither a change nor a reason."),
    "R013": Words("从年初累计的数，本期比上一期还小，多半有一个填错了。", "A figure that adds up since the year began is less than in the period before: one of them is probably wrong."),
    "C001": Words("同一张表里不该重复的内容出现了两次，会重复计算。", "What must not be repeated stands twice in a table and would count twice."),
    "C002": Words("一列的合计与规定的或另填的总数不等，其中有的数填错了。", "The sum of a column is not the total that is stated or prescribed: one of the figures is wrong."),
    "C003": Words("一张至少要填几行的表没有填够。", "A table that asks for some rows has too few."),
    "C101": Words("同一份工作簿里，两张表说的同一件事不一样。", "Two forms of one workbook tell of one thing differently."),
    "C004": Words("表中一组的合计与这一组应有的总数不等。", "The rows of one group do not sum up to what the group should have."),
    "C005": Words("某一类的行数与规定的不符，多了或者少了。", "There are more or fewer rows of a kind than are prescribed."),
    "C006": Words("表里有几行与另外几行完全相同，多半是重复粘贴。", "Several rows are the same as several others, mostly by pasting twice."),
    "C007": Words("这一格应与另一张表中对应的一格相同，现在不同。", "This cell should be the same as one in another form and is not."),
    "C008": Words("这一格应是另一张表里列出的一项，那里却没有。", "This cell should name something that another form lists, and it is not there."),
    "C009": Words("这个数应是另一张表里的个数或合计，那里算出来是另一个数。", "This figure should be how many another form has, or their sum, which is another one."),
    "C011": Words("另一张表里的一项只能用一次，这里第二次用到它，例如一个奖项加了两次分。", "One row of another form may be referred to once, and this is the second time: as an award for which points are given twice."),
    "C010": Words("填的序号不是从第一个数起一个接一个的：缺了号，或者重了号。", "The numbers that were given to rows do not follow each other: one is missing, or stands twice."),
    "C201": Words("由回收件算出的数与办公室公布过的数不一致。", "What the returns come to is not the figure that the office published."),
    "C901": Words("方案另用程序规定了要求，这里不符合；要求写在问题里。", "The scheme asks for something by a program of its own, which is not met here; the message says what."),
}  # fmt: skip
"""Code → what it means when it is reported."""

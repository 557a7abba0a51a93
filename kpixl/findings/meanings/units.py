"""What the codes U mean."""

from __future__ import annotations

from collections.abc import Mapping

from kpixl.words import Words

UNITS: Mapping[str, Words] = {
    "U001": Words("一个单位交来几份，只能算一份；这一份没有用。", "A unit sent several returns, and one can count; it was not this one."),
    "U002": Words("同一个文件放了两遍，只算一遍。", "One file is there twice and counts once."),
    "U004": Words("汇总表里混有演示用的模拟数据，不是各单位报的，不能公布。", "The merged table holds simulated returns, which no unit sent; it must not be published."),
    "U005": Words("名额的最后一位有几个单位得分相同，评给谁要由人来定。", "Several units have the same score at the last place of a quota, and people have to decide who gets it."),
    "U006": Words("这个单位还缺评分所需的内容，没有排名。", "What its score takes is not there yet, so the unit has no rank."),
    "U007": Words("符合条件的单位不够，奖项的名额没有用完。", "Too few units qualify, and places of an award are left."),
    "U008": Words("两个认定单位都对同一项目给了结果，不知道用哪一个。", "Two verifiers gave a result for one item, and nobody can tell which counts."),
    "U009": Words("两个单位报了同一件事，可能重复加分。", "Two units report one thing, which might be rewarded twice."),
    "U010": Words("两个单位写的文字一字不差，可能是照抄。", "Two units wrote word for word the same; one may have copied."),
    "U011": Words("两个单位写的文字大部分相同，可能是照抄。", "Two units wrote nearly the same; one may have copied."),
    "U012": Words("这个数和其他单位的差得很远，可能是填错或单位弄错，也可能确实如此。", "The figure is far from those of the others: a slip, a wrong unit of measure, or really so."),
    "U013": Words("各单位报的数加起来与应有的总数不等，至少有一个单位填错了。", "What all units report does not sum up to what it should: one of them is wrong."),
    "U014": Words("单位因一票否决事项被扣除得分或取消评优，这里说明依据。", "The unit lost its score or award by a veto; this says why."),
    "U201": Words("各单位报的数加起来与公布的总数不等，可能是单位的数有误，也可能是公布的数有误。", "What all units report does not sum up to the published total: one of the two is wrong."),
    "U015": Words("单位交了几份，其中一份是空表，不用它。", "A unit sent several returns; one is blank and is not used."),
    "U016": Words("一个单位的两份内容不同，又看不出哪份在后，暂时用了其中一份，需要核实。", "Two returns of a unit differ and nothing says which is later; one was used for the time being and should be confirmed."),
    "U017": Words("单位报回的是空表，可能确实没有内容，也可能交错了文件。", "The unit returned a blank form: perhaps it has nothing to report, perhaps it sent the wrong file."),
    "U018": Words("后来又给这个单位印发过新的工作簿，它用的却是较早的一份。", "The unit was issued a newer workbook since, and used an older one."),
    "U019": Words("行数太多，汇总表放在了几张工作表上，内容是全的。", "There are so many rows that the table stands on several sheets; it is complete."),
    "U020": Words("办公室已经决定这个单位以另一份为准。", "The office has decided that another return of this unit counts."),
    "U021": Words("登记过的一项决定没有起作用，多半是文件换了，或者决定写错了。", "A recorded decision had no effect, mostly because the file was replaced or the decision was mistaken."),
    "U022": Words("这一格按办公室裁定的数计，单位原来填的不用。", "The office decided this figure; what the unit had entered is not used."),
    "U024": Words("单位在退回的工作簿中说明警告的内容确实如此，请求按此认可。", "The unit says in its feedback workbook that what a warning is about is right, and asks for it to be accepted."),
    "U025": Words("同一个认定单位分几次交回，说的是不同的被考核单位，几份合起来用。", "One recipient sent several returns about different units; they are used together."),
    "U026": Words("同一个认定单位的两份里有相同的行，用的是较新的一份，这里列出是哪些行。", "Two returns of one recipient have rows in common; the later one is used for them, and this says which they are."),
    "U027": Words("发给这个单位的是分成几册的工作簿，还有几册没有交回，所涉的行没有数。", "A recipient was issued several workbooks and has not returned them all; their rows have no entries yet."),
    "U028": Words("单位改了自查情况，认定单位上次填的不再可靠，这一行要重新认定。", "A unit has changed what it reported, so that the verifier's entries may no longer hold: the row is to be entered anew."),
    "U029": Words("表里写了佐证材料的文件名，但没有找到这个文件。", "A row names a file of proof that was not found beside the return."),
    "U030": Words("这个文件是某一行的佐证材料，不是回收件。", "This file is the proof of a row, and no return."),
    "U031": Words("单位和数据非常多，汇总表只列得分，每个数的明细和来源在一起写出的 Parquet 文件中，内容是全的。", "There are so many units that the score sheet has scores alone; every figure and its origin is in the Parquet files that were written with it."),
    "U023": Words("登记过把奖项授予某单位，可按现在的得分它没有资格参加这个并列。", "A unit was to get an award, but by the scores as they are it is not among those in the tie."),
}  # fmt: skip
"""Code → what it means when it is reported."""

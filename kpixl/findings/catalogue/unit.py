"""Codes U: the returns of all units together."""

from kpixl.findings.catalogue.definition import define
from kpixl.words import Words

ENTRIES = (
    define(
        "U001", "note",
        Words("同一单位的另一份回收件", "Another return of the same unit"),
        Words("“{unit_name}”交回了{count}份，以“{kept}”为准，这一份没有计入。", "{unit_name!r} sent {count} returns; {kept!r} counts, this one does not."),
        Words("如果应以这一份为准，请移走另一份再检查。", "If this is the one that counts, take the other one away and check again."),
    ),
    define(
        "U002", "note",
        Words("内容相同的文件", "The same file twice"),
        Words("与“{kept}”是同一个文件，只计一次。", "It is the same file as {kept!r} and counts once."),
        Words("不用处理。", "Nothing to do."),
    ),
    define(
        "U004", "warning",
        Words("汇总含有模拟数据", "Simulated returns merged"),
        Words("汇总的{count}份回收件中有{simulated}份是模拟数据。", "{simulated} of the {count} merged returns are simulated."),
        Words("正式汇总前请移走模拟数据。", "Take the simulated returns out before the real merge."),
    ),
    define(
        "U005", "warning",
        Words("名额末位并列", "Tie at the last place of a quota"),
        Words("“{level}”还剩{places}个名额，{names}得分相同（{score}），由考核组决定。", "{places} places are left for {level!r} and {names} have the same score ({score}); this is for decision."),
        Words("请按规定确定人选，并记录理由。", "Decide by the rules and record the reason."),
    ),
    define(
        "U006", "warning",
        Words("没有得分", "No score"),
        Words("“{unit_name}”没有得分：{reason}。", "{unit_name!r} has no score: {reason}."),
        Words("补齐回收件后重新汇总。", "Merge again when the returns are there."),
    ),
    define(
        "U007", "warning",
        Words("名额有空缺", "Places left empty"),
        Words("“{level}”{places}个名额只评出{given}个。", "Of {places} places for {level!r}, {given} were given."),
        Words("按规定可以空缺，请确认。", "Places may stay empty; confirm that this is meant."),
    ),
    define(
        "U008", "error",
        Words("同一项目有两份认定", "One item verified twice"),
        Words("“{unit_name}”的“{names}”在不同的回收件中都有认定结果，无法确定以哪一份为准。", "{names!r} of {unit_name!r} is verified in different returns; nobody can tell which one counts."),
        Words("请移走不应计入的一份，再检查、汇总。", "Take away the return that should not count, then check and merge again."),
    ),
    define(
        "U009", "warning",
        Words("两个单位填报了同一事项", "Two units report the same thing"),
        Words("{words}，“{other}”也填报了（{place}）。", "{words}; {other!r} reports it too ({place})."),
        Words("请核实归哪个单位；共同完成的，在备注中写明。", "Find out whose it is; if it is shared, say so in the remark."),
    ),
    define(
        "U010", "warning",
        Words("与其他单位的文字相同", "The same text as another unit's"),
        Words("“{label}”与“{other}”的（{place}）一字不差。", "{label!r} is word for word that of {other!r} ({place})."),
        Words("请核实是否照抄，按本单位实际情况填写。", "See whether it was copied, and report the unit's own facts."),
    ),
    define(
        "U011", "warning",
        Words("与其他单位的文字雷同", "Nearly the same text as another unit's"),
        Words("{item}与“{other}”的（{place}）有{share}相同。", "{item}: {share} of it is the same as that of {other!r} ({place})."),
        Words("请核实是否照抄，按本单位实际情况填写。", "See whether it was copied, and report the unit's own facts."),
    ),
    define(
        "U012", "warning",
        Words("数值明显偏离其他单位", "Figure far from those of the other units"),
        Words("{item}为{value}，{count}个单位的中位数为{median}，多数在{low}至{high}之间。", "{item} is {value}; the median of {count} units is {median}, most lie between {low} and {high}."),
        Words("请核对数值和计量单位；确实如此的，在备注中说明。", "Check the figure and its unit of measure; if it is right, say why in the remark."),
    ),
    define(
        "U013", "error",
        Words("各单位合计不符", "Total over the units differs"),
        Words("{words}：{count}份回收件合计{total}，应为{stated}，相差{difference}。", "{words}: {count} returns sum up to {total} and should be {stated}, a difference of {difference}."),
        Words("请逐个单位核对“{label}”。", "Check {label!r} of each unit."),
    ),
    define(
        "U014", "note",
        Words("一票否决", "Veto"),
        Words("“{unit_name}”一票否决，{effect}：{matters}。", "{unit_name!r} is vetoed ({effect}): {matters}."),
        Words("方案 scheme.yaml 的 vetoes 如此登记，请确认。", "The scheme's `vetoes` say so; confirm that they are right."),
    ),
    define(
        "U201", "warning",
        Words("各单位合计与公布的数不符", "Sum over the units is not the published figure"),
        Words("{count}份回收件的“{label}”合计{total}，公布的是{stated}，相差{difference}。", "{label!r} of {count} returns sums to {total}; {stated} was published, a difference of {difference}."),
        Words("请与公布的文件核对，看是哪个单位的数还是公布的数有误。", "Compare with what was published and see whether a unit's figure or the published one is wrong."),
    ),
    define(
        "U015", "note",
        Words("没有填写的回收件，未计入", "Blank return left out"),
        Words("“{unit_name}”交回了{count}份，这一份没有填写任何内容，不计入，以“{kept}”为准。", "{unit_name!r} sent {count} returns; nothing is filled in in this one, so it does not count, and {kept!r} does."),
        Words("不用处理。", "Nothing to do."),
    ),
    define(
        "U016", "warning",
        Words("两份回收件分不清先后", "Two returns, and nothing says which is later"),
        Words("“{unit_name}”的“{kept}”与“{other}”内容不同，而{why}，不能确定哪一份是最后的；{rule}，以“{kept}”为准，“{other}”没有计入。", "{kept!r} and {other!r} of {unit_name!r} differ, and {why}, so nobody can tell which is the later one; {rule}, {kept!r} counts and {other!r} does not."),
        Words("请向“{unit_name}”核实以哪一份为准，移走另一份再检查。", "Ask {unit_name!r} which one counts, take the other one away and check again."),
    ),
    define(
        "U017", "note",
        Words("没有填写任何内容", "Nothing filled in"),
        Words("“{unit_name}”的这一份没有填写任何内容。", "Nothing is filled in in this return of {unit_name!r}."),
        Words("请确认该单位确实没有内容可填，没有把空表当作填好的报回。", "Make sure that the unit has nothing to report and did not send the blank form by mistake."),
    ),
    define(
        "U018", "note",
        Words("不是最新一次印发的", "Not the latest issue"),
        Words("这一份是第{issue}次印发的工作簿，本工作区最近印发给“{unit_name}”的是第{latest}次。", "This is issue {issue}; the latest that this workspace made for {unit_name!r} is issue {latest}."),
        Words("请确认该单位没有用旧的工作簿填报；内容照常检查。", "Make sure that the unit did not fill in an old workbook; it was checked as usual."),
    ),
    define(
        "U019", "note",
        Words("汇总表分成了几张", "A table on several sheets"),
        Words("“{title}”有{rows}行，一张工作表放不下，分在{sheets}张上。", "{title!r} has {rows} rows, more than one sheet holds; it stands on {sheets} sheets."),
        Words("不用处理；要整表分析，请用 kpixl merge --frames 另存为 Parquet 或 CSV。", "Nothing to do; to work on all of it, write it as Parquet or CSV with `kpixl merge --frames`."),
    ),
)  # fmt: skip

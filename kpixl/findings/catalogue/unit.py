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
        internal=True,
    ),
    define(
        "U005", "warning",
        Words("名额末位并列", "Tie at the last place of a quota"),
        Words("“{level}”还剩{places}个名额，{names}得分相同（{score}），由考核组决定。", "{places} places are left for {level!r} and {names} have the same score ({score}); this is for decision."),
        Words("请按规定确定人选，用 kpixl decide 登记人选（或名额空缺）和理由。", "Decide by the rules, and record who gets it (or that places stay empty) and why with `kpixl decide`."),
        internal=True,
    ),
    define(
        "U006", "warning",
        Words("没有得分", "No score"),
        Words("“{unit_name}”没有得分：{reason}。", "{unit_name!r} has no score: {reason}."),
        Words("补齐回收件后重新汇总。", "Merge again when the returns are there."),
        internal=True,
    ),
    define(
        "U007", "warning",
        Words("名额有空缺", "Places left empty"),
        Words("“{level}”{places}个名额只评出{given}个。", "Of {places} places for {level!r}, {given} were given."),
        Words("按规定可以空缺，请确认，并用 kpixl decide 登记理由。", "Places may stay empty; confirm that this is meant, and record why with `kpixl decide`."),
        internal=True,
    ),
    define(
        "U008", "error",
        Words("同一项目有两份认定", "One item verified twice"),
        Words("“{unit_name}”的“{names}”在不同的回收件中都有认定结果，无法确定以哪一份为准。", "{names!r} of {unit_name!r} is verified in different returns; nobody can tell which one counts."),
        Words("请移走不应计入的一份，再检查、汇总。", "Take away the return that should not count, then check and merge again."),
        internal=True,
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
        Words("方案或已登记的决定如此，请确认。", "The scheme or a recorded decision says so; confirm that it is right."),
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
        internal=True,
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
    define(
        "U020", "note",
        Words("按决定以另一份为准", "Another return was decided to count"),
        Words("“{unit_name}”交回了{count}份，按已登记的决定以“{kept}”为准，这一份没有计入。", "{unit_name!r} sent {count} returns; it was decided that {kept!r} counts, so this one does not."),
        Words("不用处理；决定有误的，用 kpixl decide 撤销。", "Nothing to do; if the decision is wrong, revoke it with `kpixl decide`."),
    ),
    define(
        "U021", "warning",
        Words("决定没有用上", "Decision that nothing answers to"),
        Words("“{unit_name}”的决定“{what}”没有用上：回收件里没有它所指的文件或单元格，或者所定的数填不进该单元格。", "The decision on {unit_name!r} ({what}) changed nothing: no return has the file or cell that it names, or the cell does not take the figure."),
        Words("请核对决定和回收件；决定有误的，撤销后重新登记。", "Compare the decision with the returns; if it is wrong, revoke it and record it again."),
        internal=True,
    ),
    define(
        "U022", "note",
        Words("按裁定的数计", "Decided figure"),
        Words("{item}原填“{before}”，{by}于{on}认定为“{value}”：{why}。", "{item} held “{before}”; {by} decided on {on} that it is “{value}”: {why}."),
        Words("不用处理；裁定有误的，用 kpixl decide 撤销。", "Nothing to do; if the decision is wrong, revoke it with `kpixl decide`."),
    ),
    define(
        "U024", "note",
        Words("单位说明确实如此", "Said to be right"),
        Words("“{what}”——单位说明：{value}", "“{what}” – the unit says: {value}"),
        Words("请办公室决定：同意的，用 kpixl decide 同意豁免；不同意的，请单位改正。", "The office decides: waive it with `kpixl decide`, or have it corrected."),
    ),
    define(
        "U023", "warning",
        Words("授奖决定与名次不符", "Award that no tie has a place for"),
        Words("已决定授予“{unit_name}”{level}，但按现在的得分它不在该等次名额的并列之中，没有授予。", "{unit_name!r} was to get {level!r}, but by the scores as they are it is in no tie with a place of that level; nothing was given."),
        Words("请核对得分和决定；情况变了的，撤销该决定。", "Compare scores and decision; if things have changed, revoke the decision."),
        internal=True,
    ),
)  # fmt: skip

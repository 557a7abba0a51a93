"""Codes U: the returns of all units together."""

from kpixl.findings.catalogue.entry import define

ENTRIES = (
    define(
        "U001", "note",
        ("同一单位的另一份回收件", "Another return of the same unit"),
        ("“{unit_name}”交回了{count}份，以“{kept}”为准，这一份没有计入。", "{unit_name!r} sent {count} returns; {kept!r} counts, this one does not."),
        ("如果应以这一份为准，请移走另一份再检查。", "If this is the one that counts, take the other one away and check again."),
    ),
    define(
        "U002", "note",
        ("内容相同的文件", "The same file twice"),
        ("与“{kept}”是同一个文件，只计一次。", "It is the same file as {kept!r} and counts once."),
        ("不用处理。", "Nothing to do."),
    ),
    define(
        "U004", "warning",
        ("汇总含有模拟数据", "Simulated returns merged"),
        ("汇总的{count}份回收件中有{simulated}份是模拟数据。", "{simulated} of the {count} merged returns are simulated."),
        ("正式汇总前请移走模拟数据。", "Take the simulated returns out before the real merge."),
    ),
    define(
        "U005", "warning",
        ("名额末位并列", "Tie at the last place of a quota"),
        ("“{level}”还剩{places}个名额，{names}得分相同（{score}），由考核组决定。", "{places} places are left for {level!r} and {names} have the same score ({score}); this is for decision."),
        ("请按规定确定人选，并记录理由。", "Decide by the rules and record the reason."),
    ),
    define(
        "U006", "warning",
        ("没有得分", "No score"),
        ("“{unit_name}”没有得分：{reason}。", "{unit_name!r} has no score: {reason}."),
        ("补齐回收件后重新汇总。", "Merge again when the returns are there."),
    ),
    define(
        "U007", "warning",
        ("名额有空缺", "Places left empty"),
        ("“{level}”{places}个名额只评出{given}个。", "Of {places} places for {level!r}, {given} were given."),
        ("按规定可以空缺，请确认。", "Places may stay empty; confirm that this is meant."),
    ),
)  # fmt: skip

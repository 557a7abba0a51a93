"""Codes C: the rows of a table, and the forms of one return, fit together."""

from kpixl.findings.catalogue.entry import define

ENTRIES = (
    define(
        "C001", "error",
        ("内容重复", "Entry repeated"),
        ("{words}：“{value}”与{other}相同。", "{words}: {value!r} is the same as {other}."),
        ("请删去重复的一行，或者写明区别。", "Delete one of the rows, or say how they differ."),
    ),
    define(
        "C002", "error",
        ("合计不符", "Total differs"),
        ("{words}，现为{total}，应为{stated}，相差{difference}。", "{words}: it is {total} and should be {stated}, a difference of {difference}."),
        ("请核对“{label}”一列的各项数值。", "Check the figures of the column {label!r}."),
    ),
    define(
        "C003", "error",
        ("没有填写任何一行", "No row filled in"),
        ("“{table}”至少应填写{least}行，现有{count}行。", "At least {least} rows are needed; {count} are filled in."),
        ("请逐项填写，一项一行。", "Enter one item a row."),
    ),
    define(
        "C101", "error",
        ("两张表的数据不一致", "Two forms disagree"),
        ("{words}。", "{words}."),
        ("请核对两张表，改正填错的一处。", "Compare the two forms and correct the wrong one."),
    ),
)  # fmt: skip

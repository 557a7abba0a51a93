"""Codes C: the rows of a table, and the forms of one return, fit together."""

from kpixl.findings.catalogue.definition import define
from kpixl.words import Words

ENTRIES = (
    define(
        "C001", "error",
        Words("内容重复", "Entry repeated"),
        Words("{words}：“{value}”与{other}相同。", "{words}: {value!r} is the same as {other}."),
        Words("请删去重复的一行，或者写明区别。", "Delete one of the rows, or say how they differ."),
    ),
    define(
        "C002", "error",
        Words("合计不符", "Total differs"),
        Words("{words}（现在合计{total}，应为{stated}，相差{difference}）。", "{words}: it is {total} and should be {stated}, a difference of {difference}."),
        Words("请核对“{label}”一列的各项数值。", "Check the figures of the column {label!r}."),
    ),
    define(
        "C003", "error",
        Words("没有填写任何一行", "No row filled in"),
        Words("“{table}”至少应填写{least}行，现有{count}行。", "At least {least} rows are needed; {count} are filled in."),
        Words("请逐项填写，一项一行。", "Enter one item a row."),
    ),
    define(
        "C101", "error",
        Words("两张表的数据不一致", "Two forms disagree"),
        Words("{words}。", "{words}."),
        Words("请核对两张表，改正填错的一处。", "Compare the two forms and correct the wrong one."),
    ),
    define(
        "C004", "error",
        Words("分组合计不符", "Total of a group differs"),
        Words("{words}：“{group}”各行合计{total}，应为{stated}，相差{difference}。", "{words}: the rows of {group!r} sum up to {total} and should be {stated}, a difference of {difference}."),
        Words("请核对“{group}”各行的“{label}”。", "Check {label!r} in the rows of {group!r}."),
    ),
    define(
        "C005", "error",
        Words("行数不符合要求", "Number of rows"),
        Words("{words}，现有{count}行。", "{words}; there are {count}."),
        Words("{advice}", "{advice}"),
    ),
    define(
        "C006", "error",
        Words("整段重复", "Rows copied within a table"),
        Words("从“{line}”起的{size}行，与从“{other_line}”（{other}）起的{size}行一模一样：{words}。", "{size} rows from {line!r} on are the same as those from {other_line!r} ({other}) on: {words}."),
        Words("请核对是否重复粘贴，改为这些行自己的内容。", "See whether they were pasted twice, and enter what belongs in these rows."),
    ),
    define(
        "C007", "error",
        Words("与另一张表不一致", "Differs from another form"),
        Words("{item}为“{value}”，与“{sheet_name}”{other}的“{other_label}”“{stated}”不一致。", "{item} is {value!r}, which differs from {stated!r}, the {other_label!r} in {other} of {sheet_name!r}."),
        Words("请核对两张表，改正填错的一处。", "Compare the two forms and correct the wrong one."),
    ),
    define(
        "C008", "error",
        Words("另一张表中没有这一项", "Not in the other form"),
        Words("{item}为“{value}”，“{sheet_name}”的“{other_label}”中没有“{missing}”。", "{item} is {value!r}, but {missing!r} is not among {other_label!r} of {sheet_name!r}."),
        Words("请按“{sheet_name}”中的写法填写，或者先在那里补上这一项。", "Write it as in {sheet_name!r}, or enter it there first."),
    ),
    define(
        "C009", "error",
        Words("与另一张表算出的数不一致", "Differs from what another form comes to"),
        Words("{item}为{value}，而“{sheet_name}”的“{other_label}”算出来是{stated}。", "{item} is {value}, but the {other_label!r} of {sheet_name!r} come to {stated}."),
        Words("请核对两张表，改正填错的一处。", "Compare the two forms and correct the wrong one."),
    ),
    define(
        "C010", "error",
        Words("编号不连续", "Numbers with a gap"),
        Words("{words}（{item}是{value}）。", "{words} ({item} is {value})."),
        Words("请重新编号，不缺号、不重号。", "Number the rows anew, leaving none out and giving none twice."),
    ),
    define(
        "C011", "error",
        Words("同一项用了两次", "Referred to twice"),
        Words("{item}写的“{value}”已经在{other}用过，只能用一次。", "{item} refers to {value!r}, which {other} does already: it may be referred to once."),
        Words("请核对两处，只保留应当用的一处。", "Compare the two and keep the one that is right."),
    ),
    define(
        "C201", "warning",
        Words("与公布的数不符", "Not the published figure"),
        Words("{item}是{total}，公布的是{stated}，相差{difference}。", "{item} is {total}; {stated} was published, a difference of {difference}."),
        Words("请与公布的文件核对，看哪一个数有误。", "Compare with what was published and see which figure is wrong."),
    ),
    define(
        "C901", "error",
        Words("不符合本方案另定的要求", "Against what the scheme's validators file asks for"),
        Words("{words}。", "{words}."),
        Words("{todo}", "{todo}"),
    ),
)  # fmt: skip

"""Codes R: the entries of one row fit together."""

from kpixl.findings.catalogue.definition import define
from kpixl.words import Words

ENTRIES = (
    define(
        "R001", "error",
        Words("必填项为空", "Required entry missing"),
        Words("{item}没有填写。", "{item} is blank."),
        Words("请补填：{wanted}。", "Enter {wanted}."),
    ),
    define(
        "R002", "error",
        Words("按条件必填的项为空", "Entry missing that another one asks for"),
        Words("{item}没有填写：{words}。", "{item} is blank: {words}."),
        Words("请补填：{wanted}。", "Enter {wanted}."),
    ),
    define(
        "R003", "error",
        Words("按条件应留空的项有内容", "Entry where another one forbids it"),
        Words("{item}填写了“{value}”：{words}。", "{item} holds {value!r}: {words}."),
        Words("请清空这一项，或者更正与它有关的项。", "Clear it, or correct the entry that forbids it."),
    ),
    define(
        "R004", "error",
        Words("应一起填写的项不齐", "Entries that belong together"),
        Words("{words}，{item}没有填写。", "{words}; {item} is blank."),
        Words("这几栏要么都填，要么都空：请补齐，或者都清空。", "Fill in all of them, or none."),
    ),
    define(
        "R005", "error",
        Words("同一行的数据不符合要求", "Entries of a row contradict each other"),
        Words("{words}（{figures}）。", "{words} ({figures})."),
        Words("请核对其中各项，改正填错的一项。", "Check each of them and correct the wrong one."),
    ),
    define(
        "R006", "error",
        Words("档次顺序颠倒", "Bands out of order"),
        Words("{line}：“{other_label} {other}”与“{label} {value}”的好坏次序颠倒了。", "{line}: {other_label!r} {other} and {label!r} {value} are out of order."),
        Words("各档由好到差，标准应朝一个方向依次变化，请更正其中一档。", "From best to worst the thresholds go one way; correct one of them."),
    ),
    define(
        "R007", "error",
        Words("档次重叠", "Bands overlap"),
        Words("{line}：“{other_label} {other}”与“{label} {value}”重叠，同一个数值会落入两档。", "{line}: {other_label!r} {other} and {label!r} {value} overlap: one figure would be in both."),
        Words("请更正其中一档，使各档互不包含，如“≥80%”之后用“＜80%”。", "Correct one of them so that no figure is in two, such as ＜80% after ≥80%."),
    ),
    define(
        "R008", "error",
        Words("档次之间有空档", "Gap between bands"),
        Words("{line}：“{other_label} {other}”与“{label} {value}”之间有空档，介于两者的数值不属于任何一档。", "{line}: between {other_label!r} {other} and {label!r} {value} there are figures in no band."),
        Words("请更正其中一档，使两档相接，如“≥80%”之后用“＜80%”。", "Correct one of them so that they meet, such as ＜80% after ≥80%."),
    ),
    define(
        "R009", "error",
        Words("同一行的计量单位不一致", "Units of measure differ in a row"),
        Words("{line}：“{label} {value}”与“{other_label} {other}”的计量单位不同。", "{line}: {label!r} {value} and {other_label!r} {other} have different units of measure."),
        Words("同一行应使用同一种计量单位，请更正。", "Use one unit of measure in the row."),
    ),
    define(
        "R010", "note",
        Words("没有写计量单位", "Figure without a unit"),
        Words("{line}：“{label} {value}”没有写计量单位，按{meant}理解。", "{line}: {label!r} {value} has no unit of measure and is read as {meant}."),
        Words("如果不是这个意思，请写上单位。", "Write the unit if something else is meant."),
    ),
    define(
        "R011", "warning",
        Words("计量单位与名称不符", "Unit of measure does not fit the name"),
        Words("“{name}”应以{wanted}计，而“{label}”为“{value}”。", "{name!r} asks for {wanted}, but {label!r} is {value!r}."),
        Words("请核对名称与计量单位，更正填错的一处。", "Compare name and unit and correct the wrong one."),
    ),
    define(
        "R012", "error",
        Words("审核意见没有落实", "Remark not acted upon"),
        Words("{line}：{words}；与上一轮相比没有变化（{figures}）。", "{line}: {words}; nothing has changed since the round before ({figures})."),
        Words("请按意见修改，或者说明不修改的理由。", "Change what the remark asks for, or say why not."),
    ),
    define(
        "R013", "warning",
        Words("累计数比上一期少", "Cumulative figure fell"),
        Words("{item}：{words}（{figures}）。", "{item}: {words} ({figures})."),
        Words("请核对本期和上一期的数，改正填错的一处；确实减少的说明原因。", "Compare both periods and correct the wrong figure; if it did fall, say why."),
    ),
)  # fmt: skip

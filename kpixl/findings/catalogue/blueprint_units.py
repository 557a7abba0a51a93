"""Codes B032–B035, B130–B139: what units have of their own, and whom one asks there."""

from kpixl.findings.catalogue.definition import define
from kpixl.words import Words

_FILES = (
    define(
        "B032",
        "error",
        Words("没有写明单位的列", "No column of units"),
        Words(
            "标题行没有“单位”一列（第一列是“{value}”）。",
            "No column of the header is called “unit” (the first is “{value}”).",
        ),
        Words(
            "请把写单位名称的一列的标题写成“单位”或 unit。",
            "Call the column with the units' names 单位 or unit.",
        ),
    ),
    define(
        "B033",
        "error",
        Words("单位有两行", "Two lines of one unit"),
        Words("“{value}”在这个文件中有不止一行。", "“{value}” has more than one line in this file."),
        Words("请只保留一行。", "Keep one of them."),
    ),
    define(
        "B034",
        "warning",
        Words("没有联系方式的列", "No column of contacts"),
        Words(
            "标题行（{value}）里没有联系人、电话或邮箱。",
            "The header ({value}) has neither a contact nor a telephone nor an e-mail.",
        ),
        Words(
            "请把标题写成“单位,联系人,电话,邮箱”。",
            "Call the columns unit, contact, phone, email (or 单位, 联系人, 电话, 邮箱).",
        ),
    ),
    define(
        "B035",
        "warning",
        Words("邮箱写法有误", "Malformed e-mail address"),
        Words("“{value}”不是邮箱地址。", "“{value}” is no e-mail address."),
        Words(
            "请改正，如 name@example.gov.cn；只写一个。", "Correct it, as in name@example.gov.cn; one alone."
        ),
    ),
)

_ATTRIBUTES = (
    define(
        "B130", "error",
        Words("单位属性不存在", "Unknown attribute of units"),
        Words("名单的 attributes 中没有“{value}”{hint}。", "`attributes` of the roster has no “{value}”{hint}."),
        Words("请改正名称，或在名单的 attributes 中声明它。", "Correct the name, or declare it in `attributes` of the roster."),
    ),
    define(
        "B131", "error",
        Words("单位属性的值不合类型", "Attribute of another type"),
        Words("“{unit}”的“{label}”（{key}）是“{value}”，应为{wanted}。", "“{label}” ({key}) of “{unit}” is “{value}” and must be {wanted}."),
        Words("请改正这个值，或改正名单中声明的 type。", "Correct the value, or the `type` that the roster declares."),
    ),
    define(
        "B132", "warning",
        Words("单位没有要用的属性", "Units without an attribute that is used"),
        Words("表单“{form}”用到“{label}”（{key}），但 {count} 个单位没有：{units}。", "The form “{form}” uses “{label}” ({key}), which {count} units do not have: {units}."),
        Words("请补上；没有这一项的单位，表达式里用 blank() 或 filled() 写明怎么办。", "Add it; for units that have none, say with blank() or filled() what holds."),
    ),
    define(
        "B133", "error",
        Words("单位属性的名称已有含义", "Name that means something already"),
        Words("“{value}”是每个单位都有的，不能再作属性的名称。", "Every unit has “{value}”; no attribute can be called so."),
        Words("请换一个名称。", "Choose another name."),
    ),
    define(
        "B134", "error",
        Words("单位属性不合用处", "Attribute that does not fit its use"),
        Words("“{value}”（{label}）的类型是 {type}，{why}。", "“{value}” ({label}) has the type {type}: {why}."),
        Words("请改正名称，或改正名单中声明的 type。", "Correct the name, or the `type` that the roster declares."),
    ),
    define(
        "B139", "error",
        Words("要留给下一年的结果取不到", "Results for next year that cannot be taken"),
        Words("“{value}”：{why}。", "“{value}”: {why}."),
        Words("请改正 last_year，或去掉它。", "Correct `last_year`, or leave it out."),
    ),
    define(
        "B145", "error",
        Words("并用的阶段不合适", "Stage that cannot stand beside"),
        Words("阶段“{stage}”并用“{value}”，但后者不承接同一阶段，或者不在它之前。", "The stage “{stage}” has “{value}” beside it, which carries another stage or does not come before it."),
        Words("请改正 beside，或调整阶段的次序、承接。", "Correct `beside`, or the order of the stages and what they carry."),
    ),
)  # fmt: skip

ENTRIES = (*_FILES, *_ATTRIBUTES)

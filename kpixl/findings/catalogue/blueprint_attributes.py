"""Codes B130–B139: what units have of their own."""

from kpixl.findings.catalogue.definition import define
from kpixl.words import Words

ENTRIES = (
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
)  # fmt: skip

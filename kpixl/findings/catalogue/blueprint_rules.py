"""Codes B: what rules ask for."""

from kpixl.findings.catalogue.entry import define

ENTRIES = (
    define(
        "B102", "error",
        ("规则判断不了这种类型", "Type that a rule cannot judge"),
        ("“{key}”的类型是 {value}，规则 {kind} 判断的是 {types}。", "“{key}” has the type {value}; the rule {kind} is about {types}."),
        ("请改正列名或列的类型。", "Correct the column's name or its type."),
    ),
    define(
        "B103", "warning",
        ("规则不起作用", "Rule without effect"),
        ("规则 {kind} 不起作用：{why_zh}。", "The rule {kind} has no effect: {why_en}."),
        ("请补全或删去这条规则。", "Complete the rule, or delete it."),
    ),
)  # fmt: skip

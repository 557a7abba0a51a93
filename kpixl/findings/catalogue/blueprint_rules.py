"""Codes B102–B109: what rules and formulas ask for."""

from kpixl.findings.catalogue.definition import define
from kpixl.words import Words

ENTRIES = (
    define(
        "B102", "error",
        Words("规则判断不了这种类型", "Type that a rule cannot judge"),
        Words("“{key}”的类型是 {value}，规则 {kind} 判断的是 {types}。", "“{key}” has the type {value}; the rule {kind} is about {types}."),
        Words("请改正列名或列的类型。", "Correct the column's name or its type."),
    ),
    define(
        "B103", "warning",
        Words("规则不起作用", "Rule without effect"),
        Words("规则 {kind} 不起作用：{why}。", "The rule {kind} has no effect: {why}."),
        Words("请补全或删去这条规则。", "Complete the rule, or delete it."),
    ),
    define(
        "B104", "error",
        Words("公式循环", "Circular formula"),
        Words("“{value}”的公式绕回到自身：{circle}。", "The formula of “{value}” leads back to itself: {circle}."),
        Words("请改正其中一个公式，使它不再用到要由它算出的值。", "Change one of these formulas, so that it no longer rests on what it is needed for."),
    ),
    define(
        "B105", "warning",
        Words("文件夹与方案不同名", "Folder not named like its scheme"),
        Words("方案是“{expected}”，文件夹却叫“{value}”。", "The scheme is “{expected}”, but its folder is called “{value}”."),
        Words("请把文件夹改名为方案的标识：命令按文件夹找方案，印记和 validators 按方案的标识。", "Call the folder like the scheme: commands find a scheme by its folder, stamps and validators files by its id."),
    ),
    define(
        "B106", "warning",
        Words("比较的结果早已确定", "Comparison that is settled beforehand"),
        Words("表达式“{value}”中：{why}。", "In the expression “{value}”: {why}."),
        Words("请改正列名、类型或所写的值，否则这个条件永远不成立，或永远成立。", "Correct the name, the type or the value: the condition never holds, or always."),
    ),
    define(
        "B107", "warning",
        Words("印好的数合计不等于所要求的", "Printed figures with another sum"),
        Words("“{key}”印好的数合计是 {actual}{whose}，规则要求 {expected}：谁也改不了。", "The printed figures of “{key}” sum up to {actual}{whose}, the rule asks for {expected}: nobody can correct that."),
        Words("请核对列表中的数、rows 的 where，或规则的 equals。", "Check the figures of the list, the `where` of the rows, or the rule's `equals`."),
    ),
)  # fmt: skip

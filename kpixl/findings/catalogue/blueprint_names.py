"""Codes B040–B070: names that Excel refuses, that nothing has, or that two things share."""

from kpixl.findings.catalogue.entry import Entry, define

_CORRECT = ("请改正名称。", "Correct the name.")
_ONE_EACH = ("请各用不同的名称。", "Give each its own.")

_EXCEL = (
    define(
        "B040",
        "error",
        ("工作表名称不可用", "Impossible sheet name"),
        (
            "Excel 不接受工作表名称“{value}”：{why_zh}。",
            "Excel does not take the sheet name “{value}”: {why_en}.",
        ),
        (
            "请用 sheet 另定名称：1–31 个字符，不含 []:*?/\\，首尾不是单引号。",
            "Set another by `sheet`: 1–31 characters, none of []:*?/\\, no apostrophe at either end.",
        ),
    ),
    define(
        "B041",
        "error",
        ("工作表重名", "Same sheet name twice"),
        (
            "同一工作簿（{where_used}）中有两张工作表名为“{value}”。",
            "Two sheets of one workbook ({where_used}) are called “{value}”.",
        ),
        (
            "请用 sheet 另定其中一个的名称（不分大小写）。",
            "Name one of them otherwise by `sheet` (upper and lower case count as the same).",
        ),
    ),
    define(
        "B042",
        "error",
        ("提示过长", "Prompt too long"),
        (
            "“{key}”有 {actual} 个字符，Excel 最多显示 {expected} 个。",
            "“{key}” has {actual} characters; Excel shows at most {expected}.",
        ),
        ("请缩短，或移到附注中。", "Shorten it, or move it to the notes."),
    ),
)

_UNKNOWN = (
    define(
        "B050",
        "error",
        ("表达式有误", "Expression that cannot be used"),
        ("表达式“{value}”有误：{problem_zh}", "The expression “{value}” cannot be used: {problem_en}"),
        ("请改正第 {at} 个字符处。", "Correct it at character {at}."),
    ),
    define(
        "B051",
        "error",
        ("表达式中的名称不存在", "Unknown name in an expression"),
        (
            "表达式“{expression}”中的“{value}”不存在{hint_zh}。",
            "There is no “{value}” for the expression “{expression}”{hint_en}.",
        ),
        (
            "可用：本表的列名、group、stage、round、period，以及 row.、each.、subject.、recipient.、scheme.、carried. 开头的名称。",
            "Columns of the form, group, stage, round, period; row., each., subject., recipient., scheme., carried.",
        ),
    ),
    define(
        "B052",
        "error",
        ("来源路径不存在", "Unknown path"),
        (
            "“{key}”指向的“{value}”不存在{hint_zh}。",
            "“{key}” names “{value}”, which does not exist{hint_en}.",
        ),
        (
            "请写 row.、each.、subject.、recipient.、scheme. 或 carried. 开头的路径；row. 和 each. 后面是清单中的键。",
            "Write a path under row., each., subject., recipient., scheme. or carried.; behind row. a list's key.",
        ),
    ),
    define(
        "B053",
        "error",
        ("组不存在", "Unknown group"),
        ("名单中没有组“{value}”{hint_zh}。", "The roster has no group “{value}”{hint_en}."),
        _CORRECT,
    ),
    define(
        "B054",
        "error",
        ("阶段不存在", "Unknown stage"),
        ("方案中没有阶段“{value}”{hint_zh}。", "The scheme has no stage “{value}”{hint_en}."),
        _CORRECT,
    ),
    define(
        "B055",
        "error",
        ("表单不存在", "Unknown form"),
        ("方案中没有表单“{value}”{hint_zh}。", "The scheme has no form “{value}”{hint_en}."),
        _CORRECT,
    ),
    define(
        "B056",
        "error",
        ("清单不存在", "Unknown list"),
        (
            "scheme.yaml 的 lists 中没有“{value}”{hint_zh}。",
            "`lists` of scheme.yaml has no “{value}”{hint_en}.",
        ),
        _CORRECT,
    ),
    define(
        "B057",
        "error",
        ("列不存在", "Unknown column"),
        ("{inside} 中没有“{value}”{hint_zh}。", "There is no “{value}” in {inside}{hint_en}."),
        _CORRECT,
    ),
    define(
        "B058",
        "error",
        ("单位不存在", "Unknown unit"),
        ("名单中没有“{value}”{hint_zh}。", "The roster has no “{value}”{hint_en}."),
        (
            "请改正，或加入名单（别名写在 aliases）。",
            "Correct it, or add it to the roster (other names stand in `aliases`).",
        ),
    ),
    define(
        "B059",
        "error",
        ("规则不存在", "Unknown rule"),
        (
            "没有编号为“{value}”的规则或问题代码{hint_zh}。",
            "There is no rule and no code “{value}”{hint_en}.",
        ),
        ("请写规则的 id 或问题代码。", "Name the id of a rule, or a code."),
    ),
    define(
        "B060",
        "error",
        ("不是组也不是阶段", "Neither group nor stage"),
        ("“{value}”既不是组，也不是阶段{hint_zh}。", "“{value}” is neither a group nor a stage{hint_en}."),
        (
            "按情况填写时，键是组或阶段的标识。",
            "Where a setting depends on the case, the keys are ids of groups or stages.",
        ),
    ),
)

_STRUCTURE = (
    define(
        "B061",
        "error",
        ("标识重复", "Same id twice"),
        ("{what_zh}“{value}”出现了不止一次。", "The {what_en} “{value}” is there more than once."),
        _ONE_EACH,
    ),
    define(
        "B062",
        "error",
        ("列名重复", "Same column name twice"),
        ("同一表单中有两列名为“{value}”。", "Two columns of one form are called “{value}”."),
        (
            "同一表单（包括它的所有块）中列名请不要重复。",
            "Give each column of the form, over all its blocks, a name of its own.",
        ),
    ),
    define(
        "B063",
        "error",
        ("单位名称重复", "Same name for two units"),
        ("“{value}”同时是“{unit}”和“{other}”的名称。", "“{value}” names both “{unit}” and “{other}”."),
        (
            "请改正名称、简称或别名，使每个名称只指一个单位。",
            "Change name, print name or aliases so that each means one unit only.",
        ),
    ),
    define(
        "B064",
        "error",
        ("清单的键重复", "Same key twice in a list"),
        (
            "清单“{list}”中有两项的 {key} 都是“{value}”。",
            "Two items of the list “{list}” have the {key} “{value}”.",
        ),
        _ONE_EACH,
    ),
    define(
        "B065",
        "error",
        ("清单的项没有键", "Item without a key"),
        (
            "清单“{list}”的这一项没有“{key}”，无法永久标识这一行。",
            "This item of the list “{list}” has no “{key}”, which names its row for ever.",
        ),
        ("请补上。", "Add it."),
    ),
    define(
        "B066",
        "error",
        ("结转的阶段不在前面", "Carries a stage that is not before it"),
        (
            "阶段“{stage}”结转“{value}”，但后者不在它之前。",
            "The stage “{stage}” carries “{value}”, which does not come before it.",
        ),
        ("请调整阶段的次序，或改正 carries。", "Reorder the stages, or correct `carries`."),
    ),
    define(
        "B067",
        "error",
        ("没有人填的列", "Column that nobody fills"),
        (
            "“{value}”既没有 fill，也没有 from 或 formula{where_case}。",
            "“{value}” has neither fill nor from nor formula{where_case}.",
        ),
        (
            "请写明由谁填写（fill）、印什么（from）或怎样计算（formula）。",
            "Say who fills it (fill), what is printed (from), or how it is computed (formula).",
        ),
    ),
    define(
        "B068",
        "error",
        ("公式与填写矛盾", "Formula and filling contradict each other"),
        ("“{value}”{why_zh}。", "“{value}” {why_en}."),
        (
            "计算的列只写 formula；填写的列只写 fill。",
            "A computed column has `formula` only, a column to fill has `fill` only.",
        ),
    ),
    define(
        "B069",
        "error",
        ("单位没有组", "Unit without a group"),
        ("“{value}”没有组，也不是名单外的（outside）。", "“{value}” has no group and is not `outside`."),
        ("请写明 group，或写 outside: true。", "Give it a `group`, or say `outside: true`."),
    ),
    define(
        "B070",
        "error",
        ("表单用错地方", "Form in the wrong place"),
        ("表单“{value}”不能用在这里：{why_zh}。", "The form “{value}” cannot stand here: {why_en}."),
        _CORRECT,
    ),
    define(
        "B110",
        "error",
        ("“同上”用错地方", "“As above” in the wrong place"),
        ("“{value}”（down）：{why_zh}。", "“{value}” (down): {why_en}."),
        _CORRECT,
    ),
)

ENTRIES: tuple[Entry, ...] = (*_EXCEL, *_UNKNOWN, *_STRUCTURE)

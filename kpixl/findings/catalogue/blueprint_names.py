"""Codes B040–B070: names that Excel refuses, that nothing has, or that two things share."""

from kpixl.findings.catalogue.definition import CatalogueEntry, define
from kpixl.words import Words

_CORRECT = Words("请改正名称。", "Correct the name.")
_ONE_EACH = Words("请各用不同的名称。", "Give each its own.")

_EXCEL = (
    define(
        "B040",
        "error",
        Words("工作表名称不可用", "Impossible sheet name"),
        Words(
            "Excel 不接受工作表名称“{value}”：{why}。",
            "Excel does not take the sheet name “{value}”: {why}.",
        ),
        Words(
            "请用 sheet 另定名称：1–31 个字符，不含 []:*?/\\，首尾不是单引号。",
            "Set another by `sheet`: 1–31 characters, none of []:*?/\\, no apostrophe at either end.",
        ),
    ),
    define(
        "B041",
        "error",
        Words("工作表重名", "Same sheet name twice"),
        Words(
            "同一工作簿（{where_used}）中有两张工作表名为“{value}”。",
            "Two sheets of one workbook ({where_used}) are called “{value}”.",
        ),
        Words(
            "请用 sheet 另定其中一个的名称（不分大小写）。",
            "Name one of them otherwise by `sheet` (upper and lower case count as the same).",
        ),
    ),
    define(
        "B042",
        "error",
        Words("提示过长", "Prompt too long"),
        Words(
            "“{key}”有 {actual} 个字符，Excel 最多显示 {expected} 个。",
            "“{key}” has {actual} characters; Excel shows at most {expected}.",
        ),
        Words("请缩短，或移到附注中。", "Shorten it, or move it to the notes."),
    ),
)

_UNKNOWN = (
    define(
        "B050",
        "error",
        Words("表达式有误", "Expression that cannot be used"),
        Words("表达式“{value}”有误：{problem}", "The expression “{value}” cannot be used: {problem}"),
        Words("请改正第 {at} 个字符处。", "Correct it at character {at}."),
    ),
    define(
        "B051",
        "error",
        Words("表达式中的名称不存在", "Unknown name in an expression"),
        Words(
            "表达式“{expression}”中的“{value}”不存在{hint}。",
            "There is no “{value}” for the expression “{expression}”{hint}.",
        ),
        Words(
            "可用：本表的列名、group、stage、round、period，以及 row.、each.、subject.、recipient.、scheme.、carried. 开头的名称。",
            "Columns of the form, group, stage, round, period; row., each., subject., recipient., scheme., carried.",
        ),
    ),
    define(
        "B052",
        "error",
        Words("来源路径不存在", "Unknown path"),
        Words(
            "“{key}”指向的“{value}”不存在{hint}。",
            "“{key}” names “{value}”, which does not exist{hint}.",
        ),
        Words(
            "请写 row.、each.、subject.、recipient.、scheme. 或 carried. 开头的路径；row. 和 each. 后面是清单中的键。",
            "Write a path under row., each., subject., recipient., scheme. or carried.; behind row. a list's key.",
        ),
    ),
    define(
        "B053",
        "error",
        Words("组不存在", "Unknown group"),
        Words("名单中没有组“{value}”{hint}。", "The roster has no group “{value}”{hint}."),
        _CORRECT,
    ),
    define(
        "B054",
        "error",
        Words("阶段不存在", "Unknown stage"),
        Words("方案中没有阶段“{value}”{hint}。", "The scheme has no stage “{value}”{hint}."),
        _CORRECT,
    ),
    define(
        "B055",
        "error",
        Words("表单不存在", "Unknown form"),
        Words("方案中没有表单“{value}”{hint}。", "The scheme has no form “{value}”{hint}."),
        _CORRECT,
    ),
    define(
        "B056",
        "error",
        Words("清单不存在", "Unknown list"),
        Words(
            "scheme.yaml 的 lists 中没有“{value}”{hint}。",
            "`lists` of scheme.yaml has no “{value}”{hint}.",
        ),
        _CORRECT,
    ),
    define(
        "B057",
        "error",
        Words("列不存在", "Unknown column"),
        Words("{inside} 中没有“{value}”{hint}。", "There is no “{value}” in {inside}{hint}."),
        _CORRECT,
    ),
    define(
        "B058",
        "error",
        Words("单位不存在", "Unknown unit"),
        Words("名单中没有“{value}”{hint}。", "The roster has no “{value}”{hint}."),
        Words(
            "请改正，或加入名单（别名写在 aliases）。",
            "Correct it, or add it to the roster (other names stand in `aliases`).",
        ),
    ),
    define(
        "B059",
        "error",
        Words("规则不存在", "Unknown rule"),
        Words(
            "没有编号为“{value}”的规则或问题代码{hint}。",
            "There is no rule and no code “{value}”{hint}.",
        ),
        Words("请写规则的 id 或问题代码。", "Name the id of a rule, or a code."),
    ),
    define(
        "B060",
        "error",
        Words("不是组也不是阶段", "Neither group nor stage"),
        Words("“{value}”既不是组，也不是阶段{hint}。", "“{value}” is neither a group nor a stage{hint}."),
        Words(
            "按情况填写时，键是组或阶段的标识。",
            "Where a setting depends on the case, the keys are ids of groups or stages.",
        ),
    ),
)

_STRUCTURE = (
    define(
        "B061",
        "error",
        Words("标识重复", "Same id twice"),
        Words("{what}“{value}”出现了不止一次。", "The {what} “{value}” is there more than once."),
        _ONE_EACH,
    ),
    define(
        "B062",
        "error",
        Words("列名重复", "Same column name twice"),
        Words("同一表单中有两列名为“{value}”。", "Two columns of one form are called “{value}”."),
        Words(
            "同一表单（包括它的所有块）中列名请不要重复。",
            "Give each column of the form, over all its blocks, a name of its own.",
        ),
    ),
    define(
        "B063",
        "error",
        Words("单位名称重复", "Same name for two units"),
        Words("“{value}”同时是“{unit}”和“{other}”的名称。", "“{value}” names both “{unit}” and “{other}”."),
        Words(
            "请改正名称、简称或别名，使每个名称只指一个单位。",
            "Change name, print name or aliases so that each means one unit only.",
        ),
    ),
    define(
        "B064",
        "error",
        Words("清单的键重复", "Same key twice in a list"),
        Words(
            "清单“{list}”中有两项的 {key} 都是“{value}”。",
            "Two items of the list “{list}” have the {key} “{value}”.",
        ),
        _ONE_EACH,
    ),
    define(
        "B065",
        "error",
        Words("清单的项没有键", "Item without a key"),
        Words(
            "清单“{list}”的这一项没有“{key}”，无法永久标识这一行。",
            "This item of the list “{list}” has no “{key}”, which names its row for ever.",
        ),
        Words("请补上。", "Add it."),
    ),
    define(
        "B066",
        "error",
        Words("结转的阶段不在前面", "Carries a stage that is not before it"),
        Words(
            "阶段“{stage}”结转“{value}”，但后者不在它之前。",
            "The stage “{stage}” carries “{value}”, which does not come before it.",
        ),
        Words("请调整阶段的次序，或改正 carries。", "Reorder the stages, or correct `carries`."),
    ),
    define(
        "B067",
        "error",
        Words("没有人填的列", "Column that nobody fills"),
        Words(
            "“{value}”既没有 fill，也没有 from 或 formula{where_case}。",
            "“{value}” has neither fill nor from nor formula{where_case}.",
        ),
        Words(
            "请写明由谁填写（fill）、印什么（from）或怎样计算（formula）。",
            "Say who fills it (fill), what is printed (from), or how it is computed (formula).",
        ),
    ),
    define(
        "B068",
        "error",
        Words("公式与填写矛盾", "Formula and filling contradict each other"),
        Words("“{value}”{why}。", "“{value}” {why}."),
        Words(
            "计算的列只写 formula；填写的列只写 fill。",
            "A computed column has `formula` only, a column to fill has `fill` only.",
        ),
    ),
    define(
        "B069",
        "error",
        Words("单位没有组", "Unit without a group"),
        Words("“{value}”没有组，也不是名单外的（outside）。", "“{value}” has no group and is not `outside`."),
        Words("请写明 group，或写 outside: true。", "Give it a `group`, or say `outside: true`."),
    ),
    define(
        "B070",
        "error",
        Words("表单用错地方", "Form in the wrong place"),
        Words("表单“{value}”不能用在这里：{why}。", "The form “{value}” cannot stand here: {why}."),
        _CORRECT,
    ),
    define(
        "B110",
        "error",
        Words("“同上”用错地方", "“As above” in the wrong place"),
        Words("“{value}”（down）：{why}。", "“{value}” (down): {why}."),
        _CORRECT,
    ),
    define(
        "B111",
        "warning",
        Words("不起作用的键", "Key without effect"),
        Words(
            "“{value}”的 {key} 不起作用：填这张表的阶段只有一期，没有上一期可比。",
            "`{key}` of “{value}” has no effect: the form is filled in once, and no period comes before.",
        ),
        Words(
            "请删去；一年报几次的，在阶段里写 periods。",
            "Delete it; where a stage is reported several times, name its `periods`.",
        ),
    ),
    define(
        "B136",
        "error",
        Words("按行分发的阶段没有表外栏目", "Field in a stage that is dealt by rows"),
        Words(
            "这里用到表外栏目“{value}”，而阶段“{stage}”按行分发，工作簿中只有表中的行，没有它。",
            "“{value}” is a field, and the stage “{stage}” is dealt by rows: its workbooks have the rows of "
            "tables, and no fields.",
        ),
        Words(
            "请改用表中的栏目；只用于其他阶段的，写明阶段（规则的 stage、栏目的 shown）。",
            "Name a column of the table, or say in which stage it holds (`stage` of a rule, `shown` of a "
            "column).",
        ),
    ),
    define(
        "B137",
        "error",
        Words("没有这种计分办法", "Unknown scoring method"),
        Words("没有计分办法“{value}”{hint}。", "There is no scoring method “{value}”{hint}."),
        Words(
            "请改正名称，或在 scheme.yaml 的 methods 里写明。",
            "Correct the name, or declare it under `methods` in scheme.yaml.",
        ),
    ),
    define(
        "B138",
        "error",
        Words("办公室的表没有人填", "Entry in a form of the office"),
        Words(
            "这张表是办公室印发的（office: true），没有人填，而“{value}”要人填写。",
            "Nobody fills a form of the office's own (`office: true`), and “{value}” is to be filled.",
        ),
        Words(
            "要人填的表请删去 office；只印的栏目写 fill: office 或 from，行用清单。",
            "Remove `office` where somebody fills the form; else print the column (`fill: office` or `from`) and "
            "take its rows from a list.",
        ),
    ),
    define(
        "B141",
        "warning",
        Words("查不到的代码不会有人发现", "Unknown code goes unnoticed"),
        Words(
            "按“{value}”在清单“{list}”中查找，而“{value}”什么都可以填：填了清单里没有的，只是查不到。",
            "“{value}” is looked up in the list “{list}”, and takes anything: of a code that the list lacks nothing is said.",
        ),
        Words(
            "请把它写成选项（type: choice，choices: {{list: {list}, name: 代码所在的列}}），或写一条规则要求它在清单中。",
            "Let it be chosen (`type: choice`, `choices: {{list: {list}, name: KEY}}`), or add a rule that it is in the list.",
        ),
    ),
    define(
        "B142",
        "error",
        Words("句中的空对不上", "Blank that its sentence does not have once"),
        Words(
            "字段“{value}”在句中出现 {count} 次，应当正好一次。",
            "The field “{value}” stands in its sentence {count} times, and should once.",
        ),
        Words("请在句中要填的地方写 {{{value}}}。", "Write {{{value}}} where its blank is."),
    ),
    define(
        "B143",
        "error",
        Words("预填的内容用不上", "Default that cannot stand"),
        Words("“{value}”不能预填：{why}。", "“{value}” cannot have its default: {why}."),
        Words("请删去 default，或改正它。", "Delete the `default`, or correct it."),
    ),
    define(
        "B144",
        "error",
        Words("算不出的小计", "Subtotal that cannot be reckoned"),
        Words("不能按“{value}”加小计：{why}。", "There are no subtotals by “{value}”: {why}."),
        Words(
            "请改用印好的或选项的栏目，或删去。", "Name a column that is printed or a choice, or delete it."
        ),
    ),
)

ENTRIES: tuple[CatalogueEntry, ...] = (*_EXCEL, *_UNKNOWN, *_STRUCTURE)

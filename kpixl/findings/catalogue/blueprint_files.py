"""Codes B001–B039: a blueprint's files as files, as YAML or CSV, and as parts of the language."""

from kpixl.findings.catalogue.definition import CatalogueEntry, define
from kpixl.words import Words

_QUOTE = Words(
    "文字请加引号，如 '0375'；数字请写成普通的十进制数，如 12 或 0.5。",
    "Put a text in quotes, such as '0375'; write a number in plain decimals, such as 12 or 0.5.",
)
_SYNTAX = Words(
    "请检查这一行和上一行的缩进、冒号、引号和括号；冒号用半角并在后面空一格，含冒号的文字加引号。",
    (
        "Check indentation, colons, quotes and brackets of this line and the one before; "
        "a colon is followed by a space, and a text that holds a colon stands in quotes."
    ),
)
_KEYS = Words("请按 docs/blueprint.md 改正键名。", "Correct the key as docs/blueprint.md has it.")

_READ = (
    define(
        "B001",
        "error",
        Words("缺少文件", "File missing"),
        Words("方案中没有文件“{value}”。", "The scheme has no file “{value}”."),
        Words("请放入该文件，或改正引用它的名称。", "Add the file, or correct the name that refers to it."),
    ),
    define(
        "B002",
        "error",
        Words("文件无法读取", "File cannot be read"),
        Words("文件“{value}”无法读取（{reason}）。", "The file “{value}” cannot be read ({reason})."),
        Words(
            "请确认它是普通文件、有读取权限，且不超过 {limit} MB。",
            "Make sure that it is an ordinary file, that you may read it, and that it has at most {limit} MB.",
        ),
    ),
    define(
        "B003",
        "error",
        Words("不是 UTF-8", "Not UTF-8"),
        Words("文件从这一行起不是 UTF-8 编码。", "From this line on the file is not UTF-8."),
        Words(
            "请用编辑器另存为 UTF-8；Excel 中请选“CSV UTF-8（逗号分隔）”。",
            "Save it as UTF-8 in your editor; in Excel choose “CSV UTF-8 (comma delimited)”.",
        ),
    ),
    define(
        "B004",
        "error",
        Words("YAML 写法有误", "Not well-formed YAML"),
        Words("YAML 写法有误：{problem}。", "This is not well-formed YAML: {problem}."),
        _SYNTAX,
    ),
    define(
        "B005",
        "error",
        Words("用制表符缩进", "Indented by a tab"),
        Words("这一行用制表符（Tab）缩进。", "This line is indented by a tab."),
        Words("请改用空格缩进。", "Indent by spaces."),
    ),
    define(
        "B006",
        "error",
        Words("键重复", "Same key twice"),
        Words(
            "键“{value}”在同一处出现了两次，上一次在第 {first} 行。",
            "The key “{value}” stands twice here, first in line {first}.",
        ),
        Words("请只保留一个。", "Keep one of them."),
    ),
    define(
        "B007",
        "error",
        Words("不用的 YAML 写法", "YAML that blueprints do not use"),
        Words(
            "方案文件不使用 YAML 的{what}（“{value}”）。",
            "Blueprints do not use YAML's {what} (“{value}”).",
        ),
        Words("请写成普通的键和值。", "Write it as plain keys and values."),
    ),
    define(
        "B008",
        "error",
        Words("数字写法不明", "Ambiguous number"),
        Words(
            "“{value}”像数字，但以 0 开头、超过 15 位有效数字或不是十进制数，无法确定原意。",
            "“{value}” looks like a number, but it starts with 0, has more than 15 digits or is no decimal number.",
        ),
        _QUOTE,
    ),
    define(
        "B009",
        "error",
        Words("内容过多或嵌套过深", "Too much or too deep"),
        Words(
            "内容超过 {nodes} 项，或嵌套超过 {depth} 层。",
            "The file has more than {nodes} parts, or nests more than {depth} levels.",
        ),
        Words(
            "请拆分文件，或去掉互相引用的锚点（& 和 *）。",
            "Split the file, or remove anchors (& and *) that refer to each other.",
        ),
    ),
    define(
        "B010",
        "error",
        Words("文件没有内容", "Empty file"),
        Words("文件“{value}”没有内容。", "There is nothing in the file “{value}”."),
        Words("请填写内容，或删除该文件。", "Fill it in, or remove it."),
    ),
    define(
        "B011",
        "error",
        Words("CSV 列数不符", "Wrong number of cells"),
        Words(
            "这一行有 {value} 格，标题行有 {expected} 列。",
            "This line has {value} cells, the header has {expected}.",
        ),
        Words(
            "请补齐或删去多余的格；含逗号的文字要加双引号。",
            "Add or remove cells; a text that holds a comma stands in double quotes.",
        ),
    ),
    define(
        "B012",
        "error",
        Words("CSV 标题有误", "Bad header"),
        Words("标题行第 {value} 列没有名称。", "Column {value} of the header has no name."),
        Words(
            "第一行请为每列写一个键名，如 id,name,points。",
            "Name a key for each column in the first line, such as id,name,points.",
        ),
    ),
    define(
        "B013",
        "error",
        Words("文件在方案之外", "File outside of the scheme"),
        Words(
            "“{value}”不在方案文件夹之内，或不是 .yaml 或 .csv 文件。",
            "“{value}” is not within the scheme's folder, or neither .yaml nor .csv.",
        ),
        Words(
            "请把文件放进方案文件夹，并写相对路径。",
            "Put the file into the scheme's folder and name it by a relative path.",
        ),
    ),
    define(
        "B014",
        "error",
        Words("没有这一版的快照", "No snapshot of this version"),
        Words("没有摘要为 {value} 的方案快照。", "There is no snapshot of a scheme with the digest {value}."),
        Words(
            "请在发放工作簿的工作区中运行，或恢复其 snapshots 文件夹。",
            "Run it in the workspace that issued the workbooks, or restore its folder of snapshots.",
        ),
    ),
    define(
        "B015",
        "error",
        Words("快照已损坏", "Damaged snapshot"),
        Words(
            "快照 {value} 的内容与其摘要不符，或无法读取。",
            "The content of the snapshot {value} does not match its digest, or cannot be read.",
        ),
        Words("请从备份恢复该文件。", "Restore the file from a backup."),
    ),
    define(
        "B016",
        "error",
        Words("CSV 引号不成对", "Unmatched quote"),
        Words(
            "从这一行开始的一项，双引号没有成对。",
            "In the item that starts in this line a double quote is left open or misplaced.",
        ),
        Words(
            "含逗号、引号的文字两端加双引号，其中的双引号写两次。",
            "A text that holds a comma or a quote stands in double quotes, and a quote within it is written twice.",
        ),
    ),
)

_MODEL = (
    define(
        "B018",
        "error",
        Words("单元格放不下的文字", "Text that no cell can hold"),
        Words("这段文字{why}，单元格放不下。", "This text {why}: no cell can hold it."),
        Words(
            "请删去看不见的字符；文字最多 32767 个字符。",
            "Remove what is invisible; a text has at most 32767 characters.",
        ),
    ),
    define(
        "B019",
        "error",
        Words("CSV 不是用逗号分隔的", "CSV without commas"),
        Words(
            "这个文件用{value}分隔各列，CSV 要用半角逗号。",
            "This file parts its columns by {value}, CSV by commas.",
        ),
        Words(
            "请改用半角逗号；Excel 中请另存为“CSV UTF-8（逗号分隔）”。",
            "Use commas; in Excel save it as “CSV UTF-8 (comma delimited)”.",
        ),
    ),
    define(
        "B017",
        "error",
        Words("不知何用的文件", "File without a purpose"),
        Words(
            "文件“{value}”不是表单（没有 form 和 blocks），scheme.yaml 也没有引用它。",
            "The file “{value}” is no form (it has neither form nor blocks), and scheme.yaml does not name it.",
        ),
        Words(
            "清单请写进 scheme.yaml 的 lists；不属于方案的文件请移到子文件夹。",
            "Name a list under `lists` of scheme.yaml; move what is no part of the scheme to a subfolder.",
        ),
    ),
    define(
        "B020",
        "error",
        Words("不认识的键", "Unknown key"),
        Words("这里没有键“{value}”{hint}。", "There is no key “{value}” here{hint}."),
        _KEYS,
    ),
    define(
        "B021",
        "error",
        Words("缺少键", "Missing key"),
        Words("这里缺少键“{value}”。", "The key “{value}” is missing here."),
        Words("请补上。", "Add it."),
    ),
    define(
        "B022",
        "error",
        Words("类型不对", "Wrong type"),
        Words("“{key}”应为{wanted}，现为{given}。", "“{key}” must be {wanted}, not {given}."),
        Words(
            "请改正；列表写在方括号里，如 [甲, 乙]；像数字、true、null 的文字要加引号。",
            "Correct it; a list stands in brackets, as in [a, b]; a text that looks like a number, true or null in quotes.",
        ),
    ),
    define(
        "B023",
        "error",
        Words("不在可选项中", "Not one of the choices"),
        Words("“{key}”不能是“{value}”{hint}。", "“{key}” cannot be “{value}”{hint}."),
        Words("可选：{choices}。", "Choose from: {choices}."),
    ),
    define(
        "B024",
        "error",
        Words("超出范围", "Out of range"),
        Words(
            "“{key}”为 {value}，应{compare} {expected}。",
            "“{key}” is {value} and must be {compare} {expected}.",
        ),
        Words("请改正。", "Correct it."),
    ),
    define(
        "B025",
        "error",
        Words("长度不对", "Wrong length"),
        Words(
            "“{key}”的长度（{actual}）应{compare} {expected}。",
            "The length of “{key}” ({actual}) must be {compare} {expected}.",
        ),
        Words("请补充或缩短。", "Add to it or shorten it."),
    ),
    define(
        "B026",
        "error",
        Words("名称写法有误", "Badly formed name"),
        Words("“{key}”的写法“{value}”不合规定。", "“{value}” is not how “{key}” may be written."),
        Words(
            "标识用小写字母、数字和连字符（如 self-check），列名用小写字母、数字和下划线（如 total_score），均以字母开头。",
            (
                "Ids have lower-case letters, digits and hyphens (self-check), names of columns lower-case letters, digits and "
                "underscores (total_score); both start with a letter."
            ),
        ),
    ),
    define(
        "B027",
        "error",
        Words("块的种类不明", "Not one kind of block"),
        Words(
            "一个块只能是 {choices} 中的一种，现有：{given}。",
            "A block is exactly one of {choices}; given: {given}.",
        ),
        Words("请拆成几个块，各写一种。", "Make several blocks of one kind each."),
    ),
    define(
        "B028",
        "error",
        Words("行数矛盾", "Contradictory numbers of rows"),
        Words(
            "应满足 min ≤ free ≤ max，现为 {min}、{free}、{max}。",
            "min ≤ free ≤ max must hold, but they are {min}, {free}, {max}.",
        ),
        Words("请改正行数。", "Correct the numbers of rows."),
    ),
    define(
        "B029",
        "error",
        Words("内容有误", "Wrong content"),
        Words("“{key}”有误：{problem}。", "“{key}” is wrong: {problem}."),
        _KEYS,
    ),
    define(
        "B030",
        "error",
        Words("日期有误", "Not a date"),
        Words("“{key}”应为日期，现为“{value}”。", "“{key}” must be a date, not “{value}”."),
        Words("请写成 2021-12-31 的形式。", "Write it like 2021-12-31."),
    ),
    define(
        "B031",
        "note",
        Words("键已改名", "Renamed key"),
        Words(
            "键“{value}”现在叫“{expected}”，旧名照样读取。",
            "The key “{value}” is called “{expected}” now; it is read under its former name as well.",
        ),
        Words("方便时请改用新名。", "Write the new name when it suits you."),
    ),
)

ENTRIES: tuple[CatalogueEntry, ...] = (*_READ, *_MODEL)

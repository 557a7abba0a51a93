"""Codes F: files. What stands between a file that came back and its cells."""

from kpixl.findings.catalogue.definition import CatalogueEntry, define
from kpixl.findings.catalogue.file_content import CELLS, READING, WORKBOOK
from kpixl.findings.catalogue.file_formats import FORMATS
from kpixl.findings.catalogue.file_intake import INTAKE
from kpixl.findings.catalogue.file_kinds import KINDS
from kpixl.findings.catalogue.file_remedies import FILL_AGAIN, NOTHING, SAVE_AGAIN, SEND_AGAIN, TRIM
from kpixl.words import Words

_FOUND = (
    define(
        "F001",
        "note",
        Words("临时文件", "Temporary file"),
        Words(
            "这是程序留下的锁定或临时文件，已忽略。",
            "This is a lock or temporary file that a program left behind; it is ignored.",
        ),
        NOTHING,
    ),
    define(
        "F002",
        "note",
        Words("不是工作簿", "No workbook"),
        Words(
            "这个文件的名称和内容都不是工作簿，已忽略。",
            "Neither by name nor by content is this a workbook; it is ignored.",
        ),
        Words(
            "若其中有填报内容，请填入发放的工作簿后交回 .xlsx；证明材料不需要处理。",
            "If it holds answers, enter them into the workbook that was sent out; evidence needs nothing done.",
        ),
    ),
    define(
        "F003",
        "error",
        Words("压缩包或邮件未打开", "Archive or mail not opened"),
        Words(
            "打开 {kind} 文件需要的组件没有安装；里面的文件没有检查。",
            "What opens {kind} files is not installed; the files in it are not checked.",
        ),
        Words(
            "请负责 kpixl 的同事安装 kpixl[intake] 后重新检查；也可以先解压（邮件则另存附件），再检查得到的文件夹。",
            "Ask whoever looks after kpixl to install kpixl[intake] and check again; or unpack it (save the attachments of a mail) and check the folder that this gives.",
        ),
    ),
    define(
        "F004",
        "error",
        Words("不是普通文件", "Not an ordinary file"),
        Words(
            "这不是普通文件，而是{kind}，没有读取。",
            "This is not an ordinary file but a {kind}; it was not read.",
        ),
        Words(
            "请放入工作簿文件本身，不要放链接或快捷方式。", "Put the workbook itself there, not a link to it."
        ),
    ),
    define(
        "F005",
        "error",
        Words("无法打开", "Cannot be opened"),
        Words("文件或文件夹无法打开（{reason}）。", "The file or folder cannot be opened ({reason})."),
        Words(
            "请确认文件未被其他程序占用、有读取权限且所在磁盘正常，然后重试。",
            "Make sure that no other program holds it, that you may read it and that the disk is well, then try again.",
        ),
    ),
    define(
        "F006",
        "error",
        Words("空文件", "Empty file"),
        Words("文件大小为 0，没有任何内容。", "The file is empty: it has 0 bytes."),
        SAVE_AGAIN,
    ),
    define(
        "F007",
        "error",
        Words("文件过大", "File too large"),
        Words(
            "文件大小 {size}，超过上限 {limit}（设置项 {setting}）。",
            "The file has {size}, more than the limit of {limit} (setting {setting}).",
        ),
        Words(
            "请删除工作簿中的图片、附件和多余内容后再交回；压缩包请分成几个。",
            "Remove pictures, attachments and whatever else does not belong into the workbook; split an archive into several.",
        ),
    ),
    define(
        "F008",
        "error",
        Words("压缩包嵌套过深", "Archives nested too deep"),
        Words(
            "压缩包、邮件一层套一层，超过 {limit} 层（设置项 {setting}），这一个没有打开。",
            "Archives and mails lie in one another more than {limit} deep (setting {setting}); this one was not opened.",
        ),
        Words("请先解压最里层的压缩包。", "Unpack the innermost archive first."),
    ),
)

_PACKAGE = (
    define(
        "F040",
        "error",
        Words("文件损坏", "Damaged file"),
        Words(
            "文件打不开：已经损坏，或者没有下载、传送完整（{reason}）。",
            "The file cannot be opened: it is damaged, or was not downloaded or sent as a whole ({reason}).",
        ),
        SEND_AGAIN,
    ),
    define(
        "F041",
        "error",
        Words("压缩包有密码", "Archive with a password"),
        Words(
            "{part} 用密码压缩，kpixl 无法读取。",
            "{part} is packed with a password, so kpixl cannot read it.",
        ),
        Words(
            "请去掉密码重新压缩，或直接交回 .xlsx 文件。",
            "Pack it again without a password, or return the .xlsx itself.",
        ),
    ),
    define(
        "F042",
        "error",
        Words("文件内部件过多", "Too many members"),
        Words(
            "文件内部有 {count} 个部件，超过上限 {limit} 个（设置项 {setting}）。",
            "The file holds {count} members, more than the limit of {limit} (setting {setting}).",
        ),
        TRIM,
    ),
    define(
        "F043",
        "error",
        Words("解压后过大", "Too large when unpacked"),
        Words(
            "{part} 解压后超过上限 {limit}（设置项 {setting}）。",
            "{part} is larger than the limit of {limit} when unpacked (setting {setting}).",
        ),
        TRIM,
    ),
    define(
        "F044",
        "error",
        Words("展开后异常地大", "Implausible compression"),
        Words(
            "文件里的 {part} 展开后异常地大（超过 {limit} 倍，设置项 {setting}），正常填报不会这样，没有打开。",
            "{part} unpacks to more than {limit} times its size (setting {setting}), as nothing that was filled in does; it was not opened.",
        ),
        FILL_AGAIN,
    ),
    define(
        "F045",
        "error",
        Words("部件名称不安全", "Unsafe member name"),
        Words(
            "内部名称 {part} 指向文件之外（或是链接），没有读取。",
            "The member {part} points outside of the file, or is a link; it was not read.",
        ),
        FILL_AGAIN,
    ),
    define(
        "F046",
        "error",
        Words("部件重复", "Member twice"),
        Words(
            "内部部件 {part} 出现了不止一次，无法确定哪一个有效。",
            "The member {part} is there more than once, and nothing says which one counts.",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F047",
        "error",
        Words("部件相互重叠", "Members overlap"),
        Words(
            "内部部件 {part} 的位置与其他内容重叠或前面有多余内容，文件不可信。",
            "The member {part} overlaps with others or has foreign content before it; the file cannot be trusted.",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F048",
        "error",
        Words("压缩方式不支持", "Unknown compression"),
        Words(
            "{part} 的压缩方式（{method}）不是工作簿允许的。",
            "{part} is compressed in a way ({method}) that a workbook may not use.",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F049",
        "error",
        Words("工作簿不完整", "Incomplete workbook"),
        Words("工作簿缺少必要的部件 {part}。", "The workbook lacks the part {part}, which it needs."),
        SAVE_AGAIN,
    ),
    define(
        "F050",
        "error",
        Words("含有不该有的声明", "DOCTYPE"),
        Words(
            "文件里的 {part} 含有工作簿不该有的声明（DOCTYPE），正常填报不会这样，没有读取。",
            "The part {part} holds a DOCTYPE, which no workbook may have; the file may have been made to do harm.",
        ),
        FILL_AGAIN,
    ),
    define(
        "F051",
        "error",
        Words("部件内容损坏", "Damaged part"),
        Words(
            "部件 {part} 的内容损坏，无法解析（{reason}）。",
            "The part {part} is damaged and cannot be parsed ({reason}).",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F052",
        "error",
        Words("部件结构异常", "Implausible part"),
        Words(
            "部件 {part} 的嵌套、属性或单项内容超过上限 {limit}（设置项 {setting}），没有解析。",
            "The nesting, the attributes or a single item of the part {part} exceed the limit of {limit} (setting {setting}); it was not parsed.",
        ),
        FILL_AGAIN,
    ),
)

ENTRIES: tuple[CatalogueEntry, ...] = (
    *_FOUND,
    *KINDS,
    *_PACKAGE,
    *WORKBOOK,
    *CELLS,
    *READING,
    *FORMATS,
    *INTAKE,
)

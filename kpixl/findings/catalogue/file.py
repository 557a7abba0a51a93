"""Codes F: files. What stands between a file that came back and its cells."""

from kpixl.findings.catalogue.definition import CatalogueEntry, define
from kpixl.findings.catalogue.file_content import CELLS, READING, WORKBOOK
from kpixl.findings.catalogue.file_formats import FORMATS
from kpixl.findings.catalogue.file_intake import INTAKE
from kpixl.findings.catalogue.file_kinds import KINDS
from kpixl.findings.catalogue.file_remedies import (
    FILL_AGAIN,
    NOTHING,
    PART,
    REASON,
    SAVE_AGAIN,
    SEND_AGAIN,
    SETTING,
    TRIM,
)
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
        internal=True,
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
        internal=True,
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
        Words("文件大小 {size}，超过上限 {limit}。", "The file has {size}, more than the limit of {limit}."),
        Words(
            "请删除工作簿中的图片、附件和多余内容后再交回；压缩包请分成几个。",
            "Remove pictures, attachments and whatever else does not belong into the workbook; split an archive into several.",
        ),
        detail=SETTING,
    ),
    define(
        "F008",
        "error",
        Words("压缩包嵌套过深", "Archives nested too deep"),
        Words(
            "压缩包、邮件一层套一层，超过 {limit} 层，这一个没有打开。",
            "Archives and mails lie in one another more than {limit} deep; this one was not opened.",
        ),
        Words("请只打包一层，或者直接报回工作簿。", "Pack it once only, or return the workbook itself."),
        detail=SETTING,
        office=Words(
            "也可以先解压最里层的压缩包，再检查。",
            "Or unpack the innermost archive first and check what it gives.",
        ),
    ),
)

_PACKAGE = (
    define(
        "F040",
        "error",
        Words("文件损坏", "Damaged file"),
        Words(
            "文件打不开：已经损坏，或者没有下载、传送完整。",
            "The file cannot be opened: it is damaged, or was not downloaded or sent as a whole.",
        ),
        SEND_AGAIN,
        detail=REASON,
    ),
    define(
        "F041",
        "error",
        Words("压缩包有密码", "Archive with a password"),
        Words("压缩包设有密码，打不开。", "The archive needs a password and cannot be opened."),
        Words(
            "请去掉密码重新压缩，或直接交回 .xlsx 文件。",
            "Pack it again without a password, or return the .xlsx itself.",
        ),
        detail=PART,
    ),
    define(
        "F042",
        "error",
        Words("文件内部内容过多", "Too many members"),
        Words(
            "文件内部有 {count} 项内容，超过上限 {limit} 项。",
            "The file holds {count} members, more than the limit of {limit}.",
        ),
        TRIM,
        detail=SETTING,
    ),
    define(
        "F043",
        "error",
        Words("展开后过大", "Too large when unpacked"),
        Words("文件展开后超过上限 {limit}。", "When unpacked the file is larger than the limit of {limit}."),
        TRIM,
        detail=Words("（{part}；设置项 {setting}）", " ({part}; setting {setting})"),
    ),
    define(
        "F044",
        "error",
        Words("内容不正常", "Implausible compression"),
        Words(
            "文件不正常：展开后比原来大了许多倍，不像是用 Excel 或 WPS 保存的，没有打开。",
            "The file is odd: unpacked it would be many times as large, as no spreadsheet program saves it; it was not opened.",
        ),
        FILL_AGAIN,
        detail=Words(
            "（{part} 的压缩率超过 {limit} 倍，可能是为了破坏而构造的；设置项 {setting}）",
            " ({part} is compressed more than {limit} times, as in a file made to do harm; setting {setting})",
        ),
    ),
    define(
        "F045",
        "error",
        Words("夹带了指向文件之外的内容", "Unsafe member name"),
        Words(
            "文件里夹带了指向文件之外的内容，不安全，没有打开。",
            "The file holds something that points outside of it, which is not safe; it was not opened.",
        ),
        FILL_AGAIN,
        detail=PART,
    ),
    define(
        "F046",
        "error",
        Words("内部内容重复", "Member twice"),
        Words(
            "文件内部有一部分内容出现了不止一次，无法确定以哪一份为准。",
            "A part of the file is there more than once, and nothing says which one counts.",
        ),
        SAVE_AGAIN,
        detail=PART,
    ),
    define(
        "F047",
        "error",
        Words("内部结构不正常", "Members overlap"),
        Words(
            "文件内部的内容相互重叠，或者前面有多余的内容，不可信，没有打开。",
            "Parts of the file overlap, or something foreign lies before them; it cannot be trusted and was not opened.",
        ),
        SAVE_AGAIN,
        detail=PART,
    ),
    define(
        "F048",
        "error",
        Words("压缩方式不支持", "Unknown compression"),
        Words(
            "文件的压缩方式不是 Excel 或 WPS 所用的，无法读取。",
            "The file is compressed in a way that no spreadsheet program uses; it cannot be read.",
        ),
        SAVE_AGAIN,
        detail=Words("（{part}，方式 {method}）", " ({part}, method {method})"),
    ),
    define(
        "F049",
        "error",
        Words("工作簿不完整", "Incomplete workbook"),
        Words("工作簿不完整，缺少必要的内容。", "The workbook is incomplete and lacks what it needs."),
        SAVE_AGAIN,
        detail=PART,
    ),
    define(
        "F050",
        "error",
        Words("内容可疑", "DOCTYPE"),
        Words(
            "文件里夹带了工作簿不该有的内容，可能不安全，没有打开。",
            "The file holds something that no workbook has and that may do harm; it was not opened.",
        ),
        FILL_AGAIN,
        detail=Words("（{part} 含有 DOCTYPE 声明）", " ({part} holds a DOCTYPE)"),
    ),
    define(
        "F051",
        "error",
        Words("内部损坏", "Damaged part"),
        Words("文件内部已损坏，读不出来。", "The inside of the file is damaged and cannot be read."),
        SAVE_AGAIN,
        detail=Words("（{part}：{reason}）", " ({part}: {reason})"),
    ),
    define(
        "F052",
        "error",
        Words("内部结构不正常", "Implausible part"),
        Words(
            "文件内部的结构不正常，不像是用 Excel 或 WPS 保存的，没有读取。",
            "The inside of the file is odd, as no spreadsheet program saves it; it was not read.",
        ),
        FILL_AGAIN,
        detail=Words(
            "（{part} 的嵌套、属性或单项内容超过 {limit}；设置项 {setting}）",
            " (nesting, attributes or a single item of {part} exceed {limit}; setting {setting})",
        ),
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

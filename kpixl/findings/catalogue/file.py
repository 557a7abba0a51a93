"""Codes F: files. What stands between a file that came back and its cells."""

from kpixl.findings.catalogue.entry import Entry, define
from kpixl.findings.catalogue.file_content import CELLS, READING, WORKBOOK
from kpixl.findings.catalogue.file_remedies import FILL_AGAIN, NOTHING, SAVE_AGAIN, SAVE_AS_XLSX, TRIM

_FOUND = (
    define(
        "F001",
        "note",
        ("临时文件", "Temporary file"),
        (
            "这是程序留下的锁定或临时文件，已忽略。",
            "This is a lock or temporary file that a program left behind; it is ignored.",
        ),
        NOTHING,
    ),
    define(
        "F002",
        "note",
        ("不是工作簿", "No workbook"),
        (
            "这个文件的名称和内容都不是工作簿，已忽略。",
            "Neither by name nor by content is this a workbook; it is ignored.",
        ),
        (
            "若其中有填报内容，请填入发放的工作簿后交回 .xlsx；证明材料不需要处理。",
            "If it holds answers, enter them into the workbook that was sent out; evidence needs nothing done.",
        ),
    ),
    define(
        "F003",
        "note",
        ("压缩包未打开", "Archive not opened"),
        (
            "这是 RAR 或 7z 压缩包，kpixl 不能打开，已忽略；里面的文件没有检查。",
            "This is a RAR or 7z archive, which kpixl does not open; it is ignored and the files in it are not checked.",
        ),
        ("请先解压，或改用 .zip 压缩包。", "Unpack it first, or pack the files as .zip."),
    ),
    define(
        "F004",
        "error",
        ("不是普通文件", "Not an ordinary file"),
        (
            "这不是普通文件，而是{kind_zh}，没有读取。",
            "This is not an ordinary file but a {kind_en}; it was not read.",
        ),
        ("请放入工作簿文件本身，不要放链接或快捷方式。", "Put the workbook itself there, not a link to it."),
    ),
    define(
        "F005",
        "error",
        ("无法打开", "Cannot be opened"),
        ("文件或文件夹无法打开（{reason}）。", "The file or folder cannot be opened ({reason})."),
        (
            "请确认文件未被其他程序占用、有读取权限且所在磁盘正常，然后重试。",
            "Make sure that no other program holds it, that you may read it and that the disk is well, then try again.",
        ),
    ),
    define(
        "F006",
        "error",
        ("空文件", "Empty file"),
        ("文件大小为 0，没有任何内容。", "The file is empty: it has 0 bytes."),
        SAVE_AGAIN,
    ),
    define(
        "F007",
        "error",
        ("文件过大", "File too large"),
        ("文件大小 {size}，超过上限 {limit}。", "The file has {size}, more than the limit of {limit}."),
        (
            "请删除工作簿中的图片、附件和多余内容后再交回；压缩包请分成几个。",
            "Remove pictures, attachments and whatever else does not belong into the workbook; split an archive into several.",
        ),
    ),
    define(
        "F008",
        "error",
        ("压缩包嵌套过深", "Archive in archive in archive"),
        (
            "压缩包里的压缩包里还有压缩包，kpixl 只打开一层，没有读取。",
            "kpixl opens an archive inside an archive, but no archive inside that one; it was not read.",
        ),
        ("请先解压最里层的压缩包。", "Unpack the innermost archive first."),
    ),
)

_KINDS = (
    define(
        "F020",
        "error",
        ("有打开密码", "Needs a password to open"),
        ("文件有打开密码，kpixl 无法读取。", "The file needs a password to open, so kpixl cannot read it."),
        (
            "请去掉打开密码后另存为 .xlsx 再交回。",
            "Remove the password that it asks for on opening, save it as .xlsx and return that.",
        ),
    ),
    define(
        "F021",
        "error",
        ("旧格式工作簿", "Old workbook format"),
        (
            "这是旧格式（.xls 或 .et）的工作簿，kpixl 只读取 .xlsx。",
            "This is a workbook of the old format (.xls or .et); kpixl reads .xlsx only.",
        ),
        (
            "请用 Excel 或 WPS 打开，另存为 .xlsx 后再交回。",
            "Open it in Excel, WPS or LibreOffice, save it as .xlsx and return that.",
        ),
    ),
    define(
        "F022",
        "error",
        ("二进制工作簿", "Binary workbook"),
        (
            "这是二进制工作簿（.xlsb），kpixl 只读取 .xlsx。",
            "This is a binary workbook (.xlsb); kpixl reads .xlsx only.",
        ),
        ("请用 Excel 打开，另存为 .xlsx 后再交回。", "Open it in Excel, save it as .xlsx and return that."),
    ),
    define(
        "F023",
        "error",
        ("ODS 工作簿", "OpenDocument workbook"),
        (
            "这是 OpenDocument 工作簿（.ods），kpixl 只读取 .xlsx。",
            "This is an OpenDocument workbook (.ods); kpixl reads .xlsx only.",
        ),
        ("请打开后另存为 .xlsx 再交回。", "Open it, save it as .xlsx and return that."),
    ),
    define(
        "F024",
        "error",
        ("压缩包里没有工作簿", "Archive without a workbook"),
        (
            "这个文件其实是压缩包或其他文档（如 Word），里面没有工作簿。",
            "This file is really an archive or another document (such as Word), with no workbook in it.",
        ),
        SAVE_AS_XLSX,
    ),
    define(
        "F025",
        "error",
        ("网页文件", "Web page"),
        (
            "这个文件其实是网页（HTML），不是工作簿。",
            "This file is really a web page (HTML), not a workbook.",
        ),
        SAVE_AS_XLSX,
    ),
    define(
        "F026",
        "error",
        ("XML 表格", "XML spreadsheet"),
        (
            "这个文件是 XML 文本（如 Excel 2003 XML 表格），不是 .xlsx。",
            "This file is XML text (such as an Excel 2003 XML spreadsheet), not .xlsx.",
        ),
        SAVE_AS_XLSX,
    ),
    define(
        "F027",
        "error",
        ("PDF 文件", "PDF"),
        ("这个文件其实是 PDF，不是工作簿。", "This file is really a PDF, not a workbook."),
        SAVE_AS_XLSX,
    ),
    define(
        "F028",
        "error",
        ("图片文件", "Picture"),
        ("这个文件其实是图片，不是工作簿。", "This file is really a picture, not a workbook."),
        SAVE_AS_XLSX,
    ),
    define(
        "F029",
        "error",
        ("RAR 或 7z 压缩包", "RAR or 7z archive"),
        (
            "这个文件其实是 RAR 或 7z 压缩包，不是工作簿。",
            "This file is really a RAR or 7z archive, not a workbook.",
        ),
        ("请解压后交回里面的 .xlsx 文件。", "Unpack it and return the .xlsx files in it."),
    ),
    define(
        "F030",
        "error",
        ("文本文件", "Text"),
        (
            "这个文件其实是纯文本（如 CSV），不是工作簿。",
            "This file is really plain text (such as CSV), not a workbook.",
        ),
        SAVE_AS_XLSX,
    ),
    define(
        "F031",
        "error",
        ("其他 Office 文档", "Another Office document"),
        (
            "这个文件其实是旧格式的其他文档（如 Word），不是工作簿。",
            "This file is really another document of an old format (such as Word), not a workbook.",
        ),
        SAVE_AS_XLSX,
    ),
    define(
        "F032",
        "error",
        ("无法识别的文件", "Unknown content"),
        (
            "文件内容无法识别，不是工作簿，或者已经损坏。",
            "The content is not that of a workbook, or the file is damaged.",
        ),
        SAVE_AGAIN,
    ),
)

_PACKAGE = (
    define(
        "F040",
        "error",
        ("文件损坏", "Damaged file"),
        (
            "文件已损坏或不完整，无法解压（{part}）。",
            "The file is damaged or incomplete; it cannot be unpacked ({part}).",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F041",
        "error",
        ("压缩包有密码", "Archive with a password"),
        ("{part} 用密码压缩，kpixl 无法读取。", "{part} is packed with a password, so kpixl cannot read it."),
        (
            "请去掉密码重新压缩，或直接交回 .xlsx 文件。",
            "Pack it again without a password, or return the .xlsx itself.",
        ),
    ),
    define(
        "F042",
        "error",
        ("文件内部件过多", "Too many members"),
        (
            "文件内部有 {count} 个部件，超过上限 {limit} 个。",
            "The file holds {count} members, more than the limit of {limit}.",
        ),
        TRIM,
    ),
    define(
        "F043",
        "error",
        ("解压后过大", "Too large when unpacked"),
        ("{part} 解压后超过上限 {limit}。", "{part} is larger than the limit of {limit} when unpacked."),
        TRIM,
    ),
    define(
        "F044",
        "error",
        ("压缩率异常", "Implausible compression"),
        (
            "{part} 的压缩率超过 {limit} 倍，像是恶意构造的文件，没有解压。",
            "{part} is compressed more than {limit} times, as in a file made to do harm; it was not unpacked.",
        ),
        FILL_AGAIN,
    ),
    define(
        "F045",
        "error",
        ("部件名称不安全", "Unsafe member name"),
        (
            "内部名称 {part} 指向文件之外（或是链接），没有读取。",
            "The member {part} points outside of the file, or is a link; it was not read.",
        ),
        FILL_AGAIN,
    ),
    define(
        "F046",
        "error",
        ("部件重复", "Member twice"),
        (
            "内部部件 {part} 出现了不止一次，无法确定哪一个有效。",
            "The member {part} is there more than once, and nothing says which one counts.",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F047",
        "error",
        ("部件相互重叠", "Members overlap"),
        (
            "内部部件 {part} 的位置与其他内容重叠或前面有多余内容，文件不可信。",
            "The member {part} overlaps with others or has foreign content before it; the file cannot be trusted.",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F048",
        "error",
        ("压缩方式不支持", "Unknown compression"),
        (
            "{part} 的压缩方式（{method}）不是工作簿允许的。",
            "{part} is compressed in a way ({method}) that a workbook may not use.",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F049",
        "error",
        ("工作簿不完整", "Incomplete workbook"),
        ("工作簿缺少必要的部件 {part}。", "The workbook lacks the part {part}, which it needs."),
        SAVE_AGAIN,
    ),
    define(
        "F050",
        "error",
        ("含有 DOCTYPE", "DOCTYPE"),
        (
            "部件 {part} 含有工作簿不允许的 DOCTYPE 声明，像是恶意构造的文件。",
            "The part {part} holds a DOCTYPE, which no workbook may have; the file may have been made to do harm.",
        ),
        FILL_AGAIN,
    ),
    define(
        "F051",
        "error",
        ("部件内容损坏", "Damaged part"),
        (
            "部件 {part} 的内容损坏，无法解析（{reason}）。",
            "The part {part} is damaged and cannot be parsed ({reason}).",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F052",
        "error",
        ("部件结构异常", "Implausible part"),
        (
            "部件 {part} 的嵌套、属性或单项内容超过上限（{limit}），没有解析。",
            "The nesting, the attributes or a single item of the part {part} exceed the limit ({limit}); it was not parsed.",
        ),
        FILL_AGAIN,
    ),
)

ENTRIES: tuple[Entry, ...] = (*_FOUND, *_KINDS, *_PACKAGE, *WORKBOOK, *CELLS, *READING)

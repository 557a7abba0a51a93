"""Codes F: files. What stands between a file that came back and its cells."""

from kpixl.findings.catalogue.entry import Entry, define

_SAVE_AS_XLSX = (
    "请用 Excel 或 WPS 打开发放的工作簿填写，另存为 .xlsx 后再交回。",
    "Fill in the workbook that was sent to you, in Excel, WPS or LibreOffice, and save it as .xlsx.",
)
_SAVE_AGAIN = (
    "请用 Excel 或 WPS 打开该文件，另存为新的 .xlsx 后再交回；打不开的，请在发放的工作簿中重新填写。",
    "Open the file in Excel, WPS or LibreOffice, save it as a new .xlsx and return that; "
    "if it does not open, fill in the workbook that was sent to you again.",
)
_FILL_AGAIN = (
    "请在发放的工作簿中重新填写，不要使用其他程序改写过的文件。",
    "Fill in the workbook that was sent to you again; do not return a file that another program has rewritten.",
)
_NOTHING = ("不需要处理。", "Nothing needs to be done.")
_TRIM = (
    "请删除工作簿中多余的内容（空白行列、粘贴进来的数据、其他工作表），另存后再交回。",
    "Delete what does not belong into the workbook (blank rows and columns, pasted data, other sheets), save and return it.",
)

_FOUND = (
    define(
        "F001",
        "note",
        ("临时文件", "Temporary file"),
        ("这是程序留下的锁定或临时文件，已忽略。", "This is a lock or temporary file that a program left behind; it is ignored."),
        _NOTHING,
    ),
    define(
        "F002",
        "note",
        ("不是工作簿", "No workbook"),
        ("这个文件的名称和内容都不是工作簿，已忽略。", "Neither by name nor by content is this a workbook; it is ignored."),
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
    define("F006", "error", ("空文件", "Empty file"), ("文件大小为 0，没有任何内容。", "The file is empty: it has 0 bytes."), _SAVE_AGAIN),
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
        ("请去掉打开密码后另存为 .xlsx 再交回。", "Remove the password that it asks for on opening, save it as .xlsx and return that."),
    ),
    define(
        "F021",
        "error",
        ("旧格式工作簿", "Old workbook format"),
        (
            "这是旧格式（.xls 或 .et）的工作簿，kpixl 只读取 .xlsx。",
            "This is a workbook of the old format (.xls or .et); kpixl reads .xlsx only.",
        ),
        ("请用 Excel 或 WPS 打开，另存为 .xlsx 后再交回。", "Open it in Excel, WPS or LibreOffice, save it as .xlsx and return that."),
    ),
    define(
        "F022",
        "error",
        ("二进制工作簿", "Binary workbook"),
        ("这是二进制工作簿（.xlsb），kpixl 只读取 .xlsx。", "This is a binary workbook (.xlsb); kpixl reads .xlsx only."),
        ("请用 Excel 打开，另存为 .xlsx 后再交回。", "Open it in Excel, save it as .xlsx and return that."),
    ),
    define(
        "F023",
        "error",
        ("ODS 工作簿", "OpenDocument workbook"),
        ("这是 OpenDocument 工作簿（.ods），kpixl 只读取 .xlsx。", "This is an OpenDocument workbook (.ods); kpixl reads .xlsx only."),
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
        _SAVE_AS_XLSX,
    ),
    define(
        "F025",
        "error",
        ("网页文件", "Web page"),
        ("这个文件其实是网页（HTML），不是工作簿。", "This file is really a web page (HTML), not a workbook."),
        _SAVE_AS_XLSX,
    ),
    define(
        "F026",
        "error",
        ("XML 表格", "XML spreadsheet"),
        ("这个文件是 XML 文本（如 Excel 2003 XML 表格），不是 .xlsx。", "This file is XML text (such as an Excel 2003 XML spreadsheet), not .xlsx."),
        _SAVE_AS_XLSX,
    ),
    define(
        "F027",
        "error",
        ("PDF 文件", "PDF"),
        ("这个文件其实是 PDF，不是工作簿。", "This file is really a PDF, not a workbook."),
        _SAVE_AS_XLSX,
    ),
    define(
        "F028",
        "error",
        ("图片文件", "Picture"),
        ("这个文件其实是图片，不是工作簿。", "This file is really a picture, not a workbook."),
        _SAVE_AS_XLSX,
    ),
    define(
        "F029",
        "error",
        ("RAR 或 7z 压缩包", "RAR or 7z archive"),
        ("这个文件其实是 RAR 或 7z 压缩包，不是工作簿。", "This file is really a RAR or 7z archive, not a workbook."),
        ("请解压后交回里面的 .xlsx 文件。", "Unpack it and return the .xlsx files in it."),
    ),
    define(
        "F030",
        "error",
        ("文本文件", "Text"),
        ("这个文件其实是纯文本（如 CSV），不是工作簿。", "This file is really plain text (such as CSV), not a workbook."),
        _SAVE_AS_XLSX,
    ),
    define(
        "F031",
        "error",
        ("其他 Office 文档", "Another Office document"),
        ("这个文件其实是旧格式的其他文档（如 Word），不是工作簿。", "This file is really another document of an old format (such as Word), not a workbook."),
        _SAVE_AS_XLSX,
    ),
    define(
        "F032",
        "error",
        ("无法识别的文件", "Unknown content"),
        ("文件内容无法识别，不是工作簿，或者已经损坏。", "The content is not that of a workbook, or the file is damaged."),
        _SAVE_AGAIN,
    ),
)

_PACKAGE = (
    define(
        "F040",
        "error",
        ("文件损坏", "Damaged file"),
        ("文件已损坏或不完整，无法解压{part}。", "The file is damaged or incomplete; it cannot be unpacked: {part}"),
        _SAVE_AGAIN,
    ),
    define(
        "F041",
        "error",
        ("压缩包有密码", "Archive with a password"),
        ("{part} 用密码压缩，kpixl 无法读取。", "{part} is packed with a password, so kpixl cannot read it."),
        ("请去掉密码重新压缩，或直接交回 .xlsx 文件。", "Pack it again without a password, or return the .xlsx itself."),
    ),
    define(
        "F042",
        "error",
        ("文件内部件过多", "Too many members"),
        ("文件内部有 {count} 个部件，超过上限 {limit} 个。", "The file holds {count} members, more than the limit of {limit}."),
        _TRIM,
    ),
    define(
        "F043",
        "error",
        ("解压后过大", "Too large when unpacked"),
        ("{part} 解压后超过上限 {limit}。", "{part} is larger than the limit of {limit} when unpacked."),
        _TRIM,
    ),
    define(
        "F044",
        "error",
        ("压缩率异常", "Implausible compression"),
        (
            "{part} 的压缩率超过 {limit} 倍，像是恶意构造的文件，没有解压。",
            "{part} is compressed more than {limit} times, as in a file made to do harm; it was not unpacked.",
        ),
        _FILL_AGAIN,
    ),
    define(
        "F045",
        "error",
        ("部件名称不安全", "Unsafe member name"),
        (
            "内部名称 {part} 指向文件之外（或是链接），没有读取。",
            "The member {part} points outside of the file, or is a link; it was not read.",
        ),
        _FILL_AGAIN,
    ),
    define(
        "F046",
        "error",
        ("部件重复", "Member twice"),
        (
            "内部部件 {part} 出现了不止一次，无法确定哪一个有效。",
            "The member {part} is there more than once, and nothing says which one counts.",
        ),
        _SAVE_AGAIN,
    ),
    define(
        "F047",
        "error",
        ("部件相互重叠", "Members overlap"),
        (
            "内部部件 {part} 的位置与其他内容重叠或前面有多余内容，文件不可信。",
            "The member {part} overlaps with others or has foreign content before it; the file cannot be trusted.",
        ),
        _SAVE_AGAIN,
    ),
    define(
        "F048",
        "error",
        ("压缩方式不支持", "Unknown compression"),
        ("{part} 的压缩方式（{method}）不是工作簿允许的。", "{part} is compressed in a way ({method}) that a workbook may not use."),
        _SAVE_AGAIN,
    ),
    define(
        "F049",
        "error",
        ("工作簿不完整", "Incomplete workbook"),
        ("工作簿缺少必要的部件 {part}。", "The workbook lacks the part {part}, which it needs."),
        _SAVE_AGAIN,
    ),
    define(
        "F050",
        "error",
        ("含有 DOCTYPE", "DOCTYPE"),
        (
            "部件 {part} 含有工作簿不允许的 DOCTYPE 声明，像是恶意构造的文件。",
            "The part {part} holds a DOCTYPE, which no workbook may have; the file may have been made to do harm.",
        ),
        _FILL_AGAIN,
    ),
    define(
        "F051",
        "error",
        ("部件内容损坏", "Damaged part"),
        ("部件 {part} 的内容损坏，无法解析（{reason}）。", "The part {part} is damaged and cannot be parsed ({reason})."),
        _SAVE_AGAIN,
    ),
    define(
        "F052",
        "error",
        ("部件结构异常", "Implausible part"),
        (
            "部件 {part} 的嵌套、属性或单项内容超过上限（{limit}），没有解析。",
            "The nesting, the attributes or a single item of the part {part} exceed the limit ({limit}); it was not parsed.",
        ),
        _FILL_AGAIN,
    ),
)

_WORKBOOK = (
    define("F060", "error", ("没有工作表", "No sheets"), ("工作簿里没有任何工作表。", "The workbook has no sheet."), _SAVE_AGAIN),
    define(
        "F061",
        "error",
        ("工作表内容缺失", "Sheet without content"),
        (
            "工作表“{sheet}”的内容缺失，或指向文件之外，或与其他工作表是同一个。",
            "The content of sheet “{sheet}” is missing, lies outside of the file, or is that of another sheet.",
        ),
        _SAVE_AGAIN,
    ),
    define(
        "F062",
        "error",
        ("名称重复", "Same name twice"),
        ("工作簿中“{name}”出现了不止一次，无法确定哪一个有效。", "“{name}” is there more than once in the workbook, and nothing says which one counts."),
        _SAVE_AGAIN,
    ),
    define(
        "F063",
        "warning",
        ("工作表全部隐藏", "All sheets hidden"),
        ("工作簿的所有工作表都被隐藏。", "All sheets of the workbook are hidden."),
        ("请取消隐藏填报的工作表，另存后再交回。", "Unhide the sheets to fill in, save and return the file."),
    ),
    define(
        "F064",
        "error",
        ("单元格过多", "Too many cells"),
        ("工作簿有超过 {limit} 个单元格。", "The workbook has more than {limit} cells."),
        _TRIM,
    ),
    define(
        "F065",
        "error",
        ("内容过于分散", "Content far away"),
        (
            "工作表“{sheet}”在很远的位置（{cell}）有内容，超出可读取的范围。",
            "Sheet “{sheet}” has content far away from the form (at {cell}), out of the range that is read.",
        ),
        ("请删除该位置的内容，另存后再交回。", "Delete the content there, save and return the file."),
    ),
    define(
        "F066",
        "error",
        ("文字过多", "Too much text"),
        ("工作簿单元格中的文字总量超过上限 {limit} 个字符。", "The text of all cells exceeds the limit of {limit} characters."),
        _TRIM,
    ),
    define(
        "F067",
        "error",
        ("合并单元格过多", "Too many merged cells"),
        ("工作表“{sheet}”的合并单元格超过 {limit} 处。", "Sheet “{sheet}” has more than {limit} merged areas."),
        _TRIM,
    ),
    define(
        "F068",
        "error",
        ("工作表过多", "Too many sheets"),
        ("工作簿的工作表超过 {limit} 个。", "The workbook has more than {limit} sheets."),
        _TRIM,
    ),
    define(
        "F069",
        "error",
        ("名称过多", "Too many names"),
        ("工作簿定义的名称超过 {limit} 个。", "The workbook defines more than {limit} names."),
        _TRIM,
    ),
    define(
        "F070",
        "error",
        ("单元格样式过多", "Too many styles"),
        ("工作簿的单元格样式超过 {limit} 种。", "The workbook has more than {limit} cell styles."),
        _TRIM,
    ),
    define(
        "F071",
        "error",
        ("数据有效性过多", "Too many validations"),
        ("工作表“{sheet}”的数据有效性区域超过 {limit} 个。", "Sheet “{sheet}” has more than {limit} areas with data validation."),
        _TRIM,
    ),
)

_CELLS = (
    define(
        "F080",
        "error",
        ("单元格重复", "Cell twice"),
        (
            "单元格 {cell} 在文件中出现了不止一次，无法确定哪一个有效。",
            "The cell {cell} is there more than once in the file, and nothing says which one counts.",
        ),
        _SAVE_AGAIN,
    ),
    define(
        "F081",
        "error",
        ("单元格位置有误", "Impossible cell position"),
        ("工作表“{sheet}”中有位置不可能的行或单元格（{value}）。", "Sheet “{sheet}” holds a row or cell at an impossible position ({value})."),
        _SAVE_AGAIN,
    ),
    define(
        "F082",
        "error",
        ("数值无法识别", "Unreadable number"),
        ("单元格 {cell} 按数字保存，但内容“{value}”不是有效的数字。", "The cell {cell} is stored as a number, but “{value}” is none."),
        ("请在该单元格重新输入数字，保存后再交回。", "Enter the number again in this cell, save and return the file."),
    ),
    define(
        "F083",
        "warning",
        ("日期超出范围", "Date out of range"),
        (
            "单元格 {cell} 是日期格式，但数值 {value} 超出日期的范围，按数字读取。",
            "The cell {cell} has a date format, but {value} is not a date that exists; it is read as a number.",
        ),
        ("请在该单元格重新输入日期。", "Enter the date again in this cell."),
    ),
    define(
        "F084",
        "error",
        ("单元格内容损坏", "Damaged cell"),
        ("单元格 {cell} 的内容损坏，无法读取（{value}）。", "The content of the cell {cell} is damaged and cannot be read ({value})."),
        _SAVE_AGAIN,
    ),
    define(
        "F085",
        "warning",
        ("含有控制字符", "Control characters"),
        ("单元格 {cell} 的文字含有看不见的控制字符。", "The text of the cell {cell} holds invisible control characters."),
        ("请在该单元格重新输入文字，不要从其他程序粘贴。", "Type the text again in this cell instead of pasting it."),
    ),
    define(
        "F086",
        "note",
        ("公式没有计算结果", "Formulas without a result"),
        (
            "有 {count} 个公式没有保存计算结果（如 {cell}）；kpixl 自行计算，不受影响。",
            "{count} formulas were saved without their result (such as {cell}); kpixl computes them itself.",
        ),
        _NOTHING,
    ),
    define(
        "F087",
        "note",
        ("还有更多同类问题", "More of the same"),
        ("还有 {count} 个单元格有同样的问题（{same}），没有逐一列出。", "{count} more cells have the same problem ({same}); they are not listed."),
        ("请按已列出的问题一并处理。", "Correct them in the same way as those listed."),
    ),
)

_READING = (
    define(
        "F090",
        "error",
        ("读取超时", "Took too long"),
        ("读取超过 {limit} 秒仍未完成，已停止。", "Reading took more than {limit} seconds and was stopped."),
        _TRIM,
    ),
    define(
        "F091",
        "error",
        ("内存不足", "Out of memory"),
        ("读取该文件需要的内存超过上限（{limit}），已停止。", "Reading this file takes more memory than the limit ({limit}) and was stopped."),
        _TRIM,
    ),
    define(
        "F092",
        "error",
        ("读取时崩溃", "Reader crashed"),
        ("读取该文件时程序异常退出（{reason}）。", "The reader ended abnormally on this file ({reason})."),
        _SAVE_AGAIN,
    ),
    define(
        "F093",
        "error",
        ("读取时出错", "Reader failed"),
        ("读取该文件时程序出错（{reason}）。", "The reader failed on this file ({reason})."),
        (
            "请另存为新的 .xlsx 后再交回；仍然出错的，请把该文件交给 kpixl 的维护人员。",
            "Save it as a new .xlsx and return that; if it fails again, hand the file to whoever maintains kpixl.",
        ),
    ),
)

ENTRIES: tuple[Entry, ...] = (*_FOUND, *_KINDS, *_PACKAGE, *_WORKBOOK, *_CELLS, *_READING)

"""Codes F094 and up: formats other than plain .xlsx, and what they may carry."""

from kpixl.findings.catalogue.definition import define
from kpixl.findings.catalogue.file_remedies import NOTHING, REASON, SAVE_AGAIN, SAVE_AS_XLSX, SEND_AGAIN
from kpixl.words import Words

FORMATS = (
    define(
        "F094",
        "warning",
        Words("含有宏", "Macros"),
        Words(
            "工作簿里含有宏（程序）；宏没有运行，只读取了填报的内容。",
            "The workbook holds macros; they were not run, and only the answers were read.",
        ),
        Words(
            "发放的工作簿没有宏：请核实来源，另存为 .xlsx（不含宏）后再交回。",
            "The workbook that was sent out has none: see where they come from, save it as .xlsx (without macros) and return that.",
        ),
    ),
    define(
        "F095",
        "error",
        Words("文件内部损坏", "Damaged structure"),
        Words(
            "文件打不开：内部已经损坏，或者没有下载、传送完整。",
            "The file cannot be opened: it is damaged inside, or was not downloaded or sent as a whole.",
        ),
        SEND_AGAIN,
        detail=REASON,
    ),
    define(
        "F096",
        "error",
        Words("过旧的格式", "Format too old"),
        Words(
            "这是 Excel 97 以前的旧格式，无法读取。",
            "This is a format from before Excel 97, which cannot be read.",
        ),
        SAVE_AS_XLSX,
    ),
    define(
        "F097",
        "error",
        Words("加密方式无法识别", "Unknown encryption"),
        Words(
            "文件已加密，加密方式无法识别，或者加密信息已损坏，打不开。",
            "The file is encrypted in a way that is not known, or what says how is damaged; it cannot be opened.",
        ),
        SAVE_AS_XLSX,
        detail=REASON,
    ),
    define(
        "F098",
        "error",
        Words("加密的 ODS", "Encrypted OpenDocument"),
        Words(
            "这是有打开密码的 .ods 文件，打不开。",
            "This is an .ods with a password to open; it cannot be read.",
        ),
        Words(
            "请去掉打开密码，另存为 .xlsx 后再交回。",
            "Remove the password, save it as .xlsx and return that.",
        ),
    ),
    define(
        "F099",
        "note",
        Words("扩展名与内容不符", "Extension and content differ"),
        Words(
            "文件的扩展名是 {extension}，内容其实是 {kind}，按内容读取。",
            "The file is named {extension} and is really {kind}; it was read by its content.",
        ),
        NOTHING,
    ),
    define(
        "F101",
        "note",
        Words("kpixl 自己写的文件", "Written by kpixl itself"),
        Words(
            "这是 kpixl 写的文件（{what}），不是回收件，已忽略。",
            "kpixl wrote this file ({what}); it is no return and is ignored.",
        ),
        NOTHING,
    ),
    define(
        "F102",
        "note",
        Words("含有外部数据或对象", "Data or objects from outside"),
        Words(
            "工作簿里含有{what}（{example}）；没有打开，也没有更新，只读取了填报的内容。",
            "The workbook holds {what} ({example}); they were neither opened nor updated, and only the answers were read.",
        ),
        Words(
            "发放的工作簿没有这些内容：请核实来源，打开该文件时不要更新链接、不要启用内容。",
            "The workbook that was sent out has none: see where they come from, and neither update links nor enable content when opening it.",
        ),
    ),
    define(
        "F110",
        "error",
        Words("文字丢失", "Texts lost"),
        Words(
            "文件里存放文字的部分缺失或不完整：有 {count} 个单元格（如 {cell}）的文字已经丢失，没有读取。",
            "The part that keeps the texts is missing or cut off: {count} cells (such as {cell}) lost theirs; "
            "the file was not read.",
        ),
        SAVE_AGAIN,
    ),
    define(
        "F111",
        "error",
        Words("没有下载完的文件", "Unfinished download"),
        Words(
            "这是没有下载完的文件（{extension}），没有读取。",
            "This is what an unfinished download leaves ({extension}); it was not read.",
        ),
        Words(
            "请重新下载，下载完成后再放入；里面的内容没有检查。",
            "Download it again and wait until that is done; nothing in it was checked.",
        ),
    ),
)

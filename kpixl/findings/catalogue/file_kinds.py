"""Codes F020 to F032: what a file really is, where that is no plain .xlsx."""

from kpixl.findings.catalogue.definition import define
from kpixl.findings.catalogue.file_remedies import OTHER_FORMAT, SAVE_AS_XLSX
from kpixl.words import Words

KINDS = (
    define(
        "F020",
        "error",
        Words("有打开密码", "Needs a password to open"),
        Words("文件设有打开密码，打不开。", "The file needs a password to open and cannot be read."),
        Words(
            "请去掉打开密码后另存为 .xlsx 再交回。", "Remove the password, save it as .xlsx and return that."
        ),
        detail=Words("（试过 {count} 个密码。）", " ({count} passwords were tried.)"),
        office=Words(
            "知道密码的，也可以写入工作区密钥文件的 open_passwords 或环境变量 KPIXL_OPEN_PASSWORDS，或用 --ask-password 输入。",
            "Whoever knows it may also put it under open_passwords in the workspace's secrets file, into KPIXL_OPEN_PASSWORDS, or type it with --ask-password.",
        ),
        desk=Words(
            "请该单位去掉打开密码后另存为 .xlsx 再交回；知道密码的，也可以在“设置”中登记。",
            "Have the unit remove the password and return it as .xlsx; whoever knows it may also enter it under Settings.",
        ),
    ),
    define(
        "F021",
        "note",
        Words("旧格式工作簿", "Old workbook format"),
        Words(
            "工作簿以旧格式（.xls 或 .et）保存，内容、公式和锁定照常读取和核对；文件里保存的计算结果不采用。",
            "The workbook was saved in the old format (.xls or .et); its content, formulas and locks were read and compared as usual, and the results stored in it are not used.",
        ),
        OTHER_FORMAT,
    ),
    define(
        "F022",
        "note",
        Words("二进制工作簿", "Binary workbook"),
        Words(
            "工作簿以二进制格式（.xlsb）保存，内容、公式和锁定照常读取和核对。",
            "The workbook was saved in the binary format (.xlsb); its content, formulas and locks were read and compared as usual.",
        ),
        OTHER_FORMAT,
    ),
    define(
        "F023",
        "note",
        Words("ODS 工作簿", "OpenDocument workbook"),
        Words(
            "工作簿以 OpenDocument 格式（.ods）保存，内容、公式和锁定照常读取和核对。",
            "The workbook was saved as OpenDocument (.ods); its content, formulas and locks were read and compared as usual.",
        ),
        OTHER_FORMAT,
    ),
    define(
        "F024",
        "error",
        Words("压缩包里没有工作簿", "Archive without a workbook"),
        Words(
            "这个文件其实是压缩包或其他文档（如 Word），里面没有工作簿。",
            "This file is really an archive or another document (such as Word), with no workbook in it.",
        ),
        SAVE_AS_XLSX,
    ),
    define(
        "F025",
        "error",
        Words("网页文件", "Web page"),
        Words(
            "这个文件其实是网页（HTML），不是工作簿。",
            "This file is really a web page (HTML), not a workbook.",
        ),
        SAVE_AS_XLSX,
    ),
    define(
        "F026",
        "error",
        Words("XML 表格", "XML spreadsheet"),
        Words(
            "这个文件是 XML 文本（如 Excel 2003 XML 表格），不是 .xlsx。",
            "This file is XML text (such as an Excel 2003 XML spreadsheet), not .xlsx.",
        ),
        SAVE_AS_XLSX,
    ),
    define(
        "F027",
        "error",
        Words("PDF 文件", "PDF"),
        Words("这个文件其实是 PDF，不是工作簿。", "This file is really a PDF, not a workbook."),
        SAVE_AS_XLSX,
    ),
    define(
        "F028",
        "error",
        Words("图片文件", "Picture"),
        Words("这个文件其实是图片，不是工作簿。", "This file is really a picture, not a workbook."),
        SAVE_AS_XLSX,
    ),
    define(
        "F029",
        "error",
        Words("RAR 或 7z 压缩包", "RAR or 7z archive"),
        Words(
            "这个文件其实是 RAR 或 7z 压缩包，不是工作簿。",
            "This file is really a RAR or 7z archive, not a workbook.",
        ),
        Words("请解压后交回里面的 .xlsx 文件。", "Unpack it and return the .xlsx files in it."),
    ),
    define(
        "F030",
        "error",
        Words("文本文件", "Text"),
        Words(
            "这个文件其实是纯文本（如 CSV），不是工作簿。",
            "This file is really plain text (such as CSV), not a workbook.",
        ),
        SAVE_AS_XLSX,
    ),
    define(
        "F031",
        "error",
        Words("其他 Office 文档", "Another Office document"),
        Words(
            "这个文件其实是旧格式的其他文档（如 Word），不是工作簿。",
            "This file is really another document of an old format (such as Word), not a workbook.",
        ),
        SAVE_AS_XLSX,
    ),
    define(
        "F032",
        "error",
        Words("无法识别的文件", "Unknown content"),
        Words(
            "文件内容无法识别：可能被填报单位的文档安全（加密）软件加了密，只有在该单位的电脑上才能打开；"
            "也可能不是工作簿，或者已经损坏。",
            "The content is not that of a workbook: the sender's document security software may have encrypted "
            "it, so that it opens on the sender's computers alone; or the file is damaged.",
        ),
        Words(
            "请用本单位的文档安全软件解密（申请外发或明文副本）后再交回；没有这种软件的，请在发放的工作簿中重新填写。",
            "Ask for a decrypted copy, made with the sender's document security software; where there is none, "
            "fill in the workbook that was sent out again.",
        ),
    ),
)

"""Codes F103 and up: what returns come in, where that cannot be opened."""

from kpixl.findings.catalogue.definition import define
from kpixl.words import Words

INTAKE = (
    define(
        "F103",
        "error",
        Words("邮件", "Mail"),
        Words("这个文件其实是邮件，不是工作簿。", "This file is really a mail, not a workbook."),
        Words("请把邮件中的附件另存后报回。", "Save the attachments of the mail and return those."),
        office=Words(
            "也可以让文件名以 .eml（Outlook 保存的为 .msg）结尾，再检查整封邮件。",
            "Or have its name end in .eml (.msg, if Outlook saved it) and check the whole mail.",
        ),
    ),
    define(
        "F104",
        "error",
        Words("分卷压缩包", "Archive in several volumes"),
        Words(
            "这是分卷压缩包中的一卷，打不开；里面的文件没有检查。",
            "This is one volume of an archive in several, which cannot be opened; the files in it are not checked.",
        ),
        Words("请压缩成一个文件重新发送。", "Send it again as one file."),
        office=Words(
            "也可以把全部分卷放在一起解压，再检查得到的文件夹。",
            "Or unpack all volumes together and check the folder that they give.",
        ),
    ),
    define(
        "F105",
        "error",
        Words("winmail.dat", "winmail.dat"),
        Words(
            "这是 Outlook 特有格式的邮件内容（winmail.dat），附件都在里面，打不开，没有检查。",
            "This is what Outlook makes of a mail in its own format (winmail.dat), with the attachments in it; it cannot be opened, and they are not checked.",
        ),
        Words(
            "请以普通格式（HTML 或纯文本）重新发送邮件，不要用 RTF 格式；或把附件压缩成 .zip 后发送。",
            "Send the mail again in an ordinary format (HTML or plain text, not rich text), or the attachments as a .zip.",
        ),
    ),
    define(
        "F106",
        "error",
        Words("没有解压 RAR 的程序", "Nothing to unpack RAR with"),
        Words(
            "这台电脑上没有能解压 RAR 的程序，{name} 没有检查。",
            "This machine has no program that unpacks RAR; {name} is not checked.",
        ),
        Words(
            "请先解压，再检查得到的文件夹；或请负责 kpixl 的同事安装 7-Zip、unrar、unar 或 bsdtar。",
            "Unpack it first and check the folder that it gives; or ask whoever looks after kpixl to install 7-Zip, unrar, unar or bsdtar.",
        ),
        internal=True,
    ),
)

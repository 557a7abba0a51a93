"""Remedies that several codes F share, and details that only the office is told."""

from kpixl.words import Words

SAVE_AS_XLSX = Words(
    "请用 Excel 或 WPS 打开发放的工作簿填写，另存为 .xlsx 后再交回。",
    "Fill in the workbook that was sent to you, in Excel, WPS or LibreOffice, and save it as .xlsx.",
)
SAVE_AGAIN = Words(
    "请用 Excel 或 WPS 打开该文件，另存为新的 .xlsx 后再交回；打不开的，请在发放的工作簿中重新填写。",
    "Open the file in Excel, WPS or LibreOffice, save it as a new .xlsx and return that; if it does not open, fill in the workbook that was sent to you again.",
)
SEND_AGAIN = Words(
    "请重新下载或重新发送一份完整的；仍然打不开的，请在发放的工作簿中重新填写。",
    "Download it, or have it sent, once more as a whole; if it still does not open, fill in the workbook that was sent out again.",
)
FILL_AGAIN = Words(
    "请在发放的工作簿中重新填写，不要使用其他程序改写过的文件。",
    "Fill in the workbook that was sent to you again; do not return a file that another program has rewritten.",
)
NOTHING = Words("不需要处理。", "Nothing needs to be done.")
TRIM = Words(
    "请删除工作簿中多余的内容（空白行列、粘贴进来的数据、其他工作表），另存后再交回。",
    "Delete what does not belong into the workbook (blank rows and columns, pasted data, other sheets), save and return it.",
)
OTHER_FORMAT = Words(
    "不需要处理。以后请保存为 .xlsx：换一种格式会丢失工作表的保护密码。",
    "Nothing needs to be done. Better save as .xlsx: another format loses the password that protects the sheets.",
)

SETTING = Words("（设置项 {setting}）", " (setting {setting})")
PART = Words("（{part}）", " ({part})")
REASON = Words("（{reason}）", " ({reason})")

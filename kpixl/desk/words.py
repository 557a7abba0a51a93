"""What several pages say."""

from __future__ import annotations

from kpixl.words import Words

GOODBYE = Words(
    "kpixl 已经停止。收到的文件、登记的事项都已保存；要再用时重新启动。",
    "kpixl has stopped. What came in and was recorded is kept; start it again when you need it.",
)
NO_PAGE = Words("没有这个网页。", "There is no such page.")
FAULT = Words(
    "程序出错，这一页没有显示出来；收到的、登记的都在。请把运行窗口里的内容发给 kpixl 的维护人员。",
    "A fault of the program: this page was not shown. Nothing else is touched. Send what the window of the "
    "program says to whoever maintains kpixl.",
)
TOO_LARGE = Words("提交的内容太大。", "What was sent is too large.")

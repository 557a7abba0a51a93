"""What kpixl writes besides workbooks to fill in, and the marks by which it knows that again.

The mark is inside of a file, since its name may be another one by the time it comes back among returns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from kpixl.words import Words

Output = Literal[
    "report", "notices", "dispatch-list", "merged", "published", "frames", "status", "journal", "changes",
    "blueprint", "preview", "came-in"
]  # fmt: skip

OUTPUTS: Mapping[str, Words] = {
    "report": Words("检查报告", "report of a check"),
    "notices": Words("给各单位的通知", "notices to units"),
    "dispatch-list": Words("发放清单", "dispatch list"),
    "merged": Words("汇总表", "score sheet"),
    "published": Words("公示稿", "copy to be published"),
    "status": Words("回收台账", "account of what came back"),
    "journal": Words("台账记录", "record of a campaign"),
    "came-in": Words("收件清单", "list of what came in"),
    "frames": Words("回收件的数据表", "frame of the returns' data"),
    "blueprint": Words("考核方案的工作簿", "blueprint as a workbook"),
    "preview": Words("表单预览", "preview of forms"),
    "changes": Words("两份文件的对照表", "list of what differs between two files"),
}
LEFTOVER = Words("写到一半留下的临时文件", "file left over from writing that was broken off")
MARK = "kpixl-output"
"""The custom property of a workbook, the name in other files."""
MARK_NAME = "_kpixl_output"
"""The defined name of a workbook that says the same: programs that save again drop one or the other."""
PLACE = ("unit", "form", "table", "instance", "subject", "subject_name", "row", "file", "sheet", "sha256")
"""The columns of a frame before its fields: whose the row is, where. A field called so has a `_` behind."""
_PART_PREFIX, _PART_SUFFIX = ".kpixl-", ".part"

_MARKED = re.compile(rf'{MARK}["\']?(?:[:=]| content=)\s*["\']?([a-z-]+)'.encode())
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"kpixl":\s*"')
_HEADS: Mapping[Output, tuple[bytes, ...]] = {
    "report": (
        "级别,代码,单位,涉及单位,表单,工作表,单元格,".encode(),
        b"severity,code,Unit,About,Form,Sheet,Cell,",
    ),
    "frames": (",".join(PLACE).encode(),),
}
"""How tables begin that have no room for a mark: with their headings."""


def text_mark(output: Output) -> str:
    """The mark as a line of text."""
    return f"{MARK}: {output}"


def output_of_text(head: bytes, tail: bytes = b"") -> str | None:
    """Which of kpixl's outputs a file is that is no workbook. head, tail: how it begins and ends."""
    for part in (head, tail):
        if (marked := _MARKED.search(part)) and (kind := marked[1].decode()) in OUTPUTS:
            return kind
    if _JSON.match(head):
        return "report"
    plain = head.removeprefix(b"\xef\xbb\xbf")
    return next((kind for kind, heads in _HEADS.items() if plain.startswith(heads)), None)


def part_name(name: str) -> str:
    """How a file or folder is called that is there only while something is written."""
    return f"{_PART_PREFIX}{name}{_PART_SUFFIX}"


def is_leftover(name: str) -> bool:
    """Whether a file or folder of that name is where files waited when writing was broken off."""
    return name.startswith(_PART_PREFIX) and name.endswith(_PART_SUFFIX)

"""The list of what was sent out: a row a recipient, with room for when it was sent and when it came back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from kpixl.blueprint import Scheme
from kpixl.generate import Strict, mark_output, refusals

_COLUMNS = (
    ("序号", 6), ("单位", 34), ("分组", 18), ("文件", 40), ("报送期限", 12), ("联系人", 12), ("发放时间", 14),
    ("报回时间", 14), ("备注", 24), ("SHA-256", 68),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One workbook. unit: the recipient's id; file: its name."""

    unit: str
    file: str
    sha256: str


def dispatch_list(scheme: Scheme, stage: str, sent: Sequence[Sent]) -> bytes:
    """The list as a workbook, the same for the same arguments."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook is written

    out, head_ = io.BytesIO(), scheme.head
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with refusals(), Workbook(out, options) as book:
        book.set_properties({"created": dt.datetime.combine(head_.created, dt.time())})
        mark_output(book, "dispatch-list")
        base = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
        body = book.add_format(base)
        head = book.add_format({**base, "bold": True, "align": "center", "bg_color": "#E8EDF3"})
        title = book.add_format(
            {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
        )
        sheet = Strict(book.add_worksheet("发放清单"))
        words = f"{head_.title}·{scheme.stage(stage).name}　工作簿发放清单"
        sheet.merge_range(0, 0, 0, len(_COLUMNS) - 2, words, title)
        for i, (label, width) in enumerate(_COLUMNS):
            sheet.set_column(i, i, width)
            sheet.write_string(1, i, label, head)
        for number, each in enumerate(sent, start=1):
            sheet.write_number(number + 1, 0, number, body)
            for i, text in enumerate(_texts(scheme, stage, each), start=1):
                if text:
                    sheet.write_string(number + 1, i, text, body)
                else:
                    sheet.write_blank(number + 1, i, None, body)
        sheet.freeze_panes(2, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
        sheet.print_area(0, 0, len(sent) + 1, len(_COLUMNS) - 2)
    return out.getvalue()


def _texts(scheme: Scheme, stage: str, sent: Sent) -> tuple[str, ...]:
    unit = scheme.roster.unit(sent.unit)
    deadline = scheme.stage(stage).deadline
    until = deadline.isoformat() if deadline else ""
    return (unit.name, scheme.roster.group_name(unit.group), sent.file, until, "", "", "", "", sent.sha256)

"""The list of what was sent out: a row a recipient, whom to ask there, when it was sent and came back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpixl.blueprint import Contact, Scheme
from kpixl.generate import Strict, mark_output, refusals

_COLUMNS = (
    ("序号", 6), ("单位", 34), ("分组", 18), ("文件", 40), ("报送期限", 12), ("联系人", 12), ("电话", 16),
    ("发放时间", 14), ("报回时间", 14), ("备注", 24), ("SHA-256", 68),
)  # fmt: skip
NOBODY: Mapping[str, Contact] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One workbook. unit: the recipient's id; file: its name; until: its deadline.

    on, returned: the days on which it was sent and came back, None where they are to be written in.
    """

    unit: str
    file: str
    sha256: str
    until: dt.date | None = None
    on: dt.date | None = None
    returned: dt.date | None = None


def dispatch_list(
    scheme: Scheme, stage: str, sent: Sequence[Sent], contacts: Mapping[str, Contact] = NOBODY
) -> bytes:
    """The list as a workbook, the same for the same arguments. contacts: by the recipients' ids."""
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
            for i, text in enumerate(_texts(scheme, each, contacts.get(each.unit, Contact())), start=1):
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


def _texts(scheme: Scheme, sent: Sent, contact: Contact) -> tuple[str, ...]:
    unit = scheme.roster.unit(sent.unit)
    until, on, returned = (day.isoformat() if day else "" for day in (sent.until, sent.on, sent.returned))
    group, asked = scheme.roster.group_name(unit.group), (contact.person, contact.phone)
    return (unit.name, group, sent.file, until, *asked, on, returned, "", sent.sha256)

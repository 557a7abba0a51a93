"""The list of what was sent out: a row a recipient, whom to ask there, when it was sent and came back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpixl.blueprint import Contact, Scheme
from kpixl.report.tables import Column, Table, table_book

_COLUMNS = tuple(
    Column(label, width)
    for label, width in (
        ("序号", 6), ("单位", 34), ("分组", 24), ("文件", 40), ("报送期限", 12), ("联系人", 12), ("电话", 16),
        ("发放时间", 14), ("报回时间", 14), ("备注", 24), ("SHA-256", 68),
    )
)  # fmt: skip
NOBODY: Mapping[str, Contact] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One workbook. unit: the recipient's id; file: its name; until: its deadline.

    on, returned: the days on which it was sent and came back, None where they are to be written in; remark:
    what else is to be said of it.
    """

    unit: str
    file: str
    sha256: str
    until: dt.date | None = None
    on: dt.date | None = None
    returned: dt.date | None = None
    remark: str = ""


def dispatch_list(
    scheme: Scheme, stage: str, sent: Sequence[Sent], contacts: Mapping[str, Contact] = NOBODY
) -> bytes:
    """The list as a workbook, the same for the same arguments. contacts: by the recipients' ids."""
    out, head = io.BytesIO(), scheme.head
    table = Table(
        name="发放清单",
        title=f"{head.title}·{scheme.stage(stage).name}　工作簿发放清单",
        columns=_COLUMNS,
        rows=(
            (number, *_texts(scheme, each, contacts.get(each.unit, Contact())))
            for number, each in enumerate(sent, start=1)
        ),
        frozen=2,
        printed=len(_COLUMNS) - 1,
    )
    with table_book(out, "dispatch-list", head.created, "zh") as book:
        book.add(table)
    return out.getvalue()


def _texts(scheme: Scheme, sent: Sent, contact: Contact) -> tuple[str, ...]:
    unit = scheme.roster.unit(sent.unit)
    until, on, returned = (day.isoformat() if day else "" for day in (sent.until, sent.on, sent.returned))
    group, asked = scheme.roster.group_name(unit.group), (contact.person, contact.phone)
    return (unit.name, group, sent.file, until, *asked, on, returned, sent.remark, sent.sha256)

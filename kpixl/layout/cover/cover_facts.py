"""What a cover says of its workbook: whose it is, of which stage, until when and where it goes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kpixl.blueprint.model import Contact
from kpixl.layout.edition import FIRST
from kpixl.layout.package.facts import Scalar
from kpixl.layout.package.feedback_mark import NAME as PROBLEMS_NAME
from kpixl.layout.package.package import Package
from kpixl.layout.pages.sheet import COVER
from kpixl.layout.plan.keys import CellKey
from kpixl.stamp import Simulated
from kpixl.words import Words

NAME = Words("填报说明", "How to fill in")
ISSUED = Words("第{issue}次印发", "Issue {issue}")
SIMULATED: Mapping[Simulated, Words] = {
    "random": Words("模拟数据，不是真实填报", "Simulated data, not a real return"),
    "published": Words("按公布的数据填写，不是单位填报", "Filled in as published, not by the unit"),
}
LABELS = {
    "recipient": Words("填报单位", "Filled in by"),
    "stage": Words("阶段", "Stage"),
    "deadline": Words("报回时间", "Return by"),
    "contact": Words("联系人", "Questions to"),
    "place": Words("报至", "Return to"),
    "issuer": Words("印发单位", "Issued by"),
    "issue": Words("编号", "Number"),
    "marks": Words("退回修改", "Given back"),
    "simulated": Words("注意", "Note"),
}
LONG = frozenset({"contact", "place"})
"""What may take more than a line."""
FOR_INFORMATION = Words("仅供知晓，不用报回", "For information only, not to be returned")
_AS_ASKED = Words("按通知要求", "as the notice says")
_MEND = Words(
    f"请按“{PROBLEMS_NAME.zh}”逐项改正后重新报回",
    f"Correct what “{PROBLEMS_NAME.en}” lists, and return it again",
)


def facts_of(package: Package) -> dict[str, Scalar]:
    """Each fact by the key of its label."""
    stage, lang = package.stage, package.lang
    asks = package.asks or package.edition == FIRST
    facts: dict[str, Scalar] = {
        "recipient": package.unit.name,
        "stage": "·".join(p for p in (stage.name, package.part) if p),
        "deadline": day_words(package.deadline)[lang] if asks else FOR_INFORMATION[lang],
        **_contact(package),
        "issuer": package.scheme.head.issuer,
        "issue": ISSUED[lang].format(issue=package.number),
    }
    if package.marks:
        facts["marks"] = _MEND[lang]
    if package.simulated:
        facts["simulated"] = SIMULATED[package.simulated][lang]
    return facts


def day_words(day: dt.date | None) -> Words:
    """A deadline as the cover says it."""
    return Words(f"{day.year}年{day.month}月{day.day}日", day.isoformat()) if day else _AS_ASKED


def _contact(package: Package) -> dict[str, str]:
    """Whom to ask, and where to return it to, as far as the office says it."""
    contact, between = package.contact or Contact(), "，" if package.lang == "zh" else ", "
    said = {"contact": (contact.person, contact.phone), "place": (contact.email, contact.place)}
    return {key: between.join(filter(None, texts)) for key, texts in said.items() if any(texts)}


def cover_key(row: str, column: str) -> CellKey:
    """The identity of a value on the cover."""
    return CellKey(COVER, "", "", row, column)

"""What the text of a notice says besides its forms: until when, whom to ask, who issues it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kpixl.draft.document import Text, flat
from kpixl.draft.drafts import SchemeDraft
from kpixl.draft.guesses import Certainty, Guess
from kpixl.words import Words

_DAY = re.compile(
    r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日(?:[（(][^（()）]{1,8}[）)])?(?:[上下中]午)?(?:\d{1,2}[:：时点]\d{0,2}分?)?(?:下班)?"
    r"(?:之?前|以前)"
)
_RETURNED = re.compile(r"报送|上报|报(?=[^告表名])|反馈|提交|发送|送达|填报|寄送|送至|发至")
_NEAR = 40
_SIGNED = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_ISSUES = re.compile(
    r"[\u4e00-\u9fff（）()]{3,30}(局|委|委员会|办|办公室|政府|厅|处|院|会|中心|部|组|公司|集团|学校|大学|队|站)"
)
_CONTACTS = {
    "person": re.compile(
        r"联系人[：:]\s*(?!联系|电话|手机)([\u4e00-\u9fff·]{2,5})(?=[^\u4e00-\u9fff·]|$|电话|联系|手机)"
    ),
    "phone": re.compile(r"(?:联系电话|电话|联系方式|手机)[：:]\s*([\d（(][\d()（）\-－—转、,，\s]{5,40}\d)"),
    "email": re.compile(r"(?:邮\s*箱|E-?mail)(?:地址)?[：:]\s*([\w.+-]+@[\w.-]+\w)", re.IGNORECASE),
}
_WHOM = {
    "person": Words("联系人", "person"),
    "phone": Words("电话", "phone"),
    "email": Words("邮箱", "e-mail"),
}


def take_notice(scheme: SchemeDraft) -> None:
    """Take deadline, contact and issuer over from the running text of the documents."""
    texts = scheme.left
    signed = _signature(texts)
    _take_deadline(scheme, texts, signed[1] if signed else None)
    _take_contact(scheme, texts)
    if signed:
        text, _ = signed
        scheme.issuer = flat(text.text)
        what = Words(f"印发单位：{scheme.issuer}", f"issued by {scheme.issuer}")
        why = Words("文末的落款", "it is signed so at the end")
        scheme.guesses.append(Guess(what=what, why=why, certainty=Certainty.LIKELY, place=text.place))


def _signature(texts: Sequence[Text]) -> tuple[Text, dt.date] | None:
    """Who signs, and on which day: a line with a name, and one with nothing but a day below it."""
    for who, when in pairwise(texts):
        day = _SIGNED.fullmatch(flat(when.text))
        if day and _ISSUES.fullmatch(flat(who.text)) and (date := _date(*map(int, day.groups()))):
            return who, date
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _take_deadline(scheme: SchemeDraft, texts: Sequence[Text], signed: dt.date | None) -> None:
    """The first day before which something is to be returned."""
    found = [each for text in texts for each in _deadlines(text, signed, scheme.year)]
    if not found:
        return
    text, day, said = found[0]
    scheme.deadline = day
    several = len({each[1] for each in found}) > 1
    what = Words(f"报送期限：{day.isoformat()}", f"due on {day.isoformat()}")
    why = Words(f"通知写着“{said}”", f"the notice says {said!r}")
    sure = Certainty.UNSURE if several else Certainty.LIKELY
    scheme.guesses.append(Guess(what=what, why=why, certainty=sure, place=text.place))


def _deadlines(text: Text, signed: dt.date | None, year: int) -> Iterator[tuple[Text, dt.date, str]]:
    said = flat(text.text)
    for found in _DAY.finditer(said):
        around = said[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        if not _RETURNED.search(around):
            continue
        day = _date(int(found[1] or (signed.year if signed else year)), int(found[2]), int(found[3]))
        if day and not found[1] and signed and day < signed:  # of the year after the notice
            day = _date(day.year + 1, day.month, day.day)
        if day:
            yield text, day, said[found.start() : found.end() + 12]


def _take_contact(scheme: SchemeDraft, texts: Sequence[Text]) -> None:
    """The first of each that the text names."""
    for key, pattern in _CONTACTS.items():
        for text in texts:
            found = pattern.search(re.sub(r"联\s*系\s*人", "联系人", text.text.replace("\u3000", " ")))
            if found:
                scheme.contact[key] = found[1].strip(" 、,，")
                what = Words(f"{_WHOM[key].zh}：{found[1]}", f"{_WHOM[key].en}: {found[1]}")
                why = Words("通知中写明", "the notice says so")
                sure = Certainty.LIKELY
                scheme.guesses.append(Guess(what=what, why=why, certainty=sure, place=text.place))
                break

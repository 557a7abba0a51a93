"""What a cover says of its workbook, where the record of it is lost: number, what filled it, terms."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kpixl.formats import RawWorkbook
from kpixl.layout import Package, Terms
from kpixl.layout.cover.cover_facts import ISSUED, LABELS, SIMULATED, day_words
from kpixl.layout.edition import BAD, FIRST, NOW
from kpixl.stamp import Simulated
from kpixl.words import LANGS

_ISSUED = [re.compile(re.escape(ISSUED[lang]).replace(r"\{issue\}", "([0-9]{1,6})")) for lang in LANGS]
_DAYS = [
    re.compile(form)
    for form in ("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日", "([0-9]{4})-([0-9]{2})-([0-9]{2})")
]
_LONGEST = 100
"""A text longer than that is none of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a cover says. days: that may be the deadline, None among them where the notice is to say it.

    contact: it names somebody to ask; edition: the way in which the workbook is laid out.
    """

    issue: int
    simulated: Simulated
    days: tuple[dt.date | None, ...]
    contact: bool
    edition: int

    def terms(self, package: Package) -> Iterator[Terms]:
        """What a package may have been issued with, the likeliest first."""
        contact = package.contact if self.contact else None
        yield from (Terms(deadline=day, contact=contact) for day in self.days)
        yield replace(package.bound, contact=contact)


def told_on_cover(book: RawWorkbook) -> Told:
    """What a workbook's cover says."""
    texts = {text for sheet in book.sheets for text in sheet.said()}
    short = [text.strip() for text in texts if len(text) <= _LONGEST]
    issues = [int(m[1]) for text in short for form in _ISSUED if (m := form.fullmatch(text))]
    words: list[Simulated] = [w for w, said in SIMULATED.items() if {said.zh, said.en} & texts]
    labels = {LABELS[key][lang] for key in ("contact", "place") for lang in LANGS}
    return Told(
        issue=max(issues, default=1),
        simulated=words[0] if words else "",
        days=tuple(dict.fromkeys(_days(book))),
        contact=not labels.isdisjoint(short),
        edition=FIRST if BAD in texts else NOW,
    )


def _days(book: RawWorkbook) -> Iterator[dt.date | None]:
    """The days that stand behind the words for a deadline."""
    heads = {LABELS["deadline"][lang] for lang in LANGS}
    none = {day_words(None)[lang] for lang in LANGS}
    for sheet in book.sheets:
        if heads.isdisjoint(map(str.strip, sheet.said())):
            continue
        for (row, column), cell in sheet.cells.items():
            if isinstance(cell.value, str) and cell.value.strip() in heads:
                said = sheet.at(row, column + 1).value
                if isinstance(said, str) and (day := _day(said.strip())):
                    yield day
                elif isinstance(said, str) and said.strip() in none:
                    yield None


def _day(text: str) -> dt.date | None:
    for form in _DAYS:
        if match := form.fullmatch(text):
            try:
                return dt.date(*map(int, match.groups()))
            except ValueError:
                return None
    return None

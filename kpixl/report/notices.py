"""Notices to units: what came back and why (退回通知), who has not returned anything (催报通知)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kpixl.findings import Finding, Severity
from kpixl.generate import workbook_name
from kpixl.layout.cover.cover_facts import day_words
from kpixl.report.groups import problems
from kpixl.report.overview import suggested
from kpixl.words import Lang, Words, spoken

if TYPE_CHECKING:
    from kpixl.blueprint import Scheme
    from kpixl.check import CheckResult, FileResult

MOST_PROBLEMS = 20
"""Problems that a notice names; the rest is counted."""

_WORDS: dict[str, Words] = {
    "returned": Words("退回通知", "Returned"),
    "reminder": Words("催报通知", "Reminder"),
    "greeting": Words("{unit}：", "{unit},"),
    "rejected": Words(
        "你单位报回的“{title}·{stage}”（{file}）经核对有{count}处错误，不能接收，请改正后重新报回{until}。",
        "your return “{title} · {stage}” ({file}) has {count} errors and cannot be accepted. "
        "Please correct them and send it again{until}.",
    ),
    "missing": Words(
        "你单位的“{title}·{stage}”尚未报回，请尽快填报{until}。",
        "your return “{title} · {stage}” has not arrived yet. Please send it{until}.",
    ),
    "unread": Words(
        "收到过名为“{file}”的文件，但无法读取：", "A file named “{file}” did arrive, but cannot be read:"
    ),
    "until": Words("（报送期限：{day}）", " (deadline: {day})"),
    "extended": Words("（报送期限延至{day}）", " (deadline extended to {day})"),
    "late": Words("（报送期限{day}已过）", " (the deadline, {day}, is past)"),
    "problem": Words("{number}. {place}{message}{remedy}", "{number}. {place}{message} {remedy}"),
    "more": Words(
        "其余{count}类问题见反馈工作簿中的“问题清单”。",
        "{count} more kinds of problems: see the list in the feedback workbook.",
    ),
    "feedback": Words(
        "反馈工作簿“{name}”随本通知发给你单位：已填的内容都在其中，有问题的单元格已标出，请在其中改正后报回。",
        "The feedback workbook “{name}” goes with this notice: it holds all your entries, what is wrong is "
        "marked; please correct it there and return it.",
    ),
    "contact": Words("联系人：{said}。", "Questions to: {said}."),
    "place": Words("报送至：{said}。", "Return to: {said}."),
    "between": Words("，", ", "),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice. kind: as people call it; text: with line breaks; recipient: the unit's id.

    sha256: of the file that it is about, "" where nothing came.
    """

    kind: str
    unit: str
    file: str
    errors: int
    text: str
    recipient: str = ""
    sha256: str = ""


def notices(
    scheme: Scheme, result: CheckResult, *, lang: Lang, day: dt.date | None = None
) -> Iterator[Notice]:
    """A notice to each unit whose return is rejected, then to each that has returned nothing.

    A unit of which another return is accepted is told nothing, and of a file of which nobody knows whose it
    is nobody can be.
    """
    return _Writer(scheme=scheme, result=result, lang=lang, day=day).all()


@dataclass(frozen=True, kw_only=True)
class _Writer:
    """What all notices of a check have in common."""

    scheme: Scheme
    result: CheckResult
    lang: Lang
    day: dt.date | None

    def all(self) -> Iterator[Notice]:
        """The notices."""
        for file in self.result.counting:
            if file.status == "rejected" and file.unit is not None and _errors(file):
                yield self._rejected(file, file.unit)
        nobodys = [f for f in self.result.by_status("rejected") if f.unit is None and _errors(f)]
        unread = [(f, suggested(self.scheme, f.path)) for f in nobodys]
        for unit in self.result.missing:
            name = self.scheme.roster.unit(unit).name
            yield self._missing(unit, name, [file for file, named in unread if named == name])

    def _rejected(self, file: FileResult, recipient: str) -> Notice:
        errors, unit = _errors(file), file.unit_name or ""
        lines = [
            self._said("rejected", recipient, file=_name(file), count=len(errors)),
            *_problems(errors, self.lang),
            *self._feedback(file, recipient),
        ]
        return self._notice("returned", (recipient, unit), lines, errors=len(errors), files=[file])

    def _missing(self, recipient: str, unit: str, own: Sequence[FileResult]) -> Notice:
        """A reminder; what came under the unit's name and cannot be read is mentioned."""
        said = [self._said("missing", recipient)]
        for file in own:
            said.append(_WORDS["unread"][self.lang].format(file=_name(file)))
            said += _problems(_errors(file), self.lang)
        return self._notice("reminder", (recipient, unit), said, errors=len(own), files=own)

    def _notice(
        self,
        kind: str,
        whose: tuple[str, str],
        lines: Iterable[str],
        *,
        errors: int,
        files: Sequence[FileResult],
    ) -> Notice:
        """whose: the unit's id and name; files: that it is about."""
        recipient, unit = whose
        dated = [day_words(self.day)[self.lang]] if self.day else []
        signed = self.scheme.head.issuer, *dated
        greeting = _WORDS["greeting"][self.lang].format(unit=unit)
        return Notice(
            kind=_WORDS[kind][self.lang],
            unit=unit,
            file=files[0].path if files else "",
            errors=errors,
            text="\n".join([greeting, *lines, *self._contact, *signed]),
            recipient=recipient,
            sha256=files[0].sha256 if files else "",
        )

    def _said(self, what: str, recipient: str, **facts: object) -> str:
        title, stage = self.scheme.head.title, self.scheme.stage(self.result.stage).name
        until = self._until(recipient)
        return _WORDS[what][self.lang].format(title=title, stage=stage, until=until, **facts)

    def _until(self, recipient: str) -> str:
        """The deadline that holds for a unit, an extension included."""
        extended = self._extended.get(recipient)
        until = extended or self.scheme.stage(self.result.stage).deadline
        if until is None:
            return ""
        late = self.day is not None and self.day > until
        said = "late" if late else "extended" if extended else "until"
        return _WORDS[said][self.lang].format(day=day_words(until)[self.lang])

    @cached_property
    def _extended(self) -> dict[str, dt.date]:
        return dict(self.result.decisions.deadlines(self.result.stage))

    def _feedback(self, file: FileResult, recipient: str) -> Iterator[str]:
        """The workbook in which it is to be corrected, where one can be made of the return."""
        if file.record and file.record.stamp and file.record.baseline is not None:
            stage = self.scheme.stage(self.result.stage)
            name = workbook_name(self.scheme, stage, recipient, file.record.stamp.part)
            yield _WORDS["feedback"][self.lang].format(name=name)

    @cached_property
    def _contact(self) -> tuple[str, ...]:
        """Whom to ask at the office, and where to return it to, as far as the scheme says it."""
        words, contact = spoken(_WORDS, self.lang), self.scheme.head.contact
        if contact is None:
            return ()
        told = {"contact": (contact.person, contact.phone), "place": (contact.email, contact.place)}
        said = {key: words["between"].join(filter(None, texts)) for key, texts in told.items()}
        return tuple(words[key].format(said=text) for key, text in said.items() if text)


def _errors(file: FileResult) -> list[Finding]:
    """What a unit is told of a file of its own."""
    return [f for f in file.findings if f.severity is Severity.ERROR and not f.internal]


def _name(file: FileResult) -> str:
    return file.path.replace("\\", "/").rpartition("/")[2]


def _problems(errors: Sequence[Finding], lang: Lang) -> Iterator[str]:
    words = spoken(_WORDS, lang)
    gathered = problems(errors, lang, like=True)
    for number, problem in enumerate(gathered[:MOST_PROBLEMS], start=1):
        place = f"{problem.place(lang)} " if problem.place(lang) else ""
        f = problem.first
        yield words["problem"].format(
            number=number, place=place, message=f.to_unit(lang), remedy=f.asked_of_unit(lang)
        )
    if len(gathered) > MOST_PROBLEMS:
        yield words["more"].format(count=len(gathered) - MOST_PROBLEMS)

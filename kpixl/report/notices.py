"""Notices to units: what came back and why (退回通知), who has not returned anything (催报通知).

As text to paste into a message, and as a workbook with one row a unit.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpixl.findings import Finding, Severity
from kpixl.report.groups import problems
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
    "late": Words("（报送期限{day}已过）", " (the deadline, {day}, is past)"),
    "problem": Words("{number}. {place}{message}{remedy}", "{number}. {place}{message} {remedy}"),
    "more": Words(
        "其余{count}类问题见反馈工作簿中的“问题清单”。",
        "{count} more kinds of problems: see the list in the feedback workbook.",
    ),
    "sign": Words("{issuer}", "{issuer}"),
    "kind": Words("类别", "kind"),
    "unit": Words("单位", "unit"),
    "file": Words("文件", "file"),
    "errors": Words("错误", "errors"),
    "text": Words("通知内容", "notice"),
    "sheet": Words("通知", "notices"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice. kind: as people call it; text: with line breaks."""

    kind: str
    unit: str
    file: str
    errors: int
    text: str


def notices(
    scheme: Scheme, result: CheckResult, *, lang: Lang, day: dt.date | None = None
) -> Iterator[Notice]:
    """A notice to each unit whose return is rejected, then to each that has returned nothing.

    A unit of which another return was accepted has nothing to correct. A file of which nobody knows whose it
    is has nobody to be told.
    """
    for file in result.counting:
        if file.status == "rejected" and file.unit is not None and _errors(file):
            yield _rejected(scheme, result, file, lang, day)
    unread = [f for f in result.by_status("rejected") if f.unit is None]
    for unit in result.missing:
        yield _missing(scheme, result, scheme.roster.unit(unit).name, lang, day, unread)


def _rejected(
    scheme: Scheme, result: CheckResult, file: FileResult, lang: Lang, day: dt.date | None
) -> Notice:
    errors = _errors(file)
    said = _said("rejected", scheme, result, lang, day, file=_name(file), count=len(errors))
    unit = file.unit_name or ""
    return Notice(
        kind=_WORDS["returned"][lang],
        unit=unit,
        file=file.path,
        errors=len(errors),
        text=_text(scheme, unit, lang, day, [said, *_problems(errors, lang)]),
    )


def _missing(
    scheme: Scheme,
    result: CheckResult,
    unit: str,
    lang: Lang,
    day: dt.date | None,
    unread: Sequence[FileResult],
) -> Notice:
    """A reminder; what came under the unit's name and cannot be read is mentioned."""
    said = [_said("missing", scheme, result, lang, day)]
    own = [file for file in unread if unit in file.path and _errors(file)]
    for file in own:
        said.append(_WORDS["unread"][lang].format(file=_name(file)))
        said += _problems(_errors(file), lang)
    file_ = own[0].path if own else ""
    text = _text(scheme, unit, lang, day, said)
    return Notice(kind=_WORDS["reminder"][lang], unit=unit, file=file_, errors=len(own), text=text)


def _errors(file: FileResult) -> list[Finding]:
    """What a unit is told of a file of its own."""
    return [f for f in file.findings if f.severity is Severity.ERROR and not f.internal]


def _name(file: FileResult) -> str:
    return file.path.replace("\\", "/").rpartition("/")[2]


def _said(
    what: str, scheme: Scheme, result: CheckResult, lang: Lang, day: dt.date | None, **facts: object
) -> str:
    words, stage = spoken(_WORDS, lang), scheme.stage(result.stage)
    until = ""
    if stage.deadline is not None:
        until = words["late" if day and day > stage.deadline else "until"].format(
            day=stage.deadline.isoformat()
        )
    return words[what].format(title=scheme.head.title, stage=stage.name, until=until, **facts)


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


def _text(scheme: Scheme, unit: str, lang: Lang, day: dt.date | None, lines: Iterable[str]) -> str:
    words = spoken(_WORDS, lang)
    dated = [day.isoformat()] if day else []
    return "\n".join([words["greeting"].format(unit=unit), *lines, scheme.head.issuer, *dated])


def as_text(every: Iterable[Notice]) -> str:
    """All notices, each under its unit, to be copied one by one."""
    return "\n\n".join(f"—— {n.unit} · {n.kind} ——\n{n.text}" for n in every) + "\n"


def as_workbook(every: Iterable[Notice], *, lang: Lang, created: dt.date) -> bytes:
    """One row a notice. created: the date inside the file."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook is written

    from kpixl.generate import Strict, mark_output, refusals  # noqa: PLC0415 - with it

    words, out = spoken(_WORDS, lang), io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with refusals(), Workbook(out, options) as book:
        book.set_properties({"created": dt.datetime.combine(created, dt.time())})
        mark_output(book, "notices")
        body = book.add_format({"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True})
        head = book.add_format({"font_name": "宋体", "font_size": 10, "bold": True, "bg_color": "#E8EDF3"})
        sheet = Strict(book.add_worksheet(words["sheet"]))
        columns = (("kind", 12), ("unit", 28), ("file", 34), ("errors", 8), ("text", 100))
        for i, (name, width) in enumerate(columns):
            sheet.set_column(i, i, width)
            sheet.write_string(0, i, words[name], head)
        last = 0
        for last, n in enumerate(every, start=1):
            for i, text in enumerate((n.kind, n.unit, n.file)):
                sheet.write_string(last, i, text, body)
            sheet.write_number(last, 3, n.errors, body)
            sheet.write_string(last, 4, n.text[:32_767], body)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.freeze_panes(1, 0)
    return out.getvalue()

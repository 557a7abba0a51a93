"""The report of a check as text: who returned what, the problems by rule, then by unit and cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from kpixl.findings import Finding, Severity, entries, visible
from kpixl.report.groups import CodeCount, Problem, by_code, problems, remarks
from kpixl.report.words import WORDS
from kpixl.words import Lang, spoken

if TYPE_CHECKING:
    from kpixl.blueprint import Scheme
    from kpixl.check import CheckResult, FileResult


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A line of a report. severity: what it speaks of, for colour; head: whether it begins a part.

    hang: the column in which a narrow terminal goes on with it, 0 for its own indentation.
    """

    text: str
    severity: Severity | None = None
    head: bool = False
    hang: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a report is about. title: of scheme and stage; names: unit id → name."""

    title: str
    names: Mapping[str, str]

    @classmethod
    def of(cls, scheme: Scheme, stage: str) -> About:
        """A stage of a scheme."""
        title = f"{scheme.head.title} · {scheme.stage(stage).name}"
        return cls(title=title, names=scheme.roster.names)


def lines(result: CheckResult, about: About, *, lang: Lang, limit: int | None = None) -> Iterator[ReportLine]:
    """The report.

    limit: how many problems are shown before the rest is counted, and how many units are named that returned
    nothing; then like problems are one, and notes are counted by rule only.
    """
    words = spoken(WORDS, lang)
    yield ReportLine(text=about.title, head=True)
    yield from in_short(result, lang)
    if result.missing:
        missing = words["and"].join(about.names.get(unit, unit) for unit in result.missing[:limit])
        more = words["and_more"] if limit is not None and len(result.missing) > limit else ""
        yield ReportLine(text=words["missing"].format(count=len(result.missing), names=missing + more))
    if result.decisions.made:
        yield ReportLine(text=words["decided"].format(count=len(result.decisions.made)))
    for remark in remarks(result):
        yield ReportLine(text=remark.line(lang), severity=Severity.NOTE)
    tallies = by_code([*(file.findings for file in result.files), result.findings])
    if tallies:
        yield from _by_rule(tallies, lang)
    yield from _limited(list(_by_unit(result, lang, short=limit is not None)), limit, lang)


def in_short(result: CheckResult, lang: Lang) -> Iterator[ReportLine]:
    """How many of the expected units are done, how many files there are, how much is wrong."""
    words, summary = spoken(WORDS, lang), result.head()["summary"]
    if result.expected:
        yield ReportLine(text=_units(result, words))
    yield ReportLine(text=words["summary"].format_map(summary))
    yield ReportLine(text=words["counts"].format_map(summary))


def file_line(file: FileResult, lang: Lang) -> ReportLine:
    """A file in one line: how it was judged, whose it is, what it is called, how much is wrong."""
    counts = {s: sum(f.severity is s for f in file.findings) for s in (Severity.ERROR, Severity.WARNING)}
    told = [f"{WORDS[s.value][lang]} {n}" for s, n in counts.items() if n]
    worst = next((s for s, n in counts.items() if n), None)
    parts = (WORDS[file.status][lang], file.unit_name or "", file.path, *told)
    return ReportLine(text="  ".join(filter(None, parts)), severity=worst)


def as_text(result: CheckResult, about: About, *, lang: Lang) -> str:
    """The whole report as a text file."""
    return "\n".join(visible(line.text) for line in lines(result, about, lang=lang)) + "\n"


def _units(result: CheckResult, words: Mapping[str, str]) -> str:
    """How many of the expected units are done."""
    counts = {state: count for state, count in result.unit_counts.items() if count}
    states = words["and_then"].join(words[f"units_{s}"].format(count=n) for s, n in counts.items())
    return words["units"].format(expected=len(result.expected), states=states)


def _by_rule(tallies: Sequence[CodeCount], lang: Lang) -> Iterator[ReportLine]:
    words = spoken(WORDS, lang)
    yield ReportLine(text="")
    yield ReportLine(text=words["by_rule"], head=True)
    head = (words["code"], words["severity"], words["findings"], words["files"], words["title"])
    titles = {t.code: entries()[t.code].title[lang] for t in tallies}
    rows = [(t.code, words[t.severity], str(t.findings), str(t.files), titles[t.code]) for t in tallies]
    widths = [max(cell_len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    hang = sum(widths[:-1]) + 2 * len(widths)
    for row, severity in zip((head, *rows), (None, *(t.severity for t in tallies)), strict=True):
        padded = (text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True))
        yield ReportLine(text=f"  {'  '.join(padded)}".rstrip(), severity=severity, hang=hang)


def _by_unit(
    result: CheckResult, lang: Lang, *, short: bool
) -> Iterator[tuple[ReportLine, Sequence[Problem]]]:
    """Each file's heading with its problems, then what concerns several files."""
    words = spoken(WORDS, lang)
    for file in result.files:
        yield ReportLine(text=_heading(file, words), head=True), _shown(file.findings, lang, short=short)
    yield ReportLine(text=words["across"], head=True), _shown(result.findings, lang, short=short)


def _heading(file: FileResult, words: Mapping[str, str]) -> str:
    return f"{file.unit_name or words['nobody']}  [{words[file.status]}]  {file.path}"


def _shown(findings: Iterable[Finding], lang: Lang, *, short: bool) -> Sequence[Problem]:
    kept = (f for f in findings if not (short and f.severity is Severity.NOTE))
    return problems(kept, lang, like=short)


def _limited(
    parts: Sequence[tuple[ReportLine, Sequence[Problem]]], limit: int | None, lang: Lang
) -> Iterator[ReportLine]:
    left = sum(len(found) for _, found in parts) if limit is None else limit
    hidden = 0
    for heading, found in parts:
        shown = found[:left]
        left -= len(shown)
        hidden += len(found) - len(shown)
        if shown:
            yield ReportLine(text="")
            yield heading
        for problem in shown:
            yield from _problem(problem, lang)
    if hidden:
        yield ReportLine(text="")
        yield ReportLine(text=WORDS["more"][lang].format(count=hidden))


def _problem(problem: Problem, lang: Lang) -> Iterator[ReportLine]:
    first = problem.first
    many = f" ×{problem.count}" if problem.count > 1 else ""
    place = f"  {problem.place(lang)}" if problem.place(lang) else ""
    yield ReportLine(
        text=f"  {WORDS[first.severity][lang]} {first.code}{many}{place}", severity=first.severity
    )
    yield ReportLine(text=f"      {first.message(lang)}")
    yield ReportLine(text=f"      → {first.remedy(lang)}")

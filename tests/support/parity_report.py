"""Parity in figures: how many entries were tried, how many differ, and by which named exception."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.libreoffice import Office
from tests.support.parity import Judgement, judge
from tests.support.parity_cases import Case
from tests.support.parity_exceptions import EVERY, explained, read_otherwise

PAGE = Path(__file__).parent.parent.parent / "docs" / "compatibility.md"
BEGIN, END = "<!-- parity -->", "<!-- /parity -->"
SECTION = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
HEAD = """## Parity of the rules

One rule, two enforcements: the table says how often LibreOffice's own verdict on an entry and the check
of kpixl were the same. Every entry is put into a workbook as data. LibreOffice says whether its data
validation refuses it, which colour its conditional formats give it, and how many broken rules its
formulas count; kpixl reads the same file and checks it. The entries are numbers at and around every
bound, with many decimals or very large, numbers and dates as text, full-width digits, blanks of every
kind, choices in other case and width, long texts, emoji: drawn by a seed, so the same each time. `python
-m tests.full_parity` makes this section.
"""


@dataclass(kw_only=True)
class Tally:
    """The figures of a case.

    values: entries that both sides judged; differing: by the name of the exception that explains it;
    disagreements: what no exception explains, in words.
    """

    case: Case
    values: int = 0
    differing: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def add(self, judgement: Judgement) -> None:
        """Count the cells of a workbook, and its counts of broken rules over whole tables."""
        self.values += len(judgement.cells)
        for told in judgement.cells:
            if not told.same:
                allowed = explained(told)
                if allowed is None:
                    self.disagreements.append(repr(told))
                else:
                    self.differing[allowed.name] += 1
        odd = {told.cell.spot.row.partition("/")[0] for told in judgement.cells if read_otherwise(told)}
        for table, (shown, found) in judgement.counts.items():
            if shown != found and table.partition("#")[0] not in odd:
                self.disagreements.append(f"{table}: the program counts {shown}, the check {found}")


def tally(office: Office, case: Case, rows: int, folder: Path, seed: int = 2021) -> Tally:
    """Try so many rows of a case."""
    sized = case.of(rows)
    found = Tally(case=case)
    for answers in sized.answers(seed, rows):
        found.add(judge(office, sized.package, answers, folder))
    return found


def section(tallies: Iterable[Tally]) -> str:
    """The section of the page, from marker to marker."""
    found = list(tallies)
    return "\n".join([BEGIN, HEAD, *_by_subject(found), "", *_by_exception(found), "", END])


def _by_subject(tallies: list[Tally]) -> list[str]:
    lines = [
        "| type or rule | declarations | entries | the same | named exceptions | disagreements |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    subjects = dict.fromkeys(each.case.subject for each in tallies)
    rows = [_row(subject, [each for each in tallies if each.case.subject == subject]) for subject in subjects]
    return [*lines, *rows, _row("all", tallies)]


def _row(subject: str, tallies: list[Tally]) -> str:
    values = sum(each.values for each in tallies)
    excused = sum(each.differing.total() for each in tallies)
    broken = sum(len(each.disagreements) for each in tallies)
    figures = (len(tallies), values, values - excused - broken, excused, broken)
    return " | ".join([f"| {subject}", *(f"{figure:,}" for figure in figures)]) + " |"


def _by_exception(tallies: list[Tally]) -> list[str]:
    total: Counter[str] = sum((each.differing for each in tallies), Counter())
    lines = ["The named exceptions (tests/support/parity_exceptions.py says which entries each covers):", ""]
    lines += ["| exception | entries | why |", "| --- | ---: | --- |"]
    return lines + [f"| {each.name} | {total[each.name]:,} | {each.reason} |" for each in EVERY]


def put(text: str, page: Path = PAGE) -> None:
    """Replace the section in the page, or begin the page with it."""
    before = page.read_text(encoding="utf-8") if page.exists() else f"# Compatibility\n\n{BEGIN}{END}\n"
    page.write_text(SECTION.sub(lambda _: text, before), encoding="utf-8", newline="\n")

"""Findings gathered for people: equal or like problems become one entry with all their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpixl.findings import PROMINENT, Finding, Severity, entries
from kpixl.report.words import WORDS
from kpixl.words import Lang

if TYPE_CHECKING:
    from kpixl.check import CheckResult

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_RUNS_SHOWN = 8
_FILES_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem with the cells that have it. first: the finding that says it; count: of how many."""

    first: Finding
    cells: tuple[str, ...]
    count: int

    def place(self, lang: Lang) -> str:
        """`附件2!F7、F9–F12` with at most some runs of cells named."""
        runs, sheet = spoken_cells(self.cells), self.first.where.sheet
        shown = WORDS["and"][lang].join(runs[:_RUNS_SHOWN])
        more = WORDS["and_more"][lang] if len(runs) > _RUNS_SHOWN else ""
        return f"{sheet}!{shown}{more}" if sheet and shown else sheet or shown


def spoken_cells(cells: Iterable[str]) -> list[str]:
    """Cells as people name them: `D5`, and `D7–D9` for neighbours in a column; in the order of the first."""
    runs: list[tuple[str, int, int]] = []
    for column, row in (_parts(cell) for cell in cells):
        if runs and runs[-1][0] == column and runs[-1][2] + 1 == row:
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    return [f"{c}{a}" if a == b else f"{c}{a}–{c}{b}" for c, a, b in runs]


def _parts(cell: str) -> tuple[str, int]:
    letters = cell.rstrip("0123456789")
    return letters, int(cell[len(letters) :] or 0)


def problems(findings: Iterable[Finding], lang: Lang, *, like: bool = False) -> tuple[Problem, ...]:
    """The problems, errors first, each in the order of its first cell.

    Findings with equal words are one problem; if `like`, those of one code on one sheet are.
    """
    gathered: dict[tuple[str | None, ...], list[Finding]] = {}
    for f in sorted(findings, key=lambda f: _ORDER[f.severity]):
        said = () if like else (f.message(lang), f.remedy(lang))
        gathered.setdefault((f.severity, f.code, f.where.sheet, *said), []).append(f)
    return tuple(_problem(same) for same in gathered.values())


def _problem(same: Sequence[Finding]) -> Problem:
    cells = dict.fromkeys(f.where.cell for f in same if f.where.cell)
    return Problem(first=same[0], cells=tuple(cells), count=len(same))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCount:
    """How often a code was found, and in how many files."""

    code: str
    severity: Severity
    findings: int
    files: int


def by_code(files: Iterable[Iterable[Finding]]) -> tuple[CodeCount, ...]:
    """A tally of each code and severity, errors first, the most frequent first."""
    counts: dict[tuple[Severity, str], list[int]] = {}
    for findings in files:
        own = [(f.severity, f.code) for f in findings]
        for key in own:
            counts.setdefault(key, [0, 0])[0] += 1
        for key in set(own):
            counts[key][1] += 1
    tallies = [CodeCount(code=c, severity=s, findings=n, files=m) for (s, c), (n, m) in counts.items()]
    return tuple(sorted(tallies, key=lambda t: (_ORDER[t.severity], -t.findings, t.code)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A note that stands out. files: those that have it, as displayed."""

    code: str
    files: tuple[str, ...]

    def line(self, lang: Lang) -> str:
        """What it is, and the first of the files."""
        shown = WORDS["and"][lang].join(self.files[:_FILES_SHOWN])
        more = WORDS["and_more"][lang] if len(self.files) > _FILES_SHOWN else ""
        title = entries()[self.code].title[lang]
        return WORDS["remark"][lang].format(
            code=self.code, title=title, count=len(self.files), files=shown + more
        )


def remarks(result: CheckResult) -> tuple[Remark, ...]:
    """The notes that stand out, by code."""
    files: dict[str, list[str]] = {}
    for file in result.files:
        for code in sorted({f.code for f in file.findings if f.severity is Severity.NOTE} & PROMINENT):
            files.setdefault(code, []).append(file.path)
    return tuple(Remark(code=code, files=tuple(files[code])) for code in sorted(files))

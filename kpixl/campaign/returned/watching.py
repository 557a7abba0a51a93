"""watch: a folder is checked again as files come, each of them once it is whole.

It is looked at again and again, for a share tells nobody what changes in it; and a file is taken when two
looks in a row found the same size and time, for a copy grows.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpixl.campaign.basis.basis import Basis
from kpixl.campaign.returned.checking import found_under, judged
from kpixl.check import CheckResult, FileResult, NothingToCheckError
from kpixl.findings import Severity
from kpixl.refusal import RefusedError
from kpixl.report.text import ReportLine, file_line, in_short
from kpixl.report.words import WORDS
from kpixl.words import Lang

_Facts = tuple[int, int]
"""Size and time of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is new in a folder.

    result: the check of all that is whole there, None where nothing could be a return yet; news: what came or
    is judged otherwise than at the look before; coming: files that still grow.
    """

    result: CheckResult | None
    news: tuple[FileResult, ...]
    coming: tuple[Path, ...]

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form."""
        return {
            "summary": self.result.head()["summary"] if self.result else None,
            "files": [file.as_dict(lang) for file in self.news],
            "coming": [str(path) for path in self.coming],
        }

    def lines(self, lang: Lang = "zh") -> Iterator[ReportLine]:
        """What is new, a line a file, which files are waited for, and how many there are by now."""
        for file in self.news:
            yield file_line(file, lang)
        for path in self.coming:
            yield ReportLine(text=f"{WORDS['coming'][lang]}  {path}", severity=Severity.NOTE)
        if self.result is None:
            yield ReportLine(text=WORDS["nothing_yet"][lang])
        else:
            yield from in_short(self.result, lang)


@dataclass
class Watching:
    """A folder that is watched. stage: the one to check (default: the latest that the returns are of)."""

    basis: Basis
    folder: Path
    stage: str | None = None
    _said: set[tuple[object, ...]] = field(default_factory=set)

    def looks(self, moments: Iterable[object]) -> Iterator[Look]:
        """What is new, asked at each moment; the second tells what was there from the beginning.

        While the folder is away, as a share may be, it is waited for. RefusedError where there is none at the
        first moment, or a workspace's own files lie in it.
        """
        seen: Mapping[Path, _Facts] | None = None
        taken: Mapping[Path, _Facts] | None = None
        for _ in moments:
            if not self.folder.is_dir():
                if seen is None:
                    raise _no_folder(self.folder)
                continue
            now = _facts(self.folder)
            if seen is not None:
                whole = {path: facts for path, facts in now.items() if seen.get(path) == facts}
                if whole != taken:
                    taken = whole
                    yield self._look(whole, tuple(sorted(now.keys() - whole.keys())))
            seen = now

    def _look(self, whole: Mapping[Path, _Facts], coming: tuple[Path, ...]) -> Look:
        sources = found_under(self.basis, [self.folder])
        try:
            there = [s for s in sources if s.path in whole or s.path.is_dir()]  # one that cannot be listed
            result = judged(self.basis, there, self.stage)
        except NothingToCheckError:
            return Look(result=None, news=(), coming=coming)
        states = {_state(file): file for file in result.files}
        news = tuple(file for state, file in states.items() if state not in self._said)
        self._said = set(states)
        return Look(result=result, news=news, coming=coming)


def _state(file: FileResult) -> tuple[object, ...]:
    """What makes a file news: another content, or another judgement."""
    return file.path, file.sha256, file.status, len(file.findings)


def _no_folder(folder: Path) -> RefusedError:
    return RefusedError(
        f"“{folder}”不是文件夹：请指定收件的文件夹。",
        f"{str(folder)!r} is no folder: name the one that returns come into.",
    )


def _facts(folder: Path) -> dict[Path, _Facts]:
    """The files in a folder, in depth. What goes away meanwhile was not there."""
    found: dict[Path, _Facts] = {}
    for inside, _, names in os.walk(folder.resolve()):  # which passes over what cannot be listed
        for path in (Path(inside, name) for name in names):
            with contextlib.suppress(OSError):  # gone, or not yet to be seen
                about = path.stat()
                found[path] = about.st_size, about.st_mtime_ns
    return found

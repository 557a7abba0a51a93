"""A blueprint file as plain data that knows where each part stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpixl.addresses import a1
from kpixl.findings import Finding, Location, found
from kpixl.paths import leads_out
from kpixl.words import Words

Steps = tuple[str | int, ...]
"""The way to a part of a document: keys of mappings and positions (from 0) in lists."""

MAX_BYTES = 20_000_000
"""Of a file: a roster of 100,000 units has some six millions."""
BLUEPRINTS = "blueprints"
"""The folder of a workspace in which the schemes' folders lie."""
MAX_TEXT = 32_767
"""Characters that a cell holds."""
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlace:
    """Where something stands: file, line and column from 1; in a workbook, on a sheet."""

    file: str
    line: int
    column: int
    sheet: str = ""

    @property
    def location(self) -> Location:
        """The place as findings have it."""
        if self.sheet:
            return Location(path=self.file, sheet=self.sheet, cell=a1(self.line - 1, self.column - 1))
        return Location(path=self.file, line=self.line, column=self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a file holds.

    data: plain mappings, lists, texts, booleans, int and Decimal; None where nothing could be read.
    values, keys: the places of values and of the keys before them.
    findings: what is wrong with the file itself.
    """

    file: str
    data: Any = None
    values: Mapping[Steps, SourcePlace] = field(default_factory=dict)
    keys: Mapping[Steps, SourcePlace] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def place(self, steps: Steps = (), *, key: bool = False) -> SourcePlace:
        """Where a part stands; of a part that the file does not have, the nearest part around it."""
        if key and steps in self.keys:
            return self.keys[steps]
        for length in range(len(steps), -1, -1):
            if steps[:length] in self.values:
                return self.values[steps[:length]]
        return SourcePlace(file=self.file, line=1, column=1)

    def value(self, steps: Steps) -> Any:
        """The data at this place; KeyError or IndexError where there is none."""
        data = self.data
        for step in steps:
            data = data[step]
        return data


def _home(path: Path) -> Path:
    """The workspace of a blueprint's file; where it is in none, its folder."""
    whole = path.absolute()
    return next((above.parent for above in whole.parents if above.name == BLUEPRINTS), whole.parent)


def read_text(path: Path, *, office: bool = False) -> tuple[str, tuple[Finding, ...]]:
    """The text of a UTF-8 file (a byte order mark aside); where it cannot be had, nothing and a finding.

    office: what is no UTF-8 is as Excel saves it in a Chinese office.
    """
    name, start = path.name, Location(path=str(path), line=1, column=1)
    limit = MAX_BYTES // 1_000_000
    if leads_out(path, _home(path)):
        return "", (found("B013", where=start, value=f"{name} → {path.resolve()}"),)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return "", (found("B001", where=start, value=name),)
    except OSError as error:
        return "", (
            found(
                "B002", where=start, value=name, reason=error.strerror or type(error).__name__, limit=limit
            ),
        )
    if len(content) > MAX_BYTES:
        return "", (found("B002", where=start, value=name, reason=f"> {limit} MB", limit=limit),)
    try:
        text = _decoded(content, office=office)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return "", (found("B003", where=Location(path=str(path), line=line, column=1)),)
    return text, () if text.strip() else (found("B010", where=start, value=name),)


def _decoded(content: bytes, *, office: bool) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if not office:
            raise
        return content.decode("gb18030")


def unwritable(text: str, place: SourcePlace) -> Iterator[Finding]:
    """That a text is none that a cell can hold, wherever it would come to stand."""
    if unseen := _UNSEEN.search(text):
        code = f"U+{ord(unseen[0]):04X}"
        why = Words(f"含有不可见的控制字符（{code}）", f"holds an invisible control character ({code})")
        yield found("B018", where=place.location, why=why)
    elif len(text) > MAX_TEXT:
        why = Words(f"有 {len(text)} 个字符", f"has {len(text)} characters")
        yield found("B018", where=place.location, why=why)


def typed_in_chinese(where: Location, sign: str) -> Finding:
    """A full-width sign that was meant as one of YAML's."""
    half = unicodedata.normalize("NFKC", sign)
    problem = Words(
        f"有全角标点“{sign}”，请改用半角“{half}”", f"“{sign}” is a full-width sign: type “{half}” instead"
    )
    return found("B004", where=where, problem=problem)

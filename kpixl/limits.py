"""How much a return may hold, and a process that reads it may use: the usual, and as somebody sets it.

Settings are said by name: `{"file": "100 MB", "seconds": 60}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from kpixl.refusal import RefusedError, unknown
from kpixl.words import Words

MB = 1024 * 1024
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)?", re.IGNORECASE)
_UNITS = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3}
_SECONDS = frozenset({"seconds", "elapsed"})
SIZES = frozenset({"file", "archive", "filed", "part", "unpacked", "ratio_from", "token"})
"""The limits that count bytes."""
_BYTES = SIZES | {"memory"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a return may hold; far beyond any form, far below what hurts. Sizes in bytes unless said.

    archive: an archive or a mail, and all that is in it and in those in it; filed: what another merge
    accepted, in one file; nesting: how deep such may lie in
    one another, 1 for none in the outer one; entries: members of one, with those of those in it;
    ratio counts only above ratio_from (a blank table packs well); area is rows times columns of the cells
    that hold a value; text is the characters of all cells, each shared string counted as often as it is used.
    """

    file: int = 50 * MB
    archive: int = 2048 * MB
    filed: int = 8192 * MB
    nesting: int = 2
    entries: int = 3_000
    part: int = 256 * MB
    unpacked: int = 512 * MB
    ratio: int = 200
    ratio_from: int = 20 * MB
    depth: int = 100
    attributes: int = 300
    token: int = 4 * MB
    sheets: int = 300
    names: int = 20_000
    styles: int = 70_000
    merges: int = 50_000
    validations: int = 100_000
    cells: int = 2_000_000
    area: int = 20_000_000
    text: int = 64_000_000

    def said(self, name: str) -> str:
        """The limit of that name for people: `50 MB`, `300`."""
        value = getattr(self, name)
        return size_words(value) if name in SIZES else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLimits:
    """What one job may use.

    seconds: of the processor; elapsed: by the clock, so that what waits for ever ends; memory: bytes of
    address space (not enforced on Windows).
    """

    seconds: float = 60.0
    elapsed: float = 900.0
    memory: int = 1024 * MB


def size_words(size: int) -> str:
    """A size for people: `50 MB`."""
    return f"{size / MB:.0f} MB" if size >= MB else f"{size} B"


def limits_of(settings: Mapping[str, Any]) -> tuple[Limits, WorkerLimits]:
    """What a file may hold, and what the process that reads it may use; where nothing is said, the usual.

    Numbers, or texts with a unit (`100 MB`). RefusedError for a name that there is not, or no such number.
    """
    own, process = ({field.name for field in fields(kind)} for kind in (Limits, WorkerLimits))
    for name in settings:
        if name not in own | process:
            raise unknown(Words("上限", "limit"), name, sorted(own | process))
    read = {name: _amount(name, value) for name, value in settings.items()}
    whole = {name: int(value) for name, value in read.items() if name not in _SECONDS}
    usual = WorkerLimits()
    seconds = read.get("seconds", usual.seconds)
    return (
        Limits(**{name: value for name, value in whole.items() if name in own}),
        WorkerLimits(
            seconds=seconds,
            elapsed=read.get("elapsed", max(usual.elapsed, seconds * usual.elapsed / usual.seconds)),
            memory=whole.get("memory", usual.memory),
        ),
    )


def named_limits(text: str) -> dict[str, str]:
    """`file=100 MB, seconds=60` as names and values."""
    pairs = (pair.partition("=") for pair in text.split(",") if pair.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _amount(name: str, value: Any) -> float:
    match = _AMOUNT.fullmatch(str(value).strip())
    amount = float(match[1]) * _UNITS[(match[2] or "B").upper()] if match else 0
    if isinstance(value, bool) or amount <= 0 or (match and match[2] and name not in _BYTES):
        raise RefusedError(
            f"上限 {name} 的值“{value}”不对：应为大于 0 的数，按大小计的可以写单位，如 100 MB。",
            f"{value!r} is no value for the limit {name}: a number above 0, with a unit (100 MB) for a size.",
        )
    return amount

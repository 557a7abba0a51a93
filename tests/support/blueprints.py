"""The small scheme of tests/cases/blueprint, whole or with a mistake in it."""

from __future__ import annotations

import shutil
from pathlib import Path

CASES = Path(__file__).parent.parent / "cases"
SMALL = CASES / "blueprint"
MARK = "¦"


def small(folder: Path) -> Path:
    """A copy of the small scheme."""
    return Path(shutil.copytree(SMALL, folder / "small"))


def change(path: Path, old: str, new: str) -> tuple[int, int] | None:
    """Replaces the only `old` of a file by `new`, and gives the line and column of the mark in it."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    text = text.replace(old, new.replace("LONG", "字" * 256))
    place = position(text, MARK) if MARK in text else None
    path.write_text(text.replace(MARK, ""), encoding="utf-8")
    return place


def position(text: str, part: str) -> tuple[int, int]:
    """The line and column, from 1, at which a part of a text starts; a byte order mark does not count."""
    before = text.removeprefix("\ufeff")
    before = before[: before.index(part)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")

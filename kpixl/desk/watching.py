"""A folder where mail attachments are saved: what is new in it is taken in, and it stays as it is."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kpixl.campaign import Inbox, Kept

ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".zip", ".7z", ".rar", ".eml", ".msg"})
"""Of files that may be returns, or hold some."""
PLACES = ("Downloads", "Desktop", "Documents", "下载", "桌面", "文档")
_Seen = tuple[str, int, int]


def offered() -> Mapping[str, Path]:
    """What may be watched, by names that say no path: where a user saves things, and the folders there."""
    places = [each for name in PLACES if (each := Path.home() / name).is_dir()]
    return {hashlib.sha256(str(each).encode()).hexdigest()[:16]: each for each in _with_those_below(places)}


def _with_those_below(places: list[Path]) -> Iterator[Path]:
    for place in places:
        yield place
        with suppress(OSError):
            yield from (
                each
                for each in sorted(place.iterdir())
                if each.is_dir() and not each.is_symlink() and not each.name.startswith(".")
            )


@dataclass(kw_only=True)
class Watched:
    """A folder, and the returns that its files become."""

    folder: Path
    inbox: Inbox
    _before: frozenset[_Seen] = frozenset()
    _taken: set[_Seen] = field(default_factory=set)

    def look(self) -> int:
        """Take in what two looks in a row found the same, lest it be half there; how many were new."""
        now = frozenset(self._there())
        new = sorted((now & self._before) - self._taken)
        self._before = now
        self._taken |= set(new)
        if new:
            self.inbox.look()
        kept = [each for name, _, _ in new if (each := self._taken_in(self.folder / name)) is not None]
        self.inbox.settle(kept)
        return sum(not each.before for each in kept)

    def _there(self) -> Iterator[_Seen]:
        with suppress(OSError):  # a share that is away just now
            for path in self.folder.iterdir():
                if path.suffix.lower() in ENDINGS and path.is_file() and not path.name.startswith("~$"):
                    told = path.stat()
                    yield path.name, told.st_size, told.st_mtime_ns

    def _taken_in(self, path: Path) -> Kept | None:
        """What it became; None where it could not be read."""
        try:
            with path.open("rb") as source, self.inbox.arriving() as arriving:
                shutil.copyfileobj(source, arriving)
                return self.inbox.keep(arriving, path.name, dt.datetime.now().astimezone())
        except OSError:  # gone, or held by another program
            return None

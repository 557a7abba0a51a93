"""A folder where mail attachments are saved: what is new in it is taken in, and it stays as it is."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kpixl.campaign import Inbox, Kept
from kpixl.desk.places import user_folders

ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".zip", ".7z", ".rar", ".eml", ".msg"})
"""Of files that may be returns, or hold some."""
_Seen = tuple[str, int, int]


def offered() -> Mapping[str, Path]:
    """What may be watched, by names that say no path: where a user saves things, and the folders there."""
    known = user_folders()
    places = [known[name] for name in ("downloads", "desktop", "documents") if name in known]
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


def _nothing(_name: str) -> bool:
    return False


@dataclass(kw_only=True)
class Watched:
    """A folder, and the returns that its files become."""

    folder: Path
    inbox: Inbox
    _before: frozenset[_Seen] = frozenset()
    _taken: set[_Seen] = field(default_factory=set)

    def look(self, is_lacking: Callable[[str], bool] = _nothing) -> int:
        """Take in what two looks in a row found the same, lest it be half there; how many were new.

        is_lacking: tells by its name what else is to come in: proof that returns name.
        """
        now = frozenset(self._there(is_lacking))
        new = sorted((now & self._before) - self._taken)
        self._before = now
        self._taken |= set(new)
        if new:
            self.inbox.look()
        kept = [each for name, _, _ in new if (each := self._taken_in(self.folder / name)) is not None]
        self.inbox.settle(kept)
        return sum(not each.before for each in kept)

    def _there(self, is_lacking: Callable[[str], bool]) -> Iterator[_Seen]:
        with suppress(OSError):  # a share that is away just now
            for path in self.folder.iterdir():
                wanted = path.suffix.lower() in ENDINGS or is_lacking(path.name)
                if wanted and path.is_file() and not path.name.startswith("~$"):
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

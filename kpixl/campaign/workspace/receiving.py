"""Where returns lie that the office takes in: a folder a time, nothing in it ever overwritten."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO

from kpixl.outputs import move_anew, on_disk

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]')
"""What systems take for something else in a name, and what turns the way in which it reads."""
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$) *(\.|$)")
_LONGEST = 120
"""Characters of a name that is kept: a Chinese one has three bytes, and 255 are what Linux takes."""
_ENDING = 12
_BLOCK = 1 << 20
_TIME = "%Y-%m-%d_%H%M"

Signature = tuple[tuple[str, int, int], ...]
"""The files of a folder, each with its size and time: where it is another one, something has changed."""


def safe_name(name: str) -> str:
    """A name for a file, whatever name a stranger gave it: no folder, nothing that a system refuses."""
    last = re.split(r"[/\\]", name)[-1]
    plain = _FORBIDDEN.sub("_", last.encode("utf-8", "replace").decode()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= _ENDING:
        plain = f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"
    return ("_" if _RESERVED.match(plain) else "") + plain[:_LONGEST] or "_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that arrived. path: where it lies; before: the same bytes lay there already."""

    path: Path
    sha256: str
    before: bool = False


@dataclass(kw_only=True)
class Arriving:
    """A file while it arrives. path: where it lies meanwhile."""

    path: Path
    file: IO[bytes]
    size: int = 0
    _whole: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> None:
        """Some more of it."""
        self.file.write(data)
        self._whole.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        """The digest of what has come."""
        return self._whole.hexdigest()


@dataclass(kw_only=True)
class Inbox:
    """The returns of a stage.

    folder: theirs; home: of those of all stages; waiting: for what has not arrived whole.
    """

    folder: Path
    home: Path
    waiting: Path
    _known: dict[tuple[str, int, int], str] = field(default_factory=dict)
    _by_size: dict[int, list[tuple[str, int, int]]] = field(default_factory=dict)
    _coming: set[str] = field(default_factory=set)

    @property
    def is_receiving(self) -> bool:
        """Whether a file is just arriving, so that more may follow."""
        return bool(self._coming)

    def look(self) -> None:
        """See what lies there, before files are kept: a look at each of thousands would take too long."""
        self._by_size = {}
        for each in self._files():
            self._by_size.setdefault(each[1], []).append(each)

    @property
    def signature(self) -> Signature:
        """What lies there now."""
        return tuple(sorted(self._files()))

    def path(self, name: str) -> Path:
        """A file of the signature."""
        return self.folder / name

    @contextmanager
    def arriving(self) -> Iterator[Arriving]:
        """A file that arrives; what is not kept by `keep` is gone at the end."""
        self.waiting.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.waiting, suffix=".part")
        self._coming.add(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield Arriving(path=Path(name), file=file)
        finally:
            self._coming.discard(name)
            Path(name).unlink(missing_ok=True)

    def keep(self, arrived: Arriving, name: str, at: dt.datetime) -> Kept:
        """Put a file that has arrived whole among the returns, unless the same was there at the last look.

        It is there for good after `settle`.
        """
        arrived.file.flush()
        alike = self._by_size.setdefault(arrived.size, [])
        for each in alike:
            if self._digest(each) == arrived.sha256:
                return Kept(path=self.path(each[0]), sha256=arrived.sha256, before=True)
        arrived.file.close()
        path = self._placed(arrived.path, name, at)
        alike.append(_told(path.relative_to(self.folder).as_posix(), path.stat()))
        self._known[alike[-1]] = arrived.sha256
        return Kept(path=path, sha256=arrived.sha256)

    def settle(self, kept: Iterable[Kept]) -> None:
        """See that files that were kept are on the disk."""
        on_disk(each.path for each in kept if not each.before)

    def take(self, path: Path, at: dt.datetime) -> Path:
        """Put a file that lies elsewhere on this disk among the returns."""
        taken = self._placed(path, path.name, at)
        on_disk([taken])
        return taken

    def holds(self, file: Path) -> bool:
        """Whether a file lies among the returns, of whatever stage."""
        return file.resolve().is_relative_to(self.home.resolve())

    def keep_together(self, files: Sequence[Path], at: dt.datetime) -> list[Kept]:
        """Copy files that belong together, a return and its proof, into one folder, under their own names.

        Where the first of them was there at the last look, the others go beside it.
        """
        first = self._same(files[0])
        into = first.parent if first else self._free_for([safe_name(file.name) for file in files], at)
        into.mkdir(parents=True, exist_ok=True)
        kept = [self._copied(file, into) for file in files]
        self.settle(kept)
        return kept

    def put_beside(self, file: Path, other: Path) -> Path:
        """Move a file among the returns beside another one of them, its name kept."""
        moved = _first_free(other.parent, file.name, lambda path: move_anew(file, path))
        on_disk([moved])
        return moved

    def _same(self, file: Path) -> Path | None:
        """Where the same bytes lay at the last look."""
        size, digest = file.stat().st_size, _digest(file)
        alike = (each for each in self._by_size.get(size, ()) if self._digest(each) == digest)
        return next((self.path(name) for name, *_ in alike), None)

    def _free_for(self, names: Sequence[str], at: dt.datetime) -> Path:
        """A folder of that time in which none of these names is taken."""
        folders = _names(self.folder, at.strftime(_TIME))
        return next(folder for folder in folders if not any((folder / name).exists() for name in names))

    def _copied(self, file: Path, into: Path) -> Kept:
        """A copy of a file in a folder, unless it is there."""
        name, digest = safe_name(file.name), _digest(file)
        there = into / name
        if there.is_file() and _digest(there) == digest:
            return Kept(path=there, sha256=digest, before=True)
        with file.open("rb") as source, self.arriving() as arriving:
            while block := source.read(_BLOCK):
                arriving.write(block)
            arriving.file.close()
            path = _first_free(into, name, lambda path: move_anew(arriving.path, path))
        self._by_size.setdefault(arriving.size, []).append(
            _told(path.relative_to(self.folder).as_posix(), path.stat())
        )
        return Kept(path=path, sha256=digest)

    def _placed(self, file: Path, name: str, at: dt.datetime) -> Path:
        into = self.folder / at.strftime(_TIME)
        into.mkdir(parents=True, exist_ok=True)
        for path in _names(into, safe_name(name)):
            with suppress(FileExistsError):
                move_anew(file, path)
                return path
        raise AssertionError

    def _digest(self, known: tuple[str, int, int]) -> str:
        if known not in self._known:
            self._known[known] = _digest(self.path(known[0]))
        return self._known[known]

    def _files(self) -> Iterator[tuple[str, int, int]]:
        yield from _below(self.folder, "")


def _digest(path: Path) -> str:
    """That of a file's bytes; of none where it cannot be read just now."""
    whole = hashlib.sha256()
    with suppress(OSError), path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()


def _first_free(folder: Path, name: str, put: Callable[[Path], None]) -> Path:
    """Put a file into a folder; where another one has its name, into a folder of that one."""
    for place in chain([folder], _names(folder, "02")):
        place.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            put(place / name)
            return place / name
    raise AssertionError


def _below(folder: Path, within: str) -> Iterator[tuple[str, int, int]]:
    """The files in a folder, in depth; links are none. It is asked twice a second, of thousands of files."""
    with suppress(OSError), os.scandir(folder) as entries:  # gone meanwhile, or not there yet
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(Path(entry.path), f"{within}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                yield _told(f"{within}{entry.name}", entry.stat(follow_symlinks=False))


def _told(name: str, at: os.stat_result) -> tuple[str, int, int]:
    return name, at.st_size, at.st_mtime_ns


def _names(folder: Path, name: str) -> Iterator[Path]:
    """The name, then the same with a number, until one is free; what came later sorts behind."""
    yield folder / name
    stem, dot, ending = name.rpartition(".")
    number = 1
    while True:
        number += 1
        yield folder / (f"{stem}_{number:02}.{ending}" if dot else f"{name}_{number:02}")

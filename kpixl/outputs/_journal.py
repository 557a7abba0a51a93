"""How files are exchanged so that a run that is cut short is undone by the next one.

New files wait in a folder `.kpixl-….part` inside the folder that they are for, beside the old ones, with a
journal that says what stands for what. As long as it is there, what happened is undone; `done.json`, to which
it is renamed in one step, says that all has happened. Where several folders are written together, one of them
decides, and the journals of the others say where it is.

A journal may have come from anybody. So names in it lead nowhere but into its own folder, and what it undoes
are files that kpixl wrote as the journal says.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from kpixl.marks import part_name
from kpixl.outputs import _disk
from kpixl.outputs._lock import LOCK
from kpixl.outputs._mark import is_own, sha256
from kpixl.outputs._trouble import unfinished

TEMPORARY = re.compile(re.escape(part_name("NAME")).replace("NAME", "[0-9A-Za-z_-]{1,40}"))
JOURNAL, DONE = "journal.json", "done.json"
_LONGEST = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One file. name: in the folder, with `/`; number: of `new…` and `old…`; new: its digest."""

    name: str
    number: int
    new: str
    old: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """What is exchanged in a folder.

    folders: those made for it; decided: where the folder waits whose journal decides, seen from this one, ""
    for itself; others: where those wait that follow it.
    """

    files: tuple[Move, ...]
    folders: tuple[str, ...]
    decided: str = ""
    others: tuple[str, ...] = ()


def seen_from(folder: Path, path: Path) -> str:
    """The way from a folder to what waits in another, for its journal; "" where none leads there."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return ""


def new_file(waiting: Path, number: int) -> Path:
    """Where a new file waits."""
    return waiting / f"new{number}"


def old_file(waiting: Path, number: int) -> Path:
    """Where the old one is kept."""
    return waiting / f"old{number}"


def note(waiting: Path, journal: Journal) -> None:
    """Write the journal."""
    beside = waiting / "journal.part"
    _disk.write(beside, json.dumps(asdict(journal)).encode("ascii"))
    _disk.replace(beside, waiting / JOURNAL)
    _disk.settle(waiting)


def exchange(folder: Path, waiting: Path, journal: Journal) -> None:
    """Put the new files in their places; the old ones are kept already."""
    for name in journal.folders:
        (folder / name).mkdir(exist_ok=True)
    for move in journal.files:
        _disk.replace(new_file(waiting, move.number), folder / move.name)
    for name in {"", *(str(PurePosixPath(move.name).parent) for move in journal.files)}:
        _disk.settle(folder / name)


def decide(waiting: Path) -> None:
    """All has happened."""
    _disk.replace(waiting / JOURNAL, waiting / DONE)
    _disk.settle(waiting)


def undo(folder: Path, waiting: Path, journal: Journal) -> None:
    """Put the old files back, and remove what was not there."""
    for move in reversed(journal.files):
        place = _inside(folder, move.name)
        if place is not None and _is_file(place) and sha256(place) == move.new and is_own(place):
            _undo(place, old_file(waiting, move.number), move)
    for name in reversed(journal.folders):
        made = _inside(folder, name)
        if made is not None:
            with suppress(OSError):  # somebody has put something there
                made.rmdir()


def _undo(place: Path, old: Path, move: Move) -> None:
    try:
        if not move.old:
            place.unlink()
        elif _is_file(old):
            _disk.replace(old, place)
    except OSError as error:
        raise unfinished(place, error) from error


def recover(folder: Path) -> None:
    """Undo or complete what runs that were killed have left in a folder that one has to oneself."""
    for entry in sorted(folder.iterdir()):
        if entry.name == LOCK or not TEMPORARY.fullmatch(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            _settle(folder, entry)
        else:
            entry.unlink()


def remove(waiting: Path) -> None:
    """Remove a folder of waiting files, the journal last."""
    for entry in sorted(waiting.iterdir(), key=lambda each: each.name in {JOURNAL, DONE}):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    waiting.rmdir()


def _settle(folder: Path, waiting: Path) -> None:
    done, begun = _read(waiting / DONE), _read(waiting / JOURNAL)
    if done is not None and any(_other(folder, path).is_dir() for path in done.others):
        return  # what follows is told by this one that it has happened
    if done is None and begun is not None and not _is_decided(folder, begun):
        undo(folder, waiting, begun)
    remove(waiting)


def _is_decided(folder: Path, journal: Journal) -> bool:
    return bool(journal.decided) and (_other(folder, journal.decided) / DONE).is_file()


def _other(folder: Path, path: str) -> Path:
    """The waiting folder that a journal names; one that is never there, where it names anything else."""
    named = PureWindowsPath(path)
    plain = not named.drive and not named.root and not Path(path).is_absolute()
    return folder / path if plain and TEMPORARY.fullmatch(named.name) else folder / part_name("")


def _inside(folder: Path, name: str) -> Path | None:
    """The place of a name in the folder itself, reached through no link; None for any other."""
    named = PureWindowsPath(name)
    parts = PurePosixPath(name).parts
    if named.drive or named.root or ".." in named.parts or not parts or parts[0] == "/":
        return None
    place = folder
    for part in parts[:-1]:
        place /= part
        if place.is_symlink() or not place.is_dir():
            return None
    return place / parts[-1]


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _read(path: Path) -> Journal | None:
    """A journal; None where there is none, or what is there is none."""
    with suppress(OSError):
        if _is_file(path) and path.stat().st_size <= _LONGEST:
            return read_journal(path.read_bytes())
    return None


def read_journal(content: bytes) -> Journal | None:
    """A journal as it was written; None of what is none."""
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        return _journal(json.loads(content))
    return None


def _journal(told: dict[str, Any]) -> Journal:
    return Journal(
        files=tuple(_move(each) for each in told["files"]),
        folders=tuple(_texts(told["folders"])),
        decided=_text(told["decided"]),
        others=tuple(_texts(told["others"])),
    )


def _move(told: dict[str, Any]) -> Move:
    number = told["number"]
    if type(number) is not int:
        raise ValueError(number)
    return Move(name=_text(told["name"]), number=number, new=_text(told["new"]), old=told["old"] is True)


def _texts(told: list[object]) -> Iterator[str]:
    return (_text(each) for each in told)


def _text(told: object) -> str:
    if not isinstance(told, str) or "\0" in told:
        raise ValueError(told)
    return told

"""Files that appear together when a block ends well, in one folder or several; else nothing has happened."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self, TextIO

from kpixl.marks import part_name
from kpixl.outputs import _disk
from kpixl.outputs._guard import UNGUARDED, Guard, try_folder
from kpixl.outputs._journal import (
    TEMPORARY,
    Journal,
    Move,
    decide,
    exchange,
    new_file,
    note,
    old_file,
    recover,
    remove,
    seen_from,
    undo,
)
from kpixl.outputs._lock import LOCK, one_writer
from kpixl.outputs._mark import put_mark, sha256
from kpixl.outputs._trouble import unwritable
from kpixl.places import is_stored
from kpixl.refusal import RefusedError


class Outputs:
    """Files that appear together when the block ends well; else nothing has happened.

        with Outputs(guard) as outputs:
            outputs.into(folder).write("01-甲镇.xlsx", data)

    A file of the same name is replaced where the guard lets it; others in a folder stay. RefusedError where
    nothing can be written, or another run writes there.
    """

    def __init__(self, guard: Guard = UNGUARDED) -> None:
        self.guard = guard
        self._folders: dict[str, OutputFolder] = {}
        self._held = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._held:
            if kind is None:
                folders = sorted(self._folders.values(), key=lambda each: each.stored)  # disks decide
                self._exchange([each for each in folders if each.files])

    def into(self, folder: Path) -> OutputFolder:
        """A folder to write into, made if need be; what a killed run left there is settled first."""
        key = str(folder) if is_stored(folder) else os.path.normcase(os.path.realpath(folder))
        if key not in self._folders:
            made = _folder(folder, self)
            self._held.enter_context(made.open())
            self._folders[key] = made
        return self._folders[key]

    def file(self, path: Path, data: bytes, *, private: bool = False) -> None:
        """A file in whatever folder. private: for its owner only."""
        self.into(path.parent).write(path.name, data, private=private)

    def binary(self, path: Path) -> AbstractContextManager[IO[bytes]]:
        """A file in whatever folder, to write bit by bit."""
        return self.into(path.parent).binary(path.name)

    def _exchange(self, folders: list[OutputFolder]) -> None:
        """Put all files in their places, or none."""
        for folder in folders:
            folder.prepare()
        try:
            for number, folder in enumerate(folders):
                folder.note(folders, first=number == 0)
            for folder in folders:
                folder.exchange()
            for first in folders[:1]:
                decide(first.waiting)
        except BaseException as error:
            with ExitStack() as every:
                for folder in folders:
                    every.callback(folder.undo)
            if isinstance(error, OSError):
                raise unwritable(_named(error, folders), error) from error
            raise
        for folder in reversed(folders):  # the one that decided is the last to go
            folder.done()


def _named(error: OSError, folders: list[OutputFolder]) -> Path:
    """The place that an error is about: it may name the file that was to go there, or only that."""
    for folder in folders:
        for move in folder.files.values():
            if str(new_file(folder.waiting, move.number)) == str(error.filename):
                return folder.folder / move.name
    named = error.filename2 or error.filename
    return Path(named) if named else folders[0].folder


def _folder(folder: Path, outputs: Outputs) -> OutputFolder:
    if is_stored(folder):
        from kpixl.outputs._stored_folder import StoredFolder  # noqa: PLC0415 - which is one of these

        return StoredFolder(folder, outputs)
    return OutputFolder(folder, outputs)


class OutputFolder:
    """One folder of outputs. waiting: where its files wait; files: what was written, by place."""

    stored = False
    """Whether it is in a store, not on this machine."""

    def __init__(self, folder: Path, outputs: Outputs) -> None:
        self.folder = folder
        self.waiting = folder / part_name(secrets.token_hex(4))
        self.files: dict[str, Move] = {}
        self._outputs = outputs
        self._journal: Journal | None = None
        self._next = 0

    @contextmanager
    def open(self) -> Iterator[None]:
        """The folder, there and to oneself; what waits in it is gone afterwards, and the folder if empty."""
        with _there(self.folder), one_writer(self.folder):
            try:
                recover(self.folder)
                self.waiting.mkdir()
            except OSError as error:
                raise unwritable(self.folder, error) from error
            try:
                yield
            finally:
                self._clean()
                with suppress(OSError, RefusedError):
                    recover(self.folder)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there yet but what is waiting."""
        return all(TEMPORARY.fullmatch(entry.name) for entry in self.folder.iterdir())

    @property
    def scratch(self) -> Path:
        """A folder for what is needed until the outputs are written, and then is gone."""
        return self.waiting / "scratch"

    def put_aside(self, name: str, data: bytes) -> None:
        """Write a file into the scratch folder. name: its path there, with `/`."""
        path = self.scratch / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            raise unwritable(path, error) from error

    def add_scratch(self) -> None:
        """What is in the scratch folder is written as well, under the same names."""
        for path in sorted(p for p in self.scratch.rglob("*") if p.is_file()):
            self.write(path.relative_to(self.scratch).as_posix(), path.read_bytes())

    def expect(self, names: Iterable[str]) -> None:
        """Files of these names are going to be written: RefusedError where one cannot be."""
        for name in names:
            self._outputs.guard.try_place(self._place(name))

    def write(self, name: str, data: bytes, *, private: bool = False) -> str:
        """Add a file; its digest. name: its path in the folder, with `/`; private: for its owner only."""
        place, number, there = self._claimed(name)
        digest = hashlib.sha256(data).hexdigest()
        try:
            if not (there and self._holds(name, digest)):
                _disk.put(new_file(self.waiting, number), data, private=private)
                self._added(name, number, digest, there=there)
        except OSError as error:
            raise unwritable(place, error) from error
        return digest

    @contextmanager
    def binary(self, name: str) -> Iterator[IO[bytes]]:
        """A file to write bit by bit."""
        with self._adding(name) as path, path.open("wb") as out:
            yield out

    @contextmanager
    def text(self, name: str, *, newline: str | None = "\n") -> Iterator[TextIO]:
        """A text file to write bit by bit, in UTF-8. newline: as of `open`."""
        with (
            self._adding(name) as path,
            path.open("w", encoding="utf-8", errors="backslashreplace", newline=newline) as out,
        ):
            yield out

    @contextmanager
    def _adding(self, name: str) -> Iterator[Path]:
        place, number, there = self._claimed(name)
        path = new_file(self.waiting, number)
        try:
            yield path
            digest = sha256(path)
            if not (there and self._holds(name, digest)):
                self._added(name, number, digest, there=there)
        except OSError as error:
            raise unwritable(place, error) from error

    def _claimed(self, name: str) -> tuple[Path, int, bool]:
        """Where a file is to go, its number, and whether one is there."""
        place = self._place(name)
        there = self._outputs.guard.try_place(place)
        if os.path.normcase(name) in self.files:
            raise _twice(place)
        self._next += 1
        return place, self._next - 1, there

    def _holds(self, name: str, digest: str) -> bool:
        """Whether the file that is there is as it is to be."""
        place = self.folder / name
        return place.is_file() and sha256(place) == digest

    def _added(self, name: str, number: int, digest: str, *, there: bool) -> None:
        """A file waits that is to be put in its place. there: whether one is."""
        put_mark(new_file(self.waiting, number), digest)
        if there:
            self._outputs.guard.try_replacing(self.folder / name)
        self.files[os.path.normcase(name)] = Move(name=name, number=number, new=digest, old=there)

    def _place(self, name: str) -> Path:
        """The place of a name; below the folder no link is followed."""
        place = self.folder
        for part in PurePosixPath(name).parts[:-1] if "/" in name else ():
            place /= part
            try_folder(place, by_link=False)
        return self.folder / name

    def prepare(self) -> None:
        """Keep the old files, after all places were tried once more: that may have taken an hour."""
        places = {key: self._place(move.name) for key, move in self.files.items()}
        for folder in {place.parent for place in places.values()}:
            try_folder(folder)
        for key, place in places.items():
            there = self._outputs.guard.try_file(place)
            move = self.files[key] = replace(self.files[key], old=there)
            try:
                if there:
                    _disk.keep(place, old_file(self.waiting, move.number))
            except OSError as error:
                raise unwritable(place, error) from error
        try:
            _disk.through([new_file(self.waiting, move.number) for move in self.files.values()])
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def note(self, folders: list[OutputFolder], *, first: bool) -> None:
        """Write the journal. folders: those that are written together; the first decides."""
        inner = {str(p) for m in self.files.values() for p in PurePosixPath(m.name).parents if p.name}
        missing = sorted((each for each in inner if not (self.folder / each).exists()), key=len)
        self._journal = Journal(
            files=tuple(self.files.values()),
            folders=tuple(missing),
            decided="" if first else seen_from(self.folder, folders[0].waiting),
            others=tuple(seen_from(self.folder, each.waiting) for each in folders[1:]) if first else (),
        )
        note(self.waiting, self._journal)

    def exchange(self) -> None:
        """Put the new files in their places."""
        if self._journal is not None:
            exchange(self.folder, self.waiting, self._journal)

    def undo(self) -> None:
        """Put the old files back in theirs."""
        if self._journal is not None:
            undo(self.folder, self.waiting, self._journal)
            self.done()

    def done(self) -> None:
        """All has happened, or nothing: remove what waits; what cannot be removed now is by the next run."""
        self._journal = None
        self._clean()

    def _clean(self) -> None:
        if self._journal is None:  # else something could not be undone, and waits for the next run
            with suppress(OSError):
                remove(self.waiting)


def write_whole(path: Path, data: bytes, guard: Guard = UNGUARDED) -> None:
    """Write one file, replacing what is there. Raises RefusedError where it cannot be written."""
    with Outputs(guard) as outputs:
        outputs.file(path, data)


def settle(folder: Path) -> None:
    """Undo, or complete, what runs that were killed have left in a folder and in those below it."""
    for place in sorted({left.parent for left in folder.rglob(part_name("*")) if left.name != LOCK}):
        with Outputs() as outputs:
            outputs.into(place)


@contextmanager
def _there(folder: Path) -> Iterator[None]:
    """The folder, made if need be; what was made and stays empty is removed again."""
    made: list[Path] = []
    try:
        for each in reversed([folder, *folder.absolute().parents]):
            try_folder(each)
            if not each.exists():
                each.mkdir()
                made.append(each)
    except OSError as error:
        _unmake(made)
        raise unwritable(folder, error) from error
    try:
        yield
    finally:
        _unmake(made)


def _unmake(folders: list[Path]) -> None:
    for folder in reversed(folders):
        with suppress(OSError):  # it is not empty
            folder.rmdir()


def _twice(place: Path) -> RefusedError:
    return RefusedError(
        f"“{place}”被指定为两个结果的位置：请给其中一个另选一个位置。",
        f"{str(place)!r} is the place of two outputs: choose another place for one of them.",
    )

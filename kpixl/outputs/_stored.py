"""Outputs in a store: an object appears whole or not at all, and all of a folder do or none.

As on a disk (`_journal`): new objects wait beside their places, under `.kpixl-….part`, and old ones are kept
there, with a journal; as long as that is there, the next run undoes what happened. A store has no times of
modification that one may set: what kpixl wrote is listed in an object of its own, with what the store says of
each version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kpixl.marks import part_name
from kpixl.outputs._journal import JOURNAL, TEMPORARY, Journal, Move, new_file, old_file, read_journal
from kpixl.outputs._lock import LOCK
from kpixl.places import store_of

WRITTEN = part_name("written")
"""The list of what kpixl wrote into a folder: name → what the store says of its version, and its digest."""


class Store:
    """A folder of a store. waiting: where new objects wait beside their places, and old ones are kept."""

    def __init__(self, folder: Path, waiting: Path) -> None:
        self.folder, self.waiting = folder, waiting
        self._fs, self._root = store_of(folder)

    def settle(self) -> None:
        """Undo what runs that were killed left half done."""
        for name in {path.partition("/")[0] for path in self.versions()}:
            if TEMPORARY.fullmatch(name) and name not in {WRITTEN, LOCK}:
                left = Store(self.folder, self.folder / name)
                left.undo()
                left.remove()

    def prepare(self, moves: Mapping[Path, Move]) -> None:
        """Bring new files, by where they are on this machine, to where they wait, and keep the old ones."""
        self._fs.put([str(path) for path in moves], [self._new(move) for move in moves.values()])
        self._copy([(self._at(move), self._old(move)) for move in moves.values() if move.old])
        note = Journal(files=tuple(moves.values()), folders=())
        (self.waiting / JOURNAL).write_bytes(json.dumps(asdict(note)).encode("ascii"))

    def exchange(self, moves: Sequence[Move]) -> None:
        """Put the new objects in their places, and list them."""
        self._copy([(self._new(move), self._at(move)) for move in moves])
        versions, written = self.versions(), self.written()
        written |= {move.name: (versions.get(move.name, ""), move.new) for move in moves}
        (self.folder / WRITTEN).write_bytes(json.dumps(written, ensure_ascii=False, sort_keys=True).encode())

    def undo(self) -> None:
        """Put the old objects back, and remove what was not there."""
        with suppress(FileNotFoundError):
            journal = read_journal((self.waiting / JOURNAL).read_bytes())
            for move in journal.files if journal else ():
                if ".." not in move.name.split("/") and self._digest(self.folder / move.name) == move.new:
                    self._undo(move)

    def _undo(self, move: Move) -> None:
        if move.old:
            self._copy([(self._old(move), self._at(move))])
        else:
            self._fs.rm_file(self._at(move))

    def remove(self) -> None:
        """Remove what waits; the journal first, without which nothing is undone."""
        for path in (self.waiting / JOURNAL, self.waiting):
            with suppress(FileNotFoundError):
                self._fs.rm(store_of(path)[1], recursive=True)

    def versions(self) -> dict[str, str]:
        """What the store says of the version of each object, by name."""
        self._fs.invalidate_cache()
        start = len(self._root.rstrip("/")) + 1
        with suppress(FileNotFoundError):
            found = self._fs.find(self._root, detail=True)
            return {path[start:]: _version(info) for path, info in found.items() if path[start:] != LOCK}
        return {}

    def written(self) -> dict[str, tuple[str, str]]:
        """What kpixl wrote here: versions and digests by name."""
        with suppress(FileNotFoundError, ValueError, AttributeError, TypeError):
            told = json.loads((self.folder / WRITTEN).read_bytes())
            return {name: (str(version), str(digest)) for name, (version, digest) in told.items()}
        return {}

    def _copy(self, ways: Sequence[tuple[str, str]]) -> None:
        if ways:
            self._fs.copy([source for source, _ in ways], [target for _, target in ways])

    def _new(self, move: Move) -> str:
        return store_of(new_file(self.waiting, move.number))[1]

    def _old(self, move: Move) -> str:
        return store_of(old_file(self.waiting, move.number))[1]

    def _at(self, move: Move) -> str:
        return store_of(self.folder / move.name)[1]

    @staticmethod
    def _digest(path: Path) -> str:
        with suppress(FileNotFoundError), path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
        return ""


def is_own_stored(path: Path) -> bool:
    """Whether kpixl wrote an object as it stands."""
    store = Store(path.parent, path.parent)
    own = store.written().get(path.name)
    return own is not None and own[0] == store.versions().get(path.name)


def _version(info: Mapping[str, Any]) -> str:
    """What tells a version of an object from others: a tag, else size and time."""
    tag = info.get("ETag") or info.get("etag")
    return str(tag or [info.get("size"), str(info.get("LastModified") or info.get("created") or "")])

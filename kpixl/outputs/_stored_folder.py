"""One folder of outputs in a store: its files wait on this machine until all of them are whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kpixl.outputs._guard import of_others
from kpixl.outputs._journal import JOURNAL, Move, new_file
from kpixl.outputs._outputs import OutputFolder, Outputs
from kpixl.outputs._stored import Store
from kpixl.outputs._stored_lock import one_stored_writer
from kpixl.places import reaching
from kpixl.refusal import RefusedError


class StoredFolder(OutputFolder):
    """A folder of a store. waiting: where its files wait on this machine."""

    stored = True

    def __init__(self, folder: Path, outputs: Outputs) -> None:
        super().__init__(folder, outputs)
        self._store = Store(folder, self.waiting)
        self._versions: dict[str, str] = {}
        self._written: dict[str, tuple[str, str]] = {}

    @contextmanager
    def open(self) -> Iterator[None]:
        """The folder, to oneself; what waits for it is gone afterwards."""
        with one_stored_writer(self.folder), tempfile.TemporaryDirectory(prefix="kpixl-") as room:
            with reaching(self.folder):
                self._store.settle()
                self._versions, self._written = self._store.versions(), self._store.written()
            self.waiting = Path(room)
            try:
                yield
            finally:
                self.done()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there yet."""
        return not self._versions

    def _place(self, name: str) -> Path:
        return self.folder / name

    def _holds(self, name: str, digest: str) -> bool:
        """Whether an object is there already, as it is to be."""
        return self._is_own(name) and self._written[name][1] == digest

    def _is_own(self, name: str) -> bool:
        return name in self._written and self._written[name][0] == self._versions.get(name)

    def _added(self, name: str, number: int, digest: str, *, there: bool) -> None:
        old = there and name in self._versions
        if old and not (self._outputs.guard.force or self._is_own(name)):
            raise of_others(self.folder / name)
        self.files[os.path.normcase(name)] = Move(name=name, number=number, new=digest, old=old)

    def prepare(self) -> None:
        """Bring all files to the store, beside their places: that is what may take long, or fail."""
        with reaching(self.folder):
            self._store.prepare({new_file(self.waiting, m.number): m for m in self.files.values()})

    def note(self, folders: list[OutputFolder], *, first: bool) -> None:
        """The store has a journal of its own; this one is for where no other folder decides."""
        if first and folders:
            (self.waiting / JOURNAL).touch()

    def exchange(self) -> None:
        """Put the new objects in their places."""
        with reaching(self.folder):
            self._store.exchange(list(self.files.values()))

    def undo(self) -> None:
        """Put the old objects back in theirs."""
        with reaching(self.folder):
            self._store.undo()

    def done(self) -> None:
        """All has happened, or nothing: remove what waits; what cannot be removed now is by the next run."""
        with suppress(RefusedError), reaching(self.folder):
            self._store.remove()

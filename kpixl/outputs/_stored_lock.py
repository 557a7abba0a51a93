"""One writer a folder of a store: who writes there has put an object there that says who it is.

An object that is put only where there is none yet is all that a store has for a lock. It does not end with
its process: what a killed run left, somebody removes who knows that it no longer runs.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kpixl.outputs._lock import LOCK, acquired, who
from kpixl.places import reaching, store_of
from kpixl.refusal import RefusedError


@contextmanager
def one_stored_writer(folder: Path) -> Iterator[None]:
    """The folder to oneself. TakenError, which says who writes there, where that does not end soon."""
    path = folder / LOCK
    with reaching(folder):
        acquired(path, _put)
    try:
        yield
    finally:
        with suppress(RefusedError, FileNotFoundError), reaching(folder):
            fs, name = store_of(path)
            fs.rm_file(name)


def _put(path: Path) -> bool | None:
    """Whether the object is ours now; None where another's is there."""
    fs, name = store_of(path)
    fs.invalidate_cache()
    if fs.exists(name):
        return None
    try:
        fs.pipe_file(name, who(), mode="create")
    except OSError as error:  # each kind of store says in another way that one is there
        fs.invalidate_cache()
        if fs.exists(name):
            return None
        if error.errno != errno.ENOSYS:
            raise
        fs.pipe_file(name, who())  # it knows no such condition: who comes at the very same moment is not seen
    return True

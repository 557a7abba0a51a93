"""Records of files that were read before, so that an unchanged file need not be read again.

What a file is read as depends on the file, on its displayed name and on what the reading process is told:
scheme, older versions, key, limits, passwords, decisions, and kpixl itself. All of it is in the key that a
record is kept under; any other content, and any other setting, is read anew. A cache may be deleted at any
time. Its records are signed: pickled objects of somebody else are never loaded.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kpixl.blueprint import digest
from kpixl.outputs import unversioned
from kpixl.refusal import RefusedError
from kpixl.returns._reading import Reader
from kpixl.returns.files._source import Source
from kpixl.returns.records._packing import Made, Unpacker, lasts, packed
from kpixl.returns.records._record import Record
from kpixl.version import code_digest

if TYPE_CHECKING:
    import sqlite3

_TABLES = """
CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL UNIQUE, content BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS parts (key BLOB PRIMARY KEY, content BLOB NOT NULL, last INTEGER NOT NULL);
"""
"""last: the number of the last record that has the part."""
_VERSION = 1
_WAIT_SECONDS = 10.0
_MOST_KEPT = 50_000
"""Records: some 300 MB."""
_MOST_ASKED = 500
"""Keys of one query; SQLite of old takes 999."""


@dataclass(frozen=True, kw_only=True)
class RecordCache:
    """Records in a file, as one reader reads them."""

    path: Path
    reader: Reader
    _digests: dict[Path, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path | None, reader: Reader) -> RecordCache | None:
        """The cache of a reader; None without a file or without a key to sign by."""
        return cls(path=path, reader=reader) if path and reader.key else None

    def found(self, sources: Sequence[Source]) -> dict[int, Record]:
        """The records that are known of these sources, by their numbers."""
        return {at: made for at, made in self._known(sources).items() if isinstance(made, Record)}

    def within(self, sources: Sequence[Source]) -> dict[int, list[Source]]:
        """The same of what is known to lie in archives and mails, wherever those are now."""
        return {
            at: [_moved(each, sources[at]) for each in made]
            for at, made in self._known(sources).items()
            if isinstance(made, list)
        }

    def _known(self, sources: Sequence[Source]) -> dict[int, Made]:
        if not self.path.is_file():
            return {}
        import sqlite3  # noqa: PLC0415 - reading processes import this module and need none

        numbers = {self._key(source): number for number, source in enumerate(sources)}
        try:
            with closing(self._connected()) as database:
                rows = list(_chosen(database, "records", list(numbers)))
                unpacker = Unpacker(partial(self._part, database))
                signed = ((numbers[key], self._signed(sealed)) for key, sealed in rows)
                loaded = ((number, content and unpacker.loaded(content)) for number, content in signed)
                return {number: made for number, made in loaded if made}
        except sqlite3.DatabaseError:
            # what is damaged is no loss: it is made anew
            return {}

    def keep(self, made: Iterable[tuple[Source, Made]]) -> None:
        """Keep records, some at a time; the oldest of very many are forgotten.

        Where they cannot be kept, they are read anew the next time.
        """
        import sqlite3  # noqa: PLC0415 - as above

        with suppress(RefusedError, OSError, sqlite3.DatabaseError):
            self._keep(made)

    def _keep(self, made: Iterable[tuple[Source, Made]]) -> None:
        rest = (each for each in made if lasts(each[1]))
        while some := list(islice(rest, _MOST_ASKED)):
            parts: dict[bytes, bytes] = {}
            rows = [(self._key(source), self._sealed(packed(record, parts))) for source, record in some]
            signed = [(key, self._sealed(content)) for key, content in parts.items()]
            with self._written() as database:
                database.executemany("INSERT OR REPLACE INTO records (key, content) VALUES (?, ?)", rows)
                last = database.execute("SELECT max(id) FROM records").fetchone()[0]
                database.executemany(
                    "INSERT OR REPLACE INTO parts VALUES (?, ?, ?)", ((*part, last) for part in signed)
                )
                database.execute("DELETE FROM records WHERE id <= ?", (last - _MOST_KEPT,))
                database.execute("DELETE FROM parts WHERE last <= ?", (last - _MOST_KEPT,))

    @contextmanager
    def _written(self) -> Iterator[sqlite3.Connection]:
        """The database in a transaction; one that is damaged makes room for a new one."""
        with unversioned(self.path.parent):
            if self.path.is_file() and not self._is_sound():
                self.path.unlink()
            self.path.touch(mode=0o600)  # for its owner: it holds what units reported
            with closing(self._connected()) as database:
                database.executescript(f"{_TABLES} PRAGMA user_version = {_VERSION};")
                database.execute("BEGIN IMMEDIATE")
                yield database
                database.execute("COMMIT")

    def _is_sound(self) -> bool:
        import sqlite3  # noqa: PLC0415 - as above

        with suppress(sqlite3.DatabaseError), closing(self._connected()) as database:
            version = database.execute("PRAGMA user_version").fetchone()[0]
            database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            return version in (0, _VERSION)
        return False

    def _connected(self) -> sqlite3.Connection:
        import sqlite3  # noqa: PLC0415 - as above

        return sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None)

    def _key(self, source: Source) -> bytes:
        """Under what the record of a source is kept: the file's content, the way into it, its shown name."""
        if source.path not in self._digests:
            with source.path.open("rb") as file:
                self._digests[source.path] = hashlib.file_digest(file, "sha256").digest()
        way = "\0".join((source.name, *source.member)).encode("utf-8", "surrogatepass")
        return self._mac(self._context + self._digests[source.path] + way)

    @cached_property
    def _context(self) -> bytes:
        return context_of(self.reader)

    def _part(self, database: sqlite3.Connection, key: bytes) -> bytes | None:
        """What records share, by its digest."""
        rows = dict(_chosen(database, "parts", [key]))
        return self._signed(rows[key]) if key in rows else None

    def _mac(self, content: bytes) -> bytes:
        key = self.reader.key
        return hmac.digest(key.secret if key else b"", content, "sha256")

    def _sealed(self, content: bytes) -> bytes:
        return self._mac(content) + content

    def _signed(self, sealed: bytes) -> bytes | None:
        """The content; None of one that this key did not sign."""
        mac, content = sealed[:32], sealed[32:]
        return content if hmac.compare_digest(mac, self._mac(content)) else None


def context_of(reader: Reader) -> bytes:
    """The digest of all that a file's record depends on besides the file; the key aside."""
    versions = reader.snapshots.iterdir() if reader.snapshots and reader.snapshots.is_dir() else ()
    stored = sorted(path.name for path in versions)
    head = reader.scheme.head
    told = (
        digest(reader.scheme),
        repr((head.contact, [stage.deadline for stage in reader.scheme.stages])),
        code_digest(),
        repr((reader.limits, reader.process, reader.passwords, stored)),
        repr(reader.decisions.for_reading),
    )
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).digest()


def _chosen(database: sqlite3.Connection, table: str, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Keys and contents of a table, of these keys."""
    for start in range(0, len(keys), _MOST_ASKED):
        some = keys[start : start + _MOST_ASKED]
        asked = f"SELECT key, content FROM {table} WHERE key IN ({', '.join('?' * len(some))})"  # noqa: S608 - names of its own
        yield from database.execute(asked, some)


def _moved(source: Source, outer: Source) -> Source:
    """What lies in an archive or mail that may have been moved meanwhile."""
    return replace(source, path=outer.path, given=outer.given + source.name.removeprefix(outer.name))

"""The account of a workspace: entries in SQLite, added and never changed.

Offices keep workspaces on network shares: a rollback journal, for WAL takes shared memory; one writer at a
time, by the lock of the folder, which names its holder, for shares lose SQLite's own locks. Whatever ends a
run, the entries of one call are all there or none of them.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, overload

from kpixl.ledger.entry import Draft, Entry, Turn, Verb
from kpixl.ledger.schema import APPLICATION, MIGRATIONS, migrate, version_of
from kpixl.outputs import unversioned
from kpixl.refusal import RefusedError, reason

_WAIT_SECONDS = 10.0
_COLUMNS = "id, at, by, what, scheme, stage, round, period, unit, file, why, data, revokes, person"
_DATA = _COLUMNS.split(", ").index("data")
_FROM = "entries LEFT JOIN people ON entry = id"
_ADD = (
    "INSERT INTO entries (at, by, what, scheme, stage, round, period, unit, file, why, data, revokes) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account in a file, which is made at the first entry."""

    path: Path

    def entries(
        self,
        scheme: str,
        *,
        stage: str | None = None,
        unit: str | None = None,
        what: Iterable[Verb] = (),
        after: int | None = None,
    ) -> list[Entry]:
        """The entries of a scheme in their order; of a stage or unit, with certain verbs, after a number."""
        verbs = tuple(what)
        asked: dict[str, Any] = {"scheme": scheme, "stage": stage, "unit": unit}
        terms = [f"{name} = :{name}" for name, value in asked.items() if value is not None]
        if after is not None:
            terms.append("id > :after")
            asked["after"] = after
        if verbs:
            terms.append(f"what IN ({', '.join(f':what{i}' for i in range(len(verbs)))})")
            asked |= {f"what{i}": verb for i, verb in enumerate(verbs)}
        return self.read(f"WHERE {' AND '.join(terms)} ORDER BY id", asked)

    def read(self, which: str, asked: Mapping[str, Any]) -> list[Entry]:
        """The entries of a condition in SQL, by names of its own."""
        turns: dict[tuple[str, ...], Turn] = {}
        rows = self.rows(f"SELECT {_COLUMNS} FROM {_FROM} {which}", asked)  # noqa: S608 - names of its own
        # one list for all is parsed far quicker than thousands of texts
        told = json.loads(f"[{','.join(row[_DATA] for row in rows)}]")
        return [_entry(row, data, turns) for row, data in zip(rows, told, strict=True)]

    def listed(self, scheme: str, *, what: str = "", stage: str = "") -> Listed:
        """The same, the last one first, of a verb and of a stage where these are named."""
        asked = {"scheme": scheme, "what": what, "stage": stage}
        return Listed(self, {name: said for name, said in asked.items() if said})

    @property
    def last(self) -> int:
        """The number of the latest entry, 0 where there is none: another one, and something else is known.

        What is only undertaken, or was, is not counted: by itself it changes nothing.
        """
        query = "SELECT id FROM entries WHERE what NOT IN ('begun', 'ended') ORDER BY id DESC LIMIT 1"
        rows = self.rows(query, {})
        return rows[0][0] if rows else 0

    def stages(self, scheme: str, what: Sequence[Verb]) -> set[str]:
        """The stages of which there are entries with these verbs."""
        verbs = ", ".join(f":what{i}" for i in range(len(what)))
        query = f"SELECT DISTINCT stage FROM entries WHERE scheme = :scheme AND what IN ({verbs})"  # noqa: S608 - names of its own
        asked = {"scheme": scheme, **{f"what{i}": verb for i, verb in enumerate(what)}}
        return {stage for (stage,) in self.rows(query, asked)}

    @property
    def first_scheme(self) -> str | None:
        """The scheme of the first entry; None before there is any."""
        rows = self.rows("SELECT scheme FROM entries ORDER BY id LIMIT 1", {})
        return rows[0][0] if rows else None

    def standing(self, scheme: str, *what: Verb, stage: str | None = None) -> list[Entry]:
        """The entries with these verbs that none has revoked."""
        revoked = {e.revokes for e in self.entries(scheme, what=("revoked",))}
        return [e for e in self.entries(scheme, stage=stage, what=what) if e.id not in revoked]

    def add(self, drafts: Sequence[Draft], *, at: dt.datetime, by: str) -> None:
        """Make entries: all of them or none. RefusedError where somebody else is writing."""
        self.weigh(lambda: drafts, at=at, by=by)

    def weigh(self, found: Callable[[], Sequence[Draft]], *, at: dt.datetime, by: str) -> None:
        """Make the entries that a look at the account asks for, with nobody writing in between.

        found: looks, and says which; it is asked once more when the account is one's own.
        """
        if not found():
            return
        with self._own():
            drafts = found()
            with self._changed() as database:
                for draft in drafts:
                    number = database.execute(_ADD, _row(draft, at, by)).lastrowid
                    if draft.person:
                        database.execute("INSERT INTO people VALUES (?, ?)", (number, _whole(draft.person)))

    def forget_people(self, scheme: str) -> None:
        """Take away who the senders of a scheme's returns were."""
        with self._own(), self._changed() as database:
            own = "SELECT id FROM entries WHERE scheme = ?"
            database.execute(f"DELETE FROM people WHERE entry IN ({own})", (scheme,))  # noqa: S608 - names of its own

    def rows(self, query: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """What the database answers; nothing where there is none yet."""
        if not self.path.is_file():
            return []
        with self._usable(), closing(self._connected()) as database:
            return database.execute(query, asked).fetchall() if version_of(database) else []

    @contextmanager
    def _own(self) -> Iterator[None]:
        """The account to oneself; RefusedError where nothing can be written there."""
        with ExitStack() as held:
            try:
                held.enter_context(unversioned(self.path.parent))
                self.path.touch(mode=0o600)  # for its owner, as the secrets beside it are: it names people
            except OSError as error:
                raise _unwritable(self.path, error) from error
            yield

    @contextmanager
    def _changed(self) -> Iterator[sqlite3.Connection]:
        """The database in a transaction; what is taken away is overwritten."""
        with self._usable(), closing(self._connected()) as database:
            database.execute("PRAGMA secure_delete = ON")
            migrate(database)
            database.execute("BEGIN IMMEDIATE")
            yield database
            database.execute("COMMIT")

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """RefusedError where the file is no sound ledger; what its rules forbid is an error of kpixl's."""
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise _unusable(self.path, error) from error

    def _connected(self) -> sqlite3.Connection:
        """The database, looked at before it is believed."""
        database = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None)
        database.execute("PRAGMA foreign_keys = ON")
        known = database.execute("PRAGMA application_id").fetchone()[0], version_of(database)
        if known not in {(0, 0), *((APPLICATION, n + 1) for n in range(len(MIGRATIONS)))}:
            database.close()
            raise _foreign(self.path)
        return database


@dataclass(frozen=True, slots=True)
class Listed(Sequence[Entry]):
    """Entries, the last one first, read as far as somebody looks. asked: what their columns say."""

    ledger: Ledger
    asked: Mapping[str, str]

    def __len__(self) -> int:
        rows = self.ledger.rows(f"SELECT COUNT(*) FROM entries {self._which}", self.asked)  # noqa: S608 - names of its own
        return int(rows[0][0]) if rows else 0

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> list[Entry]: ...
    def __getitem__(self, at: int | slice) -> Entry | list[Entry]:
        if not isinstance(at, slice):
            return self[at : at + 1][0]
        first, last, _ = at.indices(len(self))
        bounds = {"first": first, "count": max(0, last - first)}
        which = f"{self._which} ORDER BY id DESC LIMIT :count OFFSET :first"
        return self.ledger.read(which, {**self.asked, **bounds})

    def __iter__(self) -> Iterator[Entry]:
        return iter(self[:])

    @property
    def _which(self) -> str:
        return f"WHERE {' AND '.join(f'{name} = :{name}' for name in self.asked)}"


def _row(draft: Draft, at: dt.datetime, by: str) -> tuple[Any, ...]:
    data = json.dumps(dict(draft.data), sort_keys=True)
    when = at.isoformat(timespec="seconds")
    texts = (when, by, draft.what, *astuple(draft.turn), draft.unit, draft.file, draft.why, data)
    return (*map(_whole, texts), draft.revokes)


def _whole(text: str) -> str:
    """The text; half a character, as a name of a file may hold, is written out: SQLite takes none."""
    return text.encode("utf-8", "backslashreplace").decode()


def _entry(row: tuple[Any, ...], data: Any, turns: dict[tuple[str, ...], Turn]) -> Entry:
    """An entry. data: its own; turns: those that there are already, for they are few."""
    number, at, by, what, scheme, stage, round_, period, unit, file, why, _, revokes, person = row
    of = scheme, stage, round_, period
    if of not in turns:
        turns[of] = Turn(scheme=scheme, stage=stage, round=round_, period=period)
    return Entry(
        id=number,
        at=dt.datetime.fromisoformat(at),
        by=by,
        what=what,
        turn=turns[of],
        unit=unit,
        file=file,
        why=why,
        data=data,
        person=person or "",
        revokes=revokes,
    )


def _unwritable(path: Path, error: OSError) -> RefusedError:
    why = reason(str(path), error)
    return RefusedError(
        f"台账“{path}”写不进去（{why.zh}）：请核对工作区的权限和磁盘。",
        f"The ledger {str(path)!r} cannot be written ({why.en}): see to the workspace's rights and disk.",
    )


def _unusable(path: Path, error: sqlite3.Error) -> RefusedError:
    return RefusedError(
        f"台账“{path}”读不出来（{error}）：如果另一个程序正打开着它，请关闭后重试；已损坏的，请从备份恢复。",
        f"The ledger {str(path)!r} cannot be used ({error}): close what else has it open, or, if it is "
        "damaged, restore it from a backup.",
    )


def _foreign(path: Path) -> RefusedError:
    return RefusedError(
        f"台账“{path}”是更新版本的 kpixl 建的，或者不是 kpixl 的台账：请升级 kpixl，或从备份恢复。",
        f"The ledger {str(path)!r} is of a later kpixl, or of no kpixl at all: upgrade, or restore a backup.",
    )

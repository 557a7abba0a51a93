"""The tables of the account, and how those of an earlier version become those of this one."""

from __future__ import annotations

import sqlite3
from typing import Final

APPLICATION: Final = 0x6B70786C
"""`kpxl`: by this a database says whose it is."""

_FIRST = """
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL,
    scheme TEXT NOT NULL,
    stage TEXT NOT NULL,
    round TEXT NOT NULL,
    period TEXT NOT NULL,
    unit TEXT NOT NULL,
    file TEXT NOT NULL,
    why TEXT NOT NULL,
    data TEXT NOT NULL,
    revokes INTEGER REFERENCES entries (id)
);
CREATE TABLE people (entry INTEGER PRIMARY KEY REFERENCES entries (id), person TEXT NOT NULL);
CREATE INDEX entries_of_turn ON entries (scheme, stage, what, unit);
CREATE INDEX entries_of_unit ON entries (scheme, unit);
CREATE INDEX entries_of_file ON entries (file) WHERE file <> '';
CREATE UNIQUE INDEX revoked_once ON entries (revokes) WHERE revokes IS NOT NULL;
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entries_are_final BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
"""

MIGRATIONS: Final[tuple[str, ...]] = (_FIRST,)
"""What makes each version of the one before; the first of nothing."""


def version_of(database: sqlite3.Connection) -> int:
    """The version of the tables; 0 of an empty database."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def migrate(database: sqlite3.Connection) -> None:
    """Bring the tables to this version, in one transaction: as before or whole."""
    for number in range(version_of(database), len(MIGRATIONS)):
        steps = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {number + 1};"
        database.executescript(f"BEGIN IMMEDIATE; {MIGRATIONS[number]} {steps} COMMIT;")

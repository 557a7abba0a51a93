"""Where chunks lie that were read: one Parquet file each, and the setups that they were read by.

A chunk's file has a row a return: whose it is, its digest, how many findings of each kind and which, and its
record, which is signed with the workspace's key: pickled objects of somebody else are never loaded. What many
records share stands once, in rows of the kind `shared`. A shelf may be emptied when nobody is at work.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from kpixl.findings import Finding, Severity
from kpixl.returns import Made, Record, Source, Unpacker, packed
from kpixl.stamp import Key

RETURN, SHARED = "return", "shared"
_COLUMNS = pa.schema(
    [
        ("kind", pa.string()),
        ("name", pa.string()),
        ("file_sha256", pa.string()),
        ("sha256", pa.string()),
        ("unit", pa.string()),
        ("stage", pa.string()),
        *((severity.value, pa.int32()) for severity in Severity),
        ("findings", pa.string()),
        ("record", pa.binary()),
    ]
)
_HEAD = b"kpixl"
_SIZE = 32
"""Bytes of a signature."""


class Kept(NamedTuple):
    """What a chunk knows of a source. file_sha256: of the file on disk that it is or lies in."""

    name: str
    file_sha256: str
    made: Made


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A folder, or a place in an object store, that all workers see."""

    place: Path
    key: Key

    def keep_setup(self, name: str, content: bytes) -> None:
        """Lay down what chunks are read by."""
        path = self.place / f"{name}.setup"
        if not path.exists():
            _write(path, self._sealed(content))

    def setup(self, name: str) -> bytes:
        """The same again. LookupError where there is none that the key signed."""
        path = self.place / f"{name}.setup"
        content = self._signed(path.read_bytes()) if path.exists() else None
        if content is None:
            raise LookupError(str(path))
        return content

    def put(self, name: str, kept: Iterable[Kept]) -> None:
        """Lay down a chunk."""
        _write(self._path(name), self.packed(kept))

    def packed(self, kept: Iterable[Kept], told: Mapping[str, str] | None = None) -> bytes:
        """A Parquet file. told: what it says of itself, signed; the number of returns is added."""
        parts: dict[bytes, bytes] = {}
        rows = [self._row(each, parts) for each in kept]
        head = json.dumps({**(told or {}), "returns": str(len(rows))}, sort_keys=True).encode()
        rows += [
            {"kind": SHARED, "name": key.hex(), "record": self._sealed(content)}
            for key, content in sorted(parts.items())
        ]
        target = io.BytesIO()
        schema = _COLUMNS.with_metadata({_HEAD: self._sealed(head)})
        pq.write_table(
            pa.Table.from_pylist(rows, schema=schema), target, compression="zstd", write_page_checksum=True
        )
        return target.getvalue()

    def head(self, content: bytes) -> dict[str, str]:
        """What such a file says of itself; nothing where it is damaged or another key signed it."""
        try:
            sealed = (pq.read_schema(io.BytesIO(content)).metadata or {}).get(_HEAD, b"")
        except (pa.ArrowException, OSError):
            return {}
        told: dict[str, str] = json.loads(self._signed(sealed) or b"{}")
        return told

    def unpacked(self, content: bytes) -> list[Kept]:
        """What such a file holds; nothing of what is damaged or another key signed."""
        try:
            rows = pq.read_table(io.BytesIO(content), page_checksum_verification=True).to_pylist()
        except (pa.ArrowException, OSError):
            return []
        return list(self._kept(rows))

    def chunk(self, name: str) -> dict[str, Kept]:
        """What is there of a chunk, by its sources' names; not what is damaged or another key signed."""
        path = self._path(name)
        return {each.name: each for each in self.unpacked(path.read_bytes())} if path.exists() else {}

    def _kept(self, rows: list[Mapping[str, Any]]) -> Iterator[Kept]:
        for row in rows:
            if row["kind"] == SHARED and bytes.fromhex(row["name"]) not in self._shared:
                self._shared[bytes.fromhex(row["name"])] = row["record"]
        for row in (row for row in rows if row["kind"] == RETURN):
            content = self._signed(row["record"])
            made = self._unpacker.loaded(content) if content else None
            if made is not None:
                yield Kept(row["name"], row["file_sha256"], made)

    @cached_property
    def _shared(self) -> dict[bytes, bytes]:
        return {}

    @cached_property
    def _unpacker(self) -> Unpacker:
        return Unpacker(lambda key: self._signed(self._shared.get(key, b"")))

    def _row(self, kept: Kept, parts: dict[bytes, bytes]) -> dict[str, Any]:
        made = kept.made
        found = [f for each in made for f in _of_source(each)] if isinstance(made, list) else made.findings
        stamp = made.stamp if isinstance(made, Record) else None
        return {
            "kind": RETURN,
            "name": kept.name,
            "file_sha256": kept.file_sha256,
            "sha256": made.sha256 if isinstance(made, Record) else kept.file_sha256,
            "unit": stamp.recipient if stamp else None,
            "stage": stamp.stage if stamp else None,
            **{severity.value: sum(f.severity is severity for f in found) for severity in Severity},
            "findings": json.dumps([f.as_dict("zh") for f in found], ensure_ascii=False),
            "record": self._sealed(packed(made, parts, repeating=True)),
        }

    def _path(self, name: str) -> Path:
        return self.place / f"{name}.parquet"

    def _sealed(self, content: bytes) -> bytes:
        return self._mac(content) + content

    def _signed(self, sealed: bytes) -> bytes | None:
        mac, content = sealed[:_SIZE], sealed[_SIZE:]
        return content if hmac.compare_digest(mac, self._mac(content)) else None

    def _mac(self, content: bytes) -> bytes:
        return hmac.digest(self.key.derive("chunks", _SIZE), content, hashlib.sha256)


def _of_source(source: Source) -> tuple[Finding, ...]:
    return (source.finding,) if source.finding else ()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all; two workers may do it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(path, Path):  # an object store shows nothing before it has all of it
        path.write_bytes(content)
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)

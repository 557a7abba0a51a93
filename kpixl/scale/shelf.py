"""Where chunks lie that were read: one Parquet file each, and the setups that they were read by.

A chunk's file has a row a return: whose it is, its digest, how many findings of each kind and which, and
its record. What records share stands once for each five hundred of them, in rows of the kind `shared` above
theirs, so that whoever reads or writes a file holds no more of it than these. File and records are both
signed with the workspace's key: nothing that somebody else wrote is parsed, and no pickled object of theirs
is loaded, even where it was put there after the file was looked at. A shelf may be emptied when nobody is at
work.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import secrets
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import pyarrow as pa
import pyarrow.parquet as pq

from kpixl.findings import Finding, Severity
from kpixl.places import is_stored
from kpixl.returns import Made, Record, Source, Unpacker, packed
from kpixl.scale.sealing import SIZE, is_sealed, seal
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
_READ = ["kind", "name", "file_sha256", "record"]
"""The columns that are read; the others are for people."""
_HEAD = b"kpixl"
_GROUP = 500
"""Returns that are written, and read, at once."""


class Kept(NamedTuple):
    """What a chunk knows of a source. file_sha256: of the file on disk that it is or lies in."""

    name: str
    file_sha256: str
    made: Made


class Opened(NamedTuple):
    """A file of returns. told: what it says of itself; kept: the returns, loaded as they are asked for."""

    told: Mapping[str, str]
    kept: Iterator[Kept]


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
        target = io.BytesIO()
        self.write(kept, target)
        _write(self._path(name), target.getvalue())

    def write(self, kept: Iterable[Kept], target: BinaryIO, told: Mapping[str, str] | None = None) -> None:
        """Write a Parquet file, some returns at a time. told: what it says of itself."""
        schema = _COLUMNS.with_metadata({_HEAD: json.dumps(told or {}, sort_keys=True).encode()})
        with tempfile.TemporaryFile() as plain:
            with pq.ParquetWriter(plain, schema, compression="zstd", write_page_checksum=True) as writer:
                rest = iter(kept)
                while some := list(islice(rest, _GROUP)):
                    writer.write_table(pa.Table.from_pylist(self._group(some), schema=schema))
            seal(cast("BinaryIO", plain), target, self._secret)

    def opened(self, file: BinaryIO) -> Opened | None:
        """Such a file; None of one that is damaged or another key signed, of which nothing is parsed."""
        if not is_sealed(file, self._secret):
            return None
        parquet = pq.ParquetFile(file, page_checksum_verification=True)
        return Opened(json.loads(parquet.schema_arrow.metadata[_HEAD]), self._kept(parquet))

    def chunk(self, name: str) -> dict[str, Kept]:
        """What is there of a chunk, by its sources' names; not what is damaged or another key signed."""
        path = self._path(name)
        if not path.exists():
            return {}
        with path.open("rb") as file:
            opened = self.opened(file)
            return {each.name: each for each in opened.kept} if opened else {}

    def _kept(self, parquet: pq.ParquetFile) -> Iterator[Kept]:
        """The returns of a file, some at a time."""
        for number in range(parquet.num_row_groups):
            rows = parquet.read_row_group(number, columns=_READ).to_pylist()
            shared = {bytes.fromhex(row["name"]): row["record"] for row in rows if row["kind"] == SHARED}
            unpacker = Unpacker(partial(self._part, shared))
            yield from self._returned(unpacker, (row for row in rows if row["kind"] == RETURN))

    def _part(self, shared: Mapping[bytes, bytes], key: bytes) -> bytes | None:
        return self._signed(shared.get(key, b""))

    def _returned(self, unpacker: Unpacker, rows: Iterable[Mapping[str, Any]]) -> Iterator[Kept]:
        for row in rows:
            content = self._signed(row["record"])
            made = unpacker.loaded(content) if content else None
            if made is not None:
                yield Kept(row["name"], row["file_sha256"], made)

    def _group(self, some: Iterable[Kept]) -> list[dict[str, Any]]:
        """The rows of some returns, above them those of what they share."""
        parts: dict[bytes, bytes] = {}
        returned = [self._row(each, parts) for each in some]
        shared = (
            {"kind": SHARED, "name": key.hex(), "record": self._sealed(content)}
            for key, content in sorted(parts.items())
        )
        return [*shared, *returned]

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
        mac, content = sealed[:SIZE], sealed[SIZE:]
        return content if hmac.compare_digest(mac, self._mac(content)) else None

    def _mac(self, content: bytes) -> bytes:
        return hmac.digest(self._secret, content, hashlib.sha256)

    @cached_property
    def _secret(self) -> bytes:
        return self.key.derive("chunks", SIZE)


def _of_source(source: Source) -> tuple[Finding, ...]:
    return (source.finding,) if source.finding else ()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all; two workers may do it at once, and have one number on their machines."""
    if is_stored(path):  # which shows nothing before it has all of it
        path.write_bytes(content)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    part.write_bytes(content)
    part.replace(path)

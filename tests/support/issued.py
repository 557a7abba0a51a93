"""Workbooks that kpixl issued once, and what was read in them then: see tests/issued/README.md."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from kpixl.blueprint import Scheme, restore
from kpixl.check.gates import stacked, stacked_findings, torn
from kpixl.check.rows import Context
from kpixl.check.validator import Validator, load_validator
from kpixl.findings import Finding
from kpixl.returns import Reader, Ready, Record
from kpixl.returns._inspect import plain
from kpixl.returns._reading import prepare, read_bytes
from kpixl.stamp import PUBLISHED_KEY

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "issued"
SNAPSHOTS = FOLDER / "snapshots"
DIGESTS: dict[str, str] = json.loads((FOLDER / "digests.json").read_text(encoding="utf-8"))
"""Scheme → the digest that the stamps of its workbooks name."""
Reading = dict[str, Any]
"""What a workbook gave: `authentic`, `findings` (code → where), `values` of what is filled in or computed."""


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A workbook that was issued once, and perhaps returned."""

    path: Path

    def __str__(self) -> str:
        return f"{self.scheme}-{self.path.stem}"

    @property
    def folder(self) -> Path:
        """The folder of its scheme's workbooks."""
        return self.path.parent

    @property
    def scheme(self) -> str:
        """The scheme's id."""
        return self.folder.name

    @property
    def expected(self) -> Reading:
        """What was read in it when it was issued."""
        reading: Reading = json.loads(self.path.with_suffix(".json").read_text(encoding="utf-8"))
        return reading

    def record(self, ready: Ready) -> Record:
        """What is read in it now."""
        return replace(read_bytes(ready, self.path.read_bytes()), name=self.path.name)


def issued() -> list[Issued]:
    """Every workbook."""
    return [Issued(path=path) for path in sorted(FOLDER.glob("*/*.xlsx"))]


@cache
def as_it_was(scheme: str) -> Scheme:
    """A scheme as the workbooks were issued from it."""
    return restore(SNAPSHOTS, DIGESTS[scheme])


@cache
def current(scheme: str) -> Ready:
    """A reader whose current version is the one that issued the workbooks; it has no snapshots."""
    return _ready(as_it_was(scheme), None)


@cache
def later(scheme: str) -> Ready:
    """A reader that has a later version, and the snapshots of those before."""
    was = as_it_was(scheme)
    head = was.head.model_copy(update={"title": f"{was.head.title}（修订）"})
    return _ready(was.model_copy(update={"head": head}), SNAPSHOTS)


def _ready(scheme: Scheme, snapshots: Path | None) -> Ready:
    return prepare(Reader(scheme=scheme, key=PUBLISHED_KEY, snapshots=snapshots))


def reading(ready: Ready, record: Record) -> Reading:
    """What a record says, in the form that is kept."""
    places: dict[str, list[str]] = defaultdict(list)
    for finding in (*record.findings, *_judged(ready.current, record)):
        places[finding.code].append(f"{finding.where.sheet or ''}!{finding.where.cell or ''}")
    return {
        "authentic": record.authentic,
        "findings": {code: sorted(where) for code, where in sorted(places.items())},
        "values": dict(_values(record)),
    }


def _judged(scheme: Scheme, record: Record) -> list[Finding]:
    """The findings of the gates that look at rows, tables and forms."""
    if record.stamp is None or record.failed:
        return []
    context = Context(scheme=scheme, stage=record.stamp.stage, torn=torn([record]), complete=False)
    return stacked_findings(context, stacked(scheme, [record]), _validator(scheme.id))


@cache
def _validator(scheme: str) -> Validator | None:
    return load_validator(ROOT / "validators", scheme)


def _values(record: Record) -> Iterator[tuple[str, Any]]:
    """By form, copy, subject, row and column."""
    for entry in record.entries:
        if entry.role != "printed" and entry.value is not None:
            yield "/".join(entry.key), plain(entry.value)

"""inspect: what kpixl sees in one workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpixl.campaign.basis.basis import PathLike
from kpixl.campaign.basis.means import Means
from kpixl.findings import Finding
from kpixl.refusal import RefusedError
from kpixl.returns import Job, Pool, Reader, Ready, Source, Task, inspect, prepare

ANOTHER_SCHEME = frozenset({"I001", "I002"})
"""Codes of a workbook of another scheme."""


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What a workbook holds.

    stamp: None where it has none; cells: one mapping a cell; findings: what kept it from being read.
    """

    file: str
    stamp: dict[str, Any] | None
    cells: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        return {"file": self.file, "stamp": self.stamp, "cells": list(self.cells)}


def inspect_file(path: PathLike, readers: Iterable[Reader], means: Means) -> Inspection:
    """Read one workbook, whatever it is, in a process of its own.

    readers: of the schemes that it may be of; the stamp says which. RefusedError where there is no such file.
    """
    source = one_file(path)
    task = Task(work=f"{__name__}:work", prepare=f"{__name__}:prepare_all", setup=list(readers))
    with Pool(task, limits=means.process, pulse=means.watch.go_on) as pool:
        ((_, outcome),) = pool.results([Job(name=source.path.name, payload=source)])
    if isinstance(outcome, Finding):
        return Inspection(file=str(path), stamp=None, cells=(), findings=(outcome,))
    data, findings = outcome
    return Inspection(file=str(path), stamp=data["stamp"], cells=tuple(data["cells"]), findings=findings)


def one_file(path: PathLike) -> Source:
    """The workbook at a path; RefusedError where there is no file."""
    file = Path(path)
    if not file.is_file():
        raise RefusedError(
            f"“{file}”不是文件：请指定一个工作簿。",
            f"{str(file)!r} is no file: name one workbook.",
        )
    return Source(name=str(path), path=file)


def prepare_all(readers: Sequence[Reader]) -> list[Ready]:
    """Get ready for every scheme, in the reading process."""
    return [prepare(reader) for reader in readers]


def work(readies: Sequence[Ready], source: Source) -> tuple[dict[str, Any], tuple[Finding, ...]] | Finding:
    """What the scheme that the stamp names sees in a file."""
    data = source.read(readies[0].reader.limits)
    if isinstance(data, Finding):
        return data
    for ready in readies:
        seen, findings = inspect(ready, source.name, data)
        if all(f.code not in ANOTHER_SCHEME for f in findings):
            break
    return seen, findings

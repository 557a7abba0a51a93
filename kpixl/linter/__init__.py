"""What is wrong with a scheme that loads: each check is a small function of the scheme and its files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kpixl.blueprint.contacts import read_contacts
from kpixl.blueprint.load import Sources, read_sources
from kpixl.blueprint.model import Scheme
from kpixl.blueprint.published import read_published
from kpixl.findings import Finding, Severity, found
from kpixl.linter import (
    attributes,
    awards,
    choices,
    dealt,
    excel,
    formulas,
    kinds,
    last_year,
    lists,
    lookups,
    methods,
    names,
    printed,
    published,
    references,
    roster,
    rules,
    spreadsheet,
    structure,
    sums,
    verdicts,
)
from kpixl.linter.world import World

__all__ = ["lint", "lint_folder"]

_SUBJECTS = (
    structure,
    names,
    methods,
    dealt,
    formulas,
    spreadsheet,
    verdicts,
    lookups,
    sums,
    printed,
    kinds,
    choices,
    references,
    excel,
    rules,
    roster,
    attributes,
    lists,
    last_year,
    awards,
)


def lint(scheme: Scheme, sources: Sources | None = None) -> list[Finding]:
    """Everything that is wrong with a scheme, by file and line; without sources findings have no lines."""
    world = World(scheme=scheme, sources=sources or Sources())
    every = [finding for subject in _SUBJECTS for check in subject.CHECKS for finding in check(world)]
    return sorted(every, key=_order)


def lint_folder(folder: Path) -> tuple[Scheme | None, list[Finding]]:
    """The scheme in a folder, where its files hold one, and all that is wrong with the files and with it."""
    reading = read_sources(folder)
    if reading.scheme is None:
        return None, list(reading.findings)
    own = [*lint(reading.scheme, reading.sources), *_misnamed(folder, reading.scheme, reading.sources)]
    source = read_published(folder)
    told = [*source.findings, *read_contacts(folder, reading.scheme).findings]
    if not any(f.severity is Severity.ERROR for f in own):  # else most of it would only follow from that
        told += published.check(World(scheme=reading.scheme, sources=reading.sources), source.files)
    return reading.scheme, [*reading.findings, *own, *sorted(told, key=_order)]


def _misnamed(folder: Path, scheme: Scheme, sources: Sources) -> Iterator[Finding]:
    """A folder that is not called like its scheme: commands name the one, stamps the other."""
    name = folder.absolute().name
    if name != scheme.id:
        yield found("B105", where=sources.head("scheme"), value=name, expected=scheme.id)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    where = finding.where
    return (where.path or "", where.line or 0, where.column or 0, finding.code, str(finding.value))

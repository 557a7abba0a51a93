"""Proof (佐证材料): files that rows of a return name, and that come beside it. They are never opened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from pathlib import PurePath

from kpixl.blueprint.model import Scheme
from kpixl.check.choosing import ReturnedFile
from kpixl.check.result import Evidence
from kpixl.findings import Finding, Location, Severity, found
from kpixl.layout import Role
from kpixl.returns import Entries, Entry, Layout
from kpixl.words import Words

_BETWEEN = re.compile(r"[、；;，,\n]+")
_QUOTES = "《》“”\"' 　"
_STEP = re.compile(r"[/\\!]")


def look_for_evidence(scheme: Scheme, files: Sequence[ReturnedFile]) -> None:
    """Find what returns name as proof beside them: it is kept with the return, and what is not there is told.

    Beside a return lies what is in the same folder, archive or mail, or in a folder of it. A file that is
    proof is no return, whatever it is.
    """
    wanted = {
        (form.form, column.name): column.evidence
        for form in scheme.forms
        for column in (*form.table_columns, *form.fields)
        if column.evidence
    }
    if not wanted:
        return
    others, places = _Others(files), _Places(wanted)
    for file in files:
        if file.status == "accepted" and file.record is not None:
            for entry in places.filled(file.record.entries):
                severity = Severity(wanted[entry.key.form, entry.key.column])
                _look(file, entry, severity, others)


class _Places:
    """Where returns name their proof: found once for those that are laid out alike."""

    def __init__(self, wanted: Container[tuple[str, str]]) -> None:
        self._wanted = wanted
        self._known: dict[Layout, tuple[int, ...]] = {}

    def filled(self, entries: Entries) -> Iterator[Entry]:
        """The entries that name a proof."""
        layout = entries.layout
        if layout not in self._known:
            lines = enumerate(layout.lines)
            named = (n for n, e in lines if e.role == Role.INPUT and (e.form, e.column) in self._wanted)
            self._known[layout] = tuple(named)
        there = (n for n in self._known[layout] if n not in entries.invalid and entries.text(n))
        return map(entries.entry, there)


class _Others:
    """The files that are no returns, by what they are called, with and without an extension."""

    def __init__(self, files: Sequence[ReturnedFile]) -> None:
        self._by_name: dict[str, list[ReturnedFile]] = {}
        for file in files:
            if not file.identified:
                for name in found_as(_last(file)):
                    self._by_name.setdefault(name, []).append(file)

    def beside(self, file: ReturnedFile, name: str) -> ReturnedFile | None:
        """The first of that name where a return lies."""
        folder = file.source.name.removesuffix(_last(file))
        so_called = self._by_name.get(sought(name), ())
        return next((other for other in so_called if other.source.name.startswith(folder)), None)


def _look(file: ReturnedFile, entry: Entry, severity: Severity, others: _Others) -> None:
    """The files that a cell names."""
    missing = []
    for name in _names(entry.text):
        proof = others.beside(file, name)
        if proof is None:
            missing.append(name)
            continue
        proof.status, proof.findings = "ignored", [_told(file, proof)]
        place = None if proof.source.filed else proof.source.path
        kept = Evidence(name=name, path=proof.source.name, sha256=_digest(proof), place=place)
        file.evidence = tuple(dict.fromkeys((*file.evidence, kept)))
    if missing:
        file.wanting = tuple(dict.fromkeys((*file.wanting, *missing)))
        file.findings.append(_missing(file, entry, severity, missing))


def _names(text: str) -> Iterator[str]:
    return (name for part in _BETWEEN.split(text) if (name := part.strip(_QUOTES)))


def _last(file: ReturnedFile) -> str:
    """The last step of where a file lies."""
    return _STEP.split(file.source.name)[-1]


def sought(name: str) -> str:
    """A name by which a file of proof is looked for, however it is written."""
    return unicodedata.normalize("NFKC", name).casefold()


def found_as(name: str) -> Sequence[str]:
    """The names by which a file is found: with and without its extension."""
    return tuple(dict.fromkeys((sought(name), sought(PurePath(name).stem))))


def _digest(proof: ReturnedFile) -> str:
    return proof.record.sha256 if proof.record and proof.record.sha256 else proof.source.digest()


def _told(file: ReturnedFile, proof: ReturnedFile) -> Finding:
    return found("U030", of=file.source.name).at(path=proof.source.name)


def _missing(file: ReturnedFile, entry: Entry, severity: Severity, names: Sequence[str]) -> Finding:
    key = entry.key
    where = Location(
        unit=file.record.stamp.recipient if file.record and file.record.stamp else None,
        subject=key.subject or None,
        form=key.form,
        instance=key.instance or None,
        sheet=entry.sheet,
        cell=entry.cell,
        field=key.column,
        row=key.row or None,
        path=file.source.name,
    )
    said = Words("、".join(names), ", ".join(names))
    return found("U029", where=where, severity=severity, value=entry.text, names=said, line=entry.line)

"""One returned file from bytes to record: the five gates that look at a single file, where it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from kpixl.blueprint import BlueprintError, digest, digests, former, restore
from kpixl.blueprint.model import Scheme
from kpixl.decisions import NO_DECISIONS, Decisions
from kpixl.findings import Finding, Severity, found
from kpixl.formats import RawWorkbook, misextended, read_workbook
from kpixl.layout import Cell, Computation, Package, Plan, Role, from_baseline, lay_out
from kpixl.layout.plan.keys import RowKey
from kpixl.limits import Limits, WorkerLimits
from kpixl.returns.files._look_into import look_into
from kpixl.returns.files._source import Source
from kpixl.returns.identity._identify import Identity, identify, misnamed
from kpixl.returns.identity._older_version import older
from kpixl.returns.identity._recognise import Recogniser
from kpixl.returns.records._entries import Entries, Entry
from kpixl.returns.records._filled_down import filled_down
from kpixl.returns.records._record import Record
from kpixl.returns.records._rows_in_use import RowsInUse
from kpixl.returns.sheets._geometry import Geometry
from kpixl.returns.sheets._structure import find_sheets
from kpixl.returns.values._check_code import coded
from kpixl.returns.values._decided import overruled, owner_of
from kpixl.returns.values._extract import (
    Filled,
    Placed,
    entry_cells,
    fill_in,
    inputs,
    telling_inputs,
    telling_locked,
)
from kpixl.returns.values._filled_in import FilledIn
from kpixl.returns.values._integrity import Cells, check_integrity
from kpixl.returns.values._merged import Merged
from kpixl.returns.values._nothing import Asked, SilentRows
from kpixl.returns.values._spelled import Spelled
from kpixl.rules.types import ValueType, as_text
from kpixl.stamp import Key, Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What a reading process is told.

    scheme: the current version; key: the signing key; snapshots: where older versions are kept;
    limits: how much a file may hold; process: how much the process may use; passwords: those that may open
    a file that needs one; decisions: those on whose a file is, and on what stands in a cell.
    """

    scheme: Scheme
    key: Key | None = None
    snapshots: Path | None = None
    limits: Limits = field(default_factory=Limits)
    process: WorkerLimits = field(default_factory=WorkerLimits)
    passwords: tuple[str, ...] = field(default=(), repr=False)
    decisions: Decisions = NO_DECISIONS


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A reader at work: schemes by every digest that stamps name them by, the current one among them.

    recognise: workbooks that carry no stamp; current_too: digests of the current one with other dates.
    """

    reader: Reader
    current: Scheme
    schemes: dict[str, Scheme]
    recognise: Recogniser | None = None
    current_too: set[str] = field(default_factory=set)

    def version(self, wanted: str) -> Scheme | None:
        """The scheme as it was when a workbook was issued; None where that version is not stored."""
        if wanted not in self.schemes:
            self.schemes.update(self._current_in_every_form)
        if wanted not in self.schemes and self.reader.snapshots is not None:
            try:
                stored = restore(self.reader.snapshots, wanted)
            except BlueprintError:
                return None
            # an older kpixl may have written the current version in another form, or with other dates
            if self.schemes.get(digest(stored)) is self.current:
                self.current_too.add(wanted)
            self.schemes[wanted] = self.schemes.get(former(stored), stored)
        return self.schemes.get(wanted)

    @cached_property
    def _current_in_every_form(self) -> Mapping[str, Scheme]:
        """The current one by the digests of earlier forms, too: few workbooks name one of these."""
        return dict.fromkeys(digests(self.current), self.current)

    def earlier(self, wanted: str) -> Scheme | None:
        """The same where it is another one than the current, dates and waivers aside; else None."""
        version = self.version(wanted)
        return None if version is self.current or wanted in self.current_too else version


def prepare(reader: Reader) -> Ready:
    """Get ready, once a process."""
    scheme, own = reader.scheme, digest(reader.scheme)
    recognise = Recogniser(scheme=scheme, digest=own)
    return Ready(reader=reader, current=scheme, schemes={own: scheme}, recognise=recognise)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that passed the gates file and identity: the workbook, its identity, what it was issued as."""

    book: RawWorkbook
    identity: Identity
    stamp: Stamp
    package: Package
    plan: Plan


def answer(ready: Ready, source: Source) -> Record | list[Source]:
    """What a reading process says of a source: the record of a file, or what lies in one to be opened."""
    if source.status == "open":
        return look_into(source, ready.reader.limits)
    return read_return(ready, source)


def read_return(ready: Ready, source: Source) -> Record:
    """The record of one file."""
    data = source.read(ready.reader.limits)
    if isinstance(data, Finding):
        return Record(name=source.name, sha256="", findings=(data,))
    record = read_bytes(ready, data)
    notes = [misextended(source.name, data)]
    if record.stamp:
        notes.append(misnamed(source.name, record.stamp, ready.current))
    unit = record.stamp.recipient if record.stamp else None
    findings = (*record.findings, *(note.at(unit=unit) for note in notes if note))
    return replace(record, name=source.name, sha256=hashlib.sha256(data).hexdigest(), findings=findings)


def read_bytes(ready: Ready, data: bytes) -> Record:
    """The record of a file's bytes, its name and digest still to be filled in."""
    opened = open_return(ready, data)
    if isinstance(opened, Record):
        return opened
    identity, plan = opened.identity, opened.plan
    geometries, findings = find_sheets(
        plan, opened.package, opened.book, identity.sheet, recognised=identity.recognised
    )
    seen = _seen(plan, geometries, date1904=opened.book.date1904)
    findings += seen.findings
    held = FilledIn.of(seen.answers, findings)
    findings += held.given_back(opened.package, identity.baseline or {})
    filled, computation = seen.filled, seen.computation
    decided = ready.reader.decisions.figures(opened.stamp.recipient, opened.stamp.stage)
    if decided:
        taken, filled = filled.findings, overruled(plan, inputs(geometries), filled, decided)
        findings = [*(f for f in findings if f not in taken), *filled.findings]
        computation = Computation(plan, filled.values)
    kept = [*entry_cells(geometries, lambda says: computation.value(says) == 1)]
    return Record(
        name="",
        sha256="",
        stamp=opened.stamp,
        authentic=identity.authentic,
        baseline=identity.baseline,
        recognised=identity.recognised,
        blank=held.blank,
        modified=_modified(opened.book),
        code=seen.code,
        rows=RowsInUse.of(_rows(kept)),
        dealt=RowsInUse.of(_dealt(opened.package)),
        entries=Entries.of(_entries(kept, filled, computation)),
        findings=tuple(
            f.at(unit=opened.stamp.recipient) for f in (*_before(ready, opened, filled), *findings)
        ),
    )


class _Seen(NamedTuple):
    """What stands in the cells of a return.

    answers: those to fill that say something and can be seen; code: the check code of all that was typed.
    """

    answers: Sequence[Placed]
    filled: Filled
    computation: Computation
    findings: Sequence[Finding]
    code: str


def _seen(plan: Plan, geometries: Mapping[str, Geometry], *, date1904: bool) -> _Seen:
    spelled, merged = Spelled(plan, geometries), Merged.of(geometries)
    answers = merged.seen(telling_inputs(geometries))
    filled = fill_in(plan, answers, date1904=date1904)
    merged.unknown(filled)
    computation, code = coded(plan, filled, geometries)
    locked = merged.seen(telling_locked(geometries, spelled))
    cells = Cells(locked, lambda: merged.seen(inputs(geometries)))
    findings = [*merged.findings, *check_integrity(cells, geometries, computation, spelled)]
    silent = SilentRows.of(geometries.values())
    if silent.rows:
        rest, asked = _without(silent, plan, cells.inputs, filled)
        if asked.tables:
            silent = silent.without_answers(cells.inputs, filled, asked)
            rest, asked = _without(silent, plan, cells.inputs, filled)
        filled, computation = rest, Computation(plan, rest.values)
        findings += silent.told(filled, asked)
    return _Seen(answers, filled, computation, [*findings, *filled.findings], code)


def _without(silent: SilentRows, plan: Plan, cells: Sequence[Placed], filled: Filled) -> tuple[Filled, Asked]:
    """What is filled in without rows that say nothing, and what their tables then ask for."""
    rest = silent.left_out(cells, filled)
    return rest, silent.asked(cells, rest, Computation(plan, rest.values))


def _before(ready: Ready, opened: Opened, filled: Filled) -> Iterator[Finding]:
    """What is said of the file and its identity."""
    told = {(f.where.sheet, f.where.cell) for f in filled.findings if f.severity is Severity.ERROR}
    # the reader's remark on a cell says less than the error on its entry
    yield from (f for f in opened.book.findings if (f.where.sheet, f.where.cell) not in told)
    yield from opened.identity.findings
    yield from older(opened.stamp, ready.earlier(opened.stamp.digest), ready.current)


def open_return(ready: Ready, data: bytes) -> Opened | Record:
    """The workbook with its plan, or a record that says why it cannot be read further."""
    book = read_workbook(data, ready.reader.limits, ready.reader.passwords)
    if isinstance(book, tuple):
        return Record(name="", sha256="", findings=book)
    owner = owner_of(data, ready.reader.decisions)
    identity = identify(book, ready.current, ready.reader.key, ready.recognise, owner)
    stamp = identity.stamp
    if stamp is None:
        return Record(name="", sha256="", findings=(*book.findings, *identity.findings))
    issued = _issued(ready, identity) if identity.usable else ()
    if isinstance(issued, tuple) and issued:
        package, plan = issued
        return Opened(book=book, identity=identity, stamp=stamp, package=package, plan=plan)
    more = (issued,) if isinstance(issued, Finding) else ()
    findings = tuple(f.at(unit=stamp.recipient) for f in (*book.findings, *identity.findings, *more))
    return Record(
        name="",
        sha256="",
        stamp=stamp,
        authentic=identity.authentic,
        modified=_modified(book),
        findings=findings,
    )


def _issued(ready: Ready, identity: Identity) -> tuple[Package, Plan] | Finding:
    """What a workbook was issued as, laid out again; or why nobody knows."""
    stamp = identity.stamp
    if stamp is None or identity.baseline is None:
        return found("I011")
    scheme = ready.version(stamp.digest)
    if scheme is None:
        return found("I006", digest=stamp.digest[:12])
    package = Package(
        scheme=scheme,
        stage_id=stamp.stage,
        recipient=stamp.recipient,
        part=stamp.part,
        issue=stamp.issue,
        simulated=stamp.simulated,
    )
    try:
        whole = from_baseline(package, identity.baseline)
        return whole, lay_out(whole)
    except (KeyError, ValueError, TypeError, IndexError):
        return found("I011")


def _modified(book: RawWorkbook) -> str:
    moment = book.properties.modified
    return moment.isoformat() if moment else ""


def _entries(kept: list[Placed], filled: Filled, computation: Computation) -> Iterator[Entry]:
    """One entry a value; a merged cell shows those of all its rows."""
    down = frozenset(p.cell.key for p in kept if p.cell.down and p.cell.key is not None)
    entries: Iterable[Entry] = (_entry(p, filled, computation) for p in kept)
    for p, entry in zip(kept, filled_down(entries, down) if down else entries, strict=True):
        yield entry
        if p.cell.also:  # few: for each of the others this would cost as much as to make an entry
            yield from (entry._replace(key=key) for key in p.cell.also)


def _entry(p: Placed, filled: Filled, computation: Computation) -> Entry:
    cell = p.cell
    key = cell.key
    if key is None:
        raise TypeError(cell)
    coerced = filled.coerced.get(key) if cell.role is Role.INPUT else None
    if coerced is None:
        value, valid = computation.value(cell.spot), True
        text = as_text(value)
    else:
        value, text, valid = coerced.value, coerced.text, coerced.valid
    kind = filled.types.get(key) or _type(cell)
    return Entry(key, cell.role.value, value, text, valid, p.sheet, p.a1, cell.label, cell.line, kind)


def _type(cell: Cell) -> str:
    """What a cell is said to hold that holds no entry."""
    if not isinstance(cell.type, ValueType):
        return "text"
    return cell.type.shown if cell.role is Role.INPUT else cell.type.name


def _dealt(package: Package) -> Iterator[RowKey]:
    """The rows about somebody that a stage deals out, and the recipient got."""
    if package.stage.carries:
        for (form, instance, table), pairs in package.rows.items():
            yield from (RowKey(form, instance, table, subject, row) for subject, row in pairs if subject)


def _rows(kept: list[Placed]) -> Iterable[RowKey]:
    """Every row of a table that counts, in order."""
    first = (next(cells) for _, cells in groupby((p.cell for p in kept), lambda cell: cell.spot[:2]))
    keys = ((cell.key, cell.table) for cell in first)
    rows = (RowKey(k.form, k.instance, table, k.subject, k.row) for k, table in keys if k and table)
    return dict.fromkeys(rows)

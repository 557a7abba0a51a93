"""A check from files to result: read in child processes, choose the returns that count, judge them."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from kpixl.addresses import parse_cell
from kpixl.blueprint.model import Published, Scheme
from kpixl.check.choosing import ReturnedFile, choose
from kpixl.check.evidence import look_for_evidence
from kpixl.check.explanations import explained
from kpixl.check.figures import figure_findings
from kpixl.check.gates import stacked, stacked_findings, torn
from kpixl.check.own_words import with_own_words
from kpixl.check.result import CheckResult, FileResult
from kpixl.check.rows import Context
from kpixl.check.unmet import unmet
from kpixl.check.validator import Validator
from kpixl.decisions import NO_DECISIONS, Decisions
from kpixl.findings import Finding, Severity, found
from kpixl.layout import Role, recipients
from kpixl.progress import NOBODY, Watch
from kpixl.returns import Job, Pool, Reader, Record, RecordCache, Source, Task, Workforce, worker_count
from kpixl.words import Words

TASK = "kpixl.returns:answer"
PREPARE = "kpixl.returns:prepare"
OPENING = Words("打开压缩包和邮件", "opening archives and mails")
READING = Words("读取回收件", "reading returns")
JUDGING = Words("核对回收件", "judging returns")
Ask = Callable[[Sequence[Source], Words], Iterator[tuple[int, Any]]]
"""Asks reading processes about sources, which is called by those words; what they say, by number."""


class NothingToCheckError(Exception):
    """Nothing under the given paths could be a workbook."""


def check(  # noqa: PLR0913 - what the result depends on, and who looks on
    scheme: Scheme,
    sources: Sequence[Source],
    *,
    reader: Reader,
    stage: str | None = None,
    as_of: dt.date | None = None,
    validator: Callable[[], Validator | None] = lambda: None,
    published: Sequence[Published] = (),
    decisions: Decisions = NO_DECISIONS,
    cache: Path | None = None,
    watch: Watch = NOBODY,
    pool: Workforce | None = None,
) -> CheckResult:
    """Check returns: a function of files, blueprint, key, date and decisions; nothing else changes an error.

    stage: the one to check; by default the latest that the stamps name; validator: loads what judges them
    besides, which is done while they are read; cache: a file of records, so that what is there is not read
    again; pool: who reads them (default: `readers`, which are started). Raises NothingToCheckError.
    """
    _check_any(sources)
    own, judge = replace(reader, decisions=decisions.for_reading), functools.cache(validator)
    with nullcontext(pool) if pool else readers(own, watch) as reading:
        ask = functools.partial(_asked, reading, watch, judge)
        files = _read(sources, RecordCache.of(cache, own), ask, watch.seen)
    _set_own_aside(files)
    wanted = stage or _latest_stage(scheme, files)
    expected = _chosen(scheme, wanted, files, decisions)
    look_for_evidence(scheme, files)
    counting = [f for f in files if f.status == "accepted" and f.record]
    records = [f.record for f in counting if f.record]
    complete = set(expected) <= {r.stamp.recipient for r in records if r.stamp}
    known = Context(scheme=scheme, stage=wanted, day=as_of, decisions=decisions)
    context = replace(known, torn=torn(records), complete=complete)
    with watch.whole(JUDGING):
        loose = _judge(context, counting, judge(), published)
    return _whole(context, expected, files, loose)


def _chosen(scheme: Scheme, stage: str, files: Sequence[ReturnedFile], decisions: Decisions) -> list[str]:
    """Set aside what does not count in a stage; the ids of those whose returns are expected."""
    _set_other_stages_aside(scheme, stage, files)
    awaited = recipients(scheme, scheme.stage(stage))
    _set_informed_aside(scheme, frozenset(awaited), files)
    choose(files, scheme, decisions.counting(stage))
    excused = decisions.excused(stage)
    return [unit for unit in awaited if unit not in excused]


def _whole(
    context: Context, expected: Sequence[str], files: Sequence[ReturnedFile], loose: Sequence[Finding]
) -> CheckResult:
    """The result. expected: whose returns are; loose: the findings on no file."""
    results = tuple(_result(f, context.scheme) for f in files)  # one with an error is rejected
    seen = {r.unit for r in results if r.status in {"accepted", "rejected"}}
    return CheckResult(
        scheme=context.scheme.id,
        stage=context.stage,
        files=results,
        findings=(*loose, *unmet(context, results)),
        expected=tuple(expected),
        missing=tuple(u for u in expected if u not in seen),
        decisions=context.decisions,
    )


def readers(reader: Reader, watch: Watch) -> Pool:
    """Processes that read returns; as many are started as it takes."""
    task = Task(work=TASK, prepare=PREPARE, setup=reader)
    return Pool(task, workers=0, limits=reader.process, pulse=watch.go_on)


def _read(
    given: Sequence[Source], kept: RecordCache | None, ask: Ask, seen: Callable[[Record], None]
) -> list[ReturnedFile]:
    """Every file with its record, archives and mails replaced by what lies in them."""
    sources = _opened(given, kept, ask)
    _check_any(sources)
    files = [
        ReturnedFile(source=s, status="ignored" if s.status == "ignored" else "accepted") for s in sources
    ]
    todo = [f for f in files if f.source.status == "read"]
    known = kept.found([f.source for f in todo]) if kept else {}
    for number, record in known.items():
        todo[number].record = record
    read = _read_anew([f for number, f in enumerate(todo) if number not in known], ask, seen)
    if kept:
        kept.keep((f.source, f.record) for f in read if f.record)
    for f in files:
        own = [f.source.finding] if f.source.finding else []
        f.findings = own + (list(f.record.findings) if f.record else [])
        if any(x.severity is Severity.ERROR for x in f.findings) and f.record is None:
            f.status = "rejected"
    return files


def _opened(given: Sequence[Source], kept: RecordCache | None, ask: Ask) -> list[Source]:
    """The sources, archives and mails replaced by what lies in them."""
    todo = [s for s in given if s.status == "open"]
    within = kept.within(todo) if kept else {}
    anew = [number for number in range(len(todo)) if number not in within]
    made: list[tuple[Source, list[Source]]] = []
    for index, outcome in ask([todo[number] for number in anew], OPENING):
        outer = todo[anew[index]]
        lost = isinstance(outcome, Finding)
        within[anew[index]] = [replace(outer, status="rejected", finding=outcome)] if lost else outcome
        made += [] if lost else [(outer, outcome)]
    if kept:
        kept.keep(made)
    numbers = iter(range(len(todo)))
    return [each for s in given for each in (within[next(numbers)] if s.status == "open" else [s])]


def _read_anew(files: Sequence[ReturnedFile], ask: Ask, seen: Callable[[Record], None]) -> list[ReturnedFile]:
    """Read files, in processes of their own; those that were read, whatever was found in them.

    seen: given each record as it comes.
    """
    read: list[ReturnedFile] = []
    for index, outcome in ask([f.source for f in files], READING):
        file = files[index]
        if isinstance(outcome, Record):
            file.record = outcome
            read.append(file)
        else:
            name, sha256 = file.source.name, file.source.digest()
            file.record = Record(name=name, sha256=sha256, findings=(outcome,))
        seen(file.record)
    return read


def _asked(
    pool: Workforce, watch: Watch, meanwhile: Callable[[], object], sources: Sequence[Source], what: Words
) -> Iterator[tuple[int, Any]]:
    """What the reading processes say of each source. meanwhile: what is to be done while they start."""
    if sources:
        pool.grow(worker_count(len(sources)))
        meanwhile()
        jobs = [Job(name=s.name, payload=s) for s in sources]
        yield from watch.over(pool.results(jobs), len(jobs), what)


def _check_any(sources: Sequence[Source]) -> None:
    if all(s.status == "ignored" for s in sources):
        raise NothingToCheckError


def _latest_stage(scheme: Scheme, files: Sequence[ReturnedFile]) -> str:
    order = scheme.stage_ids
    counting = (f for f in files if f.status != "ignored" and f.identified)
    named = {f.record.stamp.stage for f in counting if f.record and f.record.stamp}
    return max((s for s in named if s in order), key=order.index, default=order[0])


def _set_own_aside(files: Sequence[ReturnedFile]) -> None:
    """What kpixl wrote itself is no return: a report, or a feedback workbook that nobody has touched."""
    for f in files:
        if f.record is not None and f.record.own:
            f.status = "ignored"
            f.findings = list(f.record.own)


def _set_other_stages_aside(scheme: Scheme, wanted: str, files: Sequence[ReturnedFile]) -> None:
    for f in files:
        stamp = f.record.stamp if f.record and f.identified else None
        if stamp is not None and stamp.stage != wanted and f.status != "ignored":
            f.status = "ignored"
            other = scheme.find_stage(stamp.stage)
            said = other.name if other else stamp.stage
            note = found("I012", stage=said, wanted=scheme.stage(wanted).name)
            f.findings = [note.at(unit=stamp.recipient)]


def _set_informed_aside(scheme: Scheme, awaited: frozenset[str], files: Sequence[ReturnedFile]) -> None:
    """What went to a recipient for information only is no return: nothing in it is to be filled."""
    for f in files:
        stamp = f.record.stamp if f.record and f.identified and f.status != "ignored" else None
        unit = scheme.roster.find(stamp.recipient) if stamp and stamp.scheme == scheme.id else None
        if unit is None or f.record is None or unit.id in awaited:
            continue
        if not any(entry.role == Role.INPUT for entry in f.record.entries):
            f.status = "ignored"
            f.findings = [found("I022", unit_name=unit.name).at(unit=unit.id)]


def _judge(
    context: Context,
    counting: Sequence[ReturnedFile],
    validator: Validator | None,
    published: Sequence[Published],
) -> list[Finding]:
    """Run the stacked gates; findings go to their files, those on none of them are returned."""
    by_name = {f.source.name: f for f in counting}
    records = [f.record for f in counting if f.record]
    loose: list[Finding] = []
    figures = figure_findings(context, published, records)
    for f in counting:
        asked = explained(f.record) if f.record else ()
        f.findings += [each.note for each in asked if context.waiver(each.mark.rule, each.where) is None]
    for finding in (*stacked_findings(context, stacked(context.scheme, records), validator), *figures):
        home = by_name.get(finding.where.path or "")
        (home.findings if home else loose).append(finding)
    return loose


def _result(f: ReturnedFile, scheme: Scheme) -> FileResult:
    record = f.record
    stamp = record.stamp if record else None
    unit = scheme.roster.find(stamp.recipient) if stamp and stamp.scheme == scheme.id else None
    status = f.status
    if status == "accepted" and any(x.severity is Severity.ERROR for x in f.findings):
        status = "rejected"
    return FileResult(
        path=f.source.name,
        given=f.source.given,
        sha256=record.sha256 if record and record.sha256 else f.source.digest(),
        status=status,
        unit=unit.id if unit else None,
        unit_name=unit.name if unit else None,
        authentic=record.authentic if record else None,
        findings=tuple(sorted(with_own_words(f.findings, record, scheme), key=_order)),
        record=replace(record, findings=()) if record else None,
        place=None if f.source.filed else f.source.path,
        mail=f.source.mail,
        stands=f.stands,
        evidence=f.evidence,
        wanting=f.wanting,
    )


_GATES = "FISTVRCUB"


def _order(finding: Finding) -> tuple[int, str, int, int, str]:
    """By gate, then from the top of the form to its bottom."""
    row, column = _address(finding.where.cell)
    return _GATES.index(finding.code[0]), finding.where.sheet or "", row, column, finding.code


def _address(cell: str | None) -> tuple[int, int]:
    return (parse_cell(cell) if cell else None) or (0, 0)

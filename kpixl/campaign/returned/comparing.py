"""diff: what differs between two returns, or between two score sheets, field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from kpixl.blueprint import Scheme
from kpixl.campaign.basis.basis import PathLike
from kpixl.campaign.basis.means import Means
from kpixl.campaign.returned.inspecting import ANOTHER_SCHEME, one_file, prepare_all
from kpixl.findings import Finding
from kpixl.formats import read_workbook
from kpixl.marks import OUTPUTS
from kpixl.merge import entries_of
from kpixl.outputs import Guard, Outputs
from kpixl.refusal import RefusedError
from kpixl.report.changes import change_lines
from kpixl.report.changes_book import changes_book
from kpixl.returns import (
    Change,
    Entry,
    Job,
    Pool,
    Reader,
    Ready,
    Record,
    Source,
    Task,
    changed,
    changes,
    output_of,
    read_return,
)
from kpixl.stamp import Stamp
from kpixl.words import Lang, Words

_UNDATED = dt.date(1980, 1, 1)
_SIGNED = {
    True: Words("签名有效", "signature valid"),
    False: Words("签名不符", "signature not valid"),
    None: Words("签名未核对", "signature not verified"),
}


@dataclass(frozen=True, kw_only=True)
class ScoreSheet:
    """A score sheet as the process that reads it hands it over. modified: the last modification, ISO text."""

    entries: tuple[Entry, ...]
    modified: str


Read = Record | ScoreSheet


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One of two files. stamp: None of a score sheet; words: what it is, in one line."""

    path: str
    stamp: Stamp | None
    words: Words

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        if self.stamp is None:
            return {"what": "scores"}
        named = ("scheme", "version", "stage", "round", "period", "issue")
        known = {name: getattr(self.stamp, name) for name in named}
        return {"what": "return", "unit": self.stamp.recipient, **known}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What differs between two files.

    a, b: the older and the newer; changes: place by place; findings: what keeps one of them from being read,
    nothing is compared then.
    """

    a: Compared
    b: Compared
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form."""
        return {
            "a": self.a.path,
            "b": self.b.path,
            "of": {"a": self.a.as_dict(), "b": self.b.as_dict()},
            "changes": [change.as_dict() for change in self.changes],
            "findings": [finding.as_dict(lang) for finding in self.findings],
        }

    def lines(self, lang: Lang = "zh") -> Iterator[str]:
        """What differs, in words."""
        return change_lines([self.a.words, self.b.words], self.changes, lang)


def diff(
    pair: tuple[PathLike, PathLike],
    readers: Iterable[Reader],
    means: Means,
    *,
    out: PathLike | None = None,
    lang: Lang = "zh",
) -> Difference:
    """What differs between two returns, or two score sheets: the older and the newer.

    readers: of the schemes that they may be of; out: a workbook to write, with the newer one's values, what
    differs marked; lang: of it. RefusedError where the two cannot be compared.
    """
    sources, known = [one_file(path) for path in pair], list(readers)
    guard = Guard.of((*(s.path for s in sources), *means.kept), force=means.force)
    if out is not None:
        guard.try_output(Path(out))
    schemes = {reader.scheme.id: reader.scheme for reader in known}
    old, new = _read(sources, known, means)
    older, newer = (_compared(s, each, schemes) for s, each in zip(sources, (old, new), strict=True))
    if isinstance(old, tuple) or isinstance(new, tuple):
        unread = (each for each in (old, new) if isinstance(each, tuple))
        return Difference(a=older, b=newer, findings=tuple(chain.from_iterable(unread)))
    found = Difference(a=older, b=newer, changes=_changes(old, new, sources))
    if out is not None:
        words, day = [older.words, newer.words], _day(new)
        data = changes_book(words, found.changes, new.entries, lang=lang, created=day)
        with Outputs(guard) as outputs:
            outputs.file(Path(out), data)
    return found


def _read(
    sources: Sequence[Source], readers: Sequence[Reader], means: Means
) -> list[Read | tuple[Finding, ...]]:
    """What the files say, or what keeps them from being read."""
    task = Task(
        work=f"{__name__}:work", prepare=f"{prepare_all.__module__}:{prepare_all.__name__}", setup=readers
    )
    jobs = [Job(name=source.name, payload=source) for source in sources]
    with Pool(task, limits=means.process, pulse=means.watch.go_on) as pool:
        outcomes = [outcome for _, outcome in pool.results(jobs)]
    return [
        (each.at(path=s.name),) if isinstance(each, Finding) else each
        for s, each in zip(sources, outcomes, strict=True)
    ]


def work(readies: Sequence[Ready], source: Source) -> Read | tuple[Finding, ...]:
    """A file as a score sheet, or as a return of the scheme that the stamp names."""
    reader = readies[0].reader
    data = source.read(reader.limits)
    book = (data,) if isinstance(data, Finding) else read_workbook(data, reader.limits, reader.passwords)
    if isinstance(book, tuple):
        return tuple(finding.at(path=source.name) for finding in book)
    if output_of(book) == "merged":
        modified = book.properties.modified
        return ScoreSheet(entries=entries_of(book), modified=modified.isoformat() if modified else "")
    record = _record(readies, source)
    if record.baseline is None and not record.own:
        return tuple(finding.at(path=source.name) for finding in record.findings)
    return record


def _record(readies: Sequence[Ready], source: Source) -> Record:
    for ready in readies:
        record = read_return(ready, source)
        if all(f.code not in ANOTHER_SCHEME for f in record.findings):
            break
    return record


def _changes(a: Read, b: Read, sources: Sequence[Source]) -> tuple[Change, ...]:
    for each, source in zip((a, b), sources, strict=True):
        _try_own(each, source)
    if isinstance(a, ScoreSheet) and isinstance(b, ScoreSheet):
        if not {e.key.form for e in a.entries} & {e.key.form for e in b.entries}:
            raise _strange("两份评分表没有相同的表", "the two score sheets have no sheet in common")
        return changes(a.entries, b.entries)
    if isinstance(a, ScoreSheet) or isinstance(b, ScoreSheet):
        raise _strange("一份是评分表，另一份是回收件", "one is a score sheet, the other a return")
    names = [record.stamp.scheme if record.stamp else "" for record in (a, b)]
    if names[0] != names[1]:
        raise _strange(
            f"它们属于不同的考核方案（{names[0]}、{names[1]}）",
            f"they are of different schemes ({names[0]}, {names[1]})",
        )
    return changed(a, b)


def _try_own(read: Read, source: Source) -> None:
    """RefusedError where a file is an output of kpixl's that holds no answers."""
    if isinstance(read, Record) and read.baseline is None:
        what = next(f.facts["what"] for f in read.own)
        raise RefusedError(
            f"“{source.name}”是 kpixl 写的{what.zh}，没有可比较的填报内容：请指定回收件或评分表。",
            f"{source.name!r} is a {what.en} that kpixl wrote, and holds nothing to compare: name a return "
            "or a score sheet.",
        )


def _strange(zh: str, en: str) -> RefusedError:
    return RefusedError(
        f"两份文件不能比较：{zh}。请指定同一考核方案的两份回收件，或者两份评分表。",
        f"The two cannot be compared: {en}. Name two returns of one scheme, or two score sheets.",
    )


def _compared(source: Source, read: Read | tuple[Finding, ...], schemes: dict[str, Scheme]) -> Compared:
    """What a file is, by what it says of itself."""
    stamp = read.stamp if isinstance(read, Record) else None
    if isinstance(read, Record) and stamp is not None:
        words = _return(source.name, read, stamp, schemes.get(stamp.scheme))
    else:
        what = OUTPUTS["merged"] if isinstance(read, ScoreSheet) else Words("无法读取", "cannot be read")
        words = Words(f"{source.name}  {what.zh}", f"{source.name}  {what.en}")
    return Compared(path=source.name, stamp=stamp, words=words)


def _return(name: str, record: Record, stamp: Stamp, scheme: Scheme | None) -> Words:
    stage = scheme.find_stage(stamp.stage) if scheme else None
    unit = scheme.roster.names.get(stamp.recipient, stamp.recipient) if scheme else stamp.recipient
    told = [scheme.head.title if scheme else stamp.scheme, stage.name if stage else stamp.stage]
    whose = "·".join(part for part in (*told, unit) if part)
    signed = _SIGNED[record.authentic]
    return Words(
        f"{name}  {whose}（第{stamp.issue}次印发，{signed.zh}）",
        f"{name}  {whose} (issue {stamp.issue}, {signed.en})",
    )


def _day(read: Read) -> dt.date:
    """The day on which a file was last changed, as it says itself."""
    return dt.date.fromisoformat(read.modified[:10]) if read.modified else _UNDATED

"""The registers behind a score sheet: who returned what, every finding, where every figure comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from kpixl.check import CheckResult, FileResult
from kpixl.findings import Finding, Severity
from kpixl.layout import Sheet, Spot
from kpixl.layout.plan.cell import FileCell, Scalar
from kpixl.merge.answers import AcceptedAnswers
from kpixl.merge.detail import Detail
from kpixl.merge.figures import PROVENANCE, Figure, figures, told
from kpixl.merge.sheets import MOST_ROWS, Content, Heading, PlainSheet, Rows, figure
from kpixl.rules.types import ValueType, number_format

_STATUS = {"accepted": "已接收", "rejected": "退回", "duplicate": "重复，未计入", "ignored": "未计入"}
_SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}
_SIGNED = {True: "有效", False: "不符", None: "未核对"}
ORIGINS = "来源"
_MOST_LINKED = 30_000
"""Rows with two links each; Excel takes 65,530 links a sheet."""
Contents = Sequence[Content | Scalar]
Place = tuple[str, str | None, str | None]
"""File, sheet and cell."""


def returns_sheet(stack: AcceptedAnswers, result: CheckResult, as_of: dt.date | None) -> Iterator[Sheet]:
    """Who returned what, recipient by recipient, and who has not."""
    plain = PlainSheet(
        key="returns",
        name="回收情况",
        title=f"{stack.stage.name}回收情况",
        columns=(
            Heading(name="number", label="序号", width=6),
            Heading(name="unit", label="单位", width=28, align="left"),
            Heading(name="status", label="状态", width=14),
            Heading(name="file", label="文件", width=stack.file_width, align="left"),
            Heading(name="errors", label="错误", width=7),
            Heading(name="warnings", label="警告", width=7),
            Heading(name="notes", label="提示", width=7),
            Heading(name="signed", label="签名", width=10),
            Heading(name="modified", label="最后修改", width=22),
            Heading(name="sha256", label="SHA-256", width=78, align="left"),
        ),
        frozen=2,
        printed=9,
    )
    count = len(result.files) + len(result.missing)
    day = f"截至{as_of.year}年{as_of.month}月{as_of.day}日，" if as_of else ""
    counts = [f"{word}{len(result.by_status(s))}份" for s, word in _STATUS.items() if result.by_status(s)]  # type: ignore[arg-type]
    note = f"{day}{'，'.join([*counts, f'未报回{len(result.missing)}个单位'])}"
    return plain.streamed(Rows(count, lambda: _numbered(_registered(stack, result))), note)


def _numbered(rows: Iterable[Contents]) -> Iterator[Contents]:
    """The rows with their numbers in front."""
    return ([figure(number), *row] for number, row in enumerate(rows, 1))


def _registered(stack: AcceptedAnswers, result: CheckResult) -> Iterator[Contents]:
    yield from _returned(stack, result)
    yield from (_absent(stack, unit) for unit in result.missing)


def _returned(stack: AcceptedAnswers, result: CheckResult) -> Iterator[Contents]:
    order = stack.scheme.roster.places
    for file in sorted(result.files, key=lambda f: (order.get(f.unit or "", len(order)), f.path)):
        found = [sum(f.severity is s for f in file.findings) for s in Severity]
        yield [
            file.unit_name or file.unit,
            _STATUS[file.status],
            Content(value=file.path, link=_file_link(stack, file)),
            *[figure(n) for n in found],
            _SIGNED[file.authentic],
            _minute(file.record.modified) if file.record else None,
            file.sha256,
        ]


def _minute(moment: str) -> str:
    """A moment in ISO text to the minute: `2021-12-03 16:20`."""
    return moment[:16].replace("T", " ")


def _absent(stack: AcceptedAnswers, unit: str) -> Contents:
    return [stack.scheme.roster.names.get(unit, unit), "未报回", *[None] * 7]


def _file_link(stack: AcceptedAnswers, file: FileResult) -> FileCell | None:
    entries = file.record.entries if file.record else ()
    return stack.link(file.path, entries[0].sheet, entries[0].cell) if entries else None


def findings_sheet(stack: AcceptedAnswers, findings: Sequence[tuple[str, Finding]]) -> Iterator[Sheet]:
    """Every finding: where, what, and what to do. findings: with the file that each is in, "" for none."""
    plain = PlainSheet(
        key="findings",
        name="问题",
        title="问题一览表",
        columns=(
            Heading(name="number", label="序号", width=6),
            Heading(name="severity", label="级别", width=7),
            Heading(name="code", label="代码", width=8),
            Heading(name="unit", label="报回单位", width=16),
            Heading(name="subject", label="被考核单位", width=16),
            Heading(name="sheet", label="工作表", width=12),
            Heading(name="cell", label="单元格", width=8),
            Heading(name="row", label="行", width=22, align="left"),
            Heading(name="column", label="栏目", width=16, align="left"),
            Heading(name="message", label="问题", width=50, align="left"),
            Heading(name="remedy", label="怎样处理", width=40, align="left"),
            Heading(name="file", label="文件", width=stack.file_width, align="left"),
        ),
        frozen=5,
        printed=11,
    )
    rows = Rows(len(findings), lambda: _numbered(_finding(stack, *f) for f in findings))
    return plain.streamed(rows, "" if findings else "没有问题")


def _finding(stack: AcceptedAnswers, file: str, f: Finding) -> Contents:
    named = stack.scheme.roster.shorts
    w, facts = f.where, f.facts
    return [
        _SEVERITY[f.severity],
        f.code,
        named.get(w.unit or "", w.unit),
        named.get(w.subject or "", w.subject),
        w.sheet,
        w.cell,
        _told(facts.get("line"), w.row),
        _told(facts.get("label"), w.field),
        f.message("zh"),
        f.remedy("zh"),
        Content(value=file or None, link=stack.link(file, w.sheet, w.cell)),
    ]


def _told(words: object, key: str | None) -> str | None:
    return str(words) if words else key


def provenance_sheet(stack: AcceptedAnswers, details: Sequence[Detail], count: int) -> Iterator[Sheet]:
    """Every answer and figure of the details with its file, digest, sheet and cell. count: how many."""
    linked = count <= _MOST_LINKED
    said = "点击“数值”看明细，点击“文件”打开报回的工作簿；供在屏幕上查，打印时只有表头"
    rows = Rows(count, lambda: _origins(stack, figures(stack, details), linked=linked))
    return _provenance(stack).streamed(rows, said if linked else "")


def questioned_sheet(
    stack: AcceptedAnswers, details: Sequence[Detail], places: Container[Place], count: int
) -> Iterator[Sheet]:
    """Those of them alone that stand where something was found. places: file, sheet and cell of that."""
    there = list(islice((f for f in figures(stack, details) if _place(f) in places), MOST_ROWS))
    rows = Rows(len(there), lambda: _origins(stack, there, linked=False))
    said = f"只列有问题或提示的数；全部{count}个数的来源见同时写出的 {PROVENANCE}"
    return _provenance(stack).streamed(rows, said)


def _provenance(stack: AcceptedAnswers) -> PlainSheet:
    return PlainSheet(
        key="provenance",
        name=ORIGINS,
        title="数据来源",
        columns=(
            Heading(name="unit", label="单位", width=16),
            Heading(name="row", label="项目", width=34, align="left"),
            Heading(name="column", label="栏目", width=18),
            Heading(name="value", label="数值", width=30),
            Heading(name="recipient", label="报回单位", width=16),
            Heading(name="file", label="文件", width=stack.file_width, align="left"),
            Heading(name="sheet", label="工作表", width=12),
            Heading(name="cell", label="单元格", width=9),
            Heading(name="sha256", label="SHA-256", width=78, align="left"),
        ),
        frozen=2,
        printed=8,
        on_paper=False,
    )


def _place(figure: Figure) -> Place:
    record, number = figure[3]
    there = record.entries.layout.lines[number]
    return record.name, there.sheet, there.cell


def _origins(stack: AcceptedAnswers, some: Iterable[Figure], *, linked: bool) -> Iterator[Contents]:
    for (made, line, column, (record, number)), o in told(stack, some):
        file = stack.link(o.file, o.sheet, o.cell) if linked else None
        figure = Content(
            value=o.value,
            link=Spot(*made.place(line), made.columns[column]) if linked else None,
            number_format=_format(record.entries.layout.lines[number].type),
        )
        shown = Content(value=o.file, link=file) if file else o.file
        yield [o.unit, o.item, o.label, figure, o.recipient, shown, o.sheet, o.cell, o.sha256]


@cache
def _format(kind: str) -> str | None:
    return number_format(ValueType(name=kind))

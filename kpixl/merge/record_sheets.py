"""The registers behind a score sheet: who returned what, every finding, where every figure comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpixl.check import CheckResult, FileResult
from kpixl.findings import Finding, Severity
from kpixl.layout import Role, Sheet
from kpixl.layout.plan import FileCell, Scalar
from kpixl.layout.table_rows import TableRow
from kpixl.merge.answers import AcceptedAnswers, Given
from kpixl.merge.detail import Detail
from kpixl.merge.sheets import Content, Heading, PlainSheet, figure
from kpixl.rules.types import ValueType, number_format

_STATUS = {"accepted": "已接收", "rejected": "退回", "duplicate": "重复，未计入", "ignored": "未计入"}
_SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}
_SIGNED = {True: "有效", False: "不符", None: "未核对"}
_MOST_LINKED = 30_000
"""Rows with two links each; Excel takes 65,530 links a sheet."""
Contents = Sequence[Content | Scalar]
_Figure = tuple[Detail, TableRow, Given]


def returns_sheet(stack: AcceptedAnswers, result: CheckResult, as_of: dt.date | None) -> Sheet:
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
    )
    rows = list(_returned(stack, result)) + [_absent(stack, unit) for unit in result.missing]
    day = f"截至{as_of.year}年{as_of.month}月{as_of.day}日，" if as_of else ""
    counts = [f"{word}{len(result.by_status(s))}份" for s, word in _STATUS.items() if result.by_status(s)]  # type: ignore[arg-type]
    note = f"{day}{'，'.join([*counts, f'未报回{len(result.missing)}个单位'])}"
    return plain.sheet(((str(i), [figure(i), *row]) for i, row in enumerate(rows, 1)), note)


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


def findings_sheet(stack: AcceptedAnswers, findings: Sequence[tuple[str, Finding]]) -> Sheet:
    """Every finding: where, what, and what to do. findings: with the file that each is in, "" for none."""
    plain = PlainSheet(
        key="findings",
        name="问题",
        title="问题一览表",
        columns=(
            Heading(name="number", label="序号", width=6),
            Heading(name="severity", label="级别", width=7),
            Heading(name="code", label="代码", width=8),
            Heading(name="unit", label="报回单位", width=18),
            Heading(name="subject", label="被考核单位", width=18),
            Heading(name="file", label="文件", width=stack.file_width, align="left"),
            Heading(name="sheet", label="工作表", width=12),
            Heading(name="cell", label="单元格", width=8),
            Heading(name="row", label="行", width=22, align="left"),
            Heading(name="column", label="栏目", width=18, align="left"),
            Heading(name="message", label="问题", width=60, align="left"),
            Heading(name="remedy", label="怎样处理", width=44, align="left"),
        ),
    )
    rows = ((str(i), [figure(i), *_finding(stack, *f)]) for i, f in enumerate(findings, 1))
    return plain.sheet(rows, "" if findings else "没有问题")


def _finding(stack: AcceptedAnswers, file: str, f: Finding) -> Contents:
    named = stack.scheme.roster.shorts
    w, facts = f.where, f.facts
    return [
        _SEVERITY[f.severity],
        f.code,
        named.get(w.unit or "", w.unit),
        named.get(w.subject or "", w.subject),
        Content(value=file or None, link=stack.link(file, w.sheet, w.cell)),
        w.sheet,
        w.cell,
        _told(facts.get("line"), w.row),
        _told(facts.get("label"), w.field),
        f.message("zh"),
        f.remedy("zh"),
    ]


def _told(words: object, key: str | None) -> str | None:
    return str(words) if words else key


def provenance_sheet(stack: AcceptedAnswers, details: Sequence[Detail]) -> Sheet:
    """Every answer and figure of the details with its file, digest, sheet and cell."""
    plain = PlainSheet(
        key="provenance",
        name="来源",
        title="数据来源",
        columns=(
            Heading(name="unit", label="单位", width=16),
            Heading(name="row", label="项目", width=34, align="left"),
            Heading(name="column", label="栏目", width=18),
            Heading(name="value", label="数值", width=26),
            Heading(name="recipient", label="报回单位", width=16),
            Heading(name="file", label="文件", width=stack.file_width, align="left"),
            Heading(name="sheet", label="工作表", width=12),
            Heading(name="cell", label="单元格", width=9),
            Heading(name="sha256", label="SHA-256", width=78, align="left"),
        ),
    )
    every = list(_figures(stack, details))
    linked = len(every) <= _MOST_LINKED
    rows = ((str(i), _origin(stack, figure, linked=linked)) for i, figure in enumerate(every, 1))
    return plain.sheet(rows, "点击“数值”看明细，点击“文件”打开报回的工作簿" if linked else "")


def _figures(stack: AcceptedAnswers, details: Sequence[Detail]) -> Iterator[_Figure]:
    """Answers, computed figures and printed numbers; printed texts are the office's own."""
    for made in details:
        for line in made.lines:
            for column in made.columns:
                given = stack.given.get(stack.key(made.form, line, column))
                if given is not None and given.entry.value is not None and _is_figure(given):
                    yield made, line, given


def _is_figure(given: Given) -> bool:
    return given.entry.role in (Role.INPUT, Role.FORMULA) or isinstance(given.entry.value, Decimal)


def _origin(stack: AcceptedAnswers, found: _Figure, *, linked: bool) -> Contents:
    made, line, given = found
    e = given.entry
    return [
        stack.scheme.roster.unit(line.subject).short,
        stack.name_of(made.form, line),
        e.label,
        Content(
            value=e.value,
            link=made.spot(line, e.key.column) if linked else None,
            number_format=number_format(ValueType(name=e.type)),
        ),
        stack.scheme.roster.shorts.get(given.recipient, given.recipient),
        Content(value=given.record.name, link=stack.link_of(given) if linked else None),
        e.sheet,
        e.cell,
        given.record.sha256,
    ]

"""kpixl explain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from kpixl import campaign
from kpixl.cli.console import print_json, progress
from kpixl.cli.options import STAGE, Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PLACE
from kpixl.findings import Finding, entries, visible
from kpixl.refusal import unknown
from kpixl.words import Words

_MOST_PARTS = 80
"""Lines of a figure's origin: a total over more items than that is told by the workbook itself."""
_MOST_OPENED = 6
"""Parts of a figure that are followed down to their ends; of more each gets one line, with its entry."""


class _Merged(NamedTuple):
    """What was merged: returns, or the frames of merges."""

    returns: tuple[Path, ...]
    merges: tuple[Path, ...]


@kpixl_command(
    "kpixl explain I004",
    "kpixl explain --unit 河东镇 --indicator 消防 --returns returns",
    "kpixl explain 评分一览表!F7 --returns returns",
    "kpixl explain 附件1!F9 --unit 河东镇",
    "kpixl explain --form hazards",
    formats=True,
    reads=True,
    judges=True,
)
@click.argument("what", metavar="[CODE | SHEET!CELL]", required=False)
@click.option("--unit", metavar="UNIT", help="Whose score: the unit's id, name, short name or number.")
@click.option("--indicator", metavar="ITEM", help="Which score: the indicator's id, name or part of it.")
@click.option(
    "--returns",
    type=PLACE,
    multiple=True,
    metavar="PATH",
    help="The returns that were merged: a file, folder, archive or mail; may be given several times.",
)
@click.option(
    "--from",
    "merges",
    type=PLACE,
    multiple=True,
    metavar="DIR",
    help="Instead of returns: the frames of the merge (--frames); give it once for each of several.",
)
@click.option("--form", metavar="FORM", help="Say instead how this form is filled in: columns and rules.")
@click.option("--scheme", metavar="ID", help="The scheme (default: the workspace's only one).")
@STAGE
def command(
    session: Session,
    what: str | None,
    returns: tuple[Path, ...],
    merges: tuple[Path, ...],
    scheme: str | None,
    stage: str | None,
    **item: str | None,
) -> None:
    """Say what a code means, how a figure came about, what binds a cell, how a form is filled.

    A figure is named by its cell in the score sheet, or by unit and indicator. It is computed anew from
    the returns, or from what a merge left of them: formula by formula, down to the cells that units
    filled in, with the rules that bind them and what the check found there.

    With --unit and no returns the cell is one of the unit's workbook: what it takes, and its rules.

    With --form: what each of its columns wants, and its rules in words (填表说明), stage by stage.
    """
    if item["form"] is not None:
        _guides(session, scheme, item["form"], stage)
        return
    if what is not None and "!" not in what:
        _code(session, what)
        return
    figure = campaign.FigureRef(cell=what or "", unit=item["unit"] or "", indicator=item["indicator"] or "")
    if figure.cell and figure.unit and not (returns or merges):
        opened = session.workspace.open(scheme or "", campaign.Means())
        _binding(session, opened.explain_cell(figure.cell, figure.unit, stage=stage))
        return
    _figure(session, figure, _Merged(returns, merges), scheme, stage)


def _figure(
    session: Session,
    figure: campaign.FigureRef,
    merged: _Merged,
    scheme: str | None,
    stage: str | None,
) -> None:
    """How a figure of the score sheet came about."""
    if bool(merged.returns) == bool(merged.merges) or not (figure.cell or (figure.unit and figure.indicator)):
        raise click.UsageError(
            Words(
                "请写问题代码；或用 --returns 指定回收件（或用 --from 指定汇总的数据，二者选一），再写单元格"
                "（工作表!F7）或 --unit 和 --indicator。",
                "Name a code; or give --returns or --from, one or the other, with a cell (SHEET!F7), or with "
                "--unit and --indicator.",
            )[session.lang]
        )
    opened = session.open(scheme or session.workspace.default, returns=merged.returns)
    with progress(session, Words("查找来源", "explaining")) as moved:
        working = opened.using(progress=moved)
        returns = working.filed(merged.merges, stage=stage) if merged.merges else merged.returns
        found = working.explain_figure(returns, figure, stage=stage)
    if session.json:
        print_json(found.as_dict(session.lang))
        return
    for line in _lines(session, found):
        click.echo(visible(line))


def _guides(session: Session, scheme: str | None, form: str, stage: str | None) -> None:
    """How a form is filled in."""
    whole = session.workspace.scheme(scheme or session.workspace.default)
    found = campaign.guides(whole, form, stage=stage, lang=session.lang)
    if session.json:
        print_json({"guides": [each.as_dict() for each in found]})
        return
    for line in (line for each in found for line in each.text(session.lang)):
        click.echo(visible(line))


def _binding(session: Session, found: campaign.Binding) -> None:
    """What a cell of a unit's workbook takes."""
    if session.json:
        print_json(found.as_dict(session.lang))
        return
    named = " · ".join(text for text in (found.line, found.label) if text)
    needed = Words("（必填）", " (required)")[session.lang] if found.required else ""
    said = (
        found.takes[session.lang]
        or found.formula
        or Words("已印好，不用填", "printed; nothing to fill in")[session.lang]
    )
    click.echo(visible(f"{found.sheet}!{found.cell}  {named}：{said}{needed}"))
    for name, words in found.rules[session.lang].items():
        click.echo(visible(f"  {name}  {words}"))


def _code(session: Session, code: str) -> None:
    entry = entries().get(code.strip().upper())
    if entry is None:
        raise unknown(Words("问题代码", "code"), code, entries())
    facts = campaign.catalogue.as_dict(entry, session.lang)
    if session.json:
        print_json(facts)
        return
    click.echo(f"{entry.code}  {facts['title']}  [{campaign.WORDS[entry.severity][session.lang]}]")
    click.echo(f"    {facts['meaning']}")
    click.echo(f"    {Words('例：', 'Example: ')[session.lang]}{facts['example']}")
    click.echo(f"    → {facts['remedy']}")


def _lines(session: Session, found: campaign.FigureOrigin) -> Iterator[str]:
    steps = list(_steps(session, found.step, 0))
    yield from steps[:_MOST_PARTS]
    if len(steps) > _MOST_PARTS:
        rest = len(steps) - _MOST_PARTS
        yield Words(f"……还有{rest}行，用 --format json 可得到全部。", f"… {rest} more lines: --format json")[
            session.lang
        ]
    if found.unit is not None and found.unit.rank is not None:
        yield Words(
            f"{found.unit.name}：合计 {found.unit.score}，第{found.unit.rank}名，"
            f"{found.unit.award or '无奖项'}。{found.unit.reason}",
            f"{found.unit.name}: total {found.unit.score}, rank {found.unit.rank}, "
            f"{found.unit.award or 'no award'}. {found.unit.reason}",
        )[session.lang]
    rules, findings = found.rules(session.lang), found.findings
    if rules:
        yield Words("适用的规则：", "Rules:")[session.lang]
        yield from (f"  {name}  {words}" for name, words in rules.items())
    if found.waivers:
        yield Words("豁免：", "Waivers:")[session.lang]
        yield from (f"  {_waiver(session, each)}" for each in found.waivers)
    if found.decisions:
        yield Words("有关的决定：", "Decisions:")[session.lang]
        yield from (f"  {'  '.join(part for part in each if part)}" for each in found.told(session.lang))
    yield (
        Words("检查发现：", "Found by the check:")[session.lang]
        if findings
        else Words("检查没有在这些单元格发现问题。", "The check found nothing at these cells.")[session.lang]
    )
    yield from (f"  {_finding(session, each)}" for each in findings)


def _waiver(session: Session, waiver: campaign.Waiver) -> str:
    until = Words(f"，至{waiver.until}", f", until {waiver.until}")[session.lang] if waiver.until else ""
    return f"{waiver.unit}  {waiver.rule}  {waiver.reason}{until}"


def _finding(session: Session, finding: Finding) -> str:
    severity = campaign.WORDS[finding.severity][session.lang]
    place = f"{finding.where.sheet}!{finding.where.cell} " if finding.where.cell else ""
    return f"{place}[{severity}] {finding.code} {finding.message(session.lang)}"


def _steps(session: Session, step: campaign.Step, depth: int) -> Iterator[str]:
    """A cell, its formula, the entry that it shows; then what it rests on, further in."""
    margin = "  " * depth
    named = " · ".join(text for text in (step.line, step.label) if text)
    yield f"{margin}{step.sheet}!{step.cell}  {named} = {step.shown or '—'}"
    if step.formula:
        yield f"{margin}  {step.formula}"
    if step.scored:
        by = Words(
            "由验证文件的 score 函数按下面各数算出", "computed by the validators file's `score` from these:"
        )
        yield f"{margin}  {by[session.lang]}"
    entry = step.given.entry if step.given else None
    if step.given and entry and (entry.sheet, entry.cell) != (step.sheet, step.cell):
        place = f"{step.given.record.name}  {entry.sheet}!{entry.cell}"
        yield f"{margin}  ← {place}  {entry.label}：{entry.text or '—'}"
    for part in step.parts:
        if len(step.parts) > _MOST_OPENED:
            yield f"{margin}  {_brief(part)}"
        else:
            yield from _steps(session, part, depth + 1)


def _brief(step: campaign.Step) -> str:
    """A cell with the entry that it comes from, where that is a single row of a return."""
    named = " · ".join(text for text in (step.line, step.label) if text)
    told = f"{step.sheet}!{step.cell}  {named} = {step.shown or '—'}"
    sources = list(step.sources())
    rows = {(g.record.name, g.entry.key._replace(column="")) for g in sources}
    if len(rows) != 1:
        return told
    entry = sources[0].entry
    return f"{told}  ← {sources[0].record.name}  {entry.sheet}!{entry.cell}"

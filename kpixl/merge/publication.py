"""The publication copy (公示稿): what everybody may read of a score sheet, as figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kpixl.blueprint.expressions import Value
from kpixl.layout import Plan, Sheet, Spot
from kpixl.merge.scoresheet import Board
from kpixl.merge.sheets import Heading, PlainSheet, Tabs, figure
from kpixl.merge.workbook import ConsolidatedWorkbook
from kpixl.refusal import RefusedError
from kpixl.scoring import Standing


def publication(book: ConsolidatedWorkbook, values: Mapping[Spot, Value]) -> Plan:
    """The score sheets without reasons, who gets an award, the office's own forms behind them.

    values: of the cells of the whole workbook. Raises RefusedError where there is no score sheet.
    """
    public = tuple(book.standing_sheets(replace(book.board, public=True))) if book.board else ()
    if book.board is None or not public:
        raise _without_scores(book)
    tabs = Tabs()
    shown = (*(book.marked(s) for s in (*public, *_awarded(book.board))), *book.appendix())
    return Plan(sheets=tuple(replace(_bare(s, values), name=tabs.name(s.name)) for s in shown))


def _without_scores(book: ConsolidatedWorkbook) -> RefusedError:
    stage = book.stack.stage
    return RefusedError(
        f"“{stage.name}”没有评分一览表，没有可以公示的内容：方案用 scoring 和 score_sheet 声明。",
        f"“{stage.id}” has no score sheet, so there is nothing to publish: a scheme declares it by `scoring` "
        "and `score_sheet`.",
    )


def _awarded(board: Board) -> Iterator[Sheet]:
    """Who gets which award, the best first; no sheet where nobody does."""
    winners = [(group, each) for group in board.scheme.roster.group_ids for each in _winners(board, group)]
    if winners:
        plain = PlainSheet(
            key="awarded",
            name="获奖单位",
            title="获奖单位名单",
            columns=(
                Heading(name="number", label="序号", width=7),
                Heading(name="group", label="组别", width=24),
                Heading(name="award", label="奖项", width=16),
                Heading(name="unit", label="单位", width=36, align="left"),
            ),
            upright=True,
        )
        named = board.scheme.roster.group_name
        yield plain.sheet(
            (each.id, [figure(number), named(group), each.award, each.name])
            for number, (group, each) in enumerate(winners, 1)
        )


def _winners(board: Board, group: str) -> Iterator[Standing]:
    awards = board.scoring.awards_of(group)
    ranked = sorted((board.standings[u.id] for u in board.scheme.roster.of(group)), key=lambda s: s.rank or 0)
    for level in awards.levels if awards else ():
        yield from (standing for standing in ranked if standing.award == level.name)


def _bare(sheet: Sheet, values: Mapping[Spot, Value]) -> Sheet:
    """The sheet without hidden rows and columns, formulas, links and notes."""
    lines = tuple(line for line in sheet.lines if not line.hidden)
    stripes = tuple(stripe for stripe in sheet.stripes if not stripe.hidden)
    rows, columns = {line.key for line in lines}, {stripe.key for stripe in stripes}
    cells = tuple(
        cell._replace(
            value=cell.value if cell.calculation is None else values[cell.spot],
            calculation=None,
            link=None,
            comment="",
        )
        for cell in sheet.cells
        if cell.spot.row in rows and cell.spot.column in columns
    )
    return replace(sheet, lines=lines, stripes=stripes, cells=cells)

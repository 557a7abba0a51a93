"""The score sheets of very many units: figures, row by row, for what they sum up lies beside the workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from kpixl.blueprint.model import Form, ScoreSheet, Unit
from kpixl.layout import Sheet
from kpixl.layout.forms.matrix import Grid
from kpixl.layout.plan.cell import Scalar
from kpixl.merge.scoresheet import Board, list_key
from kpixl.merge.sheets import Heading, PlainSheet, Rows, figure
from kpixl.scoring import Standing, Tally

_NAMED = 2
"""Columns of a list that say which unit it is."""


class _List(NamedTuple):
    """A list in the making. items: of a matrix, by key, with what their columns are headed."""

    key: str
    name: str
    title: str
    units: Sequence[Unit]
    items: Mapping[str, str]


def many_sheets(
    board: Board, declared: ScoreSheet, tallies: Mapping[str, Tally], said: Callable[[str], str]
) -> Iterator[Sheet]:
    """The matrices and lists that the scheme declares. said: a title without what is of a single copy."""
    for made in _lists(board, declared, said):
        columns = _columns(board, made.items)
        plain = PlainSheet(key=made.key, name=made.name, title=made.title, columns=columns, frozen=2)
        rows = partial(_rows, board, made, tallies)
        if board.public:  # streamed rows begin with their keys, which nobody is to see
            yield plain.sheet((u.id, row) for u, row in zip(made.units, rows(), strict=True))
        else:
            yield from plain.streamed(Rows(len(made.units), rows))


def _lists(board: Board, declared: ScoreSheet, said: Callable[[str], str]) -> Iterator[_List]:
    scheme = board.scheme
    for form in map(scheme.form, declared.forms):
        grid = Grid.of(scheme, form)
        if grid is not None:
            items = {key: _headed(grid, place) for place, key in enumerate(grid.keys)}
            yield _List(form.form, _tab(form), said(form.title), grid.units, items)
    for group, title in declared.lists.items():
        yield _List(list_key(group), scheme.roster.group_name(group), title, scheme.roster.of(group), {})


def _tab(form: Form) -> str:
    return form.sheet_name or form.attachment or form.title


def _headed(grid: Grid, place: int) -> str:
    """What a matrix says above an item, and for how many points it is."""
    item = grid.items[place]
    points = item.get(grid.matrix.points)
    return (
        f"{item[grid.matrix.heading]}（{points}）" if points is not None else str(item[grid.matrix.heading])
    )


def _columns(board: Board, items: Mapping[str, str]) -> list[Heading]:
    scores = [
        Heading(name=f"item/{key}", label=label, width=9, align="right", number_format=board.figures)
        for key, label in items.items()
    ]
    return [*board.columns[:_NAMED], *scores, *board.columns[_NAMED:]]


def _rows(board: Board, made: _List, tallies: Mapping[str, Tally]) -> Iterator[list[Scalar]]:
    width = len(board.columns) + len(made.items)
    for number, unit in enumerate(made.units, 1):
        own, standing = tallies.get(unit.id), board.standings[unit.id]
        scores = [own.scores[key].score if own and key in own.scores else None for key in made.items]
        yield [figure(number), unit.name, *scores, *_came_out(standing)][:width]


def _came_out(standing: Standing) -> list[Scalar]:
    """In the order of the columns of a list."""
    return [
        figure(standing.items) if standing.items else None,
        standing.points,
        standing.score,
        standing.rate,
        figure(standing.rank),
        standing.veto or None,
        standing.award,
        standing.reason,
    ]

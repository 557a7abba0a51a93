"""The rows of a table: which are printed, which are blank to be filled, which is the total."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kpixl.draft.document import flat
from kpixl.draft.headings import Heading, is_counter
from kpixl.draft.segments import Columns

_TOTAL = re.compile(r"^(合计|总计|总和|共计|汇总|合计分|总分)[：:]?$")
_POINTS = re.compile(r"^(分值|权重|标准分|满分|基本分)([（(].*[）)])?$")
_AND_SO_ON = re.compile(r"[…．.·。]{1,6}|等+|——|例[：:]?.{0,4}")
_EITHER = re.compile(r"([是有1√]|合格)[/／或、](否|无|0|×|不合格)")
_NUMBERED = re.compile(r"序号|编号|项次")


@dataclass(kw_only=True)
class Body:
    """The rows below a heading, by what they are; numbers of rows of the grid.

    groups: row → the text of the line over a group that it stands under; counters: number → column; choices:
    column → what a row below the heading says is to be chosen there.
    """

    rows: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    total: int | None = None
    points: int | None = None
    groups: dict[int, str] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)
    choices: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed in any row."""
        return not self.rows


def body_of(table: Columns) -> Body:
    """The rows of a table, sorted."""
    body = Body()
    totals: list[int] = []
    group = ""
    labels = _labels(table.headings)
    numbered = [leaf.first for leaf in table.leaves if _NUMBERED.search(flat(leaf.label))]
    for row in table.body:
        texts = _texts(table, row)
        said = {column: text for column, text in texts.items() if flat(text)}
        if not body.rows and _tells_of_columns(body, table, row, said):
            continue
        if len(said) > 1 and all(flat(text) in labels for text in said.values()):
            continue  # the heading again, at the top of a page
        if len(texts) == 1 and said and table.grid.columns > 1:
            group = next(iter(said.values()))
            continue
        first = next(iter(said.values()), "")
        if any(_TOTAL.match(flat(text)) for text in list(said.values())[:3]):
            totals.append(row)
            body.rows.append(row)
        elif _POINTS.match(flat(first)) and len(said) > 2:
            body.points = row
            body.rows.append(row)
        elif (
            not said
            or set(said) <= set(numbered)
            or all(_AND_SO_ON.fullmatch(flat(t)) for t in said.values())
        ):
            body.blank.append(row)
        else:
            body.rows.append(row)
        if group:
            body.groups[row] = group
    _settle_total(body, totals)
    return body


def _tells_of_columns(body: Body, table: Columns, row: int, said: Mapping[int, str]) -> bool:
    """Whether a row numbers the columns, or says what is chosen in them; the body keeps it."""
    either = {c: found for c, text in said.items() if (found := _EITHER.fullmatch(flat(text)))}
    if said and len(either) == len(said):
        body.choices = {column: (found[1], found[2]) for column, found in either.items()}
        return True
    if _is_counters(said) and row <= table.depth + 1:
        body.counters = {int(flat(t)): c for c, t in said.items() if flat(t).isdigit()}
        return True
    return False


def _settle_total(body: Body, totals: Sequence[int]) -> None:
    """The last row that says something is the total, if it is one; one elsewhere is a row as others."""
    if totals and body.rows[-1] == totals[-1]:
        body.total = body.rows.pop()


def _labels(headings: Iterable[Heading]) -> set[str]:
    """All that a heading says."""
    return {text for h in headings for text in ({flat(h.label)} | _labels(h.below)) if text}


def _texts(table: Columns, row: int) -> dict[int, str]:
    """The texts of the cells below the heading that reach into a row, by their first column."""
    found: dict[int, str] = {}
    for column in range(table.leaves[0].first, table.leaves[-1].after):
        cell = table.grid.at(row, column)
        if cell and cell.column == column:
            found[column] = cell.text
    return found


def _is_counters(said: Mapping[int, str]) -> bool:
    """Whether a row numbers the columns: `甲 1 2 3`."""
    numbers = [int(flat(text)) for text in said.values() if flat(text).isdigit()]
    rising = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return len(said) > 1 and rising and all(is_counter(text) for text in said.values())

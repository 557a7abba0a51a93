"""The columns of a table: who fills each, what it takes, how it is computed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kpixl.draft.document import Cell, Grid, Place, flat, one_line
from kpixl.draft.guesses import Certainty, Guess
from kpixl.draft.headings import Heading
from kpixl.draft.hints import Column, Takes, hinted, holds_numbers, is_figure, takes_of
from kpixl.words import Words

_VERIFIES = re.compile(
    r"考核结果|考核得分|考评|考核组|审核|核定|认定|核查|核实|复核|复评|评审|审定|上级评|领导小组|主管部门意见|县级意见|财政部门意见"
)
_NOT_VERIFIES = re.compile(
    r"审核人|认定(考核)?单位|认定文号|考核认定单位|认定时间|考评(办法|标准|内容)|评审时间"
)
_HEAD = re.compile(
    r"^(序号|编号|类别|分类|项目|指标|科目|内容|名称|一级|二级|三级|考核|评价|评分|标准|权重|分值|责任|牵头|配合|职责|"
    r"任务|要求|目标任务|工作任务|重点工作|单位|部门|县区|乡镇|镇街|地区|科室)|"
    r"(指标|项目|内容|标准|要点|单位|部门|名称|分值|权重|类别|任务|措施|说明|办法)$"
)
_OF_UNITS = re.compile(r"(责任|牵头|配合|协办|主办|承办|主责|参与)(单位|部门|科室|局)")
_POINTS = re.compile(r"^(分值|权重|标准分|满分|基本分|分数|权数)([（(].*[）)])?$")
_TOTAL = re.compile(r"^(合计|总计|总和|共计)$")
_PLACEHOLDER = re.compile(
    r"(指标|项目|任务|目标|措施|问题|内容|事项)[\dA-Z一二三四五六七八九十]{1,2}[：:]?|[…．.]{2,6}"
)
"""What stands in a cell that is to be filled: its number, or that it goes on so."""
_OPTIONAL = re.compile(r"备注|说明|其他|建议|佐证|附件")


@dataclass(kw_only=True)
class Leaf:
    """A column of a form that is being made.

    printed, partly: in all its rows, in some of them; by_heading: its own label does not say what it takes;
    foreign: the units that it names do not report.
    """

    heading: Heading
    above: tuple[str, ...]
    name: str
    cells: list[Cell]
    takes: Takes = field(default_factory=dict)
    fill: str = ""
    printed: bool = False
    partly: bool = False
    formula: str = ""
    by_heading: bool = False
    foreign: bool = False
    guesses: list[Guess] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What its head says, without padding."""
        return one_line(self.heading.label)

    @property
    def texts(self) -> list[str]:
        """What stands in it, row by row."""
        return [one_line(c.text) for c in self.cells]

    @property
    def filled(self) -> int:
        """In how many rows something stands."""
        return sum(1 for c in self.cells if c.said)

    @property
    def names_units(self) -> bool:
        """Whether it says who is responsible for a row."""
        return bool(_OF_UNITS.search(flat(self.heading.label))) and not self.foreign

    @property
    def states_points(self) -> bool:
        """Whether it says how many points a row is worth."""
        return bool(_POINTS.match(flat(self.heading.label)))

    @property
    def is_total(self) -> bool:
        """Whether its head says that it is a sum."""
        return bool(_TOTAL.match(flat(self.heading.label)))

    @property
    def is_optional(self) -> bool:
        """Whether it may be left blank, as remarks may."""
        return bool(_OPTIONAL.search(flat(self.heading.label)))


def is_head(leaf: Leaf) -> bool:
    """Whether a column is one of those that say what a row is about."""
    return bool(_HEAD.search(flat(leaf.heading.label)))


def holds_figures(leaf: Leaf) -> bool:
    """Whether most of what stands in a column are figures that somebody reports."""
    said = [t for t in leaf.texts if flat(t) and not re.fullmatch(r"[-—]+", flat(t))]
    named = (
        re.search(r"序号|编号|[行列栏]号|[行栏]次|代码|年度$|年份", flat(leaf.heading.label))
        or leaf.states_points
    )
    return not named and bool(said) and sum(map(is_figure, said)) >= 0.6 * len(said)


def filler_of(leaf: Leaf) -> tuple[str, Guess]:
    """Who fills a blank column: the unit, or whoever verifies what it reports."""
    path = [*leaf.above, leaf.label]
    for label in path:
        found = _VERIFIES.search(flat(label))
        if found and not _NOT_VERIFIES.search(flat(label)):
            why = Words(f"“{one_line(label)}”是考核、审核的结果", f"{one_line(label)!r} is a verifier's word")
            return "verifier", Guess(what=BY_VERIFIER, why=why, certainty=Certainty.LIKELY)
    why = Words("表中这一栏是空白", "the column is blank")
    return "unit", Guess(what=BY_UNIT, why=why, certainty=Certainty.LIKELY)


BY_UNIT = Words("由单位填写", "filled by the unit")
BY_VERIFIER = Words("由审核方填写", "filled by whoever verifies")
PRINTED = Words("印好，不用填", "printed, not filled in")


def set_takes(leaf: Leaf, measure: str, place: Place | None, *, counts: bool) -> None:
    """Guess what a column takes. counts: the form holds statistics."""
    above = " ".join(leaf.above)
    column = Column(label=leaf.heading.label, above=above, examples=leaf.cells, cell=leaf.heading.cell)
    leaf.takes, guess = takes_of(column, measure, place, counts=counts)
    leaf.by_heading = not hinted(leaf.heading.label)
    if leaf.names_units:
        leaf.takes = {"type": "text", "max_length": 500}
    leaf.guesses.append(guess)


def leaves_of(
    headings: Sequence[Heading], above: tuple[str, ...] = ()
) -> Iterator[tuple[Heading, tuple[str, ...]]]:
    """The heads of columns, each with the labels over it."""
    for heading in headings:
        if heading.below:
            yield from leaves_of(heading.below, (*above, one_line(heading.label)))
        else:
            yield heading, above


def column_cells(grid: Grid, rows: Sequence[int], heading: Heading) -> list[Cell]:
    """The cells of a column in some rows; where none stands a blank one."""
    found = []
    for row in rows:
        cell = grid.at(row, heading.first) or Cell(row=row, column=heading.first, at=heading.cell.at)
        found.append(replace(cell, text="") if _PLACEHOLDER.fullmatch(cell.said) else cell)
    return found


def column_of(leaf: Leaf) -> dict[str, Any]:
    """A column as a blueprint writes it."""
    made: dict[str, Any] = {"name": leaf.name, "label": leaf.heading.label or "　"}
    if leaf.formula:
        made |= _figure_of(leaf.takes) | {"formula": leaf.formula}
    elif leaf.printed and not leaf.partly:
        made |= _printed_type(leaf) | {"from": f"row.{leaf.name}"}
    else:
        made |= leaf.takes
        if leaf.partly:
            made |= {"from": f"row.{leaf.name}", "open_when": f"blank(row.{leaf.name})"}
        made["fill"] = leaf.fill
        if leaf.fill == "unit" and not leaf.is_optional and not leaf.partly:
            made["required"] = True
    return made | {"width": _width(leaf), "align": _align(leaf)}


def _figure_of(takes: Takes) -> Takes:
    kept: Takes = {key: takes[key] for key in ("type", "unit", "places") if key in takes}
    return kept if holds_numbers(kept) else {"type": "decimal"}


def _printed_type(leaf: Leaf) -> Takes:
    """What is printed is text, unless all of it are numbers."""
    numbers = [t for t in leaf.texts if t]
    plain = numbers and all(re.fullmatch(r"-?\d{1,12}(\.\d+)?", t) for t in numbers)
    if not plain:
        return {}
    return {"type": "integer" if all("." not in t for t in numbers) else "decimal"}


def _width(leaf: Leaf) -> int:
    """Room for the longest line of the label, and for what the column takes."""
    label = max((len(part) for part in leaf.heading.label.split("\n")), default=1) * 2
    kind = leaf.takes.get("type", "text")
    most = leaf.takes.get("max_length", 0) if kind == "text" else 0
    room = 36 if most >= 500 else 20 if most >= 100 else 14 if kind != "integer" else 8
    said = max((len(t) for t in leaf.texts), default=0)
    if leaf.printed:
        room = 40 if said > 40 else max(6, min(36, said * 2))
    return max(min(label + 2, 16), room)


def _align(leaf: Leaf) -> str:
    long = leaf.takes.get("type", "text") == "text" and leaf.takes.get("max_length", 0) >= 200
    said = max((len(t) for t in leaf.texts), default=0)
    return "left" if long or said > 16 else "center"

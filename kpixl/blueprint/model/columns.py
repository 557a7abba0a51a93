"""Columns and fields: what stands in one place of a form, who fills it and what it takes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from kpixl.blueprint.model.base import COMMENT, Bound, Comment, Name, Number, Part, Text, Truth, Whole
from kpixl.blueprint.model.methods import Scored
from kpixl.stage_names import by_case, is_among

Filler = Literal["office", "unit", "verifier", "formula"]
TypeName = Literal[
    "text",
    "integer",
    "decimal",
    "money",
    "percent",
    "date",
    "yes_no",
    "choice",
    "rating",
    "doc_number",
    "phone",
    "threshold",
    "quantity",
    "period",
    "list",
]


class Choices(Part):
    """Choices that come from somewhere: exactly one of list, roster, column; `plus` adds texts behind them.

    list: a list of the scheme, `name` the key of the text, `where` a condition over `row.` (the item); `by` a
    column of the row and `parent` the list's key that must equal it (dependent lists). roster: the units of
    these groups. column: `form.column`, what the same workbook holds there.
    """

    list: str | None = None
    name: Name | None = None
    where: str | None = Field(None, description="an expression: which items of the list are choices")
    by: Name | None = None
    parent: Name | None = None
    roster: tuple[str, ...] | None = None
    column: str | None = None
    plus: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_source(self) -> Choices:
        if sum(s is not None for s in (self.list, self.roster, self.column)) != 1:
            facts = {"choices": "list, roster, column"}
            raise PydanticCustomError("block_kind", "a block is exactly one of: {choices}", facts)
        return self


class Typed(Part):
    """A type with its own bounds; what is not said is the column's.

    unit: of money (`元`, `万元`, `亿元`) or of a quantity; separator: between the items of a list; states:
    words that a threshold takes besides figures (`未执行`).
    """

    type: TypeName
    min: Bound | None = None
    max: Bound | None = None
    places: Whole | None = Field(None, ge=0, le=9)
    max_length: Whole | None = Field(None, ge=1, le=32767)
    choices: tuple[str, ...] | str | Choices | None = None
    unit: str | None = None
    separator: str | None = Field(None, min_length=1, max_length=3)
    states: tuple[str, ...] = ()


class Conditional(Part):
    """A type that depends on the row: `when` is an expression over the row's columns and `row.` data."""

    when: str
    then: TypeSpec
    otherwise: TypeSpec = Field(alias="else")


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return "name"
    if isinstance(value, list | tuple):
        return "union"
    if isinstance(value, Conditional) or (isinstance(value, dict) and "when" in value):
        return "conditional"
    return "typed"


Alternative = Annotated[
    Annotated[TypeName, Tag("name")] | Annotated[Typed, Tag("typed")], Discriminator(_kind)
]
"""One of several types that a cell takes; the first that fits an entry is its type."""

TypeSpec = Annotated[
    Annotated[TypeName, Tag("name")]
    | Annotated[Typed, Tag("typed")]
    | Annotated[Conditional, Tag("conditional")]
    | Annotated[tuple[Alternative, ...], Tag("union"), Field(min_length=2)],
    Discriminator(_kind),
]

ByCase = dict[str, str]
"""A setting that depends on the case: the keys are ids of groups or stages."""


class LikelyFigure(Part):
    """A figure as the weakest and the strongest unit would have it, both times the expression `of`."""

    weak: Number
    strong: Number
    of: str | None = None


class Likely(Part):
    """What simulated answers look like: a hint for demonstrations, which no form prints or checks.

    share: how often an optional cell is filled; like: a column of the row, a path or an expression whose
    value it most often is; texts: one of them, with paths and the row's columns in braces, and `{n}` for a
    number; choices: how often each of them is chosen beside the others.
    """

    share: Number | None = Field(None, ge=0, le=1)
    figure: LikelyFigure | None = None
    like: str | None = None
    texts: tuple[str, ...] = ()
    choices: dict[str, Number] = Field(default_factory=dict)


class Figures(Part):
    """How figures are shown; what they are stays the same.

    Always with the column's `places`. grouping: in thousands; currency: the sign in front, of money in 元.
    """

    grouping: Truth = False
    currency: Literal["¥", "￥"] | None = None


class Column(Part):
    """A column of a table, or a field: label, type, who fills it, what it takes.

    fill, source (`from`) and label may be given by case: a mapping from group or stage ids. `from` is a path
    (`row.name`, `subject.name`, `carried.remark`) or an expression over what is known when the workbook is
    made; its value is printed and locked. A label may hold paths in braces. `shown`: the stages in which the
    column stands on the sheet at all (default: all); `shown_when`: for whom. `stage`: the stage from which a
    formula computes (before, the cell is empty and locked). `print`: False keeps a column out of the printed
    page.
    """

    name: Name
    label: Text | ByCase
    over: Text | None = Field(None, description="of a field in a box: a heading in front of its label")
    type: TypeSpec = "text"
    fill: Filler | dict[str, Filler] | None = None
    source: str | ByCase | None = Field(None, alias="from")
    open_when: str | None = Field(
        None, description="an expression: where it holds, `from` prints nothing and whoever `fill` says fills"
    )
    default: str | None = Field(
        None, description="a path or an expression: what stands in the cell to fill until somebody changes it"
    )
    formula: str | None = None
    score: Scored | None = Field(None, description="that it is computed by a scoring method of the scheme")
    total: str | None = Field(
        None,
        description="the column's cell in the total row: an expression over whole columns, not their sum",
    )
    stage: str | None = None
    shown: tuple[str, ...] | None = None
    shown_when: str | None = Field(
        None,
        description="an expression over the unit: whom it does not hold for has no such column",
    )
    required: Truth = False
    required_when: str | None = None
    forbidden_when: str | None = None
    cumulative: Truth = Field(
        default=False, description="a figure that adds up: less than the period before is a warning"
    )
    min: Bound | None = None
    max: Bound | None = None
    places: Whole | None = Field(None, ge=0, le=9)
    max_length: Whole | None = Field(None, ge=1, le=32767)
    figures: Figures | None = Field(None, description="how figures are shown: grouped, with a currency")
    pattern: str | None = None
    pattern_message: Text | None = Field(None, description="what the pattern wants, in words for a clerk")
    choices: tuple[str, ...] | str | Choices | None = None
    unit: str | None = None
    separator: str | None = Field(None, min_length=1, max_length=3)
    states: tuple[str, ...] = ()
    down: Truth = Field(default=False, description="in rows to fill a blank means: as above")
    evidence: Literal["error", "warning", "note"] | None = Field(
        None, description="it names files of proof: how bad it is where one does not lie beside the return"
    )
    lines: Whole | None = Field(None, ge=1, le=60, description="lines of text that the cell shows")
    prompt: str | None = None
    width: float | None = Field(None, gt=0, le=100)
    align: Literal["left", "center", "right"] | None = None
    vertical: Truth = False
    print: Truth = True
    simulate: Annotated[Likely | None, COMMENT] = Field(
        None, description="what simulated answers look like; no form prints or checks it"
    )
    note: Comment = Field(None, description="why the column is as it is; for readers of the blueprint")
    policy: Truth = Field(
        default=False, description="an addition of the scheme that the source does not print"
    )

    @property
    def computed(self) -> bool:
        """Whether it has a formula, of its own or by a scoring method."""
        return self.formula is not None or self.score is not None

    def filler(self, group: str | None, stage: str) -> str:
        """Who fills the column: what it says, else `formula` where it has one, else the office."""
        given = by_case(self.fill, group, stage)
        return str(given or ("formula" if self.computed else "office"))

    def label_for(self, group: str | None, stage: str) -> str | None:
        """What the column is called in this stage, for subjects of a group; None where no case fits."""
        label: str | None = by_case(self.label, group, stage)
        return label

    def source_for(self, group: str | None, stage: str) -> str | None:
        """From where the column is printed in this stage, for subjects of a group; None where it is not."""
        source: str | None = by_case(self.source, group, stage)
        return source

    @property
    def sources(self) -> tuple[str, ...]:
        """From where the column is printed, in any case."""
        if isinstance(self.source, dict):
            return tuple(self.source.values())
        return () if self.source is None else (self.source,)

    def is_shown(self, stage: str) -> bool:
        """Whether the column stands on the sheet in this stage."""
        return self.shown is None or is_among(stage, self.shown)


class ColumnGroup(Part):
    """A heading over several columns."""

    label: Text
    columns: tuple[ColumnNode, ...] = Field(min_length=1)


def _node(value: Any) -> str:
    is_group = isinstance(value, ColumnGroup) or (isinstance(value, dict) and "columns" in value)
    return "group" if is_group else "column"


ColumnNode = Annotated[
    Annotated[Column, Tag("column")] | Annotated[ColumnGroup, Tag("group")], Discriminator(_node)
]


def leaves(nodes: tuple[Column | ColumnGroup, ...]) -> tuple[Column, ...]:
    """The columns of a heading tree, left to right."""
    return tuple(c for n in nodes for c in (leaves(n.columns) if isinstance(n, ColumnGroup) else (n,)))

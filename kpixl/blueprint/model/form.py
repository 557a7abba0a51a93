"""A form: its blocks in order, from the title to the footnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kpixl.blueprint.model.base import Comment, Identifier, Name, Part, Text, Truth, Whole
from kpixl.blueprint.model.columns import Column, ColumnNode, leaves
from kpixl.blueprint.model.rules import FieldRule, Rule
from kpixl.stage_names import by_case, is_among

_LISTED = re.compile(r"\blist\.\w+(?:\.\w+)+")
"""`list.regions.name`."""


SUBJECT = "subject"
"""Among subtotals: whom the rows are about."""


class Page(Part):
    """How a form is printed. margin: on all sides, in millimetres."""

    paper: Literal["A4", "A3"] = "A4"
    orientation: Literal["portrait", "landscape"] = "portrait"
    margin: float = Field(15, ge=5, le=50)


class PrintedRows(Part):
    """Rows printed from a list of the scheme, one each. key: the list's column that names a row for ever."""

    source: str = Field(alias="for")
    key: Name = "id"
    where: str | None = Field(None, description="an expression: which items are printed")


class FreeRows(Part):
    """Rows to fill.

    free: rows to see; max: rows in all, the others lie hidden and ready; min: rows that must be filled.
    """

    free: Whole = Field(ge=1, le=1000)
    max: Whole | None = Field(None, ge=1, le=5000)
    min: Whole = Field(0, ge=0)
    key: Literal["position"] = "position"

    @model_validator(mode="after")
    def _in_order(self) -> FreeRows:
        if not self.min <= self.free <= self.most:
            raise PydanticCustomError("rows_order", "min ≤ free ≤ max does not hold")
        return self

    @property
    def most(self) -> int:
        """How many rows there are, hidden ones included."""
        return self.max or self.free


Rows = PrintedRows | FreeRows


class Table(Part):
    """A table: a tree of columns over printed or free rows; total rows below; rules over its rows.

    rows may be given by case (group id → rows). totals: columns that are summed in a last row. omit_empty:
    where nothing is printed in it, the table does not stand at all.
    """

    name: Name
    columns: tuple[ColumnNode, ...] = Field(min_length=1)
    rows: PrintedRows | FreeRows | dict[str, PrintedRows | FreeRows]
    rules: tuple[Rule, ...] = ()
    totals: tuple[Name, ...] = ()
    subtotals: tuple[Name, ...] = Field(
        (), description="columns, or `subject`: a total row for each group of rows that they tell apart"
    )
    omit_empty: Truth = Field(default=False, description="without rows not even its head is printed")
    named_by: Name | None = Field(None, description="the column that says what a row is about")
    merge: tuple[Name | tuple[Name, ...], ...] = Field(
        (), description="columns whose neighbours merge where the first of each entry prints the same"
    )

    @cached_property
    def leaves(self) -> tuple[Column, ...]:
        """The columns, left to right."""
        return leaves(self.columns)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by their names, left to right."""
        return {c.name: c for c in self.leaves}

    @cached_property
    def heads(self) -> frozenset[str]:
        """The columns by which a reader knows which row it is: those whose neighbours merge, and its name."""
        merged = (name for entry in self.merge for name in ([entry] if isinstance(entry, str) else entry))
        printed = (c.name for c in self.leaves if any("row.name" in source for source in c.sources))
        written = (c.name for c in self.leaves if c.required and c.type == "text")
        named_by = self.named_by or next(printed, None) or next(written, None)
        return frozenset([*merged, *([named_by] if named_by else [])])

    @property
    def cases(self) -> Mapping[str, Rows] | Mapping[None, Rows]:
        """Where the rows come from, by the group that they are about; under None where it is all the same."""
        return self.rows if isinstance(self.rows, dict) else {None: self.rows}

    @property
    def printed(self) -> tuple[PrintedRows, ...]:
        """The lists that its rows are printed from, in any case."""
        return tuple(r for r in self.cases.values() if isinstance(r, PrintedRows))

    @property
    def free(self) -> tuple[FreeRows, ...]:
        """Its rows to fill, in any case."""
        return tuple(r for r in self.cases.values() if isinstance(r, FreeRows))

    def printed_for(self, group: str | None) -> PrintedRows | None:
        """The list that its rows are printed from for a group; None where they are not."""
        source = self._rows_for(group)
        return source if isinstance(source, PrintedRows) else None

    def free_for(self, group: str | None) -> FreeRows | None:
        """Its rows to fill for a group; None where there are none."""
        source = self._rows_for(group)
        return source if isinstance(source, FreeRows) else None

    def _rows_for(self, group: str | None) -> Rows | None:
        return self.rows.get(group or "") if isinstance(self.rows, dict) else self.rows


class Matrix(Part):
    """Units down, items of a list across: the consolidated score sheet.

    cells: `form.column` whose value for (unit, item) stands in the cell.
    """

    name: Name
    units: str = Field(description="the group whose units stand in the rows")
    items: str = Field(description="the list whose items stand in the columns")
    key: Name = "id"
    heading: Name = "name"
    points: Name = "points"
    cells: str
    points_label: Text = "分值"
    rows_label: Text = "得分"


class Item(Part):
    """A line of a narrative: a text, fields beside each other with their labels, or a sentence with blanks.

    Items below it stand in. A text may hold paths in braces (`{each.name}`, `{each.number}`); beside fields
    it is a sentence, and their names in braces are its blanks.
    """

    text: Text | None = None
    fields: tuple[Column, ...] = ()
    items: tuple[Item, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Item:
        if self.text is None and not self.fields:
            facts = {"choices": "text, fields"}
            raise PydanticCustomError("block_kind", "a block is exactly one of: {choices}", facts)
        return self

    @property
    def blanks(self) -> frozenset[str]:
        """The names of the fields that are blanks of its sentence."""
        return frozenset(f.name for f in self.fields) if self.text is not None else frozenset()

    @property
    def tells(self) -> bool:
        """Whether it, or a line below it, is a sentence with blanks."""
        return bool(self.blanks) or any(item.tells for item in self.items)

    @property
    def every_field(self) -> tuple[Column, ...]:
        """The fields of the line and of those below it, in order."""
        return (*self.fields, *(f for i in self.items for f in i.every_field))


class Repeat(Part):
    """A form that stands once for each item of a list: as sheets, or as sections of one sheet.

    key: the list's column that names an instance for ever; where: an expression over `each.` (the item),
    `subject.` and `group`.
    """

    source: str = Field(alias="for")
    key: Name = "id"
    where: str | None = None
    layout: Literal["sheets", "sections"] = Field("sheets", alias="as")


class Block(Part):
    """One block of a form: exactly one of its kinds."""

    fields: tuple[Column, ...] | None = None
    table: Table | None = None
    matrix: Matrix | None = None
    narrative: tuple[Item, ...] | None = Field(None, min_length=1)
    notes: tuple[Text, ...] | None = None
    paragraphs: tuple[Text, ...] | None = None
    rules: tuple[FieldRule, ...] = Field((), description="rules over the fields of this block")
    shown: tuple[str, ...] | None = Field(None, description="the stages that have the block")
    boxed: Truth = Field(default=False, description="its fields stand in boxes, as rows of a table do")
    labels: Literal["beside", "above"] = Field(
        "beside", description="where a label stands that would leave its answer less than half of the line"
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> Block:
        kinds = ("fields", "table", "matrix", "narrative", "notes", "paragraphs")
        if sum(getattr(self, k) is not None for k in kinds) != 1:
            facts = {"choices": ", ".join(kinds)}
            raise PydanticCustomError("block_kind", "a block is exactly one of: {choices}", facts)
        return self

    def is_shown(self, stage: str) -> bool:
        """Whether the block stands on the sheet in this stage."""
        return self.shown is None or is_among(stage, self.shown)


class Form(Part):
    """A form of the scheme (one file). subject: `unit` where there is one instance a unit appraised.

    repeat: it stands several times; title and sheet may then hold paths in braces (`{each.name}`).

    office: the form is the office's own print, nobody fills it.

    sealed: the stages in which its print comes back with a seal (盖章件): each page shows its check code.
    """

    form: Identifier
    attachment: Text | None = None
    title: Text
    sheet: str | None = Field(None, description="the sheet's name (default: the attachment, else the title)")
    subject: Literal["unit", "none"] = "unit"
    repeat: Repeat | None = None
    office: Truth = False
    page: Page = Page()
    pages: dict[str, Page] = Field(
        default_factory=dict, description="stage → how the form is printed in it, where that is another way"
    )
    blocks: tuple[Block, ...] = Field(min_length=1)
    sealed: tuple[str, ...] = Field((), description="the stages in which its print comes back with a seal")
    note: Comment = None

    def is_sealed(self, stage: str) -> bool:
        """Whether its print comes back with a seal in this stage."""
        return is_among(stage, self.sealed)

    def page_in(self, stage: str) -> Page:
        """How it is printed in a stage."""
        return by_case(self.pages, None, stage) or self.page

    @cached_property
    def has_sentences(self) -> bool:
        """Whether any of its lines is a sentence with blanks."""
        return any(item.tells for b in self.blocks for item in b.narrative or ())

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The columns of the scheme's lists that it may name: all of its texts that read like one."""
        return tuple(sorted({*_LISTED.findall(self.model_dump_json())}))

    @property
    def sheet_name(self) -> str:
        """The name of the form's sheet."""
        return self.sheet or self.attachment or self.title

    @property
    def short_title(self) -> str:
        """What it is called beside others: its attachment's number where it has one, else its title."""
        return self.attachment or self.title

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables, top to bottom."""
        return tuple(b.table for b in self.blocks if b.table is not None)

    def find_table(self, name: str) -> Table | None:
        """The table of this name; None where there is none."""
        return next((t for t in self.tables if t.name == name), None)

    def table_of(self, column: str) -> Table | None:
        """The table that has a column; None for a field, or where there is none."""
        return next((t for t in self.tables if column in t.by_name), None)

    @property
    def matrix(self) -> Matrix | None:
        """Its matrix; None where it has none."""
        return next((b.matrix for b in self.blocks if b.matrix is not None), None)

    @cached_property
    def fields(self) -> tuple[Column, ...]:
        """The fields outside tables, top to bottom."""
        own = (f for b in self.blocks for f in b.fields or ())
        told = (f for b in self.blocks for i in b.narrative or () for f in i.every_field)
        return (*own, *told)

    @cached_property
    def fields_by_name(self) -> Mapping[str, Column]:
        """The fields by their names."""
        return {f.name: f for f in self.fields}

    @property
    def field_rules(self) -> tuple[FieldRule, ...]:
        """The rules over the fields outside tables."""
        return tuple(r for b in self.blocks for r in b.rules)

    @property
    def table_columns(self) -> tuple[Column, ...]:
        """The columns of all its tables, in order."""
        return tuple(c for t in self.tables for c in t.leaves)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns of its tables, then its fields, by their names."""
        return {c.name: c for c in (*self.table_columns, *self.fields)}

    def column(self, name: str) -> Column:
        """The column or field of this name; KeyError where there is none."""
        return self.by_name[name]

"""The stacked detail of a table: the rows of all units below each other, under the form's own head."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kpixl.blueprint.model import Column, ColumnGroup, Form, Table, leaves
from kpixl.layout import Sheet, Spot
from kpixl.layout.pages.screen import zoom
from kpixl.layout.pages.sheet import SheetBuilder
from kpixl.layout.plan.frame import Print, View
from kpixl.layout.rows.table_rows import TableRow
from kpixl.layout.rows.tree import shown_tree
from kpixl.layout.tables.table import TableBlock
from kpixl.layout.tables.table_totals import TotalRows
from kpixl.merge.answers import AcceptedAnswers
from kpixl.merge.detail_rows import (
    ADDED,
    COPY,
    COUNTED,
    FILE,
    NUMBER,
    RECIPIENT,
    UNIT,
    Counted,
    DetailRows,
)
from kpixl.merge.headings import of_any
from kpixl.merge.lines import Lines
from kpixl.merge.sheets import MOST_ROWS

_DEFAULT_WIDTH, _OF_SENTENCES = 12.0, 22.0


@dataclass(frozen=True, kw_only=True)
class Detail:
    """A stacked table.

    sheets: one, or as many as its rows need; starts: the place of the first row of each; form, table: which;
    lines: its rows; columns: name → key of the grid's column.
    """

    sheets: tuple[Sheet, ...]
    starts: tuple[int, ...]
    form: str
    table: str
    lines: Lines
    columns: Mapping[str, str]

    def spot(self, line: TableRow, column: str) -> Spot:
        """The cell of a column in a row."""
        return Spot(*self.place(line), self.columns[column])

    def place(self, line: TableRow) -> tuple[str, str]:
        """Sheet and row of a row's cells, by their keys."""
        return self.sheets[bisect(self.starts, line.position) - 1].key, line.line(self.table)


def detail(
    stack: AcceptedAnswers, form: Form, table: Table, name: str, counted: Counted | None = None
) -> Detail:
    """The stacked detail of a table. name: the sheet's; counted: adds a column with the scores that count."""
    lines = stack.lines(form, table)
    blocks = [_Stacked(stack, form, table, counted, part) for part in parts(lines)]
    return Detail(
        sheets=tuple(block.sheet(name, number) for number, block in enumerate(blocks, 1)),
        starts=tuple(block.entries[0].position if block.entries else 1 for block in blocks),
        form=form.form,
        table=table.name,
        lines=lines,
        columns={c.name: key for c, key in zip(blocks[0].columns, blocks[0].builder.grid, strict=True)},
    )


def parts(lines: Sequence[TableRow], most: int = MOST_ROWS) -> Iterator[Sequence[TableRow]]:
    """The rows of each sheet: as many as one holds, those about a unit together."""
    first = 0
    while len(lines) - first > most:
        last = first + most
        while last > first + 1 and lines[last - 1].subject == lines[last].subject:
            last -= 1
        yield lines[first:last]
        first = last
    yield lines[first:]


class _Stacked(TableBlock):
    """A table block whose rows are those of all returns and whose cells are printed, formulas alive."""

    def __init__(
        self,
        stack: AcceptedAnswers,
        form: Form,
        table: Table,
        counted: Counted | None,
        lines: Sequence[TableRow],
    ) -> None:
        shown = shown_tree(table.columns, lambda column: column.is_shown(stack.stage.id))
        own = of_any(_without_units(shown, stack), stack.scheme.roster)
        tree = [*_before(form), *own, *_behind(stack, counted)]
        widths = [_width(c) for c in leaves(tuple(tree))]
        builder = SheetBuilder(key=f"detail/{form.form}.{table.name}", name="", widths=widths)
        # the rows are those of the returns: none is laid out for each of many subjects
        subjects = stack.package.subjects if len(stack.package.subjects) == 1 else ()
        super().__init__(builder, replace(stack.package, subjects=subjects), form, table, {})
        self.stack, self.counted = stack, counted
        self.tree, self.columns = tree, list(leaves(tuple(tree)))
        self.by_name = {c.name: c for c in self.columns}
        self.entries = lines

    def sheet(self, name: str, number: int) -> Sheet:
        """The finished sheet. number: of it among those of the table."""
        if number > 1:
            self.builder.key += f"#{number}"
        title = f"{self.stack.title(self.form.title)}明细（{self.stack.stage.name}）"
        # behind what is printed is where the answers came from
        printed = len(self.columns) - 1
        self.builder.text("#title", title, "title", count=printed)
        head, body = self._head(), DetailRows(self, self.stack, self.counted)
        above = len(self.builder.lines)
        TotalRows(self).lay_whole()
        lines = [line.key for line in self.builder.lines]
        last = lines[-1] if len(lines) > above or not self.entries else None
        grid, widths = self.builder.grid, self.builder.widths[:printed]
        page = Print(landscape=True, rows=(lines[0], last), columns=(grid[0], grid[printed - 1]), repeat=head)
        view = View(column=grid[self._kept], zoom=zoom(widths))
        freeze = body.key(0) if self.entries else None
        sheet = self.builder.sheet(page, helpers=False, freeze=freeze, view=view)
        return replace(sheet, name=name, protected=False, body=body, below=len(lines) - above)

    @property
    def _kept(self) -> int:
        """How many columns stay in view: number and unit, and what the row is about."""
        return len(_before(self.form)) + (1 if self.form.table_columns else 0)

    @cached_property
    def _to_fill(self) -> frozenset[str]:
        """No column: nothing is filled in here."""
        return frozenset()

    def _count_broken(self, line: str) -> None:
        """Nothing is counted: there is nothing to fill in."""


def _width(column: Column) -> float:
    """As the form has it, and as sentences need it: many rows of them are read below each other."""
    own = column.width or _DEFAULT_WIDTH
    words = column.choices or column.pattern or column.align == "center" or column.name in ADDED
    return own if words or column.type != "text" else max(own, _OF_SENTENCES)


def _before(form: Form) -> list[Column]:
    copy = [Column(name=COPY, label="分表", width=20, align="left", policy=True)] if form.repeat else []
    return [
        Column(name=NUMBER, label="序号", width=6, align="center"),
        Column(name=UNIT, label="单位", width=14, align="center"),
        *copy,
    ]


def _behind(stack: AcceptedAnswers, counted: Counted | None) -> list[Column]:
    who = "认定单位" if stack.stage.fills == "verifier" else "填报单位"
    counts = [Column(name=COUNTED, label="计入得分", width=9, policy=True)] if counted else []
    return [
        *counts,
        Column(name=RECIPIENT, label=who, width=14, policy=True),
        Column(name=FILE, label="回收件", width=stack.file_width, policy=True),
    ]


def _without_units(tree: list[Column | ColumnGroup], stack: AcceptedAnswers) -> list[Column | ColumnGroup]:
    """Without the columns that name the unit, which stands in front of every row."""
    return [n for n in tree if not (isinstance(n, Column) and stack.names_unit(n))]

"""The stacked detail of a table: the rows of all units below each other, under the form's own head."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from kpixl.blueprint.expressions import Name, Ref, names
from kpixl.blueprint.expressions.operands import CellOperand
from kpixl.blueprint.model import Column, ColumnGroup, Form, Table, leaves
from kpixl.layout import Cell, Role, Sheet, Spot
from kpixl.layout.calculation import Calculation
from kpixl.layout.form_cell import FormRow, entry
from kpixl.layout.frame import Print
from kpixl.layout.plan import Style
from kpixl.layout.sheet import SheetBuilder
from kpixl.layout.table import TableBlock
from kpixl.layout.table_rows import TableRow
from kpixl.layout.tree import shown_tree
from kpixl.merge.answers import AcceptedAnswers, Given
from kpixl.merge.headings import without_copies
from kpixl.rules.types import ValueType, number_format, parsed

NUMBER, UNIT, COPY, COUNTED = "kp_number", "kp_unit", "kp_copy", "kp_counted"
RECIPIENT, FILE = "kp_recipient", "kp_file"
_DEFAULT_WIDTH = 12.0
_KNOWN = {"row", "each", "subject", "group", "stage", "scheme"}
"""Heads of names that mean the same in the stacked table as in the return."""


@dataclass(frozen=True, kw_only=True)
class Detail:
    """A stacked table. form, table: which; lines: its rows; columns: name → position in the grid."""

    sheet: Sheet
    form: str
    table: str
    lines: tuple[TableRow, ...]
    columns: dict[str, int]

    def spot(self, line: TableRow, column: str) -> Spot:
        """The cell of a column in a row."""
        return Spot(self.sheet.key, line.line(self.table), f"c{self.columns[column] + 1}")

    def of(self, subject: str) -> tuple[TableRow, ...]:
        """The rows about a unit; they stand together."""
        return tuple(line for line in self.lines if line.subject == subject)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What counts where the form computes something else, by (subject, row). column: the score's."""

    column: str
    scores: dict[tuple[str, str], Decimal | None] = field(default_factory=dict)


def detail(
    stack: AcceptedAnswers, form: Form, table: Table, name: str, counted: Counted | None = None
) -> Detail:
    """The stacked detail of a table. name: the sheet's; counted: adds a column with the scores that count."""
    block = _Stacked(stack, form, table, name, counted)
    return block.detail()


class _Stacked(TableBlock):
    """A table block whose rows are those of all returns and whose cells are printed, formulas alive."""

    def __init__(
        self, stack: AcceptedAnswers, form: Form, table: Table, name: str, counted: Counted | None
    ) -> None:
        own = without_copies(_without_units(shown_tree(table.columns, stack.stage.id), stack))
        tree = [*_before(form), *own, *_behind(stack, counted)]
        widths = [c.width or _DEFAULT_WIDTH for c in leaves(tuple(tree))]
        builder = SheetBuilder(key=f"detail/{form.form}.{table.name}", name=name, widths=widths)
        super().__init__(builder, stack.package, form, table, {})
        self.stack, self.counted = stack, counted
        self.tree, self.columns = tree, list(leaves(tuple(tree)))
        self.by_name = {c.name: c for c in self.columns}
        self.entries = stack.lines(form, table)

    def detail(self) -> Detail:
        """The finished sheet and where its rows are."""
        head = self._titled()
        lines = [line.key for line in self.builder.lines]
        below = lines.index(head[1]) + 1
        page = Print(paper="A3", landscape=True, rows=(lines[0], lines[-1]), repeat=head)
        sheet = self.builder.sheet(page, helpers=False, freeze=lines[below] if below < len(lines) else None)
        return Detail(
            sheet=replace(sheet, protected=False),
            form=self.form.form,
            table=self.table.name,
            lines=tuple(self.entries),
            columns={c.name: i for i, c in enumerate(self.columns)},
        )

    def _titled(self) -> tuple[str, str]:
        self.builder.text(
            "#title", f"{self.stack.title(self.form.title)}明细（{self.stack.stage.name}）", "title"
        )
        return self.lay()

    def _merge(self) -> None:
        """Nothing is merged, so that the rows can be sorted and filtered."""

    def _count_broken(self, line: str) -> None:
        """Nothing is counted: there is nothing to fill in."""

    def _row(self, e: TableRow) -> None:
        line, place = e.line(self.table.name), self._place(e)
        row = FormRow(place=place, line=line, label=self._label(e))
        cells = [
            self._cell(e, column, entry(row, column, self.builder.spot(line, i)))
            for i, column in enumerate(self.columns)
        ]
        self.builder.line(line, self._height(e, cells))
        self.builder.cells += cells

    def _cell(self, e: TableRow, column: Column, cell: Cell) -> Cell:
        made = self._added(e, column, cell)
        if made is not None:
            return made
        given = self.stack.given.get(self.stack.key(self.form.form, e, column.name))
        style = replace(cell.style, name="body", unlocked=False, addition=False)
        if not isinstance(cell.type, ValueType | None) and given is not None:
            style = replace(style, number_format=number_format(ValueType(name=given.entry.type)))
        plain = Cell(
            spot=cell.spot, role=Role.PRINTED, key=cell.key, label=cell.label, line=cell.line, style=style
        )
        if cell.calculation is not None and self._alive(column):
            return plain._replace(role=Role.FORMULA, calculation=cell.calculation)
        return plain._replace(value=given.entry.value if given else cell.value)

    def _alive(self, column: Column) -> bool:
        """Whether all that the column's formula needs is in the row or known; no whole column, say."""
        needed = set(names(parsed(str(column.formula)))) - set(self.by_name)
        return all(name.partition(".")[0] in _KNOWN for name in needed)

    def _added(self, e: TableRow, column: Column, cell: Cell) -> Cell | None:
        """The cell of a column that the form does not have."""
        plain = Cell(spot=cell.spot, role=Role.PRINTED, style=Style(name="body", align="center"))
        if column.name == NUMBER:
            return plain._replace(value=Decimal(e.position))
        if column.name == UNIT:
            return plain._replace(value=self.stack.scheme.roster.unit(e.subject).short)
        if column.name == COPY:
            return plain._replace(value=e.instance.name, style=replace(plain.style, align="left"))
        if column.name == COUNTED and self.counted is not None:
            return self._counted(e, plain, self.counted)
        if column.name in (RECIPIENT, FILE):
            return self._source(e, column.name, plain)
        return None

    def _counted(self, e: TableRow, plain: Cell, counted: Counted) -> Cell:
        style = replace(plain.style, number_format="0.00")
        if (e.subject, e.row) in counted.scores:
            return plain._replace(value=counted.scores[e.subject, e.row], style=style)
        ref = Ref(self.builder.spot(e.line(self.table.name), self._position(counted.column)))
        same = Calculation(tree=Name("score"), names={"score": CellOperand(ref=ref, kind="number")})
        return plain._replace(role=Role.FORMULA, calculation=same, style=style)

    def _position(self, column: str) -> int:
        return [c.name for c in self.columns].index(column)

    def _source(self, e: TableRow, column: str, plain: Cell) -> Cell:
        given = self._first(e)
        if given is None:
            return plain
        if column == RECIPIENT:
            named = self.stack.scheme.roster.shorts.get(given.recipient, given.recipient)
            return plain._replace(value=named)
        style = replace(plain.style, align="left")
        return plain._replace(value=given.record.name, link=self.stack.link_of(given), style=style)

    def _first(self, e: TableRow) -> Given | None:
        """The first answer of a row that somebody gave, else its first computed figure."""
        keys = [self.stack.key(self.form.form, e, c.name) for c in self.columns]
        there = [self.stack.given[key] for key in keys if key in self.stack.given]
        asked = [g for role in (Role.INPUT, Role.FORMULA) for g in there if g.entry.role == role]
        return asked[0] if asked else None


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
    named = {"subject.print", "subject.name"}
    return [n for n in tree if not (isinstance(n, Column) and n.source_for(None, stack.stage.id) in named)]

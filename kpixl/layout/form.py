"""A form as a sheet: attachment number, title, its blocks in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpixl.blueprint.expressions import RangeRef
from kpixl.blueprint.model import Block, Column, Form, leaves
from kpixl.layout.entry import Row, entry
from kpixl.layout.helpers import row_helpers
from kpixl.layout.keys import Spot
from kpixl.layout.matrix import Addition, Grid, MatrixBlock
from kpixl.layout.measure import height, text_width
from kpixl.layout.package import Package, is_shown
from kpixl.layout.place import Place
from kpixl.layout.plan import Cell, Print, Role, Sheet
from kpixl.layout.sheet import HELPERS, SheetBuilder
from kpixl.layout.table import TableBlock, in_print_order, shown_tree, single_subject
from kpixl.rules import row_rules

PLAIN_WIDTHS = (22.0, 22.0, 22.0, 22.0)
DEFAULT_WIDTH = 12.0
_FIELD_HEIGHT = 26.0


def form_sheet(package: Package, form: Form, additions: Sequence[Addition] = ()) -> Sheet:
    """The planned sheet of one form. additions: columns right of its matrix, where it has one."""
    return FormLayout(package, form, additions).sheet()


def laid_columns(form: Form, stage: str) -> list[Column]:
    """The columns of the form's widest table in this stage, printed ones first."""
    tables = [leaves(tuple(in_print_order(shown_tree(t.columns, stage)))) for t in form.tables]
    return max(([*t] for t in tables), key=len, default=[])


class FormLayout:
    """Lays one form out."""

    def __init__(self, package: Package, form: Form, additions: Sequence[Addition] = ()) -> None:
        self.package, self.form = package, form
        self.grid = Grid.of(package.scheme, form, additions)
        columns = laid_columns(form, package.stage_id)
        plain = self.grid.widths if self.grid else list(PLAIN_WIDTHS)
        widths = [c.width or DEFAULT_WIDTH for c in columns] or plain
        least = 2 if form.fields else 1  # a field's label and its value
        widths += [PLAIN_WIDTHS[0]] * (least - len(widths))
        self.builder = SheetBuilder(key=form.form, name=form.sheet_name, widths=widths)
        self.printed = max(least, sum(1 for c in columns if c.print)) if columns else len(widths)
        self.subject = single_subject(package, form)
        self.fields: dict[str, Spot] = {}
        self.head: tuple[str, str] | None = None

    def sheet(self) -> Sheet:
        """The whole sheet."""
        self._headings()
        for number, block in enumerate(self.form.blocks):
            if is_shown(block.shown, self.package.stage_id):
                self._block(number, block)
        page = self.form.page
        body = self.builder.lines
        setting = Print(
            paper=page.paper,
            landscape=page.orientation == "landscape",
            margin=page.margin,
            rows=(body[0].key, body[-1].key),
            columns=(self.builder.grid[0], self.builder.grid[self.printed - 1]),
            repeat=self.head,
        )
        freeze = self._below(self.head[1]) if self.head else None
        return self.builder.sheet(setting, helpers=not self.form.office, freeze=freeze)

    def _below(self, line: str) -> str | None:
        keys = [entry_line.key for entry_line in self.builder.lines]
        after = keys.index(line) + 1
        return keys[after] if after < len(keys) else None

    def _headings(self) -> None:
        if self.form.attachment:
            self.builder.text("#attachment", self.form.attachment, "attachment", count=self.printed)
        self.builder.text("#title", self.form.title, "title", count=self.printed)

    def _block(self, number: int, block: Block) -> None:
        if block.fields is not None:
            self._fields(block.fields)
        elif block.table is not None:
            head = TableBlock(self.builder, self.package, self.form, block.table, self.fields).lay()
            self.head = self.head or head
        elif block.matrix is not None and self.grid is not None:
            self.head = MatrixBlock(self.builder, self.grid).lay()
        for kind, texts in (("note", block.notes), ("paragraph", block.paragraphs)):
            for i, text in enumerate(texts or ()):
                self.builder.text(f"#{kind}{number}-{i + 1}", text, kind, count=self.printed)

    def _fields(self, fields: Sequence[Column]) -> None:
        shown = [f for f in fields if is_shown(f.shown, self.package.stage_id)]
        by_name = {f.name: f for f in self.form.fields}
        for f in shown:
            line = self.builder.line(f"fields/{f.name}", _FIELD_HEIGHT)
            count = self._label_columns(self._place(by_name).label(f))
            self.fields[f.name] = self.builder.spot(line, count)
            self._field(f, line, count, by_name)

    def _place(self, by_name: dict[str, Column]) -> Place:
        return Place(
            package=self.package,
            form=self.form,
            subject=self.subject,
            columns=by_name,
            spots=self.fields,
            ranges=self._whole_columns(),
        )

    def _whole_columns(self) -> dict[str, RangeRef]:
        """The columns of the form's tables, for formulas of fields, wherever the tables stand."""
        blocks = [TableBlock(self.builder, self.package, self.form, t, self.fields) for t in self.form.tables]
        ranges = {name: area for block in blocks for name, area in block.whole_columns().items()}
        return ranges | {name.rpartition(".")[2]: area for name, area in ranges.items()}

    def _label_columns(self, label: str) -> int:
        """How many grid columns the label takes; at least one stays for the value."""
        needed, width = text_width(label, 12), 0.0
        for i, w in enumerate(self.builder.widths[: self.printed - 1]):
            width += w
            if width >= needed:
                return i + 1
        return max(1, self.printed - 1)

    def _field(self, f: Column, line: str, count: int, by_name: dict[str, Column]) -> None:
        place = self._place(by_name)
        rules = row_rules((), (f,), self.package.stage_id)
        row = Row(place=place, line=line, label="", rules=rules)
        span = (1, self.printed - count)
        self.builder.printed(line, place.label(f), "label", count=count)
        cell = entry(row, f, self.builder.spot(line, count), span)
        self.builder.put(_as_field(cell))
        if isinstance(cell.value, str):
            self.builder.raise_line(
                line, height(cell.value, sum(self.builder.widths[count : self.printed]), 12)
            )
        if cell.role is Role.INPUT:
            spots = {h: self.builder.spot(line, h) for h in HELPERS}
            for helper in row_helpers(row, [f], spots):
                self.builder.put(helper)


def _as_field(cell: Cell) -> Cell:
    name = "field_input" if cell.role is Role.INPUT else "field"
    return replace(cell, style=replace(cell.style, name=name, align="left"))

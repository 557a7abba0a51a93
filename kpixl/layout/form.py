"""A form as sheets: attachment number, title, its blocks in order; again for each copy of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from kpixl.blueprint.expressions import RangeRef
from kpixl.blueprint.model import Block, Column, Form, Rule, leaves
from kpixl.layout.cell import Cell, Role, Style
from kpixl.layout.conditions import Conditions
from kpixl.layout.cut_entries import cut_rule
from kpixl.layout.edition import FIRST, HELPERS
from kpixl.layout.fields import SIZE, STEP, FieldLine, Lines, Slot
from kpixl.layout.form_cell import FormRow, entry
from kpixl.layout.frame import TIGHT, Print
from kpixl.layout.helpers import row_helpers
from kpixl.layout.instances import ALONE, Instance, sheet_key
from kpixl.layout.keys import Spot
from kpixl.layout.matrix import Addition, Grid, MatrixBlock
from kpixl.layout.meaning import Place
from kpixl.layout.merged_cells import LOOSE
from kpixl.layout.opening import opened
from kpixl.layout.package import Package
from kpixl.layout.paging import Paper, in_pages
from kpixl.layout.plan import Sheet
from kpixl.layout.sheet import SheetBuilder, add_way_back
from kpixl.layout.table import TableBlock
from kpixl.layout.table_rows import single_subject
from kpixl.layout.text_height import PADDING, characters_in, height, lines_at_most, of_lines
from kpixl.layout.tree import in_print_order, shown_tree
from kpixl.rules import in_workbook, row_rules, sheet_kind
from kpixl.rules.types import CellType
from kpixl.rules.types.faces import most_characters

PLAIN_WIDTHS = (22.0, 22.0, 22.0, 22.0)
NARRATIVE_COLUMNS = 16
"""Grid columns of a form that is told in lines: enough for fields beside each other."""
PAGE_WIDTHS = {("A4", "portrait"): 88.0, ("A4", "landscape"): 132.0, ("A3", "portrait"): 132.0}
_WIDEST = 190.0
DEFAULT_WIDTH = 12.0
_FIELD_HEIGHT = 26.0
_LINES_BESIDE = 2
"""Of text, that fields beside each other have room for at first: names and telephones, as a rule."""


def form_sheets(package: Package, form: Form) -> list[Sheet]:
    """The planned sheets of a form: one, or one for each of its copies."""
    instances = package.instances(form)
    if form.repeat is not None and form.repeat.layout == "sheets":
        return [FormLayout(package, form, (), (each,)).sheet() for each in instances]
    return [FormLayout(package, form, (), instances).sheet()]


def form_sheet(package: Package, form: Form, additions: Sequence[Addition] = ()) -> Sheet:
    """The planned sheet of a form that stands once. additions: columns right of its matrix."""
    return FormLayout(package, form, additions).sheet()


def laid_columns(form: Form, stage: str) -> list[Column]:
    """The columns of the form's widest table in this stage, printed ones first."""
    tables = [leaves(tuple(in_print_order(shown_tree(t.columns, stage)))) for t in form.tables]
    return max(([*t] for t in tables), key=len, default=[])


class FormLayout:
    """Lays a form out on one sheet: all the copies given, one below the other."""

    def __init__(
        self,
        package: Package,
        form: Form,
        additions: Sequence[Addition] = (),
        instances: Sequence[Instance] = (ALONE,),
    ) -> None:
        self.package, self.form, self.instances = package, form, instances
        self.grid = Grid.of(package.scheme, form, additions)
        columns = laid_columns(form, package.stage_id)
        widths = [c.width or DEFAULT_WIDTH for c in columns] or self._plain_widths()
        least = 2 if form.fields else 1  # a field's label and its value
        widths += [PLAIN_WIDTHS[0]] * (least - len(widths))
        # a copy on a sheet of its own; several on one are told apart by the keys of their rows
        apart = form.repeat is not None and form.repeat.layout == "sheets"
        self.alone = instances[0] if apart else ALONE
        key = sheet_key(form, self.alone) if apart else form.form
        name, helpers = self._filled(form.sheet_name), HELPERS[package.edition]
        self.builder = SheetBuilder(key=key, name=name, widths=widths, lang=package.lang, helpers=helpers)
        self.printed = max(least, sum(1 for c in columns if c.print)) if columns else len(widths)
        page = form.page_in(package.stage_id)
        self.setting = Print(
            paper=page.paper,
            landscape=page.orientation == "landscape",
            margin=page.margin,
            columns=(self.builder.grid[0], self.builder.grid[self.printed - 1]),
            title=f"{self.alone.prefix}#title",
            colours=False,
        )
        self.builder.share = Paper(setting=self.setting, widths=widths[: self.printed]).share
        self.head: tuple[str, str] | None = None
        self.printed_from = ""

    def _plain_widths(self) -> list[float]:
        """Of a form without a table."""
        if self.grid:
            return self.grid.widths
        if not any(b.narrative for b in self.form.blocks):
            return list(PLAIN_WIDTHS)
        page = self.form.page_in(self.package.stage_id)
        width = PAGE_WIDTHS.get((page.paper, page.orientation), _WIDEST)
        return [round(width / NARRATIVE_COLUMNS, 2)] * NARRATIVE_COLUMNS

    def _filled(self, text: str) -> str:
        subject = single_subject(self.package, self.form, self.alone)
        place = Place(package=self.package, form=self.form, subject=subject, instance=self.alone)
        return place.facts.filled(text)

    def sheet(self) -> Sheet:
        """The whole sheet."""
        self._headings()
        for instance in self.instances:
            head = Section(self, instance).lay()
            self.head = self.head or head
        body = self.builder.lines
        head = self.head if len(self.instances) == 1 else None  # the head of one copy is no other's
        setting = replace(self.setting, rows=(self.printed_from, body[-1].key), repeat=head)
        sheet = self.builder.sheet(setting, helpers=not self.form.office)
        sheet = replace(sheet, form=self.form.form, instance=self.alone.id)
        heads = {name for table in self.form.tables for name in table.heads}
        sheet = opened(sheet, self._below(head[1]) if head else None, heads)
        return sheet if self.grid else in_pages(sheet, self.builder.wanted)

    def _below(self, line: str) -> str | None:
        keys = [entry_line.key for entry_line in self.builder.lines]
        after = keys.index(line) + 1
        return keys[after] if after < len(keys) else None

    def _headings(self) -> None:
        prefix = self.alone.prefix
        if self.package.edition != FIRST and not self.form.office:
            add_way_back(self.builder, self.printed, prefix)
        above = len(self.builder.lines)
        if self.form.attachment:
            text = self._filled(self.form.attachment)
            self.builder.text(f"{prefix}#attachment", text, "attachment", count=self.printed)
        bond = TIGHT if self.form.attachment else 0
        title = self._filled(self.form.title)
        self.builder.text(f"{prefix}#title", title, "title", count=self.printed, bond=bond)
        self.printed_from = self.builder.lines[above].key


class Section:
    """One copy of a form on its sheet: all its blocks."""

    def __init__(self, layout: FormLayout, instance: Instance) -> None:
        self.package, self.form, self.instance = layout.package, layout.form, instance
        self.builder, self.printed, self.grid = layout.builder, layout.printed, layout.grid
        self.named = layout.alone is ALONE and bool(instance.id)
        self.subject = single_subject(self.package, self.form, instance)
        self.by_name = self.form.fields_by_name
        self.above: FieldLine | None = None
        self.blocks = [b for b in self.form.blocks if b.is_shown(self.package.stage_id)]
        lines = Lines(
            builder=self.builder,
            stage=self.package.stage_id,
            prefix=instance.prefix,
            label=self._plain.label,
            filled=self._plain.facts.filled,
            printed=self.printed,
        )
        self.lines = {id(b): lines.of(b) for b in self.blocks}
        # known before anything is laid: a rule may name a field that stands further down
        self.fields = {s.field.name: self._spot(line, s) for line in self._every_line() for s in line.slots}

    def _every_line(self) -> Iterator[FieldLine]:
        return (line for b in self.blocks for line in self.lines[id(b)])

    def _spot(self, line: FieldLine, slot: Slot) -> Spot:
        return self.builder.spot(line.key, slot.cell)

    @cached_property
    def _plain(self) -> Place:
        """What is known of this copy before anything is laid."""
        return Place(
            package=self.package,
            form=self.form,
            subject=self.subject,
            instance=self.instance,
            columns=self.by_name,
        )

    @cached_property
    def place(self) -> Place:
        """The fields with all that their expressions can name."""
        return replace(self._plain, spots=self.fields, ranges=self._whole_columns())

    @cached_property
    def tables(self) -> dict[str, TableBlock]:
        """Its tables by name, those of other stages too."""
        made = (
            TableBlock(self.builder, self.package, self.form, t, self.fields, self.instance)
            for t in self.form.tables
        )
        return {block.table.name: block for block in made}

    def lay(self) -> tuple[str, str] | None:
        """All blocks; the head rows of the first table or matrix, first and last."""
        heads = [self._block(number, block) for number, block in enumerate(self.form.blocks)]
        return next((head for head in heads if head is not None), None)

    def _block(self, number: int, block: Block) -> tuple[str, str] | None:
        if not block.is_shown(self.package.stage_id):
            return None
        for line in self.lines[id(block)]:
            self._line(line)
        for kind, texts in (("note", block.notes), ("paragraph", block.paragraphs)):
            for i, text in enumerate(texts or ()):
                key, said = f"{self.instance.prefix}#{kind}{number}-{i + 1}", self._plain.facts.filled(text)
                self.builder.text(key, said, kind, count=self.printed, bond=LOOSE + i)
        if block.table is not None:
            return self.tables[block.table.name].lay()
        return MatrixBlock(self.builder, self.grid).lay() if block.matrix and self.grid else None

    def _whole_columns(self) -> dict[str, RangeRef]:
        """The columns of the form's tables, for formulas of fields, wherever the tables stand."""
        ranges = {name: area for b in self.tables.values() for name, area in b.whole_columns().items()}
        return ranges | {name.rpartition(".")[2]: area for name, area in ranges.items()}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """What binds the fields."""
        every = row_rules(self.form.field_rules, self.form.fields, self.package.stage_id)
        return (*(r for r in every if in_workbook(r)), *self._cut())

    def _cut(self) -> Iterator[Rule]:
        """What warns of entries that would be cut; a page may have more room for them than is counted on."""
        for line in self._every_line():
            for slot in line.slots:
                width, kind = self.builder.room(slot.cell, slot.count), self._plain.type(slot.field)
                room = characters_in(self._room(line, slot, kind), width, SIZE)
                rule = cut_rule(slot.field.name, kind, room, self.package.lang)
                if rule is not None and self._plain.role(slot.field) is Role.INPUT:
                    yield rule

    def _needed(self, slot: Slot, kind: CellType) -> float:
        """How high the longest entry of a field is."""
        most, width = most_characters(kind), self.builder.room(slot.cell, slot.count)
        return of_lines(lines_at_most(most, width, SIZE) if most else 1, SIZE)

    def _room(self, line: FieldLine, slot: Slot, kind: CellType) -> float:
        """How high the cell of a field is at first."""
        most = self.builder.share if len(line.slots) == 1 else of_lines(_LINES_BESIDE, SIZE)
        asked = of_lines(slot.field.lines, SIZE) if slot.field.lines else _FIELD_HEIGHT
        return max(_FIELD_HEIGHT, asked, min(self._needed(slot, kind), most))

    @cached_property
    def conditions(self) -> Conditions:
        """The same, as conditions of their cells."""
        return Conditions(rules=self.rules)

    def _line(self, line: FieldLine) -> None:
        """A text over the whole line, or labels and cells of fields."""
        self.builder.line(line.key, _FIELD_HEIGHT, bond=self._bond(line))
        self.above = line
        if line.text is not None:
            self._printed(line, line.text, 0, self.printed)
        cells = [self._field(line, slot) for slot in line.slots]
        fill = [s.field for s, cell in zip(line.slots, cells, strict=True) if cell.role is Role.INPUT]
        if fill:
            spots = self.builder.helper_spots(line.key)
            counted = Conditions(rules=[r for r in self.rules if self._counts_on(r, fill)])
            row = replace(self._row(line), conditions=counted)
            for helper in row_helpers(row, fill, spots):
                self.builder.put(helper)

    def _bond(self, line: FieldLine) -> int:
        """A copy of the form is parted from others first; what stands below a text belongs to it."""
        above = self.above
        if above is None:
            return TIGHT if self.builder.lines[-1].key.endswith("#title") else 0
        heads = above.text is not None and (line.text is None or line.depth > above.depth)
        return TIGHT if heads else line.bond

    def _counts_on(self, rule: Rule, fields: Sequence[Column]) -> bool:
        """A rule over several lines counts once: where the first field stands that somebody fills."""
        bound = (n for n in sheet_kind(rule).columns(rule) if n in self.fields)
        fill = [n for n in bound if self.place.role(self.by_name[n]) is Role.INPUT]
        return fill[:1] != [] and fill[0] in {f.name for f in fields}

    def _row(self, line: FieldLine) -> FormRow:
        name = self.instance.name if self.named and self.instance.name not in line.heading else ""
        label = "·".join(p for p in (name, line.heading) if p)
        return FormRow(place=self.place, line=line.key, label=label, conditions=self.conditions)

    def _field(self, line: FieldLine, slot: Slot) -> Cell:
        if slot.over:
            self._printed(line, slot.field.over or "", 0, slot.over)
        if slot.label:
            self._printed(line, self.place.label(slot.field), slot.first, slot.label)
        span = (1, slot.count)
        cell = _as_field(entry(self._row(line), slot.field, self._spot(line, slot), span), boxed=line.boxed)
        self.builder.put(cell)
        if isinstance(cell.value, str):
            room = self.builder.room(slot.cell, slot.count)
            self.builder.raise_line(line.key, height(cell.value, room, SIZE))
        elif cell.role is Role.INPUT and cell.type is not None:
            self._room_to_fill(line, slot, cell.type)
        return cell

    def _room_to_fill(self, line: FieldLine, slot: Slot, kind: CellType) -> None:
        """Room for the longest entry, as far as a page allows: some at first, more of what it has left."""
        self.builder.raise_line(line.key, self._room(line, slot, kind))
        if len(line.slots) == 1:
            self.builder.wanted[line.key] = self._needed(slot, kind)

    def _printed(self, line: FieldLine, text: str, first: int, count: int) -> None:
        indent = line.depth if first == 0 else 0
        spot = self.builder.spot(line.key, first)
        style = Style(name=line.style, indent=indent)
        cell = Cell(spot=spot, role=Role.PRINTED, value=text, label=text, style=style, span=(1, count))
        self.builder.put(cell)
        room = self.builder.room(first, count) - STEP * indent + PADDING  # as wide as it was measured for
        self.builder.raise_line(line.key, height(text, room, SIZE))


def _as_field(cell: Cell, *, boxed: bool) -> Cell:
    if boxed:  # the looks of a table's cell are its own
        return cell._replace(style=replace(cell.style, align="left"))
    name = "field_input" if cell.role is Role.INPUT else "field"
    return cell._replace(style=replace(cell.style, name=name, align="left"))

"""One copy of a form on its sheet: its blocks in order. Fields that were laid for another are laid again."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from kpixl.blueprint.expressions import RangeRef
from kpixl.blueprint.model import Block, Column, Rule
from kpixl.layout.forms.elsewhere import Elsewhere
from kpixl.layout.forms.field_line import SIZE, STEP, FieldLine, Slot
from kpixl.layout.forms.fields import Lines
from kpixl.layout.forms.matrix import MatrixBlock
from kpixl.layout.package.instances import ALONE, Instance
from kpixl.layout.pages.sheet import grid_place
from kpixl.layout.pages.text_height import PADDING, characters_in, height, lines_at_most, of_lines
from kpixl.layout.plan.cell import Cell, Role, Style
from kpixl.layout.plan.frame import TIGHT
from kpixl.layout.plan.keys import Spot
from kpixl.layout.rows.conditions import Conditions, beside
from kpixl.layout.rows.form_cell import Align, FormRow, entry
from kpixl.layout.rows.helpers import row_helpers
from kpixl.layout.rows.likeness import LAID
from kpixl.layout.rows.meaning import Place
from kpixl.layout.rows.table_rows import single_subject
from kpixl.layout.tables.cut_entries import cut_rule
from kpixl.layout.tables.merged_cells import LOOSE
from kpixl.layout.tables.table import TableBlock
from kpixl.rules import in_workbook, row_rules, sheet_kind
from kpixl.rules.types import CellType
from kpixl.rules.types.faces import most_characters

if TYPE_CHECKING:
    from kpixl.layout.forms.form import FormLayout

_FIELD_HEIGHT = 26.0
_LINES_BESIDE = 2
"""Of text, that fields beside each other have room for at first: names and telephones, as a rule."""


class Section:
    """One copy of a form on its sheet: all its blocks."""

    def __init__(self, layout: FormLayout, instance: Instance) -> None:
        self.package, self.form, self.instance = layout.package, layout.form, instance
        self.builder, self.printed, self.grid = layout.builder, layout.printed, layout.grid
        self._show_code = layout.show_code
        self.named = layout.alone is ALONE and bool(instance.id)
        self.subject = single_subject(self.package, self.form, instance)
        self.by_name = self.form.fields_by_name
        self.above: FieldLine | None = None
        self.blocks = [b for b in self.form.blocks if b.is_shown(self.package.stage_id)]
        lines = Lines(
            builder=self.builder,
            stands=partial(self.package.shows, self.form),
            prefix=instance.prefix,
            label=self._plain.label,
            filled=self._plain.facts.filled,
            kind=self._plain.type,
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
            table = self.tables[block.table.name]
            if table.stands:
                self._show_code(at_table=True)
            return table.lay()
        return MatrixBlock(self.builder, self.grid).lay() if block.matrix and self.grid else None

    def _whole_columns(self) -> dict[str, RangeRef]:
        """The columns of the form's tables, for formulas of fields, wherever the tables stand."""
        ranges = {name: area for b in self.tables.values() for name, area in b.whole_columns().items()}
        return ranges | {name.rpartition(".")[2]: area for name, area in ranges.items()}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """What binds the fields."""
        every = row_rules(self.form.field_rules, self.form.fields, self.package.stage_id)
        every += beside(self.place, self.form.field_rules)
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
        slots = {self._spot(line, slot): slot for slot in line.slots}
        for cell in self._with_fields(line) if slots or line.words else self._told(line):
            self.builder.put(cell)
            if cell.role is not Role.HELPER:
                self._make_room(line, cell, slots.get(cell.spot))

    def _with_fields(self, line: FieldLine) -> Sequence[Cell]:
        """The cells of a line with fields: as those of one that answered alike, in any copy, or new ones."""
        alike = LAID.of(self.package.scheme, self._hanging_on(line))
        model = alike.find(self.place.ask)
        if model is not None:
            return self._again(line, model)
        heard: dict[str, Any] = {}
        made = [*self._new_line(line, replace(self.place, heard=heard))]
        LAID.keep(alike, heard, made)
        return made

    def _hanging_on(self, line: FieldLine) -> Hashable:
        """What decides, besides what is asked about the place, how a line is laid."""
        slots = tuple([(s.field.name, s.first, s.label, s.count, s.over) for s in line.slots])
        return self._decided, line.key.removeprefix(self.instance.prefix), slots, line.words

    @cached_property
    def _decided(self) -> Hashable:
        """The same, for all lines: on which one a rule counts rests on who fills the others."""
        form = self.package.edition, self.package.stage_id, self.form.form, tuple(self.builder.widths)
        whose = self.package.unit.group, self.package.group(self.subject) if self.subject else None
        return form, whose, tuple([(name, self.place.role(self.by_name[name])) for name in self.fields])

    def _again(self, line: FieldLine, model: Sequence[Cell]) -> Sequence[Cell]:
        """The same cells in another recipient's form, or in another copy of it."""
        label, first = self._label(line), model[0].spot
        cells = [self._mine(cell, label) for cell in model]
        if (first.sheet, first.row) == (self.builder.key, line.key):
            return cells
        prefix = first.row.removesuffix(line.key.removeprefix(self.instance.prefix))
        there = Elsewhere(first.sheet, prefix, self.builder.key, self.instance.prefix)
        return [there.cell(cell) for cell in cells]

    def _mine(self, cell: Cell, label: str) -> Cell:
        key = cell.key
        if key is None:
            return cell
        value = self.place.printed(self.by_name[key.column]) if cell.role is Role.PRINTED else cell.value
        key = key._replace(instance=self.instance.id, subject=self.subject)
        return cell.moved(cell.spot, key, label, value)

    def _new_line(self, line: FieldLine, place: Place) -> Iterator[Cell]:
        """Labels and cells of fields, then what is counted of them."""
        row = FormRow(place=place, line=line.key, label=self._label(line), conditions=self.conditions)
        fill: list[Column] = []
        for words in line.words:
            yield self._printed(line, words.text, words.first, words.count)
        for slot in line.slots:
            if slot.over:
                yield self._printed(line, slot.field.over or "", 0, slot.over)
            if slot.label:
                yield self._printed(line, place.label(slot.field), slot.first, slot.label)
            cell = entry(row, slot.field, self._spot(line, slot), (1, slot.count))
            yield _as_field(cell, line)
            if cell.role is Role.INPUT:
                fill.append(slot.field)
        if fill:
            counted = Conditions(rules=[r for r in self.rules if self._counts_on(r, fill)])
            spots = self.builder.helper_spots(line.key)
            yield from row_helpers(replace(row, conditions=counted), fill, spots)

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

    def _label(self, line: FieldLine) -> str:
        """What a person calls a line."""
        name = self.instance.name if self.named and self.instance.name not in line.heading else ""
        return "·".join(p for p in (name, line.heading) if p)

    def _told(self, line: FieldLine) -> Sequence[Cell]:
        return (self._printed(line, line.text, 0, self.printed),) if line.text is not None else ()

    def _printed(self, line: FieldLine, text: str, first: int, count: int) -> Cell:
        style = Style(name=line.style, indent=line.depth if first == 0 else 0)
        spot = self.builder.spot(line.key, first)
        return Cell(spot=spot, role=Role.PRINTED, value=text, label=text, style=style, span=(1, count))

    def _make_room(self, line: FieldLine, cell: Cell, slot: Slot | None) -> None:
        """As much as what is printed in a cell needs, or what is filled in. slot: where it is a field's."""
        room = self.builder.room(grid_place(cell.spot) - 1, cell.span[1])
        if slot is None:  # as wide as it was measured for
            room += PADDING - STEP * cell.style.indent
        if isinstance(cell.value, str):
            self.builder.raise_line(line.key, height(cell.value, room, SIZE))
        elif slot is not None and cell.role is Role.INPUT and cell.type is not None:
            self._room_to_fill(line, slot, cell.type)

    def _room_to_fill(self, line: FieldLine, slot: Slot, kind: CellType) -> None:
        """Room for the longest entry, as far as a page allows: some at first, more of what it has left."""
        self.builder.raise_line(line.key, self._room(line, slot, kind))
        if len(line.slots) == 1:
            self.builder.wanted[line.key] = self._needed(slot, kind)


def _as_field(cell: Cell, line: FieldLine) -> Cell:
    align: Align = "center" if line.words else "left"
    if line.boxed:  # the looks of a table's cell are its own
        return cell._replace(style=replace(cell.style, align=align))
    name = "field_input" if cell.role is Role.INPUT else "field"
    return cell._replace(style=replace(cell.style, name=name, align=align))

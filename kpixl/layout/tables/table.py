"""A table on a sheet: merged heads from the tree of columns, rows printed or free, helpers, total row."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from kpixl.blueprint.expressions import RangeRef, names
from kpixl.blueprint.model import Form, Rule, Table, leaves
from kpixl.layout.edition import BROKEN
from kpixl.layout.package.instances import ALONE, Instance
from kpixl.layout.package.package import Package
from kpixl.layout.pages.row_room import grows, row_height
from kpixl.layout.pages.sheet import SheetBuilder
from kpixl.layout.pages.text_height import full_height, lines_at_most, of_lines
from kpixl.layout.plan.cell import Cell, Role
from kpixl.layout.plan.frame import TIGHT
from kpixl.layout.plan.keys import HERE, Spot
from kpixl.layout.rows.conditions import ABOVE, Conditions, beside
from kpixl.layout.rows.form_cell import FormRow, entry
from kpixl.layout.rows.helpers import row_helpers, table_helper, use_helpers
from kpixl.layout.rows.likeness import LAID
from kpixl.layout.rows.meaning import Place
from kpixl.layout.rows.table_rows import TableRow, entries, single_subject
from kpixl.layout.rows.tree import in_print_order, shown_tree
from kpixl.layout.tables.cut_entries import LongEntries
from kpixl.layout.tables.merged_cells import Merged, spans
from kpixl.layout.tables.row_label import row_label
from kpixl.layout.tables.table_head import TableHead
from kpixl.layout.tables.table_totals import TotalRows
from kpixl.rules import ROW_KINDS, TABLE_KINDS, in_workbook, mentioned, row_rules, table_rules
from kpixl.rules.types import CellType
from kpixl.rules.types.faces import most_characters

Bound = tuple[frozenset[str], bool, bool]


class TableBlock:
    """Lays one table out on a builder. fields: where the form's fields are; instance: which copy of it."""

    def __init__(
        self,
        builder: SheetBuilder,
        package: Package,
        form: Form,
        table: Table,
        fields: Mapping[str, Spot],
        instance: Instance = ALONE,
    ) -> None:
        self.builder, self.package, self.form = builder, package, form
        self.table, self.instance = table, instance
        self.tree = in_print_order(shown_tree(table.columns, partial(package.shows, form)))
        self.columns = list(leaves(tuple(self.tree)))
        self.standing = tuple(c.name for c in self.columns)
        self.entries: Sequence[TableRow] = entries(package, form, table, instance)
        self.stands = bool(self.entries) or not table.omit_empty
        self.fields, self.about = fields, single_subject(package, form, instance)
        self.shared = len({e.subject for e in self.entries}) > 1
        self.settled: dict[str, CellType] = {}
        self.bound: dict[Hashable, Conditions] = {}
        self.by_name = {**table.by_name, **form.fields_by_name}
        self.down = frozenset(c.name for c in self.columns if c.down)
        self.merged = Merged(self.entries, self.columns, {})

    def lay(self) -> tuple[str, str] | None:
        """The whole table; the keys of its head rows, first and last, None where it does not stand."""
        head = self._head() if self.stands else None
        self._merge()
        for e in self.entries:
            self._row(e)
        TotalRows(self).lay()
        return head

    def _merge(self) -> None:
        """Settle which cells merge, before any is laid."""
        if self.table.merge:
            places = [self.fact_place(e) for e in self.entries]
            self.merged = replace(self.merged, spans=spans(self.table.merge, places, self.by_name))

    def _head(self) -> tuple[str, str]:
        """Its head rows, first and last; on the last is counted what is wrong with the whole table."""
        name, place = self.instance.prefix + self.table.name, self.place_of(None)
        head = TableHead(self.builder, name, self.tree, place, self._to_fill)
        first, last = head.lay()
        self._count_broken(last)
        return first, last

    @cached_property
    def _to_fill(self) -> frozenset[str]:
        """The columns that are filled in some row; whether, is the same for all units of a group."""
        groups = {self.package.group(e.subject): e for e in self.entries if e.subject}
        places = [self.fact_place(e) for e in (*groups.values(), *self.entries[:1])]
        return frozenset(c.name for c in self.columns if any(p.role(c) is Role.INPUT for p in places))

    def _count_broken(self, line: str) -> None:
        """Count the broken rules of the whole table on its last head row, if its recipient can break any."""
        declared = [r for r in table_rules(self.table, self.package.stage_id) if in_workbook(r)]
        rules = [r for r in declared if self.down.isdisjoint(mentioned(r)) and self._is_filled(r)]
        if rules and not self.shared:
            place = self.place_of(self.entries[0], as_columns=True)
            for helper in table_helper(place, self.builder.spot(line, BROKEN[self.package.edition]), rules):
                self.builder.put(helper)

    def _is_filled(self, rule: Rule) -> bool:
        """Whether the recipient fills a cell that the rule binds; rows are counted where they are free."""
        if TABLE_KINDS[rule.kind].counts(rule):
            return bool(self.entries) and self.entries[0].free is not None
        bound = [c for c in self.columns if c.name in TABLE_KINDS[rule.kind].columns(rule)]
        return any(self.place_of(e).role(c) is Role.INPUT for e in self.entries for c in bound)

    @cached_property
    def _here(self) -> dict[str, Spot]:
        """What the names of a row stand for, wherever the row is."""
        spots = {c.name: self.builder.spot(HERE, i) for i, c in enumerate(self.columns)}
        return {**self.fields, **spots, **self.builder.helper_spots(HERE)}

    def _ranges(self, last: TableRow | None = None) -> dict[str, RangeRef]:
        first, end = self.entries[0].line(self.table.name), (last or self.entries[-1]).line(self.table.name)
        grid = {c.name: i for i, c in enumerate(self.columns)} | {h: h for h in self.builder.helpers}
        return {n: RangeRef(self.builder.spot(first, i), self.builder.spot(end, i)) for n, i in grid.items()}

    @cached_property
    def _every(self) -> dict[str, RangeRef]:
        return self._ranges() if self.entries else {}

    @cached_property
    def _whole(self) -> dict[str, RangeRef]:
        return {f"{self.table.name}.{n}": r for n, r in self._every.items()}

    def whole_columns(self) -> dict[str, RangeRef]:
        """The table's columns as `table.column`; none of a table without rows."""
        return self._whole

    def fact_place(self, e: TableRow | None) -> Place:
        """A row (None: the head) without its cells: what is known of it."""
        return Place(
            package=self.package,
            form=self.form,
            subject=e.subject if e else self.about,
            row=e.row if e else "",
            item=e.item if e else {},
            number=e.number(self.package, self.table) if e else None,
            instance=e.instance if e else self.instance,
            columns=self.by_name,
            settled=self.settled,
        )

    def place_of(self, e: TableRow | None, *, as_columns: bool = False) -> Place:
        """A row (None: the head) with its cells; as_columns: names stand for whole columns."""
        if e is None:
            return replace(self.fact_place(e), spots=self.fields)
        if as_columns:
            return replace(self.fact_place(e), spots=self.fields, ranges=self._whole | self._every)
        here = {**self._here, **self._elsewhere(e)}
        return replace(self.fact_place(e), spots=here, ranges={**self._whole, **self._counts(e)})

    def _counts(self, e: TableRow) -> dict[str, RangeRef]:
        """The helper columns that a free row asks about: of all rows, and of those above it."""
        if e.free is None:
            return {}
        found: dict[str, RangeRef] = {}
        if e.position <= e.free.min:
            found = {"_all": self._every["_filled"], "_above": self._ranges(e)["_filled"]}
        if self._asks_above and e.position > 1:
            found[ABOVE] = self._ranges(self.entries[self.merged.position(e) - 1])["_active"]
        return found

    @cached_property
    def _asks_above(self) -> bool:
        """Whether a column is required of the first used row only."""
        return any(c.down and c.required for c in self.columns)

    def _elsewhere(self, e: TableRow) -> dict[str, Spot]:
        """The cells of rows above that stand for this one's own."""
        return {
            self.columns[i].name: self.builder.spot(first.line(self.table.name), i)
            for i, first in self.merged.above(e).items()
        }

    def _row(self, e: TableRow) -> None:
        place = self.place_of(e)
        alike = LAID.of(self.package.scheme, self._hanging_on(e))
        model = alike.find(place.ask)
        if model is not None:
            self._repeat(e, place, model)
        else:
            start, heard = len(self.builder.cells), dict[str, Any]()
            self._new_row(e, replace(place, heard=heard), self._conditions(e))
            LAID.keep(alike, heard, self.builder.cells[start:])
        for i in range(len(self.columns) if self.merged.spans else 0):
            self._stretch(e, i)

    def _hanging_on(self, e: TableRow) -> Hashable:
        """What decides, besides what it is asked about its place, how a row is laid."""
        table = self.package.edition, self.package.stage_id, self.form.form, self.instance.id, self.table.name
        whose = self.package.unit.group, self.package.group(e.subject), self.shared
        counted = (e.position, e.free.min) if e.free and e.position <= e.free.min else None
        return table, self.standing, whose, self._binding(e), counted, self.merged.shape(e)

    def _repeat(self, e: TableRow, place: Place, model: Sequence[Cell]) -> None:
        """A row like one that is laid out already: all that it computes is relative to its row."""
        line, label = e.line(self.table.name), self.label_of(e)
        cells: list[Cell] = []
        for cell in model:
            spot, key = cell.spot._replace(row=line), cell.key
            key = key and key._replace(subject=e.subject, row=e.row)
            prints = key if cell.role is Role.PRINTED else None
            value = place.printed(self.by_name[prints.column]) if prints else cell.value
            moved = cell.moved(spot, key, cell.line and label, value)
            cells.append(self._shown_for(e, moved) if cell.also else moved)
        self._line(e, cells)
        self.builder.cells += cells

    def _line(self, e: TableRow, cells: Sequence[Cell]) -> None:
        key, written = e.line(self.table.name), e.written(self.table.name)
        bond = TIGHT if e is self.entries[0] else self.merged.bond(e)
        high = row_height(cells, self.columns, self.builder.widths)
        self.builder.line(key, high, hidden=e.spare, written=written, bond=bond)
        if grows(cells, self.builder.widths):
            self.builder.let_grow(key)

    def _new_row(self, e: TableRow, place: Place, conditions: Conditions) -> None:
        line = e.line(self.table.name)
        row = FormRow(place=place, line=line, label=self.label_of(e), conditions=conditions)
        cells = [self._entry(e, row, i) for i in range(len(self.columns))]
        self._line(e, cells)
        self.builder.cells += cells
        self._helpers(e, row, cells)

    def _entry(self, e: TableRow, row: FormRow, index: int) -> Cell:
        """The cell of a column; what a merged cell above covers is no cell of its own."""
        column = self.columns[index]
        shared = self.merged.sharing(e, column)
        cell = entry(row, column, self.builder.spot(row.line, index), (len(shared), 1))
        if shared.start != self.merged.position(e):
            return Cell(spot=cell.spot, role=Role.HELPER, style=cell.style)
        several = len(shared) > 1 and cell.role is Role.PRINTED and e.free is None  # free rows may stay blank
        return self._shown_for(e, cell) if several else cell

    def _shown_for(self, e: TableRow, cell: Cell) -> Cell:
        """A merged cell with the values of the other rows that it shows."""
        key = cell.key
        if key is None:
            return cell
        rows = self.merged.below(e, self.by_name[key.column])
        return cell._replace(also=tuple(key._replace(subject=r.subject, row=r.row) for r in rows))

    def _stretch(self, e: TableRow, index: int) -> None:
        """Below the last row of a merged cell: make its rows high enough for what it prints or takes."""
        shared = self.merged.sharing(e, self.columns[index])
        if len(shared) == 1 or self.entries[shared[-1]] is not e:
            return
        place, column = self.fact_place(self.entries[shared.start]), self.columns[index]
        text, width = place.printed(column), self.builder.widths[index]
        lines = [self.entries[i].line(self.table.name) for i in shared]
        if isinstance(text, str):
            self.builder.stretch(lines, full_height(text, width))
        elif place.role(column) is Role.INPUT:
            needed = of_lines(lines_at_most(most_characters(place.type(column)), width))
            self.builder.stretch(lines, min(needed, self.builder.share))

    def _conditions(self, e: TableRow) -> Conditions:
        """What binds a row in the workbook.

        Left to the check: what rests on a column whose blanks mean the row above, or on a cell that another
        row has; and, where subjects share a table, what looks at other rows.
        """
        beyond, optional, first = binding = self._binding(e)
        key = (*binding, self._long.rules(e, self.fact_place(e)))
        if key not in self.bound:
            rules = (*(r for r, named in self._declared if beyond.isdisjoint(named)), *key[-1])
            self.bound[key] = Conditions(rules=rules, table=self.table.name, optional=optional, first=first)
        return self.bound[key]

    @cached_property
    def _long(self) -> LongEntries:
        return LongEntries(self.builder, self.merged, self._to_fill, self.package.lang)

    def _binding(self, e: TableRow) -> Bound:
        """What decides which rules bind a row: columns left to the check, whether it is free, or first."""
        inputs = {n for n in self._elsewhere(e) if self.fact_place(e).role(self.by_name[n]) is Role.INPUT}
        return self.down | inputs, e.free is not None, e.position == 1

    @cached_property
    def _declared(self) -> tuple[tuple[Rule, frozenset[str]], ...]:
        """The rules of the table, each with all that it names."""
        stage = self.package.stage_id
        alone = row_rules(self.table.rules, self.table.leaves, stage)
        if self.shared:
            every = tuple(r for r in alone if self._looks_at_one(r))
        else:
            every = (*alone, *table_rules(self.table, stage))
        every += beside(self.place_of(self.entries[0]), self.table.rules) if self.entries else ()
        entries = ((m,) if isinstance(m, str) else m for m in self.table.merge)
        merged = frozenset(name for names_ in entries for name in names_)
        return tuple((r, mentioned(r)) for r in every if in_workbook(r, merged))

    def _looks_at_one(self, rule: Rule) -> bool:
        return not any(n.startswith(f"{self.table.name}.") for n in names(ROW_KINDS[rule.kind].tree(rule)))

    def _helpers(self, e: TableRow, row: FormRow, cells: Sequence[Cell]) -> None:
        fill = [c for c, cell in zip(self.columns, cells, strict=True) if cell.role is Role.INPUT]
        if not fill:
            return
        spots = self.builder.helper_spots(row.line)
        if e.free:
            for helper in use_helpers(row, fill, spots, e.position, e.free.min):
                self.builder.put(helper)
        for helper in row_helpers(row, fill, spots):
            self.builder.put(helper)

    def label_of(self, e: TableRow) -> str:
        """What a person calls a row."""
        text = row_label(e.item, e.position if e.item else e.row, self.package.lang)
        several = e.subject and not self.about
        return f"{self.package.unit_of(e.subject).short}·{text}" if several else text

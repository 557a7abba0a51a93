"""A table on a sheet: merged heads from the tree of columns, rows printed or free, helpers, total row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from kpixl.blueprint.expressions import Call, Name, RangeRef, names
from kpixl.blueprint.model import Column, ColumnGroup, Form, FreeRows, PrintedRows, Rule, Table, leaves
from kpixl.layout.entry import DEFAULT_PLACES, Row, entry, flat
from kpixl.layout.helpers import BAD, row_helpers, table_helper, use_helpers
from kpixl.layout.keys import HERE, Spot
from kpixl.layout.measure import height
from kpixl.layout.package import Package, is_shown, item, row_source
from kpixl.layout.place import Place
from kpixl.layout.plan import Cell, Role, Style
from kpixl.layout.sheet import HELPERS, SheetBuilder
from kpixl.rules import ROW_KINDS, TABLE_KINDS, row_rules, table_rules

LEAST_HEIGHT = 34.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One row to lay out: whose, its key, the list's item behind it, position from 1 and free or not."""

    subject: str
    row: str
    item: Mapping[str, Any]
    position: int
    free: FreeRows | None = None

    def line(self, table: str) -> str:
        """The row's key on the sheet."""
        return f"{table}/{self.subject}/{self.row}"


def shown_tree(nodes: Sequence[Column | ColumnGroup], stage: str) -> list[Column | ColumnGroup]:
    """The heading tree with only the columns of this stage."""
    kept: list[Column | ColumnGroup] = []
    for node in nodes:
        if isinstance(node, Column):
            kept += [node] if is_shown(node.shown, stage) else []
        elif inner := shown_tree(node.columns, stage):
            kept.append(node.model_copy(update={"columns": tuple(inner)}))
    return kept


def in_print_order(nodes: list[Column | ColumnGroup]) -> list[Column | ColumnGroup]:
    """Columns that are not printed go behind the others, outside the print area."""
    hidden = [c for c in leaves(tuple(nodes)) if not c.print]
    return [*_printed(nodes), *hidden]


def _printed(nodes: Sequence[Column | ColumnGroup]) -> list[Column | ColumnGroup]:
    kept: list[Column | ColumnGroup] = []
    for node in nodes:
        if isinstance(node, Column):
            kept += [node] if node.print else []
        elif inner := _printed(node.columns):
            kept.append(node.model_copy(update={"columns": tuple(inner)}))
    return kept


def entries(package: Package, form: Form, table: Table) -> list[Entry]:
    """The rows of a table in this package: printed from lists or from the stage before, or the free ones."""
    found: list[Entry] = []
    for subject, row in package.rows.get((form.form, table.name), ()):
        source = row_source(table, package.group(subject))
        data = item(package.scheme, source, row) if isinstance(source, PrintedRows) else {}
        found.append(Entry(subject, row, data, len(found) + 1))
    for subject in package.subjects if form.subject == "unit" else ():
        source = row_source(table, package.group(subject))
        if isinstance(source, FreeRows) and not package.stage.carries:
            found += [Entry(subject, str(i + 1), {}, i + 1, source) for i in range(source.most)]
    return found


def single_subject(package: Package, form: Form) -> str:
    """Whom the whole form is about; "" where it is about several units or none."""
    alone = form.subject == "unit" and len(package.subjects) == 1
    return package.subjects[0] if alone else ""


class TableBlock:
    """Lays one table out on a builder."""

    def __init__(
        self, builder: SheetBuilder, package: Package, form: Form, table: Table, fields: Mapping[str, Spot]
    ) -> None:
        self.builder, self.package, self.form, self.table = builder, package, form, table
        self.tree = in_print_order(shown_tree(table.columns, package.stage_id))
        self.columns = list(leaves(tuple(self.tree)))
        self.entries = entries(package, form, table)
        self.fields = fields
        self.about = single_subject(package, form)
        self.shared = len({e.subject for e in self.entries}) > 1
        self.models: dict[str, list[Cell]] = {}
        self.by_name = {c.name: c for c in table.leaves} | {f.name: f for f in form.fields}

    def lay(self) -> tuple[str, str]:
        """The whole table; the keys of its head rows, first and last."""
        head = self._heads()
        for e in self.entries:
            self._row(e)
        if self.table.totals and self.entries:
            self._totals()
        self._merge()
        return head

    def _heads(self) -> tuple[str, str]:
        depth = _depth(self.tree)
        keys = [self.builder.line(f"{self.table.name}#head{i + 1}", 24.0) for i in range(depth)]
        for node, first, level in _walk(self.tree, 0, 0):
            count = len(leaves((node,)))
            rows = 1 if isinstance(node, ColumnGroup) else depth - level
            label = node.label if isinstance(node, ColumnGroup) else self._place(None).label(node)
            vertical = isinstance(node, Column) and node.vertical
            style = Style(name="head", vertical=vertical, addition=isinstance(node, Column) and node.policy)
            self.builder.put(
                Cell(
                    spot=self.builder.spot(keys[level], first),
                    role=Role.PRINTED,
                    value=label,
                    label=flat(label),
                    style=style,
                    span=(rows, count),
                )
            )
            needed = height(label, sum(self.builder.widths[first : first + count]))
            self.builder.raise_line(keys[level + rows - 1], max(24.0, needed - 24.0 * (rows - 1)))
        self._count_broken(keys[-1])
        return keys[0], keys[-1]

    def _count_broken(self, line: str) -> None:
        """Count the broken rules of the whole table on its last head row, if its recipient can break any."""
        rules = [r for r in table_rules(self.table, self.package.stage_id) if self._is_filled(r)]
        if rules and not self.shared:
            place = self._place(self.entries[0], as_columns=True)
            self.builder.put(table_helper(place, self.builder.spot(line, BAD), rules))

    def _is_filled(self, rule: Rule) -> bool:
        """Whether the recipient fills a cell that the rule binds."""
        bound = [c for c in self.columns if c.name in TABLE_KINDS[rule.kind].columns(rule)]
        return any(self._place(e).role(c) is Role.INPUT for e in self.entries for c in bound)

    def _here(self) -> dict[str, Spot]:
        """What the names of a row stand for, wherever the row is."""
        spots = {c.name: self.builder.spot(HERE, i) for i, c in enumerate(self.columns)}
        return {**self.fields, **spots, **self._helper_spots(HERE)}

    def _helper_spots(self, line: str) -> dict[str, Spot]:
        return {h: self.builder.spot(line, h) for h in HELPERS}

    def _ranges(self, last: Entry | None = None) -> dict[str, RangeRef]:
        first, end = self.entries[0].line(self.table.name), (last or self.entries[-1]).line(self.table.name)
        grid = {c.name: i for i, c in enumerate(self.columns)} | {h: h for h in HELPERS}
        return {n: RangeRef(self.builder.spot(first, i), self.builder.spot(end, i)) for n, i in grid.items()}

    def whole_columns(self) -> dict[str, RangeRef]:
        """The table's columns as `table.column`; none of a table without rows."""
        return {f"{self.table.name}.{n}": r for n, r in self._ranges().items()} if self.entries else {}

    def _place(self, e: Entry | None, *, as_columns: bool = False) -> Place:
        subject = e.subject if e else self.about
        plain = self._ranges() if e else {}
        ranges = self.whole_columns() | (plain if as_columns else {}) if e else {}
        if e and e.free:
            ranges |= {"_all": plain["_filled"], "_above": self._ranges(e)["_filled"]}
        return Place(
            package=self.package,
            form=self.form,
            subject=subject,
            row=e.row if e else "",
            item=e.item if e else {},
            columns=self.by_name,
            spots=self.fields if as_columns or e is None else self._here(),
            ranges=ranges,
        )

    def _row(self, e: Entry) -> None:
        model = self.models.get(e.subject)
        if model is not None and e.free and e.position > e.free.min:
            self._repeat(e, model)
            return
        start = len(self.builder.cells)
        self._new_row(e)
        if e.free and e.position > e.free.min:
            self.models[e.subject] = self.builder.cells[start:]

    def _repeat(self, e: Entry, model: Sequence[Cell]) -> None:
        """A free row like one that is laid out already: all that it computes is relative to its row."""
        line, label = e.line(self.table.name), self._label(e)
        self.builder.line(line, LEAST_HEIGHT, hidden=e.free is not None and e.position > e.free.free)
        for cell in model:
            key = None if cell.key is None else cell.key._replace(row=e.row)
            self.builder.put(
                replace(cell, spot=cell.spot._replace(row=line), key=key, line=cell.line and label)
            )

    def _new_row(self, e: Entry) -> None:
        line, place = e.line(self.table.name), self._place(e)
        row = Row(
            place=place,
            line=line,
            label=self._label(e),
            rules=self._rules(),
            table=self.table.name,
            optional=e.free is not None,
        )
        cells = [entry(row, c, self.builder.spot(line, i)) for i, c in enumerate(self.columns)]
        self.builder.line(line, self._height(cells), hidden=e.free is not None and e.position > e.free.free)
        for cell in cells:
            self.builder.put(cell)
        self._helpers(e, row, cells)

    def _rules(self) -> tuple[Rule, ...]:
        """What binds a row. Where subjects share a table, what looks at other rows is left to the check."""
        stage = self.package.stage_id
        alone = row_rules(self.table.rules, self.table.leaves, stage)
        if self.shared:
            return tuple(r for r in alone if self._looks_at_one(r))
        return *alone, *table_rules(self.table, stage)

    def _looks_at_one(self, rule: Rule) -> bool:
        return not any(n.startswith(f"{self.table.name}.") for n in names(ROW_KINDS[rule.kind].tree(rule)))

    def _helpers(self, e: Entry, row: Row, cells: Sequence[Cell]) -> None:
        fill = [c for c, cell in zip(self.columns, cells, strict=True) if cell.role is Role.INPUT]
        if not fill:
            return
        spots = self._helper_spots(row.line)
        if e.free:
            for helper in use_helpers(row, fill, spots, e.position, e.free.min):
                self.builder.put(helper)
        for helper in row_helpers(row, fill, spots):
            self.builder.put(helper)

    def _label(self, e: Entry) -> str:
        named = next((str(e.item[k]) for k in ("name", "title") if e.item.get(k)), None)
        text = named or f"第{e.row}行"
        several = e.subject and not self.about
        return f"{self.package.scheme.roster.unit(e.subject).short}·{text}" if several else text

    def _height(self, cells: Sequence[Cell]) -> float:
        printed = [
            (c.value, w) for c, w in zip(cells, self.builder.widths, strict=False) if isinstance(c.value, str)
        ]
        return max([LEAST_HEIGHT, *(height(text, width) for text, width in printed)])

    def _totals(self) -> None:
        line = self.builder.line(f"{self.table.name}#total", 24.0)
        place = self._place(self.entries[0], as_columns=True)
        first = min(i for i, c in enumerate(self.columns) if c.name in self.table.totals)
        if first:
            self.builder.printed(line, "合计", "total", count=first)
        for i, c in enumerate(self.columns[first:], start=first):
            cell = Cell(
                spot=self.builder.spot(line, i),
                role=Role.PRINTED,
                label=flat(place.label(c)),
                line="合计",
                style=Style(name="total"),
            )
            self.builder.put(self._total(place, c, cell) if c.name in self.table.totals else cell)

    def _total(self, place: Place, column: Column, cell: Cell) -> Cell:
        places = DEFAULT_PLACES if column.places is None else column.places
        return replace(
            cell,
            role=Role.TOTAL,
            key=replace(place, subject=self.about, row="#total").key(column.name),
            calculation=place.calculation(Call("sum", (Name(column.name),)), places=places),
        )

    def _merge(self) -> None:
        cells = self.builder.cells
        for index, column in enumerate(self.columns):
            if column.name in self.table.merge:
                runs = groupby(self._column_cells(index), key=lambda i: (cells[i].role, cells[i].value))
                for (role, value), run in [(same, list(found)) for same, found in runs]:
                    if role is Role.PRINTED and value is not None:
                        self._join(run)

    def _column_cells(self, index: int) -> list[int]:
        key = self.builder.grid[index]
        lines = {e.line(self.table.name) for e in self.entries}
        return [i for i, c in enumerate(self.builder.cells) if c.spot.column == key and c.spot.row in lines]

    def _join(self, run: Sequence[int]) -> None:
        cells = self.builder.cells
        cells[run[0]] = replace(cells[run[0]], span=(len(run), 1))
        for i in run[1:]:
            cells[i] = replace(cells[i], value=None, role=Role.HELPER, key=None, type=None)


def _depth(nodes: Sequence[Column | ColumnGroup]) -> int:
    return 1 + max(_depth(n.columns) if isinstance(n, ColumnGroup) else 0 for n in nodes)


def _walk(
    nodes: Sequence[Column | ColumnGroup], first: int, level: int
) -> Iterator[tuple[Column | ColumnGroup, int, int]]:
    for node in nodes:
        yield node, first, level
        if isinstance(node, ColumnGroup):
            yield from _walk(node.columns, first, level + 1)
        first += len(leaves((node,)))

"""Faults of sheets, rows and columns: they are gone, doubled, moved, or hold what does not belong there."""

from __future__ import annotations

from collections.abc import Iterator

from kpixl.blueprint.expressions import text_cut
from kpixl.layout import Role
from kpixl.layout.plan.plan import Sheet
from kpixl.layout.workbook import MAX_NAME
from kpixl.simulate.faults.damage import Damage, FaultKind
from kpixl.simulate.references import Change
from kpixl.simulate.tables import FilledTable

_ENTRY = "补充说明"
_BEYOND = 2  # columns between the form and what stands outside of it


def _printed_tables(damage: Damage) -> Iterator[FilledTable]:
    """Tables with printed rows that no rule counts together: one row more or less breaks nothing else."""
    run = damage.run()
    for table in damage.shuffled(damage.tables):
        if table.table is not None and table.free is None and not any(table.in_force(run)):
            yield table


def _inner(damage: Damage) -> Iterator[tuple[str, str]]:
    """(sheet, line) of untouched rows inside such tables, in random order: no area begins or ends there."""
    for table in _printed_tables(damage):
        sheet = table.sheet
        for row in damage.shuffled(table.rows[2:-2]):
            (line,) = row.lines
            if damage.free(sheet, *_around(damage, sheet, line)) and not _bordered(damage, sheet, line):
                yield sheet, line


def _bordered(damage: Damage, sheet: str, line: str) -> bool:
    """Whether an area of cells begins or ends at the row or the one below."""
    number = damage.line(sheet, line) + 1
    ends = {
        int("".join(filter(str.isdigit, end))) for a in damage.tab(sheet).xml.areas() for end in a.split(":")
    }
    return bool(ends & {number, number + 1})


def _on_row(code: str, kind: str) -> FaultKind:
    def apply(damage: Damage) -> bool:
        for sheet, line in _inner(damage):
            _ROW_FAULTS[kind](damage, sheet, line)
            damage.touch(sheet, *_around(damage, sheet, line))
            return True
        return False

    return FaultKind(code, apply)


def _around(damage: Damage, sheet: str, line: str) -> list[str]:
    lines = [each.key for each in damage.plan.by_key[sheet].lines]
    index = lines.index(line)
    return lines[index - 1 : index + 2]


def _delete(damage: Damage, sheet: str, line: str) -> None:
    tab = damage.tab(sheet)
    damage.book.apply(tab, Change("row", "delete", damage.line(sheet, line)))
    damage.expect_on("S003", tab)


def _insert(damage: Damage, sheet: str, line: str) -> None:
    """A row with an entry below the row."""
    tab, below = damage.tab(sheet), damage.line(sheet, line) + 1
    damage.book.apply(tab, Change("row", "insert", below))
    tab.xml.insert_blank(below)
    column = next(
        c for c in range(1, len(damage.plan.by_key[sheet].stripes)) if c in tab.xml.rows[below].cells
    )
    damage.book.set_value(tab.xml.cell(below, column), _ENTRY)
    damage.expect_at("S004", damage.book.mark(tab, below, column))


def _double(damage: Damage, sheet: str, line: str) -> None:
    tab, below = damage.tab(sheet), damage.line(sheet, line) + 1
    damage.book.apply(tab, Change("row", "insert", below))
    tab.xml.copy_down(below)
    damage.expect_on("S005", tab)


def _swap(damage: Damage, sheet: str, line: str) -> None:
    tab = damage.tab(sheet)
    damage.book.apply(tab, Change("row", "swap", damage.line(sheet, line)))
    damage.expect_on("S007", tab)


def _hide(damage: Damage, sheet: str, line: str) -> None:
    tab = damage.tab(sheet)
    tab.xml.hide_row(damage.line(sheet, line))
    damage.expect_on("S008", tab)


_ROW_FAULTS = {"delete": _delete, "insert": _insert, "double": _double, "swap": _swap, "hide": _hide}


def _forms(damage: Damage) -> list[Sheet]:
    """The sheets on which something is filled, untouched like all that reads from them, in random order."""
    named = {table.sheet for table in damage.tables}
    every = damage.shuffled(damage.plan.sheets)
    return [s for s in every if s.key in named and damage.free_with_readers(s.key)]


def remove_sheet(damage: Damage) -> bool:
    """Delete a form."""
    for sheet in _forms(damage):
        damage.touch_with_readers(sheet.key)
        damage.book.remove(damage.tab(sheet.key))
        damage.expect("S001")
        return True
    return False


def _cleared(code: str, *, keys_only: bool) -> FaultKind:
    """Empty a form, or only its hidden key row and key column."""

    def apply(damage: Damage) -> bool:
        for sheet in _forms(damage):
            damage.touch_with_readers(sheet.key)
            tab = damage.tab(sheet.key)
            for number, row in tab.xml.rows.items():
                for column, cell in row.cells.items():
                    if not keys_only or number == 0 or column == 0:
                        damage.book.set_value(cell, None)
            damage.expect_on(code, tab)
            return True
        return False

    return FaultKind(code, apply)


def delete_column(damage: Damage) -> bool:
    """Delete a column to fill."""
    for sheet in _forms(damage):
        columns = [c.spot.column for c in sheet.cells if c.role is Role.INPUT and c.spot.row.count("/")]
        if columns:
            damage.touch_with_readers(sheet.key)
            tab, column = damage.tab(sheet.key), sheet.column_index[damage.rng.choice(columns)]
            damage.book.apply(tab, Change("column", "delete", column))
            damage.expect_on("S006", tab)
            return True
    return False


def add_sheet(damage: Damage) -> bool:
    """Add a sheet of one's own."""
    tab = damage.book.add("补充材料")
    damage.book.set_value(tab.xml.cell(0, 0), _ENTRY)
    damage.expect_on("S009", tab)
    return True


def rename_sheet(damage: Damage) -> bool:
    """Call a form something else."""
    for sheet in _forms(damage):
        tab = damage.tab(sheet.key)
        damage.book.rename(tab, text_cut(f"{sheet.name}-{damage.package.unit.short}", MAX_NAME))
        damage.touch(sheet.key, "#sheet")
        damage.expect_on("S010", tab)
        return True
    return False


def hide_sheet(damage: Damage) -> bool:
    """Hide a form."""
    for sheet in _forms(damage):
        tab = damage.tab(sheet.key)
        damage.book.hide(tab)
        damage.touch(sheet.key, "#sheet")
        damage.expect_on("S011", tab)
        return True
    return False


def write_outside(damage: Damage) -> bool:
    """Write beside the form."""
    for table, row in damage.rows():
        sheet = table.sheet
        tab, column = damage.tab(sheet), len(damage.plan.by_key[sheet].stripes) + _BEYOND
        number = damage.line(sheet, row.lines[0])
        damage.book.set_value(tab.xml.cell(number, column), _ENTRY)
        damage.touch(sheet, *row.lines)
        damage.expect_at("S012", damage.book.mark(tab, number, column))
        return True
    return False


def copy_sheet(damage: Damage) -> bool:
    """Copy a form within the workbook."""
    for sheet in _forms(damage):
        damage.touch_with_readers(sheet.key)
        damage.book.add(f"{sheet.name} (2)", damage.tab(sheet.key))
        damage.expect("S013")
        return True
    return False


STRUCTURE = (
    FaultKind("S001", remove_sheet),
    _cleared("S002", keys_only=False),
    _on_row("S003", "delete"),
    _on_row("S004", "insert"),
    _on_row("S005", "double"),
    FaultKind("S006", delete_column),
    _on_row("S007", "swap"),
    _on_row("S008", "hide"),
    FaultKind("S009", add_sheet),
    FaultKind("S010", rename_sheet),
    FaultKind("S011", hide_sheet),
    FaultKind("S012", write_outside),
    FaultKind("S013", copy_sheet),
    _cleared("S016", keys_only=True),
)

"""Columns of the other forms of a workbook, as rules name them that look at another form."""

from __future__ import annotations

from functools import partial

from kpixl.blueprint.expressions import RangeRef
from kpixl.blueprint.expressions.operands import ColumnRange, Kind
from kpixl.blueprint.model import Column, Form, Scheme, Table
from kpixl.layout.package.instances import ALONE, Instance, sheet_key
from kpixl.layout.package.package import Package
from kpixl.layout.pages.sheet import grid_key
from kpixl.layout.plan.keys import Spot
from kpixl.layout.rows.table_rows import entries
from kpixl.layout.rows.tree import laid
from kpixl.rules.facts import BESIDE
from kpixl.rules.types import cell_type


def column_beside(package: Package, path: str, instance: Instance) -> ColumnRange | None:
    """All rows of a column of another form, as `beside(form, column)` names it.

    None where a workbook cannot tell: there is no such column in it, it is about several units, the column is
    one whose blanks or merged cells mean what stands above, or there are several copies to look at.
    """
    form_id, _, name = path.removeprefix(BESIDE).partition(".")
    form = next((f for f in package.forms if f.form == form_id), None)
    table = form.table_of(name) if form else None
    if form is None or table is None or len(package.subjects) > 1 or table.merge:
        return None
    copy, shown = _copy(package, form, instance), _shown(package, form, table)
    at = next((i for i, column in enumerate(shown) if column.name == name and not column.down), None)
    rows = entries(package, form, table, copy) if copy and at is not None else []
    if copy is None or at is None or not rows:
        return None
    sheet, column = sheet_key(form, copy), grid_key(at)
    first, last = (Spot(sheet, row.line(table.name), column) for row in (rows[0], rows[-1]))
    return ColumnRange(range=RangeRef(first, last), kind=_kind(table.by_name[name], package.scheme))


def _copy(package: Package, form: Form, instance: Instance) -> Instance | None:
    """The copy of a form that a row looks at: that of its own name, or the one that there is."""
    copies = package.instances(form)
    if form.repeat is None:
        return ALONE
    return next((copy for copy in copies if copy.id == instance.id), None)


def _shown(package: Package, form: Form, table: Table) -> tuple[Column, ...]:
    """The columns of a table as they stand on its sheet; none of one that is not there."""
    block = next(b for b in form.blocks if b.table is table)
    return laid(table.columns, partial(package.shows, form)) if block.is_shown(package.stage_id) else ()


def _kind(column: Column, scheme: Scheme) -> Kind:
    return cell_type(column, scheme, lambda condition: None, lambda bound: None).kind

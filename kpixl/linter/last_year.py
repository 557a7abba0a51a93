"""What next year's scheme is to take from this year's returns: that there is such a thing, and a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from kpixl.blueprint.load import SHARED, YAML_NAMES
from kpixl.blueprint.model import Listing, PrintedRows, Table
from kpixl.blueprint.model.last_year import OF_ITEM, STANDINGS
from kpixl.findings import Finding, found
from kpixl.linter.world import World
from kpixl.words import Words

_NO_SCORES = Words("方案没有 scoring，没有得分", "the scheme has no `scoring`, so there are no scores")
_NO_FILE = Words(
    "名单没有用 values 写明放单位资料的 CSV 文件，或名单是几个方案共用的",
    "the roster names no CSV file under `values`, or several schemes share it",
)
_WRITTEN_OUT = Words(
    "清单的各项要放在 CSV 文件里，写 items: 文件名.csv", "the items must stand in a CSV file: items: NAME.csv"
)
_NO_CELL = Words(
    "应为 score、rate、rank，或 表单.栏目，表格的栏目后面再写 .行",
    "write score, rate, rank, or form.column, with .row behind a table's column",
)
_NO_TABLE = Words("没有这张表格，应为 表单.表格", "there is no such table: write form.table")
_NO_COLUMN = Words("表格没有这一栏", "the table has no such column")
_NO_KEY = Words("印好的行背后没有这一项", "no item behind a printed row has that")


def attributes(world: World) -> Iterator[Finding]:
    """Attributes of units that are no result of this year, or have no file to stand in."""
    for i, attribute in enumerate(world.scheme.roster.attributes):
        path = attribute.last_year
        why = None if path is None else _why_not(world, path)
        if why is not None:
            where = world.sources.roster("attributes", i, "last_year")
            yield found("B139", where=where, value=path, why=why)


def _why_not(world: World, path: str) -> Words | None:
    if path in STANDINGS:
        if world.scheme.head.scoring is None:
            return _NO_SCORES
    elif not _is_cell(world, *path.split(".")):
        return _NO_CELL
    shared = PurePath(world.scheme.head.roster).parts[:1] == (SHARED,)
    return _NO_FILE if shared or world.scheme.roster.values is None else None


def _is_cell(world: World, form_id: str, column: str = "", row: str = "", *more: str) -> bool:
    form = next((f for f in world.scheme.forms if f.form == form_id), None)
    if form is None or more:
        return False
    return column in form.fields_by_name if not row else any(column in t.by_name for t in form.tables)


def lists(world: World) -> Iterator[Finding]:
    """Lists that are made of rows which there are not, or that are written out."""
    for name, listing in sorted(world.scheme.lists.items()):
        wrong = list(_rows(world, name, listing))
        where = world.sources.listing(name, "items")
        if listing.last_year and not wrong and (where.path or "").endswith(YAML_NAMES):
            wrong = [found("B139", where=where, value=name, why=_WRITTEN_OUT)]
        yield from wrong


def _rows(world: World, name: str, listing: Listing) -> Iterator[Finding]:
    """Tables that there are not, and columns that they do not have."""
    for path, columns in listing.last_year.items():
        table = _table(world, *path.split(".")[:2])
        if table is None:
            yield found(
                "B139", where=world.sources.listing(name, "last_year", path), value=path, why=_NO_TABLE
            )
            continue
        for key, source in columns.items():
            if why := _no_source(world, table, source):
                where = world.sources.listing(name, "last_year", path, key)
                yield found("B139", where=where, value=source, why=why)


def _table(world: World, form_id: str, name: str = "") -> Table | None:
    forms = (form for form in world.scheme.forms if form.form == form_id)
    return next((table for form in forms for table in form.tables if table.name == name), None)


def _no_source(world: World, table: Table, source: str) -> Words | None:
    if not source.startswith(OF_ITEM):
        return None if source in table.by_name else _NO_COLUMN
    key = source.removeprefix(OF_ITEM)
    printed = [rows for rows in table.cases.values() if isinstance(rows, PrintedRows)]
    return None if any(key in (world.keys(rows.source) or ()) for rows in printed) else _NO_KEY


CHECKS = (attributes, lists)

"""Answers as a source published them: written into the cells as they are, past every validation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.listed import scalar
from kpixl.blueprint.model import Published, PublishedReturn, Scheme
from kpixl.blueprint.published import ROW, SUBJECT, stage_of
from kpixl.layout import CellKey, Package, Plan, Role
from kpixl.refusal import RefusedError

_SHOWN = 5


def published_units(scheme: Scheme, stage: str, published: Sequence[Published]) -> frozenset[str]:
    """The recipients whose answers in a stage were published."""
    return frozenset(r.unit for content in _of(scheme, stage, published) for r in content.returns)


def published_answers(package: Package, plan: Plan, published: Sequence[Published]) -> dict[CellKey, Value]:
    """What the package's recipient answered as published: numbers as numbers, texts letter by letter.

    plan: the package's. Cells without a published value stay blank. RefusedError where a published value has
    no cell that the recipient fills.
    """
    given: dict[CellKey, Value] = {}
    for content in _of(package.scheme, package.stage_id, published):
        for each in content.returns:
            if each.unit == package.recipient:
                given |= dict(_answers(package, content.published, each))
    cells = {key: plan.by_cell_key.get(key) for key in given}
    lost = [key for key, cell in cells.items() if cell is None or cell.role is not Role.INPUT]
    if lost:
        raise _homeless(package, lost)
    return given


def _of(scheme: Scheme, stage: str, published: Sequence[Published]) -> list[Published]:
    return [content for content in published if stage_of(scheme, content) == stage]


def _answers(package: Package, form_id: str, given: PublishedReturn) -> Iterator[tuple[CellKey, Value]]:
    form = package.scheme.form(form_id)
    about = given.unit if form.subject == "unit" else ""
    for name, value in given.fields.items():
        yield from _entry(CellKey(form_id, given.instance, about, "", name), value)
    for table in form.tables:
        rows = given.tables.get(table.name, ())
        for i, row in enumerate(rows if not isinstance(rows, str) else ()):
            subject, key = str(row.get(SUBJECT, about)), str(row.get(ROW, i + 1))
            for name in table.by_name.keys() & row.keys():
                yield from _entry(CellKey(form_id, given.instance, subject, key, name), row[name])


def _entry(key: CellKey, value: Any) -> Iterator[tuple[CellKey, Value]]:
    entered = scalar(value)
    if entered is not None:
        yield key, entered


def _homeless(package: Package, lost: Sequence[CellKey]) -> RefusedError:
    """The refusal of published values that have no cell."""
    named = [_spoken(key) for key in sorted(lost)[:_SHOWN]]
    more = (f"等{len(lost)}处", f" and {len(lost) - _SHOWN} more") if len(lost) > _SHOWN else ("", "")
    return RefusedError(
        f"“{package.unit.name}”公布的数据中，{'、'.join(named)}{more[0]}在阶段“{package.stage_id}”没有可填的单元格："
        "请改正 published 中的数据。",
        f"Of the published data of {package.recipient}, {', '.join(named)}{more[1]} have no cell to fill in "
        f"the stage {package.stage_id!r}: correct `published/`.",
    )


def _spoken(key: CellKey) -> str:
    return "/".join(part for part in (key.form, key.instance, key.row, key.column) if part)

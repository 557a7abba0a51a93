"""Who gets a row of a stage that is dealt row by row: whom the stage's path names for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpixl.blueprint.model import ByRow, Form, Scheme, Stage, Unit
from kpixl.layout.package.instances import named
from kpixl.layout.package.package import Package
from kpixl.layout.plan.keys import RowKey
from kpixl.layout.rows.meaning import Place


def dealt_to(scheme: Scheme, stage: Stage, key: RowKey) -> str | None:
    """Who gets a row; None where it is of no group that the stage addresses."""
    to = stage.by_row
    if to is None:
        return key.subject if stage.addresses(scheme.roster.unit(key.subject)) else None
    unit = _named(scheme, stage, to, key)
    return to.rest if unit is None or unit.id == key.subject else unit.id


def _named(scheme: Scheme, stage: Stage, to: ByRow, key: RowKey) -> Unit | None:
    if not to.by:
        return None
    form, about = scheme.form(key.form), scheme.roster.unit(key.subject)
    place = Place(
        package=Package(scheme=scheme, stage_id=stage.id, recipient=key.subject),
        form=form,
        subject=key.subject,
        row=key.row,
        item=_item(scheme, form, key, about),
        instance=next(iter(named(scheme, form, (key.instance,)))),
    )
    name = place.fact(to.by)
    return scheme.roster.named(name) if isinstance(name, str) else None


def _item(scheme: Scheme, form: Form, key: RowKey, unit: Unit) -> Mapping[str, Any]:
    table = form.find_table(key.table)
    printed = table.printed_for(unit.group) if table else None
    return scheme.item(printed, key.row) if printed else {}

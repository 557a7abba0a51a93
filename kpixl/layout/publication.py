"""What an office publishes at the start: its own forms, whole, as their sources print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kpixl.blueprint.expressions import holds
from kpixl.blueprint.model import Column, ColumnGroup, Form, Scheme, Table
from kpixl.layout.forms.form import form_sheet
from kpixl.layout.package.facts import Facts
from kpixl.layout.package.package import Package
from kpixl.layout.plan.plan import Plan, Sheet
from kpixl.rules.types import parsed


def publication(scheme: Scheme) -> Plan:
    """The forms that the scheme publishes, a sheet each."""
    return Plan(sheets=tuple(_sheet(scheme, scheme.form(form)) for form in scheme.head.publication))


def _sheet(scheme: Scheme, form: Form) -> Sheet:
    """A form about nobody, without what the scheme added to the source."""
    stage = scheme.stage().id
    blocks = (b.model_copy(update={"table": _as_published(b.table)}) if b.table else b for b in form.blocks)
    whole = form.model_copy(update={"subject": "none", "office": True, "blocks": tuple(blocks)})
    rows = {(form.form, "", t.name): tuple(("", row) for row in _rows(scheme, stage, t)) for t in form.tables}
    package = Package(scheme=scheme, stage_id=stage, recipient=scheme.roster.units[0].id, rows=rows)
    return replace(form_sheet(package, whole), protected=False)


def _as_published(table: Table) -> Table:
    return table.model_copy(update={"columns": _published(table.columns)})


def _published(nodes: Sequence[Column | ColumnGroup]) -> tuple[Column | ColumnGroup, ...]:
    """The columns that the source prints."""
    kept: list[Column | ColumnGroup] = []
    for node in nodes:
        if isinstance(node, Column):
            kept += [] if node.policy else [node]
        elif inner := _published(node.columns):
            kept.append(node.model_copy(update={"columns": inner}))
    return tuple(kept)


def _rows(scheme: Scheme, stage: str, table: Table) -> list[str]:
    """The keys of all rows that a table prints, whomever they concern."""
    if not table.printed:
        return []
    source = table.printed[0]
    condition = parsed(source.where) if source.where is not None else None
    facts = Facts(scheme=scheme, stage=stage)

    def kept(item: Mapping[str, Any]) -> bool:
        """Of nobody in particular a condition on whom rows are for is not applicable, and keeps none out."""
        told = replace(facts, item=item).operand
        return condition is None or holds(condition, told, scheme.lexicon) is not False

    return [str(item[source.key]) for item in scheme.lists[source.source].items if kept(item)]

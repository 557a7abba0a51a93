"""Facts of the blueprint that expressions and `from` name: of a row's item, of a unit, of the scheme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions.operands import ColumnOperand, Operand
from kpixl.blueprint.model import Scheme, Unit

Scalar = Decimal | str | bool | dt.date | None


def walk(data: Any, path: str) -> Any:
    """What a dotted path leads to in nested mappings; None where it leads nowhere."""
    for part in path.split("."):
        data = data.get(part) if isinstance(data, Mapping) else None
    return data


def scalar(value: Any) -> Scalar:
    """A value of a list as a cell holds it; several as one text."""
    if isinstance(value, bool | dt.date) or value is None:
        return value
    if isinstance(value, int | float):
        return Decimal(str(value))
    if isinstance(value, list | tuple):
        return "、".join(str(v) for v in value)
    return value if isinstance(value, Decimal | str) else str(value)


def unit_fact(unit: Unit, name: str) -> Scalar:
    """`print`, `id`, `name`, `group` or `leader` of a unit."""
    facts = {
        "print": unit.short,
        "id": unit.id,
        "name": unit.name,
        "group": unit.group,
        "leader": unit.leader,
    }
    return facts.get(name)


def scheme_fact(scheme: Scheme, name: str) -> Scalar:
    """`year`, `title`, `issuer` or a setting of the scheme."""
    head = scheme.head
    return scalar({"year": head.year, "title": head.title, "issuer": head.issuer, **head.settings}.get(name))


def operand(value: Any) -> Operand | ColumnOperand:
    """A value of a list as the engine reads it: a list in it as a column."""
    if isinstance(value, list | tuple):
        return ColumnOperand(items=tuple(Operand(value=scalar(v)) for v in value))
    return Operand(value=scalar(value))

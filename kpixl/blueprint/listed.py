"""Columns of the scheme's lists, as expressions name them: `list.regions.name`, item by item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions.nodes import Value
from kpixl.blueprint.expressions.operands import ColumnOperand, Kind, Operand, is_blank, kind_of_value
from kpixl.blueprint.model.scheme import Listing

LISTED = "list."
"""Before the name of a list and of one of its columns."""


def walk(data: Any, path: str) -> Any:
    """What a dotted path leads to in nested mappings; None where it leads nowhere."""
    for part in path.split("."):
        data = data.get(part) if isinstance(data, Mapping) else None
    return data


def scalar(value: Any) -> Value:
    """A value of a list as a cell holds it; several as one text."""
    if isinstance(value, bool | dt.date) or value is None:
        return value
    if isinstance(value, int | float):
        return Decimal(str(value))
    if isinstance(value, list | tuple):
        return "、".join(str(v) for v in value)
    return value if isinstance(value, Decimal | str) else str(value)


def column_of(lists: Mapping[str, Listing], path: str) -> ColumnOperand | None:
    """The column of a list that a path names, one for all who ask; None where there is no such list."""
    name, _, key = path.removeprefix(LISTED).partition(".")
    listing = lists.get(name) if path.startswith(LISTED) else None
    if listing is None or not key:
        return None
    if key not in listing.columns:
        items = (Operand(scalar(walk(item, key))) for item in listing.items)
        listing.columns[key] = ColumnOperand(tuple(items))
    found: ColumnOperand = listing.columns[key]
    return found


def kind_of(values: Sequence[Value]) -> Kind:
    """What the cells of a column hold; `any` where it is now this and now that."""
    kinds = {kind_of_value(value) for value in values if not is_blank(value)}
    return kinds.pop() if len(kinds) == 1 else "any" if kinds else "text"

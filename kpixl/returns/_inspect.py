"""What kpixl sees in a workbook: every cell that it checks, its role, what it takes and what it holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions import Value
from kpixl.findings import Finding
from kpixl.layout import Cell, Computation, Role
from kpixl.returns._reading import Opened, Ready, open_return
from kpixl.returns.records._record import Record
from kpixl.returns.sheets._structure import find_sheets
from kpixl.returns.values._extract import Filled, Placed, every_cell, fill_in, telling_inputs
from kpixl.rules.types import ValueType, concrete

PUBLIC = {Role.INPUT: "input", Role.PRINTED: "printed", Role.FORMULA: "formula", Role.TOTAL: "total"}


def inspect(ready: Ready, name: str, data: bytes) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The public JSON form of a workbook (design contract), and what keeps it from being read."""
    opened = open_return(ready, data)
    if isinstance(opened, Record):
        stamp = _stamp(opened.stamp, authentic=opened.authentic) if opened.stamp else None
        return {"file": name, "stamp": stamp, "cells": []}, opened.findings
    identity = opened.identity
    geometries, _ = find_sheets(
        opened.plan, opened.package, opened.book, identity.sheet, recognised=identity.recognised
    )
    filled = fill_in(opened.plan, telling_inputs(geometries), date1904=opened.book.date1904)
    computation = Computation(opened.plan, filled.values)
    shown = [_cell(p, filled, computation) for p in every_cell(geometries) if p.cell.role in PUBLIC]
    return {"file": name, "stamp": _of(opened), "cells": shown}, ()


def _of(opened: Opened) -> dict[str, Any]:
    return _stamp(opened.stamp, authentic=opened.identity.authentic)


def _stamp(stamp: Any, *, authentic: bool | None) -> dict[str, Any]:
    return {
        "scheme": stamp.scheme,
        "version": stamp.version,
        "stage": stamp.stage,
        "round": stamp.round,
        "period": stamp.period,
        "part": stamp.part,
        "unit": stamp.recipient,
        "digest": stamp.digest,
        "authentic": authentic,
        "issue": stamp.issue,
        "simulated": stamp.simulated,
    }


def _cell(p: Placed, filled: Filled, computation: Computation) -> dict[str, Any]:
    cell, key = p.cell, p.cell.key
    kind = computation.type(cell) or (concrete(cell.type)[0] if cell.type else None)
    coerced = filled.coerced.get(key) if key else None
    value = (
        coerced.value
        if coerced and coerced.valid
        else coerced.text
        if coerced
        else computation.value(cell.spot)
    )
    is_input = cell.role is Role.INPUT
    return {
        "sheet": p.sheet,
        "cell": p.at.a1,
        "role": PUBLIC[cell.role],
        "form": key.form if key else p.form,
        "instance": (key.instance if key else p.instance) or None,
        "subject": (key.subject or None) if key else None,
        "field": key.column if key else None,
        "label": cell.label,
        "row": (key.row or None) if key else None,
        "type": kind.shown if kind else _computed_type(cell),
        "required": is_input and _required(cell, computation),
        "accepts": list(kind.choices) if is_input and kind and kind.choices else None,
        "min": _bound(kind, "min") if is_input else None,
        "max": _bound(kind, "max") if is_input else None,
        "value": plain(value),
    }


def _required(cell: Cell, computation: Computation) -> bool:
    """Whether a blank would be an error: what only the entry itself asks for is not required."""
    if cell.needed is None or computation.result(cell.needed, cell.spot) is not True:
        return False
    if computation.value(cell.spot) is None:
        return True
    others = {key: value for key, value in computation.inputs.items() if key != cell.key}
    return Computation(computation.plan, others).result(cell.needed, cell.spot) is True


def _computed_type(cell: Cell) -> str:
    """Of a cell that is of no column: the cover's counts are whole numbers, all else there is text."""
    return "integer" if cell.calculation is not None and cell.calculation.places == 0 else "text"


def _bound(kind: ValueType | None, side: str) -> Any:
    bound = getattr(kind, side) if kind else None
    return plain(bound) if isinstance(bound, Decimal) else None


def plain(value: Value) -> Any:
    """A value in JSON: whole numbers without a fraction, dates ISO."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 2**53 else float(value)
    return value.isoformat() if isinstance(value, dt.date) else value

"""What is printed in a workbook and is not in the blueprint, as JSON: any machine can tell it again.

Any kpixl as well: what a later one adds, a key or the end of an entry, is passed over; what an earlier one
did not write means nothing of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from kpixl.layout.edition import FIRST, NOW
from kpixl.layout.package import terms
from kpixl.layout.package.facts import Scalar
from kpixl.layout.package.feedback_mark import coded, decoded
from kpixl.layout.package.package import Answer, Origin, Package, Rows, printed_rows
from kpixl.layout.plan.keys import CellKey

TERMS, EDITION, PARTS = "terms", "layout", "parts"


def baseline(package: Package) -> dict[str, Any]:
    """What is printed and not in the blueprint, as JSON: subjects, terms, rows, carried answers, origins."""
    files = sorted({(a.origin.sha256, a.origin.file) for a in package.carried.values() if a.origin})
    index = {f: i for i, f in enumerate(files)}
    own: dict[str, Any] = {
        TERMS: terms.coded(package.bound),
        **({"marks": coded(package.marks)} if package.marks else {}),
    }
    if package.parts:
        own[PARTS] = list(package.parts)
    if package.edition != FIRST:
        own[EDITION] = package.edition
    if not package.stage.carries:
        return {"subjects": list(package.subjects), **own}
    return {
        **own,
        "subjects": list(package.subjects),
        "rows": [
            [form, table, [list(p) for p in pairs], *([instance] if instance else [])]
            for (form, instance, table), pairs in sorted(package.rows.items())
        ],
        "files": [list(f) for f in files],
        "carried": [
            [
                *key,
                *_coded(a.value),
                *([index[a.origin.sha256, a.origin.file], a.origin.sheet, a.origin.cell] if a.origin else []),
            ]
            for key, a in sorted(package.carried.items())
        ],
    }


def without_terms(data: Mapping[str, Any]) -> dict[str, Any]:
    """A baseline as it was written when the blueprint alone said the terms."""
    return {key: value for key, value in data.items() if key != TERMS}


def from_baseline(package: Package, data: Mapping[str, Any]) -> Package:
    """The package with subjects, rows, carried answers and terms as its baseline has them.

    Raises ValueError, TypeError, KeyError or IndexError on a baseline that was not made by `baseline`.
    """
    subjects = tuple(str(s) for s in data.get("subjects", ()))
    said = terms.decoded(data[TERMS]) if TERMS in data else None  # else as the blueprint had it
    parts = tuple(str(part) for part in data.get(PARTS, ()))
    marks = decoded(data.get("marks", ()))
    package = replace(package, marks=marks, terms=said, edition=_edition(data), parts=parts)
    if not package.stage.carries:
        rows = printed_rows(package.scheme, package.stage, subjects, package.unit)
        return _with(package, subjects, rows, {})
    rows = {
        (form, instance[0] if instance else "", table): tuple((s, r) for s, r, *_ in pairs)
        for form, table, pairs, *instance in data.get("rows", ())
    }
    return _with(package, subjects, rows, carried_in(data))


def carried_in(data: Mapping[str, Any]) -> dict[CellKey, Answer]:
    """The answers that a baseline has from before; raises what `from_baseline` does."""
    carried: dict[CellKey, Answer] = {}
    for entry in data.get("carried", ()):
        origin = None
        if len(entry) > 7:
            sha256, file, *_ = data["files"][entry[7]]
            origin = Origin(sha256=sha256, file=file, sheet=entry[8], cell=entry[9])
        carried[CellKey(*entry[:5])] = Answer(value=_decoded(entry[5], entry[6]), origin=origin)
    return carried


def _edition(data: Mapping[str, Any]) -> int:
    """In which way it was laid out; ValueError for one that a later kpixl has."""
    edition = int(data.get(EDITION, FIRST))
    if not FIRST <= edition <= NOW:
        raise ValueError(edition)
    return edition


def _with(
    package: Package,
    subjects: tuple[str, ...],
    rows: Rows,
    carried: Mapping[CellKey, Answer],
) -> Package:
    return replace(package, subjects=subjects, rows=rows, carried=carried)


def _coded(value: Scalar) -> tuple[str, Any]:
    match value:
        case bool():
            return ("b", value)
        case Decimal():
            return ("n", f"{value:f}")
        case dt.date():
            return ("d", value.isoformat())
    return ("t", value)


def _decoded(kind: str, value: Any) -> Scalar:
    match kind:
        case "b":
            return bool(value)
        case "n":
            return _number(str(value))
        case "d":
            return dt.date.fromisoformat(str(value))
    return None if value is None else str(value)


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite():
        raise ValueError(text)
    return number

"""Whose the rows of a form are, and who gets the form: corrections of `correcting_forms`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kpixl.blueprint.amending import Value, amended
from kpixl.editing.amending import HEAD
from kpixl.editing.form_parts import Changes, Correction, FormFile, own
from kpixl.refusal import unknown
from kpixl.words import Words


def rows_of(file: FormFile, wanted: Correction, what: str) -> Iterator[tuple[Path, str]]:
    """`free`, or the name of a list whose items are printed; for a group or for all."""
    number = _table(file, wanted.at)
    table = file.data["blocks"][number]["table"]
    groups = [group.id for group in file.scheme.roster.groups]
    rows = {g: _rows_of(table["rows"], g) for g in groups}
    for group in [wanted.case] if wanted.case in groups else groups:
        rows[group] = _free(wanted) if what == "free" else _listed(file, what, rows[group])
    same = all(each == rows[groups[0]] for each in rows.values())
    changes: Changes = {("blocks", number, "table", "rows"): rows[groups[0]] if same else rows}
    free = {g for g, each in rows.items() if "free" in each}
    for part in file.parts():
        source = part.data.get("from")
        if part.table == number and isinstance(source, str) and source.startswith("row.") and free:
            changes |= own(part, _printed_elsewhere(source, groups, free))
    yield file.path, amended(file.text, changes)


def _table(file: FormFile, name: str) -> int:
    known = file.tables()
    if name not in known:
        raise unknown(Words("表", "table"), name, known)
    return known[name]


def _rows_of(rows: Mapping[str, Any], group: str) -> Mapping[str, Any]:
    is_one = "for" in rows or "free" in rows
    return dict(rows if is_one else rows.get(group, {"free": 10}))


def _free(wanted: Correction) -> Mapping[str, Any]:
    free = int(wanted.one("free")) if wanted.one("free").isdecimal() else 20
    most = int(wanted.one("most")) if wanted.one("most").isdecimal() else 3 * free
    return {"free": free, "max": max(free, most)}


def _listed(file: FormFile, name: str, before: Mapping[str, Any]) -> Mapping[str, Any]:
    if name not in file.scheme.lists:
        raise unknown(Words("清单", "list"), name, file.scheme.lists)
    return before if before.get("for") == name else {"for": name}


def _printed_elsewhere(source: str, groups: Sequence[str], free: set[str]) -> dict[str, Value]:
    """What is printed where rows are, and written where they are free."""
    if free == set(groups):
        return {"from": "", "fill": "unit"}
    return {
        "fill": {g: "unit" if g in free else "office" for g in groups},
        "from": {g: source for g in groups if g not in free},
    }


def whose(file: FormFile, wanted: Correction, what: str) -> Iterator[tuple[Path, str]]:
    """Every unit has all printed rows, those that name it as responsible, or the one called like it."""
    number = _table(file, wanted.at)
    kind, _, key = what.partition("=")
    where = {"units": f"subject.id in row.{key}_ids", "name": f"row.{key} == subject.name"}.get(kind, "")
    rows = file.data["blocks"][number]["table"]["rows"]
    cases = [()] if "for" in rows else [(g,) for g, each in rows.items() if "for" in each]
    way = ("blocks", number, "table", "rows")
    yield file.path, amended(file.text, {(*way, *case, "where"): where for case in cases})


def form_for(file: FormFile, wanted: Correction, what: str) -> Iterator[tuple[Path, str]]:
    """Units of a group get the form, or do not."""
    path = file.path.parent / HEAD
    text = path.read_text(encoding="utf-8-sig")
    for number, stage in enumerate(file.scheme.head.stages):
        if wanted.case not in stage.groups:
            continue
        given = {g: list(stage.forms_for(g)) for g in stage.groups}
        mine = given[wanted.case]
        every = [*mine, wanted.form] if what == "yes" else [f for f in mine if f != wanted.form]
        order = list(dict.fromkeys([*(f for g in given if g != wanted.case for f in given[g]), *every]))
        given[wanted.case] = sorted(set(every), key=order.index)
        forms: Value = given if len({*map(tuple, given.values())}) > 1 else given[wanted.case]
        text = amended(text, {("stages", number, "forms"): forms})
    yield path, text

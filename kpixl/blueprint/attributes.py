"""What units have of their own, where a CSV file beside the roster says it: a line a unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kpixl.blueprint.csvfile import CsvTable, Line, as_value
from kpixl.blueprint.document import Document, SourcePlace, Steps, unwritable
from kpixl.blueprint.model import Attribute, Roster, Unit
from kpixl.blueprint.problems import hint
from kpixl.findings import Finding, found

UNIT_HEADINGS = ("unit", "单位")
"""What the column is called that says whose line it is."""


@dataclass(kw_only=True)
class _Said:
    """What a file says. values: by the unit's place in the roster; places: as in the roster's document."""

    values: dict[int, dict[str, Any]] = field(default_factory=dict)
    places: dict[Steps, SourcePlace] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def with_values(roster: Roster, people: Document, table: CsvTable) -> tuple[Roster, Document, list[Finding]]:
    """The roster and its document with what a file says of its units, and what is wrong with that."""
    said = _Said(findings=list(table.findings))
    if not said.findings:
        _read(roster, people, table, said)
    units = tuple(_with(unit, said.values.get(i, {})) for i, unit in enumerate(roster.units))
    whole = replace(people, values={**people.values, **said.places})
    return roster.model_copy(update={"units": units}), whole, said.findings


def _with(unit: Unit, values: Mapping[str, Any]) -> Unit:
    if not values:
        return unit
    own = {"attributes": {**unit.attributes, **values}}
    return Unit.model_validate({**unit.model_dump(), **own}, by_alias=False, by_name=True)


def _read(roster: Roster, people: Document, table: CsvTable, said: _Said) -> None:
    whose = unit_column(table)
    if whose is None:
        said.findings.append(without_units(table))
        return
    columns = dict(_columns(roster, table, whose, said))
    for line in table.lines:
        unit = named(roster, table, line, whose)
        if isinstance(unit, Finding):
            said.findings.append(unit)
            continue
        place = roster.places[unit.id]
        if place in said.values:
            where = line.place(table.file, whose).location
            said.findings.append(found("B033", where=where, value=unit.name))
            continue
        said.values[place] = dict(_values(line, columns))
        for column, attribute in columns.items():
            if line.cells[column].strip():
                _place(people, (place, attribute.name), line.place(table.file, column), said)
                said.findings += unwritable(line.cells[column], line.place(table.file, column))


def unit_column(table: CsvTable) -> int | None:
    """Which column says whose line it is."""
    return next((i for i, name in enumerate(table.names) if name.lower() in UNIT_HEADINGS), None)


def without_units(table: CsvTable) -> Finding:
    """That no column says it."""
    start = SourcePlace(file=table.file, line=table.header.line if table.header else 1, column=1)
    return found("B032", where=start.location, value=table.names[0] if table.names else "")


def named(roster: Roster, table: CsvTable, line: Line, whose: int) -> Unit | Finding:
    """The unit of a line, by any of its names; else that there is none."""
    name = line.cells[whose].strip()
    unit = roster.named(name)
    if unit is not None:
        return unit
    known = [each for u in roster.units for each in (u.id, *u.names)]
    # short names are soon alike (商务局, 税务局), so it must be very near
    return found("B058", where=line.place(table.file, whose).location, value=name, **hint(name, known, 0.8))


def _columns(roster: Roster, table: CsvTable, whose: int, said: _Said) -> Iterator[tuple[int, Attribute]]:
    """The attribute of each column, by name or by label."""
    known = {called: a for a in reversed(roster.attributes) for called in (a.label, a.name)}
    for i, name in enumerate(table.names):
        if name in known:
            yield i, known[name]
        elif i != whose and table.header is not None:
            where = table.header.place(table.file, i).location
            said.findings.append(found("B130", where=where, value=name, **hint(name, known)))


def _values(line: Line, columns: Mapping[int, Attribute]) -> Iterator[tuple[str, Any]]:
    """What a line says; of a text, letter by letter."""
    for i, attribute in columns.items():
        if cell := line.cells[i].strip():
            yield attribute.name, cell if attribute.type == "text" else as_value(cell)


def _place(people: Document, which: tuple[int, str], where: SourcePlace, said: _Said) -> None:
    """Note where a value stands; that the roster has another one, too, is a mistake."""
    unit, name = which
    steps: Steps = ("units", unit, "attributes", name)
    said.places[steps] = where
    if (first := people.values.get(steps)) is not None:
        said.findings.append(found("B006", where=where.location, value=name, first=first.line))

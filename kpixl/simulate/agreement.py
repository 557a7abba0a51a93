"""What answers have to agree with beyond their own table: other forms, other units' returns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from kpixl.blueprint.expressions import Value, rounded
from kpixl.blueprint.model import Rule
from kpixl.layout import CellKey, Computation, Package, Plan, Role
from kpixl.layout.rows.meaning import Place
from kpixl.rules import FORM_KINDS, UNIT_KINDS, Counterpart, Other, UnitShare
from kpixl.rules.types import CellType, ValueType, breach
from kpixl.simulate.tables import FilledRow, FilledTable

_NAMED = re.compile("（[^（）]*）$")
OWN_NUMBERS = 100
"""So many document numbers each unit has for itself."""


def disagreements(
    table: FilledTable, plan: Plan, run: Computation
) -> Iterator[tuple[FilledRow, Rule, list[Counterpart]]]:
    """The rows of a table that disagree with another form, by which rule, with that form's rows."""
    for rule in table.form_rules:
        kind = FORM_KINDS[rule.kind]
        of = kind.columns(rule)[0]
        for row in table.rows:
            if not row.used(run) or of not in row.inputs or not row.asks(rule, run):
                continue
            others = counterparts(plan, run, kind.other(rule), row.place.key(of))
            if kind.breach(rule, row.place.row, row.values(run), others) is not None:
                yield row, rule, others


def counterparts(plan: Plan, run: Computation, other: Other, own: CellKey) -> list[Counterpart]:
    """The rows of the other form, for the same subject and, of several copies, the same one."""
    rows: dict[tuple[str, str], dict[str, Value]] = defaultdict(dict)
    for key, cell in plan.by_cell_key.items():
        about = key.form == other.form and key.subject in {own.subject, ""} and not key.row.startswith("#")
        if about and cell.role is not Role.HELPER:
            rows[key.instance, key.row][key.column] = run.value(cell.spot)
    found = [(at, values) for at, values in rows.items() if other.column in values]
    same = [each for each in found if own.instance and each[0][0] == own.instance]
    return [Counterpart(key=at[1], values=values) for at, values in same or found]


def share_of(table: FilledTable, rule: Rule) -> UnitShare:
    """The place of the unit that a table is about among those that the rule compares."""
    place = table.rows[0].place
    package, whose = place.package, package_subject(place)
    roster, settings = package.scheme.roster, package.scheme.head.settings
    units = _concerned(package, table.form.form)
    if UNIT_KINDS[rule.kind].within(rule) == "group":
        units = [u for u in units if roster.unit(u).group == package.group(whose)]
    return UnitShare(
        name=package.unit_of(whose).short,
        position=units.index(whose) if whose in units else 0,
        count=max(len(units), 1),
        settings={name: value for name, value in settings.items() if isinstance(value, Decimal)},
        bounds={name: _bounds(cell.type) for name, cell in table.rows[0].inputs.items()},
    )


def package_subject(place: Place) -> str:
    """Whom a row is about; its recipient where it is about nobody."""
    return place.subject or place.package.recipient


def _bounds(kind: CellType | None) -> tuple[Decimal, Decimal]:
    """Between which a figure is drawn: the type's bounds, a hundred units where one is missing."""
    low, high = kind.numbers if isinstance(kind, ValueType) else (None, None)
    room = Decimal(1 if isinstance(kind, ValueType) and kind.name == "percent" else 100)
    first = low if low is not None else min(Decimal(0), (high or Decimal(0)) - room)
    return first, high if high is not None else first + room


def _concerned(package: Package, form: str) -> list[str]:
    """The units that a form is handed out to or, in a stage of verifiers, that are appraised."""
    stage, scheme = package.stage, package.scheme
    if stage.by_row is None:
        return [u.id for u in scheme.recipients_of(stage) if form in stage.forms_for(u.group)]
    return [u.id for u in scheme.roster.units if not u.outside]


def fitted(kind: ValueType | None, value: Value, number: int) -> Value:
    """A value made for a unit as its cell takes it: rounded, numbered, shorter, without the unit's name.

    number: that no other row of any unit has.
    """
    if kind is not None and isinstance(value, Decimal) and kind.places is not None:
        return rounded(value, kind.places)
    if kind is None or not isinstance(value, str) or breach(kind, value) is None:
        return value
    tries = [
        re.sub(r"\d+号.*$", f"{number}号", value),
        value[-(kind.max_length or 1) :],
        _NAMED.sub("", value),
    ]
    return next((t for t in tries if breach(kind, t) is None), value)

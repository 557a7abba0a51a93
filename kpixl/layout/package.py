"""What one recipient gets: (scheme, stage, round, period, recipient) → forms × subjects × rows, answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from kpixl.blueprint.expressions import holds
from kpixl.blueprint.expressions.operands import ColumnOperand, Operand
from kpixl.blueprint.model import Column, Form, FreeRows, PrintedRows, Scheme, Stage, Table, ToGroups, Unit
from kpixl.layout.facts import Scalar, operand, scheme_fact, unit_fact, walk
from kpixl.layout.keys import CellKey
from kpixl.rules.types import parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a carried answer came from: the file's digest (sha256) and name, its sheet and cell."""

    sha256: str
    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A value that somebody gave, and where it stands."""

    value: Scalar
    origin: Origin | None = None


RowKey = tuple[str, str, str, str]
"""(form, table, subject, row)."""


@dataclass(frozen=True, kw_only=True)
class Package:
    """One workbook's content.

    recipient: who fills it; rows: by (form, table), the (subject, row) pairs in order, for tables whose rows
    are printed; carried: answers of the stage before, printed here with their origin.
    """

    scheme: Scheme
    stage_id: str
    recipient: str
    round: str = ""
    period: str = ""
    issue: int = 1
    simulated: bool = False
    subjects: tuple[str, ...] = ()
    rows: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    carried: Mapping[CellKey, Answer] = field(default_factory=dict)

    @property
    def stage(self) -> Stage:
        """The stage."""
        return self.scheme.stage(self.stage_id)

    @property
    def unit(self) -> Unit:
        """The recipient as the roster has it."""
        return self.scheme.roster.unit(self.recipient)

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms of this workbook, in order."""
        return tuple(self.scheme.form(f) for f in form_ids(self.stage, self.unit.group))

    def group(self, subject: str) -> str | None:
        """The group that a subject is appraised in; None for rows about no unit."""
        return None if not subject else self.scheme.roster.unit(subject).group


def form_ids(stage: Stage, group: str | None) -> tuple[str, ...]:
    """The forms that recipients of a group get in a stage."""
    if isinstance(stage.forms, dict):
        return stage.forms.get(group or "", ())
    return stage.forms


def stage_forms(scheme: Scheme, stage: Stage) -> tuple[Form, ...]:
    """The forms of a stage, whoever gets them."""
    ids = stage.forms if isinstance(stage.forms, tuple) else [f for fs in stage.forms.values() for f in fs]
    return tuple(scheme.form(f) for f in dict.fromkeys(ids))


def row_source(table: Table, group: str | None) -> PrintedRows | FreeRows | None:
    """Where a table's rows come from for subjects of a group; None where it has none for them."""
    if isinstance(table.rows, dict):
        return table.rows.get(group or "")
    return table.rows


def by_case(setting: Any, group: str | None, stage: str) -> Any:
    """A setting that may be given by case (stage or group id); None where no case fits."""
    if not isinstance(setting, dict):
        return setting
    return setting.get(stage, setting.get(group or ""))


def item(scheme: Scheme, source: PrintedRows, row: str) -> Mapping[str, Any]:
    """The list's item that a printed row stands for; KeyError where there is none."""
    return {str(i[source.key]): i for i in scheme.lists[source.source].items}[row]


def list_rows(scheme: Scheme, source: PrintedRows) -> tuple[str, ...]:
    """The row keys of a list, in order."""
    return tuple(str(i[source.key]) for i in scheme.lists[source.source].items)


def filler(column: Column, group: str | None, stage: str) -> str:
    """Who fills a column: what it says, else `formula` where it has one, else the office."""
    given = by_case(column.fill, group, stage)
    return str(given or ("formula" if column.formula else "office"))


def is_shown(shown: tuple[str, ...] | None, stage: str) -> bool:
    """Whether a column or block stands on the sheet in this stage."""
    return shown is None or stage in shown


def first_packages(
    scheme: Scheme, stage: Stage, *, issue: int = 1, simulated: bool = False
) -> tuple[Package, ...]:
    """The packages of a stage that carries nothing: one a unit, about itself, in the roster's order."""
    if not isinstance(stage.recipients, ToGroups):
        msg = f"stage {stage.id} is made from the returns of the one before"
        raise TypeError(msg)
    return tuple(
        Package(
            scheme=scheme,
            stage_id=stage.id,
            recipient=u.id,
            subjects=(u.id,),
            issue=issue,
            simulated=simulated,
            rows=printed_rows(scheme, stage, (u.id,), u.group),
        )
        for u in scheme.roster.of(*stage.recipients.groups)
    )


def printed_rows(
    scheme: Scheme, stage: Stage, subjects: Iterable[str], group: str | None
) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Rows that the blueprint prints for each subject."""
    subjects = tuple(subjects)
    rows: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for form in (scheme.form(f) for f in form_ids(stage, group)):
        for table in form.tables:
            about = subjects if form.subject == "unit" else ("",)
            pairs = [(s, r) for s in about for r in printed_keys(scheme, stage.id, table, s)]
            if pairs:
                rows[form.form, table.name] = tuple(pairs)
    return rows


def printed_keys(scheme: Scheme, stage: str, table: Table, subject: str) -> tuple[str, ...]:
    """The keys of the rows that a table prints for a subject ("" for none), chosen by `where`."""
    source = row_source(table, scheme.roster.unit(subject).group if subject else None)
    if not isinstance(source, PrintedRows):
        return ()
    items = scheme.lists[source.source].items
    return tuple(str(i[source.key]) for i in items if _is_wanted(scheme, stage, source, i, subject))


def _is_wanted(
    scheme: Scheme, stage: str, source: PrintedRows, item: Mapping[str, Any], subject: str
) -> bool:
    if source.where is None:
        return True
    unit = scheme.roster.unit(subject) if subject else None

    def look_up(path: str) -> Operand | ColumnOperand:
        head, _, rest = path.partition(".")
        if head == "row":
            return operand(walk(item, rest))
        if head == "scheme":
            return Operand(value=scheme_fact(scheme, rest))
        if head in {"subject", "recipient"}:
            return Operand(value=unit_fact(unit, rest) if unit else None)
        return Operand(value={"group": unit.group if unit else None, "stage": stage}.get(head))

    return holds(parsed(source.where), look_up) is True


def baseline(package: Package) -> dict[str, Any]:
    """What is printed and not in the blueprint, as JSON: subjects, rows, carried answers, their origins."""
    files = sorted({(a.origin.sha256, a.origin.file) for a in package.carried.values() if a.origin})
    index = {f: i for i, f in enumerate(files)}
    if not package.stage.carries:
        return {"subjects": list(package.subjects)}
    return {
        "subjects": list(package.subjects),
        "rows": [
            [form, table, [list(p) for p in pairs]] for (form, table), pairs in sorted(package.rows.items())
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


def from_baseline(package: Package, data: Mapping[str, Any]) -> Package:
    """The package with subjects, rows and carried answers as its baseline has them.

    Raises ValueError, TypeError, KeyError or IndexError on a baseline that was not made by `baseline`.
    """
    subjects = tuple(str(s) for s in data["subjects"])
    if not package.stage.carries:
        rows = printed_rows(package.scheme, package.stage, subjects, package.unit.group)
        return _with(package, subjects, rows, {})
    rows = {(form, table): tuple((s, r) for s, r in pairs) for form, table, pairs in data["rows"]}
    carried: dict[CellKey, Answer] = {}
    for entry in data["carried"]:
        origin = None
        if len(entry) > 7:
            sha256, file = data["files"][entry[7]]
            origin = Origin(sha256=sha256, file=file, sheet=entry[8], cell=entry[9])
        carried[CellKey(*entry[:5])] = Answer(value=_decoded(entry[5], entry[6]), origin=origin)
    return _with(package, subjects, rows, carried)


def _with(
    package: Package,
    subjects: tuple[str, ...],
    rows: Mapping[tuple[str, str], tuple[tuple[str, str], ...]],
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

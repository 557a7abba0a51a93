"""A workbook issued anew with what its recipient entered before, as far as that still holds.

An entry holds while all that is printed in its row does: what a unit reported, above all. Where that has
changed the row is empty again, and marked: what it said and says, what had been entered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kpixl.blueprint.expressions import text_cut
from kpixl.findings import found
from kpixl.layout import Cell, CellKey, Computation, Package, Plan, Role, lay_out
from kpixl.layout.package.feedback_mark import Mark
from kpixl.returns import Entry, Record
from kpixl.rules.types import as_text
from kpixl.words import Lang, Words

_LONGEST = 60
"""Characters of a text that is quoted."""
_NOTHING = Words("空白", "blank")
_SAID = Words("{label}原为“{before}”，现为“{after}”", "{label} was “{before}” and is “{after}”")
_ENTERED = Words("{label}“{value}”", "{label} “{value}”")


class _Row(NamedTuple):
    form: str
    instance: str
    subject: str
    row: str


class _Change(NamedTuple):
    """A printed cell of a row that says something else now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A package with what was kept in it.

    kept, changed: how many rows are as they were, how many are to be looked at anew; same: the returns
    answer for all of it already, and nothing has changed.
    """

    package: Package
    kept: int = 0
    changed: int = 0
    same: bool = False


@dataclass
class _Lines:
    """What stands in rows: `inputs` to fill, `printed` by column."""

    inputs: list[Entry] = field(default_factory=list)
    printed: dict[str, str] = field(default_factory=dict)


@dataclass
class _Places:
    """The cells of a row of the new workbook."""

    inputs: list[Cell] = field(default_factory=list)
    printed: list[Cell] = field(default_factory=list)


def keep(package: Package, returned: Sequence[Record]) -> Kept:
    """The package with the entries of its recipient's returns in it. returned: those that count."""
    own = [r for r in returned if r.stamp is not None and r.stamp.recipient == package.recipient]
    before, plan = _before(own), lay_out(package)
    now = {row: places for row, places in _now(plan).items() if row in before and places.inputs}
    if not now:
        return Kept(package=package)
    seen = Computation(plan, {})
    changes = {row: _changes(places.printed, before[row], seen) for row, places in now.items()}
    open_ = {cell.key for places in now.values() for cell in places.inputs}
    held = [e for row in now if not changes[row] for e in before[row].inputs if e.key in open_]
    changed = [row for row in now if changes[row]]
    marks = tuple(
        _mark(now[row].inputs[0], before[row].inputs, changes[row], package.lang) for row in changed
    )
    answers = {e.key: e.value if e.valid else e.text for e in held}
    return Kept(
        package=replace(package, marks=marks, given_back=answers),
        kept=len(now) - len(changed),
        changed=len(changed),
        same=not changed and any(_answers_for(record, package) for record in own),
    )


def _before(returned: Sequence[Record]) -> Mapping[_Row, _Lines]:
    """What the returns have about somebody."""
    found_: dict[_Row, _Lines] = {}
    for entry in (e for record in returned for e in record.entries if e.key.subject):
        line = found_.setdefault(_row(entry.key), _Lines())
        if entry.role == Role.PRINTED:
            line.printed[entry.key.column] = entry.text
        elif entry.role == Role.INPUT and entry.text:
            line.inputs.append(entry)
    return found_


def _now(plan: Plan) -> Mapping[_Row, _Places]:
    """What the new workbook has about somebody."""
    found_: dict[_Row, _Places] = {}
    for key, cell in plan.by_cell_key.items():
        if key.subject and cell.role in {Role.INPUT, Role.PRINTED}:
            places = found_.setdefault(_row(key), _Places())
            (places.inputs if cell.role is Role.INPUT else places.printed).append(cell)
    return found_


def _row(key: CellKey) -> _Row:
    return _Row(key.form, key.instance, key.subject, key.row)


def _answers_for(record: Record, package: Package) -> bool:
    """Whether a return is of the same part and has the same rows."""
    rows = {(*table, s, row) for table, pairs in package.rows.items() for s, row in pairs if s}
    return record.share.part == package.part and rows == set(record.dealt)


def _changes(printed: Sequence[Cell], before: _Lines, seen: Computation) -> list[_Change]:
    """What is printed otherwise than in the return. A column that this did not have says nothing."""
    there = [c for c in printed if c.key is not None and c.key.column in before.printed]
    told = ((c, before.printed[c.key.column], as_text(seen.value(c.spot))) for c in there if c.key)
    return [_Change(cell.label, was, says) for cell, was, says in told if was != says]


def _mark(cell: Cell, entries: Sequence[Entry], changes: Sequence[_Change], lang: Lang) -> Mark:
    """That a row is to be looked at anew, at its first open cell."""
    said = [
        _SAID[lang].format(label=c.label, before=_cut(c.before, lang), after=_cut(c.after, lang))
        for c in changes
    ]
    entered = [_ENTERED[lang].format(label=e.label, value=_cut(e.text, lang)) for e in entries]
    between = "；" if lang == "zh" else "; "
    what = between.join(entered) or _NOTHING[lang]
    told = found("U028", changes=between.join(said), entered=what, line=cell.line)
    return Mark(
        key=cell.key,
        sheet=cell.spot.sheet,
        code=told.code,
        severity=told.severity.value,
        message=told.message(lang),
        remedy=told.remedy(lang),
        text=entries[0].text if entries else "",
        place=f"{entries[0].sheet}!{entries[0].cell}" if entries else "",
        tells="change",
    )


def _cut(text: str, lang: Lang) -> str:
    shown = " ".join(text.split()) or _NOTHING[lang]
    return shown if len(shown) <= _LONGEST else f"{text_cut(shown, _LONGEST - 1)}…"

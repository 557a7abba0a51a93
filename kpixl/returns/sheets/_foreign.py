"""Sheets of another unit in a unit's workbook: known by the keys that they carry, or by the printed name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kpixl.addresses import a1
from kpixl.blueprint.model import Form, Unit
from kpixl.findings import Finding, Location, found
from kpixl.formats import RawSheet
from kpixl.layout import Package, Plan, Sheet
from kpixl.layout.plan.keys import RowKey
from kpixl.layout.rows.dealing import dealt_to
from kpixl.returns.sheets._geometry import Geometry, KeyIndex
from kpixl.words import Words

_ROW = re.compile(r"(?:@([^:]+):)?([^/#@:]+)/([^/]+)/(.+)")
"""The key of a row: copy, table, subject, row."""
_ANOTHER = Words("另一个单位", "another unit")
_BY_KEYS = Words("按其中隐藏的标记", "by its hidden keys")
_BY_NAME = Words("按表上写的单位", "by the unit that it names")


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """A sheet of somebody else. planned: the key of the sheet that it is there for, None where of none."""

    raw: RawSheet
    planned: Sheet | None
    owner: str | Words
    sign: Words
    cell: str | None = None

    def told(self, package: Package) -> Finding:
        """The one finding about it."""
        planned = self.planned
        where = Location(
            form=planned.of_form if planned else None,
            instance=(planned.instance or None) if planned else None,
            sheet=self.raw.name,
            cell=self.cell,
        )
        facts: dict[str, Any] = {"sheet_name": self.raw.name, "owner": self.owner, "sign": self.sign}
        return found("S019", where=where, unit_name=package.unit.name, **facts)


def foreign_by_keys(plan: Plan, package: Package, indexes: Iterable[KeyIndex]) -> Iterator[Foreign]:
    """The returned sheets with rows or a copy of a form that this workbook does not have, but another."""
    keys = _Keys(package)
    own = frozenset(key for sheet in plan.sheets for key in sheet.written.values())
    for index in indexes:
        keys_there = [t for t in index.raw.said() if ("/" in t or "@" in t) and t not in own]
        owner = keys.owner(keys_there) if keys_there else None
        if owner is not None:
            name = package.scheme.roster.names.get(owner, _ANOTHER)
            yield Foreign(raw=index.raw, planned=_planned(plan, index), owner=name, sign=_BY_KEYS)


def _planned(plan: Plan, index: KeyIndex) -> Sheet | None:
    """The sheet that it is there for: by its own key, else by its name."""
    named = (s for s in plan.sheets if s.name == index.raw.name)
    return next((s for s in plan.sheets if s.key in index.texts), next(named, None))


@dataclass(frozen=True)
class _Keys:
    """Whose the hidden keys of rows and copies are."""

    package: Package

    @cached_property
    def _dealt(self) -> frozenset[tuple[str, str, str, str]]:
        """The rows that this workbook was issued with: copy, table, subject, row."""
        return frozenset((i, t, *pair) for (_, i, t), pairs in self.package.rows.items() for pair in pairs)

    @cached_property
    def _forms(self) -> Mapping[str, Form]:
        """The stage's forms by their tables."""
        return {t.name: f for f in self.package.scheme.forms_of(self.package.stage) for t in f.tables}

    def owner(self, texts: Sequence[str]) -> str | None:
        """The id of the other unit whose keys are among the texts of a sheet."""
        of_rows = (self._of_row(text) for text in texts if "/" in text)
        of_copies = (self._of_copy(text) for text in texts if "@" in text)
        return next((owner for owner in (*of_rows, *of_copies) if owner is not None), None)

    def _of_row(self, text: str) -> str | None:
        """Who was issued the row that a text is the key of."""
        match = _ROW.fullmatch(text)
        if match is None:
            return None
        copy, table, subject, row = match.groups(default="")
        scheme, stage, form = self.package.scheme, self.package.stage, self._forms.get(table)
        if form is None or scheme.roster.find(subject) is None or (copy, table, subject, row) in self._dealt:
            return None
        if stage.by_row is None:
            return None if subject in self.package.subjects else subject
        try:
            owner = dealt_to(scheme, stage, RowKey(form.form, copy, table, subject, row))
        except (KeyError, StopIteration):  # a row that the list has no more
            return None
        return None if owner == self.package.recipient else owner

    def _of_copy(self, text: str) -> str | None:
        """Who has the copy of a form that a text is the key of."""
        name, mark, copy = text.partition("@")
        package, stage = self.package, self.package.stage
        form = package.scheme.find_form(name) if mark and name else None
        if form is None or form.repeat is None or stage.by_row is not None or _has(package, form, copy):
            return None
        others = (u for u in package.scheme.recipients_of(stage) if u.id != package.recipient)
        return next((u.id for u in others if _has(_alone(package, u), form, copy)), None)


def _has(package: Package, form: Form, copy: str) -> bool:
    return any(each.id == copy for each in package.instances(form))


def _alone(package: Package, unit: Unit) -> Package:
    """The package of another unit, about itself."""
    return Package(scheme=package.scheme, stage_id=package.stage_id, recipient=unit.id, subjects=(unit.id,))


def foreign_by_name(package: Package, g: Geometry) -> Foreign | None:
    """The sheet as another unit's, where that one's name stands in place of the recipient's."""
    places, cells = g.planned.places, g.planned.cells
    heads: Sequence[int] = places.heads
    if g.in_place:
        wanted = ((n, cells[n].value) for n in heads)
        heads = g.raw.unlike([(n, places.a1[n], text) for n, text in wanted if isinstance(text, str)])
    for number in heads:
        cell = cells[number]
        at = g.at(cell.spot)
        printed, now = cell.value, g.raw.at(*at).value if at else None
        if at is None or not isinstance(printed, str) or not isinstance(now, str) or printed == now:
            continue
        owner = _named_instead(package, printed, now)
        if owner is not None:
            return Foreign(
                raw=g.raw, planned=g.planned, owner=owner.name, sign=_BY_NAME, cell=a1(at.row, at.column)
            )
    return None


def _named_instead(package: Package, printed: str, now: str) -> Unit | None:
    """The unit that a text names where the printed one names the recipient."""
    own = [name for name in _names(package.unit) if name in printed]
    shown = _plain(now)
    if not own or shown == _plain(printed):
        return None
    others = (
        (u, name) for u in package.scheme.roster.units if u.id != package.recipient for name in _names(u)
    )
    return next((u for u, name in others if shown in {_plain(printed.replace(o, name)) for o in own}), None)


def _names(unit: Unit) -> set[str]:
    """What forms call a unit."""
    return {unit.name, unit.short}


def _plain(text: str) -> str:
    return "".join(text.split())

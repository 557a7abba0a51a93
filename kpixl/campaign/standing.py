"""status and history: how a campaign stands, and how it came to that, as the account knows it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kpixl.blueprint import Stage, Unit
from kpixl.campaign.account import moment
from kpixl.campaign.basis import Basis
from kpixl.campaign.deciding import account_of
from kpixl.campaign.schemes import stage_of
from kpixl.ledger import STATES, Asked, Entry, State, UnitStanding, standings
from kpixl.refusal import RefusedError, unknown
from kpixl.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which units are asked for: of these states, groups and names (all of each where none is named).

    late: only those; simulated: simulated returns count as well.
    """

    states: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    late: bool = False
    simulated: bool = False


ALL = Wanted()


@dataclass(frozen=True, kw_only=True)
class UnitLine:
    """A unit and how it stands. group: its name; days_left: until the deadline, negative after it."""

    unit: Unit
    group: str
    standing: UnitStanding
    days_left: int | None

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        s = self.standing
        return {
            "id": s.unit,
            "name": self.unit.name,
            "group": self.unit.group,
            "state": s.state,
            "late": s.late,
            "deadline": _iso(s.deadline),
            "days_left": self.days_left,
            "received": _iso(s.received),
            "returns": s.returns,
            "errors": s.errors,
            "warnings": s.warnings,
            "issued": _iso(s.issued),
            "told": _iso(s.told),
            "contact": None,
            "file": s.name or None,
            "sha256": s.file or None,
            "accepted_before": s.accepted_before or None,
        }


@dataclass(frozen=True, kw_only=True)
class Status:
    """How a stage stands. every: all units that it is about; lines: those that were asked for.

    simulated: how many simulated returns came that do not count.
    """

    scheme: str
    stage: Stage
    day: dt.date
    every: tuple[UnitLine, ...]
    lines: tuple[UnitLine, ...]
    simulated: int = 0

    @property
    def summary(self) -> dict[str, int]:
        """How many units there are of each state, and how many are late."""
        states = Counter(line.standing.state for line in self.every)
        late = sum(line.standing.late for line in self.every)
        return {"units": len(self.every), **{state: states[state] for state in STATES}, "late": late}

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        return {
            "scheme": self.scheme,
            "stage": self.stage.id,
            "round": "",
            "day": self.day.isoformat(),
            "summary": self.summary,
            "units": [line.as_dict() for line in self.lines],
        }


def status(basis: Basis, *, stage: str | None = None, wanted: Wanted = ALL) -> Status:
    """How a stage stands (default: the latest that anything was issued for or came back of)."""
    account, scheme = account_of(basis), basis.scheme
    of = stage_of(scheme, stage) if stage else _latest(basis)
    day = basis.means.as_of or moment().date()
    entries = account.ledger.entries(scheme.id, stage=of.id, what=("issued", "received", "judged", "told"))
    asked = Asked(stage=of.id, deadline=of.deadline, today=day, simulated=wanted.simulated)
    found = standings(asked, _expected(basis, of), entries, basis.decisions)
    every = tuple(_line(basis, each, day) for each in found)
    return Status(
        scheme=scheme.id,
        stage=of,
        day=day,
        every=every,
        lines=tuple(_chosen(basis, every, wanted)),
        simulated=0 if wanted.simulated else _simulated(entries),
    )


def _simulated(entries: Iterable[Entry]) -> int:
    return sum(e.what == "received" and bool(e.data.get("simulated")) for e in entries)


def _latest(basis: Basis) -> Stage:
    there = {
        e.turn.stage for e in account_of(basis).ledger.entries(basis.scheme.id, what=("issued", "received"))
    }
    stages = basis.scheme.head.stages
    return next((s for s in reversed(stages) if s.id in there), stages[0])


def _expected(basis: Basis, stage: Stage) -> list[str]:
    from kpixl.layout import recipients  # noqa: PLC0415 - heavy: a scheme whose stages address groups needs none

    return list(recipients(basis.scheme, stage))


def _line(basis: Basis, standing: UnitStanding, day: dt.date) -> UnitLine:
    unit = basis.scheme.roster.unit(standing.unit)
    left = (standing.deadline - day).days if standing.deadline else None
    return UnitLine(
        unit=unit, group=basis.scheme.roster.group_name(unit.group), standing=standing, days_left=left
    )


def _chosen(basis: Basis, every: Iterable[UnitLine], wanted: Wanted) -> Iterable[UnitLine]:
    units = {unit_of(basis, name).id for name in wanted.units}
    groups = {_group(basis, name) for name in wanted.groups}
    states = {_state(name) for name in wanted.states}
    for line in every:
        s = line.standing
        fits = (not states or s.state in states) and (not groups or line.unit.group in groups)
        if fits and (not units or s.unit in units) and (s.late or not wanted.late):
            yield line


def unit_of(basis: Basis, name: str) -> Unit:
    """The unit that is meant; RefusedError where there is none."""
    roster = basis.scheme.roster
    found = roster.named(name)
    if found is None:
        raise unknown(Words("单位", "unit"), name, (n for u in roster.units for n in (u.name, u.id)))
    return found


def _group(basis: Basis, name: str) -> str:
    roster = basis.scheme.roster
    found = next((g.id for g in roster.groups if name in {g.id, g.name}), None)
    if found is None:
        raise unknown(Words("组别", "group"), name, (n for g in roster.groups for n in (g.name, g.id)))
    return found


def _state(name: str) -> State:
    found = next((state for state, words in STATES.items() if name in {state, words.zh}), None)
    if found is None:
        raise unknown(Words("状态", "state"), name, (n for s, words in STATES.items() for n in (words.zh, s)))
    return found


@dataclass(frozen=True, kw_only=True)
class History:
    """What happened to a unit's returns, as the account has it."""

    unit: Unit
    entries: tuple[Entry, ...]

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        return {"unit": self.unit.id, "name": self.unit.name, "events": [_event(e) for e in self.entries]}


def _event(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "what": entry.what,
        "stage": entry.turn.stage or None,
        "file": entry.data.get("name"),
        "sha256": entry.file or None,
        "result": entry.data.get("result"),
        "why": entry.why or None,
        "revokes": entry.revokes,
        "data": dict(entry.data),
    }


def history(basis: Basis, unit: str) -> History:
    """What happened to a unit. unit: its id, name or alias. RefusedError where there is none."""
    found = unit_of(basis, unit)
    entries = account_of(basis).ledger.entries(basis.scheme.id, unit=found.id)
    return History(unit=found, entries=tuple(entries))


def _iso(moment: dt.date | None) -> str | None:
    return moment.isoformat() if moment else None


def file_of(basis: Basis, text: str) -> str:
    """The digest of a return that the account knows, by the beginning of its digest or by its name.

    RefusedError where none or several are meant.
    """
    received = account_of(basis).ledger.entries(basis.scheme.id, what=("received",))
    named = {e.file: str(e.data["name"]) for e in received}
    meant = [d for d, name in named.items() if d.startswith(text.lower()) or name.endswith(text)]
    if len(meant) == 1:
        return meant[0]
    shown = [f"{name}（{digest[:12]}）" for digest, name in named.items() if digest in meant or not meant]
    if not meant:
        raise unknown(Words("收到的文件", "received file"), text, shown)
    raise RefusedError(
        f"“{text}”可能是{len(meant)}个文件：{'、'.join(shown)}。请写出校验值的前几位。",
        f"{text!r} may be {len(meant)} files: {', '.join(shown)}. Write the beginning of its digest.",
    )

"""status and history: how a campaign stands, and how it came to that, as the account knows it."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpixl.campaign.basis.account import Account
from kpixl.campaign.standing.expected import Expected, ExpectedStage, ExpectedUnit
from kpixl.ledger import SEALS, STATES, Asked, Entry, UnitStanding, Verb, standings
from kpixl.outputs import UNGUARDED, Guard, Outputs
from kpixl.refusal import RefusedError, unknown
from kpixl.report.status import VERSION_DIGITS, StandingRow, status_lines
from kpixl.words import Lang, Words

if TYPE_CHECKING:
    from kpixl.decisions import Decisions

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which units are asked for: of these states, groups and names (all of each where none is named).

    seals: of these states of their sealed copies; late: only those; simulated: simulated returns count as
    well.
    """

    states: tuple[str, ...] = ()
    seals: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    late: bool = False
    simulated: bool = False


ALL = Wanted()
_STATE, _SEAL = Words("状态", "state"), Words("盖章件的情况", "state of a sealed copy")
_TOLD: tuple[Verb, ...] = ("issued", "sent", "received", "judged", "sealed", "told")
"""What the standing of a unit is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit and how it stands. group: its name; days_left: until the deadline, negative after it."""

    unit: ExpectedUnit
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
            "sealed_copy": s.seal,
            "codes": list(s.codes),
            "parts_missing": list(s.lacking),
            "errors": s.errors,
            "warnings": s.warnings,
            "issued": _iso(s.issued),
            "version": s.version[:VERSION_DIGITS] or None,
            "returned_version": s.returned[:VERSION_DIGITS] or None,
            "sent": _iso(s.sent),
            "told": _iso(s.told),
            "contact": self.unit.contact and {key: said or None for key, said in self.unit.contact.items()},
            "file": s.name or None,
            "sha256": s.file or None,
            "accepted_before": s.accepted_before or None,
        }


@dataclass(frozen=True, kw_only=True)
class Status:
    """How a stage stands. every: all units that it is about; lines: those that were asked for.

    simulated: how many simulated returns came that do not count.
    """

    expected: Expected
    stage: ExpectedStage
    day: dt.date
    every: tuple[UnitLine, ...]
    lines: tuple[UnitLine, ...]
    simulated: int = 0

    @cached_property
    def summary(self) -> dict[str, int]:
        """How many units there are of each state, and how many are late."""
        states = Counter(line.standing.state for line in self.every)
        late = sum(line.standing.late for line in self.every)
        return {"units": len(self.every), **{state: states[state] for state in STATES}, "late": late}

    @cached_property
    def seals(self) -> dict[str, int]:
        """How many sealed copies there are of each state; none of a stage that asks for none."""
        seals = Counter(line.standing.seal for line in self.every)
        return {state: seals[state] for state in SEALS if seals[state]}

    def text(self, lang: Lang = "zh") -> Iterator[str]:
        """The sum of it, then a line a unit."""
        return status_lines(self._rows, self.summary, self.seals, lang)

    def workbook(self, lang: Lang = "zh") -> bytes:
        """The same as a workbook (回收台账), the same for the same account."""
        from kpixl.report.status_book import About, status_book  # noqa: PLC0415 - only where one is written

        created = dt.date.fromisoformat(self.expected.created)
        about = f"{self.expected.title}·{self.stage.name}"
        return status_book(self._rows, About(title=about, day=self.day, created=created), lang)

    @property
    def _rows(self) -> list[StandingRow]:
        return [
            StandingRow(
                name=line.unit.name,
                group=line.group,
                standing=line.standing,
                days_left=line.days_left,
                contact=line.unit.asked,
            )
            for line in self.lines
        ]

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        return {
            "scheme": self.expected.scheme,
            "stage": self.stage.id,
            "round": self.stage.round,
            "period": self.stage.period,
            "day": self.day.isoformat(),
            "summary": self.summary,
            "sealed_copies": self.seals,
            "units": [line.as_dict() for line in self.lines],
        }


@dataclass(frozen=True, kw_only=True)
class Books:
    """What a question to the account is answered from.

    day: by which lateness is judged; guard: what outputs must not replace.
    """

    account: Account
    expected: Expected
    decisions: Decisions | None
    day: dt.date
    guard: Guard = UNGUARDED

    def status(self, stage: str | None, wanted: Wanted) -> Status:
        """How a stage stands (default: the latest that anything was issued for or came back of)."""
        of = self.expected.stage(stage) if stage else self.latest
        entries = self.account.ledger.standing(self.expected.scheme, *_TOLD, stage=of.id)
        asked = Asked(stage=of.id, deadline=of.due, today=self.day, simulated=wanted.simulated)
        every = tuple(map(self._line, standings(asked, of.recipients, entries, self.decisions)))
        return Status(
            expected=self.expected,
            stage=of,
            day=self.day,
            every=every,
            lines=tuple(self._chosen(every, wanted)),
            simulated=0 if wanted.simulated else _simulated(entries),
        )

    def among(self, found: Status, wanted: Wanted) -> Status:
        """The same with the lines of other units; which returns count, it was asked with."""
        return replace(found, lines=tuple(self._chosen(found.every, wanted)))

    def write(self, found: Status, path: PathLike, *, lang: Lang = "zh") -> Path:
        """Write how a stage stands as a workbook."""
        with Outputs(self.guard) as outputs:
            outputs.file(Path(path), found.workbook(lang))
        return Path(path)

    @property
    def latest(self) -> ExpectedStage:
        """The latest stage that anything was issued for or came back of, else the first."""
        there = self.account.ledger.stages(self.expected.scheme, ("issued", "received"))
        stages = self.expected.stages
        return next((s for s in reversed(stages) if s.id in there), stages[0])

    def _line(self, standing: UnitStanding) -> UnitLine:
        unit = self.expected.by_id[standing.unit]
        left = (standing.deadline - self.day).days if standing.deadline else None
        group = self.expected.group_name(unit.group)
        return UnitLine(unit=unit, group=group, standing=standing, days_left=left)

    def _chosen(self, every: Iterable[UnitLine], wanted: Wanted) -> Iterator[UnitLine]:
        units = {self.expected.unit(name).id for name in wanted.units}
        groups = {self.expected.group(name) for name in wanted.groups}
        states = {_called(STATES, name, _STATE) for name in wanted.states}
        seals = {_called(SEALS, name, _SEAL) for name in wanted.seals}
        for line in every:
            s = line.standing
            fits = (not states or s.state in states) and (not seals or s.seal in seals)
            fits = fits and (not groups or line.unit.group in groups)
            if fits and (not units or s.unit in units) and (s.late or not wanted.late):
                yield line

    def history(self, unit: str) -> History:
        """What happened to a unit. unit: its id, name or alias. RefusedError where there is none."""
        found = self.expected.unit(unit)
        entries = self.account.ledger.entries(self.expected.scheme, unit=found.id)
        return History(unit=found, entries=tuple(entries))


def _simulated(entries: Iterable[Entry]) -> int:
    return sum(e.what == "received" and bool(e.data.get("simulated")) for e in entries)


def _called(states: Mapping[Any, Words], name: str, what: Words) -> str:
    """The state of this name, in any language; RefusedError where there is none."""
    found = next((state for state, words in states.items() if name in {state, words.zh}), None)
    if found is None:
        raise unknown(what, name, (n for s, words in states.items() for n in (words.zh, s)))
    return str(found)


@dataclass(frozen=True, kw_only=True)
class History:
    """What happened to a unit's returns, as the account has it."""

    unit: ExpectedUnit
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
        "round": entry.turn.round or None,
        "period": entry.turn.period or None,
        "file": entry.data.get("name"),
        "sha256": entry.file or None,
        "result": entry.data.get("result"),
        "why": entry.why or None,
        "revokes": entry.revokes,
        "person": entry.person or None,
        "data": dict(entry.data),
    }


def _iso(moment: dt.date | None) -> str | None:
    return moment.isoformat() if moment else None


def file_of(account: Account, scheme: str, text: str) -> str:
    """The digest of a return that the account knows, by the beginning of its digest or by its name.

    RefusedError where none or several are meant.
    """
    received = account.ledger.entries(scheme, what=("received",))
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

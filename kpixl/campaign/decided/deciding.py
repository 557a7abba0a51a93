"""decide: what the office decides, recorded, taken back, handed on as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpixl.blueprint import Scheme
from kpixl.campaign.basis.account import account_of
from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.decided.disputing import value_meant
from kpixl.campaign.returned.checking import Returns
from kpixl.campaign.standing.expected import Expected
from kpixl.decisions import (
    Decision,
    FigureDecision,
    WaiverDecision,
    cell_of,
    read_decisions,
    settled,
    told,
    written,
)
from kpixl.ledger import FINAL, Draft, Entry, Turn
from kpixl.outputs import Outputs
from kpixl.refusal import RefusedError
from kpixl.words import Lang, Words

DISPUTE = "dispute"
"""What stands for a code where no rule says what is asked."""
_DISPUTED = Words("对所填的数有异议", "the figure is disputed")


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A decision that holds, and its entry in the account."""

    entry: Entry
    decision: Decision

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        said = self.decision.model_dump(mode="json", exclude_none=True)
        return {"number": self.entry.id, "at": self.entry.at.isoformat(), "entered_by": self.entry.by, **said}

    def told(self, scheme: Scheme, lang: Lang) -> tuple[str, ...]:
        """What people read of it, its number first."""
        return (f"{self.entry.id:>4}", *told(self.decision, scheme, lang))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """That somebody takes a figure for wrong. unit: in whose return it stands; raised_by: who does."""

    unit: str
    why: str
    raised_by: str = ""


def decide(basis: Basis, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Record decisions; which of them did not hold already. Names in them may be any that the scheme has.

    RefusedError where the scheme has no such unit, rule, stage, award or cell.
    """
    account = account_of(basis.means.account)
    return account.decide(basis.scheme.id, [_settled(basis, each) for each in decisions])


def _settled(basis: Basis, decision: Decision) -> Decision:
    made = settled(decision, basis.scheme)
    if isinstance(made, FigureDecision):
        form = basis.scheme.form(made.form)
        if made.field not in {*form.fields_by_name, *(c.name for t in form.tables for c in t.leaves)}:
            raise RefusedError(
                f"表单“{form.title}”没有栏目“{made.field}”：请核对。",
                f"The form {form.title!r} has no column {made.field!r}.",
            )
    return made


def revoke(basis: Basis, number: int, why: str) -> Entry:
    """Take an entry back by its number: a decision, or what was recorded by mistake.

    RefusedError where none that holds has it.
    """
    return _taken_back(basis, lambda: _held(basis, number), why)


def _taken_back(basis: Basis, find: Callable[[], Entry], why: str) -> Entry:
    """Revoke the entry that is found, with nobody revoking it in between."""
    taken: list[Entry] = []

    def found() -> list[Draft]:
        e = find()
        taken[:] = [e]
        return [Draft(what="revoked", turn=e.turn, unit=e.unit, file=e.file, why=why, revokes=e.id)]

    account_of(basis.means.account).weigh(found)
    return taken[0]


def _held(basis: Basis, number: int) -> Entry:
    """The entry that holds with this number; RefusedError where there is none."""
    every = account_of(basis.means.account).ledger.standing(basis.scheme.id)
    found = next((e for e in every if e.id == number and e.what not in FINAL), None)
    if found is None:
        raise RefusedError(
            f"没有第{number}号有效的记录：用 kpixl decide {basis.scheme.id} list 或 kpixl history 查编号。",
            f"No entry that holds has the number {number}: `kpixl decide {basis.scheme.id} list` and "
            "`kpixl history` name them.",
            desk=Words(
                f"第{number}号记录已经撤销，或者没有这一号：请刷新后再看。",
                f"Entry {number} was taken back already, or there is none: load the page anew.",
            ),
        )
    return found


def recorded(basis: Basis) -> tuple[Recorded, ...]:
    """The decisions that hold, in their order."""
    held = account_of(basis.means.account).decided(basis.scheme.id)
    return tuple(Recorded(entry=entry, decision=decision) for entry, decision in held)


def dispute(
    basis: Basis, cell: str, by: Dispute, *, stage: str | None = None, returns: Returns = ()
) -> Entry:
    """Record that what a unit filled in in a cell is disputed. RefusedError where it fills nothing in."""
    unit = Expected.of(basis.declared).unit(by.unit).id
    of, key = value_meant(basis, unit, cell, stage=stage, returns=returns)
    said = _DISPUTED[basis.scheme.head.language]
    data = {"rule": "", "code": DISPUTE, "message": said, "place": cell, "cell": [of, *key]}
    turn = Turn(scheme=basis.scheme.id, stage=of)
    draft = Draft(what="asked", turn=turn, unit=unit, why=by.why, data=data, person=by.raised_by)
    account = account_of(basis.means.account)
    account.weigh(lambda: [draft])
    return account.ledger.standing(basis.scheme.id, "asked")[-1]


def requests(basis: Basis) -> tuple[Entry, ...]:
    """What units asked to be waived, and figures in dispute, that nobody has decided yet."""
    account = account_of(basis.means.account)
    decisions = account.decisions(basis.scheme.id)
    waived = {(w.unit, w.rule) for w in decisions.waivers}
    decided = {(d.unit, d.stage, *cell_of(d)) for d in decisions.of(FigureDecision)}
    asked = account.ledger.standing(basis.scheme.id, "asked")
    open_ = (e for e in asked if (e.unit, e.data["rule"]) not in waived)
    return tuple(e for e in open_ if (e.unit, *e.data.get("cell", ())) not in decided)


def grant(basis: Basis, number: int, *, on: dt.date, reason: str = "") -> tuple[Decision, ...]:
    """Waive what a request asks for. reason: instead of the unit's. RefusedError where no rule says it."""
    asked = _request(basis, number)
    rule, code = asked.data["rule"], asked.data["code"]
    if not rule:
        raise RefusedError(
            f"第{number}号申请说的不是一条规则（{code}），不能豁免：请单位改正，或用 figure 裁定。",
            f"Request {number} is about {code}, which no rule says, and cannot be waived: have it corrected, "
            "or decide the figure.",
        )
    by = account_of(basis.means.account).by
    made = WaiverDecision(by=by, on=on, reason=reason or asked.why, unit=asked.unit, rule=rule)
    return decide(basis, [made])


def refuse(basis: Basis, number: int, why: str) -> Entry:
    """Turn a request down."""
    return _taken_back(basis, lambda: _request(basis, number), why)


def _request(basis: Basis, number: int) -> Entry:
    found = {e.id: e for e in requests(basis)}
    if number not in found:
        held = "、".join(map(str, found))
        raise RefusedError(
            f"没有第{number}号待定的申请：现有的是{held or '（无）'}。",
            f"No request that is still to be decided has the number {number}: there are {held or 'none'}.",
        )
    return found[number]


def export(basis: Basis, path: PathLike) -> Path:
    """Write the decisions that hold as a file, in canonical form."""
    target = Path(path)
    with Outputs(basis.guard()) as outputs:
        outputs.file(target, written(basis.scheme, basis.decisions))
    return target


def take_in(basis: Basis, path: PathLike) -> tuple[Decision, ...]:
    """Record the decisions in a file; which of them did not hold already."""
    return decide(basis, read_decisions(Path(path), basis.scheme).made)

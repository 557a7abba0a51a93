"""decide: what the office decides, recorded, taken back, handed on as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpixl.blueprint import Scheme
from kpixl.campaign.account import Account
from kpixl.campaign.basis import Basis, PathLike
from kpixl.campaign.means import Means
from kpixl.decisions import (
    Decision,
    FigureDecision,
    read_decisions,
    settled,
    told,
    written,
)
from kpixl.ledger import Draft, Entry
from kpixl.outputs import Outputs
from kpixl.refusal import RefusedError
from kpixl.words import Lang


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


def account_of(means: Means) -> Account:
    """The account of the workspace; RefusedError outside of any."""
    if means.account is None:
        raise RefusedError(
            "台账记在工作区里，这里没有工作区：请先用 kpixl init 新建，或用 --workspace 指定。",
            "The account is kept in a workspace, and there is none here: make one with `kpixl init`, or name "
            "one with --workspace.",
        )
    return means.account


def decide(basis: Basis, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Record decisions; which of them did not hold already. Names in them may be any that the scheme has.

    RefusedError where the scheme has no such unit, rule, stage, award or cell.
    """
    account = account_of(basis.means)
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


def revoke(basis: Basis, number: int, why: str) -> Recorded:
    """Take a decision back by the number of its entry. RefusedError where none that holds has it."""
    account = account_of(basis.means)
    for each in recorded(basis):
        if each.entry.id == number:
            e = each.entry
            taken = Draft(what="revoked", turn=e.turn, unit=e.unit, file=e.file, why=why, revokes=number)
            account.record([taken])
            return each
    held = "、".join(str(each.entry.id) for each in recorded(basis))
    raise RefusedError(
        f"没有第{number}号有效的决定：现有的是{held or '（无）'}。",
        f"No decision that holds has the number {number}: there are {held or 'none'}.",
    )


def recorded(basis: Basis) -> tuple[Recorded, ...]:
    """The decisions that hold, in their order."""
    held = account_of(basis.means).decided(basis.scheme.id)
    return tuple(Recorded(entry=entry, decision=decision) for entry, decision in held)


def export(basis: Basis, path: PathLike) -> Path:
    """Write the decisions that hold as a file, in canonical form."""
    target = Path(path)
    with Outputs(basis.guard()) as outputs:
        outputs.file(target, written(basis.scheme, basis.decisions))
    return target


def take_in(basis: Basis, path: PathLike) -> tuple[Decision, ...]:
    """Record the decisions in a file; which of them did not hold already."""
    return decide(basis, read_decisions(Path(path), basis.scheme).made)

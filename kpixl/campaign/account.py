"""The account of a workspace at hand: what the verbs record in it, and what was decided."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from kpixl.check import CheckResult
from kpixl.decisions import Decision, Decisions, identity
from kpixl.ledger import Draft, Entry, Ledger, Turn, returned

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
NOBODY = "?"


def user() -> str:
    """Who the system says is at work."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a service without an account
        return NOBODY


def moment() -> dt.datetime:
    """Now, as the clock on the wall says."""
    return dt.datetime.now().astimezone()


@dataclass(frozen=True, kw_only=True)
class Account:
    """The ledger, and who writes in it. now: the clock."""

    ledger: Ledger
    by: str
    now: Callable[[], dt.datetime] = moment

    def record(self, drafts: Sequence[Draft]) -> None:
        """Make entries, all or none."""
        self.ledger.add(drafts, at=self.now(), by=self.by)

    def decided(self, scheme: str) -> list[tuple[Entry, Decision]]:
        """The decisions that hold, each with its entry."""
        standing = self.ledger.standing(scheme, "decided")
        return [(entry, _DECISION.validate_python(dict(entry.data))) for entry in standing]

    def decisions(self, scheme: str) -> Decisions:
        """The decisions that hold."""
        return Decisions(tuple(decision for _, decision in self.decided(scheme)))

    def decide(self, scheme: str, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
        """Record decisions, but for those that hold already; which ones were new."""
        known = {identity(each) for each in self.decisions(scheme).made}
        new = {identity(each): each for each in decisions if identity(each) not in known}
        self.record([_draft(scheme, each) for each in new.values()])
        return tuple(new.values())

    def returns(self, result: CheckResult) -> None:
        """Record what came back, and how it was judged."""
        known = self.ledger.entries(result.scheme, stage=result.stage, what=("received", "judged"))
        self.record(list(returned(result, known)))

    def once(self, drafts: Iterable[Draft]) -> None:
        """Record what is issued or told, unless the same was before."""
        wanted = list(drafts)
        if not wanted:
            return
        turn, verbs = wanted[0].turn, {draft.what for draft in wanted}
        known = self.ledger.entries(turn.scheme, stage=turn.stage, what=verbs)
        there = {(e.what, e.turn, e.unit, e.file, *sorted(e.data.items())) for e in known}
        self.record(
            [d for d in wanted if (d.what, d.turn, d.unit, d.file, *sorted(d.data.items())) not in there]
        )


def _draft(scheme: str, decision: Decision) -> Draft:
    said = decision.model_dump(mode="json", exclude_none=True)
    return Draft(
        what="decided",
        turn=Turn(scheme=scheme, stage=str(said.get("stage", ""))),
        unit=str(said.get("unit", "")),
        file=str(said.get("file", "")),
        why=decision.reason,
        data=said,
    )

"""The account of a workspace at hand: what the verbs record in it, and what was decided."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpixl.ledger import Draft, Entry, Ledger, Telling, Turn, Verb
from kpixl.refusal import RefusedError

if TYPE_CHECKING:
    from kpixl.check import CheckResult
    from kpixl.decisions import Decision, Decisions
    from kpixl.words import Words

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
        self.weigh(lambda: drafts)

    def unrecorded(self, record: Callable[[], None]) -> Words | None:
        """Let something be recorded that is done and stands; why it could not be, where it could not."""
        try:
            record()
        except RefusedError as refused:
            return refused.words
        return None

    def weigh(self, found: Callable[[], Sequence[Draft]]) -> None:
        """Make the entries that a look at the account asks for, with nobody writing in between."""
        self.ledger.weigh(found, at=self.now(), by=self.by)

    def decided(self, scheme: str) -> list[tuple[Entry, Decision]]:
        """The decisions that hold, each with its entry."""
        standing = self.ledger.standing(scheme, "decided")
        if not standing:
            return []
        from kpixl.decisions import decision_of  # noqa: PLC0415 - heavy: it knows blueprints

        return [(entry, decision_of(entry.data)) for entry in standing]

    def decisions(self, scheme: str) -> Decisions:
        """The decisions that hold."""
        from kpixl.decisions import Decisions  # noqa: PLC0415 - as above

        return Decisions(tuple(decision for _, decision in self.decided(scheme)))

    def decide(self, scheme: str, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
        """Record decisions, but for those that hold already; which ones were new."""
        from kpixl.decisions import identity  # noqa: PLC0415 - as above

        wanted = {identity(each): each for each in decisions}
        new: list[Decision] = []

        def found() -> list[Draft]:
            known = {identity(each) for each in self.decisions(scheme).made}
            new[:] = [each for name, each in wanted.items() if name not in known]
            return [_draft(scheme, each) for each in new]

        self.weigh(found)
        return tuple(new)

    def returns(self, result: CheckResult) -> None:
        """Record what came back, and how it was judged."""
        from kpixl.ledger.recording import returned  # noqa: PLC0415 - it knows checks, most questions do not

        def found() -> list[Draft]:
            known = self.ledger.standing(result.scheme, "received", "judged", stage=result.stage)
            return list(returned(result, known))

        self.weigh(found)

    def telling(self, result: CheckResult) -> Telling:
        """What the units were told of in the stage of a check."""
        verbs: tuple[Verb, ...] = ("received", "judged", "told")
        return Telling(self.ledger.standing(result.scheme, *verbs, stage=result.stage))

    def once(self, drafts: Iterable[Draft]) -> None:
        """Record what is issued or told, unless the same was before."""
        wanted = list(drafts)

        def found() -> list[Draft]:
            turn, verbs = wanted[0].turn, {draft.what for draft in wanted}
            known = self.ledger.standing(turn.scheme, *verbs, stage=turn.stage)
            there = {(e.what, e.turn, e.unit, e.file, *sorted(e.data.items())) for e in known}
            said = ((d, (d.what, d.turn, d.unit, d.file, *sorted(d.data.items()))) for d in wanted)
            return [draft for draft, each in said if each not in there]

        if wanted:
            self.weigh(found)


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


def account_of(account: Account | None) -> Account:
    """The account; RefusedError outside of any workspace."""
    if account is None:
        raise RefusedError(
            "台账记在工作区里，这里没有工作区：请先用 kpixl init 新建，或用 --workspace 指定。",
            "The account is kept in a workspace, and there is none here: make one with `kpixl init`, or name "
            "one with --workspace.",
        )
    return account

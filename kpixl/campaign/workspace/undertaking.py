"""What takes long in a workspace: one thing at a time, entered in the account as it begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kpixl.campaign.basis.account import Account
from kpixl.ledger import Undertaking, unended
from kpixl.outputs import TakenError, one_writer, settle
from kpixl.progress import CancelledError
from kpixl.refusal import RefusedError
from kpixl.words import Words

CUT_SHORT = Words("中断", "cut short")
UNDONE = Words(
    "没有做完就中断了（断电，或者程序被强行关闭）；写到一半的已经撤回。",
    "It was cut short (the power went, or the program was killed); what it had begun to write is undone.",
)


@dataclass(frozen=True, kw_only=True)
class Undertakings:
    """Those of a scheme. folder: whose lock says that one is under way; output: where their results go."""

    account: Account
    scheme: str
    folder: Path
    output: Path

    @contextmanager
    def alone(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """Nobody else undertakes anything here meanwhile.

        CancelledError where it is not to begin any more, once another one has ended or at the next look.
        """
        with ExitStack() as held:
            while not self._entered(held):
                if stopped():
                    raise CancelledError
            if stopped():
                raise CancelledError
            yield

    def _entered(self, held: ExitStack) -> bool:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            held.enter_context(one_writer(self.folder))
        except TakenError:  # another desk is at it
            return False
        return True

    def begun(self, what: Undertaking) -> None:
        """It has begun."""
        self.account.record([what.begun()])

    def ended(self, what: Undertaking, how: Words, said: Words) -> None:
        """It has ended so."""
        self.account.record([what.ended(how, said)])

    def settle(self) -> None:
        """Undo what was cut short while it wrote."""
        with suppress(RefusedError):  # somebody else writes there, who settles it
            settle(self.output)

    def cut_short(self) -> list[Undertaking]:
        """What never ended; that is entered now. Nothing where another desk is at work, which may end it."""
        with ExitStack() as held:
            if not self._entered(held):
                return []
            found = unended(self.account.ledger.entries(self.scheme, what=("begun", "ended")))
            if found:
                self.settle()
                self.account.record([each.ended(CUT_SHORT, UNDONE) for each in found])
            return found

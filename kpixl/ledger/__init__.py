"""The account of a campaign: who got what, what came back when, who was told, what was decided."""

from kpixl.ledger.entry import FINAL, VERBS, Draft, Entry, Turn, Verb
from kpixl.ledger.sealing import SEALS, Expecting, SealState, code_in, seal_state
from kpixl.ledger.standing import STATES, Asked, State, UnitStanding, standings
from kpixl.ledger.store import Ledger
from kpixl.ledger.telling import Telling
from kpixl.ledger.undertaken import Undertaking, unended

__all__ = [
    "FINAL", "SEALS", "STATES", "VERBS", "Asked", "Draft", "Entry", "Expecting", "Ledger", "SealState",
    "State", "Telling", "Turn", "Undertaking", "UnitStanding", "Verb", "code_in", "seal_state", "standings",
    "unended",
]  # fmt: skip

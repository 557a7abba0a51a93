"""Sealed copies (盖章件): what came on paper or as a scan, held against the returns that count.

Whoever received one types the check code that its pages show. It is right while it is the code of a return
that counts and is accepted; once another return has taken that one's place, the copy is outdated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kpixl.ledger.entry import Entry
from kpixl.words import Words

SealState = Literal["missing", "received", "partly", "agrees", "differs", "outdated"]
SEALS: Final[Mapping[SealState, Words]] = {
    "missing": Words("未收", "not received"),
    "received": Words("已收未核对", "received but not compared"),
    "partly": Words("不全", "not all received"),
    "agrees": Words("相符", "agrees"),
    "differs": Words("不符", "differs"),
    "outdated": Words("已过时", "outdated"),
}
"""How a unit's sealed copy stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expecting:
    """What a sealed copy is held against.

    codes: of the returns that count and are accepted; since: when the last of them came; before: the codes of
    the unit's other returns.
    """

    codes: Collection[str]
    since: dt.datetime | None = None
    before: Collection[str] = ()


def code_in(entry: Entry) -> str:
    """The check code that was typed for a copy; "" where none was."""
    return str(entry.data.get("code", ""))


def seal_state(copies: Sequence[Entry], expecting: Expecting) -> SealState | None:
    """How a unit's copies stand, the latest last; None where none is asked for and none came."""
    codes = expecting.codes
    if not copies:
        return "missing" if codes else None
    typed = [code for code in map(code_in, copies) if code]
    if not codes or not typed:
        is_older = bool(codes) and expecting.since is not None and copies[-1].at < expecting.since
        return "outdated" if is_older else "received"
    if typed[-1] in codes:
        return "agrees" if set(codes) <= set(typed) else "partly"
    return "outdated" if typed[-1] in expecting.before else "differs"

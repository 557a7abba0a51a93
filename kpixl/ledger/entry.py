"""An entry of the account: what happened, to whose what, when, by whom, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, Literal

from kpixl.words import Words

Verb = Literal[
    "issued",
    "sent",
    "received",
    "judged",
    "kept",
    "sealed",
    "told",
    "asked",
    "decided",
    "revoked",
    "purged",
    "begun",
    "ended",
]
VERBS: Final[Mapping[Verb, Words]] = {
    "issued": Words("印发", "issued"),
    "sent": Words("发出", "sent"),
    "received": Words("收到", "received"),
    "judged": Words("核对", "judged"),
    "kept": Words("存档", "kept"),
    "sealed": Words("收到盖章件", "sealed copy received"),
    "told": Words("通知", "told"),
    "asked": Words("申请", "asked for"),
    "decided": Words("决定", "decided"),
    "revoked": Words("撤销", "revoked"),
    "purged": Words("清除", "purged"),
    "begun": Words("开始办", "begun"),
    "ended": Words("办结", "ended"),
}
"""What happens in a campaign; the last two to what takes long."""
FINAL: Final[frozenset[Verb]] = frozenset({"revoked", "purged", "begun", "ended"})
"""What cannot be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One round of a stage of a scheme: what a unit returns once."""

    scheme: str
    stage: str = ""
    round: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before it is made. unit: its id, "" for none; file: the SHA-256, "" for none.

    data: plain, what only this verb has to say; person: who somebody is (a sender's name and address),
    which a purge takes away; revokes: the number of the entry that it takes back.
    """

    what: Verb
    turn: Turn
    unit: str = ""
    file: str = ""
    why: str = ""
    data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    person: str = ""
    revokes: int | None = None

    def with_reason(self, why: str) -> Draft:
        """The same with a reason."""
        return replace(self, why=why)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as it stands in the account for ever, but for the person.

    id: its number; at: with the offset of its place.
    """

    id: int
    at: dt.datetime
    by: str
    what: Verb
    turn: Turn
    unit: str
    file: str
    why: str
    data: Mapping[str, Any]
    person: str
    revokes: int | None

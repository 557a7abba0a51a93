"""How a campaign stands: each unit's state, by one rule over the entries of the account.

Of a unit's returns in a stage the one counts that a check of all of them would take (`claims.Claim`); its
last judgement is the unit's state. What arrived before the deadline is not late, whatever had to be corrected
in it later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from kpixl.claims import Claim, Share, lacking_of, left_to
from kpixl.ledger.entry import Entry
from kpixl.ledger.sealing import Expecting, SealState, seal_state
from kpixl.words import Words

if TYPE_CHECKING:
    from kpixl.decisions import Decisions

State = Literal["missing", "received", "rejected", "accepted", "excused"]
STATES: Final[Mapping[State, Words]] = {
    "missing": Words("未报回", "missing"),
    "received": Words("已收到", "received"),
    "rejected": Words("退回", "rejected"),
    "accepted": Words("通过", "accepted"),
    "excused": Words("免报", "excused"),
}
"""What a unit's return may be."""
_RECEIVED: Final[Mapping[str, Any]] = {"result": "received", "errors": 0, "warnings": 0}
"""What is known of a return that nobody has judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStanding:
    """A unit in a stage.

    late: nothing of it had come by the deadline, which an extension may have moved; received: when the
    return that counts came first; returns: how many files; seal: how its sealed copy stands, None where none
    is asked for; codes: the check codes of the returns that count and are accepted; lacking: the parts of
    what was issued to it that have not come; file: the one that counts; accepted_before: an accepted one that
    a later one took the place of; version, returned: the digests of the forms that it was issued last and
    that it returned; sent: when somebody said that its workbook went out; told: when it was last told
    something.
    """

    unit: str
    state: State
    late: bool = False
    deadline: dt.date | None = None
    received: dt.datetime | None = None
    returns: int = 0
    seal: SealState | None = None
    codes: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    errors: int = 0
    warnings: int = 0
    file: str = ""
    name: str = ""
    accepted_before: str = ""
    issued: dt.datetime | None = None
    version: str = ""
    returned: str = ""
    sent: dt.datetime | None = None
    told: dt.datetime | None = None


@dataclass(slots=True)
class _Unit:
    """What the account says of a unit."""

    received: dict[str, Entry] = field(default_factory=dict)
    judged: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    sealed: list[Entry] = field(default_factory=list)
    issued: dt.datetime | None = None
    version: str = ""
    sent: dt.datetime | None = None
    told: dt.datetime | None = None

    def take(self, entry: Entry) -> None:
        """One more entry."""
        match entry.what:
            case "received":
                self.received.setdefault(entry.file, entry)
            case "judged":
                self.judged[entry.file] = entry.data
            case "issued":
                self.issued = entry.at
                self.version = str(entry.data.get("digest", ""))
            case "sent":
                self.sent = entry.at
            case "sealed":
                self.sealed.append(entry)
            case "told":
                self.told = entry.at

    def code(self, file: str) -> str:
        """The check code of one of its returns; "" where it shows none."""
        return str(self.judged.get(file, {}).get("code", ""))

    def expecting(self, counting: Sequence[Entry]) -> Expecting:
        """What its sealed copies are held against. counting: the returns that count."""
        accepted = [e for e in counting if self.judged.get(e.file, _RECEIVED)["result"] == "accepted"]
        asked = [e for e in accepted if self.code(e.file)]
        return Expecting(
            codes=tuple(self.code(e.file) for e in asked),
            since=max((e.at for e in asked), default=None),
            before=tuple(filter(None, map(self.code, self.received))),
        )

    def in_order(self, counting: str | None) -> list[Entry]:
        """Its returns, the one that counts last."""

        def claim(entry: Entry) -> Claim:
            d = entry.data
            return Claim(
                decided=entry.file == counting,
                filled=not d["blank"],
                stamped=not d["recognised"],
                issue=d["issue"],
                modified=d["modified"],
                name=d["name"],
            )

        return sorted(self.received.values(), key=claim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked.

    deadline: of the stage; today: by which it is judged; simulated: simulated returns count, too.
    """

    stage: str
    deadline: dt.date | None
    today: dt.date
    simulated: bool = False


def standings(
    asked: Asked, units: Sequence[str], entries: Iterable[Entry], decisions: Decisions | None = None
) -> list[UnitStanding]:
    """How each of the units stands. entries: of the stage."""
    known = {unit: _Unit() for unit in units}
    for entry in entries:
        if entry.unit in known and (asked.simulated or not entry.data.get("simulated")):
            known[entry.unit].take(entry)
    excused = decisions.excused(asked.stage) if decisions else {}
    counting = decisions.counting(asked.stage) if decisions else {}
    extended = decisions.deadlines(asked.stage) if decisions else {}
    return [
        _standing(
            unit,
            account,
            account.in_order(counting.get(unit)),
            due=extended.get(unit, asked.deadline),
            today=asked.today,
            excused=unit in excused,
        )
        for unit, account in known.items()
    ]


def _beside(returns: Sequence[Entry]) -> list[Entry]:
    """The returns that count: the last, and each that has rows which no later one has."""
    found: list[Entry] = []
    for entry in reversed(returns):
        if left_to(_share(entry), map(_share, found)):
            found.append(entry)
    return found[::-1]


def _share(entry: Entry) -> Share[str]:
    """What a return answers for, as a check said it."""
    whom = entry.data.get("about") or (entry.unit,)
    rows = entry.data.get("rows") or dict.fromkeys(whom, ("",))
    return Share(part=entry.data.get("part", ""), rows={subject: set(own) for subject, own in rows.items()})


def _lacking(counting: Sequence[Entry]) -> list[str]:
    """The parts of what was issued that have not come back. counting: the returns that count."""
    issued = counting[-1].data.get("parts", ()) if counting else ()
    return lacking_of(issued, [entry.data.get("part", "") for entry in counting])


def _worst(results: Collection[State]) -> State:
    """The state of several returns that count beside each other."""
    order: tuple[State, ...] = ("rejected", "received", "accepted")
    return next((state for state in order if state in results), "missing")


def _standing(
    unit: str, account: _Unit, returns: list[Entry], *, due: dt.date | None, today: dt.date, excused: bool
) -> UnitStanding:
    counting = _beside(returns)
    counts = counting[-1] if counting else None
    judged = [account.judged.get(entry.file, _RECEIVED) for entry in counting]
    came = min((e.at for e in returns if not e.data["blank"]), default=None)
    lacking, expecting = _lacking(counting), account.expecting(counting)
    missed = due is not None and (came.date() if came and not lacking else today) > due
    state = _worst([each["result"] for each in judged])
    state = "missing" if lacking and state == "accepted" else state
    before = [
        e.file
        for e in returns
        if e not in counting and account.judged.get(e.file, _RECEIVED)["result"] == "accepted"
    ]
    return UnitStanding(
        unit=unit,
        state="excused" if excused and counts is None else state,
        late=missed and not (excused and counts is None),
        deadline=due,
        received=counts.at if counts else None,
        returns=len(returns),
        seal=seal_state(account.sealed, expecting),
        codes=tuple(expecting.codes),
        lacking=tuple(lacking),
        errors=sum(each["errors"] for each in judged),
        warnings=sum(each["warnings"] for each in judged),
        file=counts.file if counts else "",
        name=counts.data["name"] if counts else "",
        accepted_before=before[-1] if before else "",
        issued=account.issued,
        version=account.version,
        returned=str(counts.data.get("digest", "")) if counts else "",
        sent=account.sent,
        told=account.told,
    )

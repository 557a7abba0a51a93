"""The desk of a workspace: the campaign as it stands now, what was checked, and what is at work."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kpixl.campaign import (
    Books,
    Campaign,
    CheckResult,
    Described,
    Finding,
    Inbox,
    Means,
    Origin,
    Reckoned,
    Status,
    Wanted,
    Workspace,
    described,
)
from kpixl.desk.jobs import Jobs
from kpixl.desk.process import JobProcess
from kpixl.desk.watching import Watched
from kpixl.words import Lang

ALL = Wanted(simulated=True)
"""A check takes simulated returns as well; a page says how many there are."""
Signature = tuple[object, ...]


def today() -> dt.date:
    """The day that it is here."""
    return dt.datetime.now().astimezone().date()


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A check of a stage's returns. of: what it depended on; at: when it was made."""

    campaign: Campaign
    result: CheckResult
    of: Signature
    at: dt.datetime

    @cached_property
    def reckoned(self) -> Reckoned:
        """What its accepted returns make together."""
        return self.campaign.reckon(self.result)


class Desk:
    """A workspace with one of its schemes opened; all pages and all jobs share it.

    closing: set when it ends; link: makes a link that lets one more browser in; quit: ends the server; leave:
    leads back to where one begins; turn: opens another scheme, or workspace, in its place; watched: a
    folder whose files are taken in; by scheme, listed: lists of units that came in a file, before: its files
    as they were before each correction.
    """

    def __init__(self, workspace: Workspace, scheme: str = "") -> None:
        self.workspace = workspace
        self.scheme = workspace.place(scheme or workspace.default).id
        book = workspace.undertakings(self.scheme)
        self.jobs = Jobs(self.changed, JobProcess(), book)
        self.closing = threading.Event()
        self.link: Callable[[], str] = str
        self.quit: Callable[[], None] = self.closing.set
        self.leave: Callable[[], None] = self.closing.set
        self.turn: Callable[[Workspace, str], None] = _nowhere
        self._versions = itertools.count(1)
        self._version = 0
        self._lock = threading.Lock()
        self._opened: tuple[Signature, Campaign] | None = None
        self._described: dict[Lang, Described] = {}
        self._told: tuple[Signature, Books, dict[tuple[str, Wanted], Status]] | None = None
        self.watched: Watched | None = None
        self._checked: dict[str, Checked] = {}
        self._inboxes: dict[str, Inbox] = {}
        self._remarks: dict[str, tuple[Signature, tuple[Finding, ...]]] = {}
        self._origins: dict[str, Origin | None] = {}
        self.listed: dict[str, str] = {}
        self.before: dict[str, list[Mapping[str, bytes]]] = {}

    @property
    def version(self) -> int:
        """It grows with everything that a page may show otherwise."""
        return self._version

    def changed(self) -> None:
        """Something is other than it was."""
        self._version = next(self._versions)

    @property
    def campaign(self) -> Campaign:
        """The campaign as its blueprint says it now; what is at work keeps the one that it began with."""
        made = self.declared
        with self._lock:
            if self._opened is None or self._opened[0] != made:
                self._opened = made, self.workspace.open(self.scheme, Means())
                self._described = {}
            campaign = self._opened[1]
        return replace(campaign, means=replace(self.workspace.means(), as_of=today()))

    def working(self, *, makes: bool = False) -> Campaign:
        """The campaign with the means to work. makes: workbooks are to be made."""
        return replace(self.campaign, means=replace(self.workspace.means(makes=makes), as_of=today()))

    def books(self) -> Books:
        """What the account says; read anew where it, the blueprint or the day is another one."""
        return self._account()[0]

    def _account(self) -> tuple[Books, dict[tuple[str, Wanted], Status]]:
        """What the account says, and how stages stand by it as far as that was asked."""
        account = self.workspace.account
        state = account.ledger.last if account else 0, self.declared, today()
        with self._lock:
            if self._told is None or self._told[0] != state:
                self._told = state, self.workspace.books(self.scheme, as_of=today()), {}
            return self._told[1:]

    def status(self, stage: str = "", wanted: Wanted = ALL) -> Status:
        """How a stage stands (default: the latest)."""
        books, known = self._account()
        found = known.get((stage, wanted))
        if found is None:
            found = known[stage, wanted] = books.status(stage or None, wanted)
        return found

    def described(self, lang: Lang) -> Described:
        """The scheme in words."""
        declared = self.campaign.declared
        with self._lock:
            if lang not in self._described:
                self._described[lang] = described(declared, lang)
            return self._described[lang]

    def inbox(self, stage: str) -> Inbox:
        """Where the returns of a stage lie."""
        with self._lock:
            if stage not in self._inboxes:
                self._inboxes[stage] = self.workspace.inbox(self.scheme, stage)
            return self._inboxes[stage]

    def checked(self, stage: str) -> Checked | None:
        """The last check of a stage."""
        return self._checked.get(stage)

    def keep(self, checked: Checked) -> None:
        """A check that was made."""
        self._checked[checked.result.stage] = checked
        self.changed()

    def state_of(self, stage: str) -> Signature:
        """All that a check of a stage depends on, but for kpixl itself."""
        account = self.workspace.account
        decided = account.ledger.entries(self.scheme, what=("decided", "revoked")) if account else []
        return self.inbox(stage).signature, decided[-1].id if decided else 0, self.declared, today()

    @property
    def declared(self) -> Signature:
        """The files that declare the scheme, as they are now."""
        place = self.workspace.place(self.scheme)
        return folder_signature(place.folder) + folder_signature(place.validators)

    def remarks(self, scheme: str) -> tuple[Finding, ...]:
        """What lint says of a scheme of the workspace, as its files are now."""
        state, known = folder_signature(self.workspace.place(scheme).folder), self._remarks.get(scheme)
        if known is None or known[0] != state:
            known = self._remarks[scheme] = state, self.workspace.lint(scheme)
        return known[1]

    def origin(self, scheme: str) -> Origin | None:
        """The documents that a scheme was drafted from; read once."""
        if scheme not in self._origins:
            self._origins[scheme] = self.workspace.forms(scheme).origin()
        return self._origins[scheme]

    def keep_origin(self, origin: Origin) -> None:
        """Documents that are read otherwise from now on."""
        self._origins[origin.scheme] = origin

    def is_current(self, stage: str) -> bool:
        """Whether the last check of a stage would come out the same now; of no returns none is needed."""
        state, known = self.state_of(stage), self.checked(stage)
        return not state[0] if known is None else known.of == state

    def start(self) -> None:
        """Begin to work."""
        self.jobs.start()

    def close(self) -> None:
        """Cancel what is at work; pages that listen hear no more."""
        self.closing.set()
        self.jobs.end()


def _nowhere(_workspace: Workspace, _scheme: str) -> None:
    """Nothing else can be opened."""


def folder_signature(folder: Path) -> Signature:
    """The files of a folder, as they are now."""
    told = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple((str(path), at.st_size, at.st_mtime_ns) for path, at in told)

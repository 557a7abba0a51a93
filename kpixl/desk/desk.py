"""The desk of a workspace: the campaign as it stands now, what was checked, and what is at work."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

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
    dealt,
    described,
    lacking,
)
from kpixl.desk.jobs import Jobs
from kpixl.desk.process import JobProcess
from kpixl.desk.watching import Watched
from kpixl.words import LANGS, Lang

ALL = Wanted(simulated=True)
"""A check takes simulated returns as well; a page says how many there are."""
Signature = tuple[object, ...]
_Signs = tuple[int, Signature, dt.date]
T = TypeVar("T")
_FRESH_SECONDS = 0.5
"""A page may show what lay among the returns so long ago: the desk looks itself as often."""


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


@dataclass(frozen=True, kw_only=True)
class _Moment:
    """What a page shows. signs: by which things stand so; made: what was found out for the page."""

    signs: _Signs
    made: dict[Hashable, Any] = field(default_factory=dict)


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
        self._opened: tuple[Signature, Campaign, dict[Hashable, Any]] | None = None
        self._known: tuple[_Signs | None, dict[Hashable, Any]] = None, {}
        self._before: tuple[Signature, Books] | None = None
        self._making = threading.RLock()
        self._shown = threading.local()
        self._lay: dict[str, tuple[int, float, Signature]] = {}
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

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """Within it, in this thread, things stand as they do now: a page looks at them once."""
        self._shown.moment = _Moment(signs=self._signs())
        try:
            yield
        finally:
            self._shown.moment = None

    @property
    def _moment(self) -> _Moment | None:
        """That of the page which this thread makes; None where it makes none."""
        moment: _Moment | None = getattr(self._shown, "moment", None)
        return moment

    @property
    def signs(self) -> _Signs:
        """The last entry of the account, the blueprint's files, the day: where they are others, ask anew."""
        return self._moment.signs if self._moment else self._signs()

    def _signs(self) -> _Signs:
        account = self.workspace.account
        return account.ledger.last if account else 0, self._declared(), today()

    def known(self, name: Hashable, make: Callable[[], T]) -> T:
        """What follows from account, blueprint and day: made once, until one of them is another."""
        signs = self.signs
        with self._lock:
            if self._known[0] != signs:
                self._known = signs, {}
            kept: dict[Hashable, T] = self._known[1]
        if name not in kept:
            with self._making:
                if name not in kept:
                    kept[name] = make()
        return kept[name]

    @property
    def campaign(self) -> Campaign:
        """The campaign as its blueprint says it now; what is at work keeps the one that it began with."""
        made = self._moment.made if self._moment else {}
        if "campaign" not in made:
            made["campaign"] = self.working()
        campaign: Campaign = made["campaign"]
        return campaign

    def working(self, *, makes: bool = False) -> Campaign:
        """The campaign with the means to work. makes: workbooks are to be made."""
        campaign, _ = self._as_declared()
        return replace(campaign, means=replace(self.workspace.means(makes=makes), as_of=today()))

    def _as_declared(self) -> tuple[Campaign, dict[Hashable, Any]]:
        """The campaign of the blueprint as it is now, and what is known to follow from that alone."""
        declared = self.declared
        with self._lock:
            if self._opened is None or self._opened[0] != declared:
                self._opened = declared, self.workspace.open(self.scheme, Means()), {}
            return self._opened[1:]

    def books(self) -> Books:
        """What the account says."""
        return self.known("books", self._books)

    def _books(self) -> Books:
        """Who is to return what, the blueprint alone says: that stays with the same one."""
        declared, before = self.declared, self._before
        expected = before[1].expected if before and before[0] == declared else None
        books = self.workspace.books(self.scheme, as_of=today(), expected=expected)
        self._before = declared, books
        return books

    def status(self, stage: str = "", wanted: Wanted = ALL) -> Status:
        """How a stage stands (default: the latest)."""
        books = self.books()
        stage = stage or self.known("latest", lambda: books.latest.id)
        whole = self.known(("status", stage), lambda: books.status(stage, ALL))
        return whole if wanted == ALL else books.among(whole, wanted)

    def described(self, lang: Lang) -> Described:
        """The scheme in words."""
        return self._told_by_blueprint(("described", lang), lambda c: described(c.declared, lang))

    def dealt(self, stage: str) -> Mapping[str, tuple[str, ...]]:
        """The units whose rows each recipient of a stage gets."""
        return self._told_by_blueprint(("dealt", stage), lambda c: dealt(c.declared, stage))

    def _told_by_blueprint(self, name: Hashable, make: Callable[[Campaign], T]) -> T:
        """What follows from the blueprint alone: kept until that is another.

        Nobody waits while it is made, for some of it takes seconds: two who ask at once each make it.
        """
        campaign, kept = self._as_declared()
        if name not in kept:
            kept[name] = make(campaign)
        made: T = kept[name]
        return made

    def inbox(self, stage: str) -> Inbox:
        """Where the returns of a stage lie."""
        with self._lock:
            if stage not in self._inboxes:
                self._inboxes[stage] = self.workspace.inbox(self.scheme, stage)
            return self._inboxes[stage]

    def checked(self, stage: str) -> Checked | None:
        """The last check of a stage."""
        return self._checked.get(stage)

    @property
    def is_lacking(self) -> Callable[[str], bool]:
        """Whether a file so called is proof that a return names and that has not come."""
        return lacking(checked.result for checked in self._checked.values())

    def keep(self, checked: Checked) -> None:
        """A check that was made. What the account says now is read here: no page waits for that."""
        self._checked[checked.result.stage] = checked
        self.status(checked.result.stage)
        self.changed()

    def state_of(self, stage: str) -> Signature:
        """All that a check of a stage depends on, but for kpixl itself."""
        _, declared, day = self.signs
        return self._lying(stage), self.known("decided", self._last_decided), declared, day

    def _last_decided(self) -> int:
        """The number of the last decision, or of what took one back."""
        account = self.workspace.account
        decided = account.ledger.entries(self.scheme, what=("decided", "revoked")) if account else []
        return decided[-1].id if decided else 0

    def _lying(self, stage: str) -> Signature:
        """What lies among the returns of a stage; a page is content with what lay there a moment ago."""
        version, at, lay = self._lay.get(stage, (-1, 0.0, ()))
        if self._moment and version == self.version and time.monotonic() - at < _FRESH_SECONDS:
            return lay
        self._lay[stage] = self.version, time.monotonic(), self.inbox(stage).signature
        return self._lay[stage][2]

    @property
    def declared(self) -> Signature:
        """The files that declare the scheme, as they are now."""
        return self._moment.signs[1] if self._moment else self._declared()

    def _declared(self) -> Signature:
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

    def is_current(self, stage: str, state: Signature = ()) -> bool:
        """Whether the last check of a stage would come out the same now; of no returns none is needed.

        state: what it depends on, where that was asked for just now.
        """
        state, known = state or self.state_of(stage), self.checked(stage)
        return not state[0] if known is None else known.of == state

    def start(self) -> None:
        """Begin to work."""
        self.jobs.start()

    def prepare(self) -> None:
        """Find out what nearly every page shows, before one asks for it."""
        self.status()
        for lang in LANGS:
            self.described(lang)

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

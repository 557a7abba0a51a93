"""Where things lie: blueprints, validators, what is remembered. Nothing else in kpixl knows.

A workspace is a folder that holds `blueprints/`. What kpixl must remember lies in its `.kpixl/`, which git
ignores. Outside of any workspace the reference schemes are used, with published secrets, and nothing is
remembered.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kpixl.campaign.basis.account import Account, account_of, moment, user
from kpixl.campaign.basis.scheme_places import (
    BLUEPRINTS,
    RETURNS,
    STATE,
    SchemePlace,
    first_scheme,
    gallery,
    reference,
    scheme_at,
    schemes_in,
)
from kpixl.ledger import Ledger
from kpixl.outputs import Guard
from kpixl.refusal import RefusedError, unknown
from kpixl.words import Words

if TYPE_CHECKING:
    from kpixl.campaign.basis.basis import Declared
    from kpixl.campaign.standing.expected import Expected
    from kpixl.campaign.standing.standing import Books
    from kpixl.campaign.workspace.receiving import Inbox
    from kpixl.campaign.workspace.undertaking import Undertakings

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, kw_only=True)
class Room:
    """Where everything lies; who only asks the account needs no more.

    root: what holds `blueprints/` and `validators/`; None outside of any workspace. output: where results go
    for which no place is named. named: somebody said that it is this one, so that it is trusted.
    """

    root: Path | None
    output: Path
    named: bool = False

    @classmethod
    def at(cls, folder: PathLike) -> Self:
        """The workspace in this very folder; RefusedError where there is none."""
        folder = Path(folder)
        if not (folder / BLUEPRINTS).is_dir():
            raise RefusedError(
                f"“{folder}”不是工作区（没有 {BLUEPRINTS} 文件夹）：用 kpixl init 新建一个，或者另外指定。",
                f"{str(folder)!r} is no workspace (it holds no {BLUEPRINTS}/): make one with `kpixl init`, "
                "or name another.",
            )
        return cls(root=folder.absolute(), output=folder / "generated", named=True)

    @classmethod
    def find(cls, start: PathLike = "") -> Self:
        """The nearest workspace from a folder (the current one) upwards, else the reference schemes."""
        here = Path(start).absolute()
        for folder in (here, *here.parents):
            if (folder / BLUEPRINTS).is_dir():
                return cls(root=folder, output=folder / "generated")
        return cls(root=None, output=here / "generated")

    @property
    def found(self) -> Path | None:
        """The folder of a workspace that nobody named."""
        return None if self.named else self.root

    @cached_property
    def schemes(self) -> dict[str, SchemePlace]:
        """All schemes by id: the workspace's, then the reference schemes of other names."""
        own = schemes_in(self.root) if self.root else ()
        return {place.id: place for place in (*schemes_in(reference()), *own)}

    @property
    def default(self) -> str:
        """The id of the scheme that is meant where none is named."""
        own = [place.id for place in schemes_in(self.root)] if self.root else []
        return own[0] if len(own) == 1 else first_scheme()

    @property
    def state(self) -> Path | None:
        """The folder of what must be remembered; None outside of any workspace."""
        return self.root / STATE if self.root else None

    @property
    def snapshots(self) -> Path | None:
        """The folder of snapshots."""
        return self.state / "snapshots" if self.state else None

    @property
    def chunks(self) -> Path | None:
        """The folder of what a cluster read."""
        return self.state / "chunks" if self.state else None

    def drafts(self, scheme: str) -> Path:
        """The folder of what a scheme was drafted from; RefusedError outside of any workspace."""
        if self.state is None:
            raise outside()
        return self.own(self.state / "drafts" / scheme)

    @property
    def account(self) -> Account | None:
        """The account of what happens in it; None outside of any workspace."""
        if self.state is None:
            return None
        return Account(ledger=Ledger(self.own(self.state / "ledger.sqlite")), by=user())

    def inbox(self, scheme: str, stage: str) -> Inbox:
        """Where the returns of a stage lie that came in; RefusedError outside of any workspace.

        A workspace is one campaign's; the scheme that its account begins with needs no folder of its own.
        """
        from kpixl.campaign.workspace.receiving import Inbox  # noqa: PLC0415 - seldom asked for

        if self.root is None or self.state is None:
            raise outside()
        first = account_of(self.account).ledger.first_scheme
        returns = self.root / RETURNS
        folder = returns / stage if first in {None, scheme} else returns / scheme / stage
        waiting = self.own(self.state / "arriving")
        return Inbox(folder=self.own(folder), home=self.own(self.root / RETURNS), waiting=waiting)

    def undertakings(self, scheme: str) -> Undertakings:
        """What is undertaken here of a scheme and takes long; RefusedError outside of any workspace."""
        from kpixl.campaign.workspace.undertaking import Undertakings  # noqa: PLC0415 - as above

        if self.state is None:
            raise outside()
        return Undertakings(
            account=account_of(self.account),
            scheme=scheme,
            folder=self.own(self.state / "jobs"),
            output=self.output / scheme,
        )

    def own(self, file: Path) -> Path:
        """A file of the workspace, which lies in it."""
        from kpixl.campaign.basis.apart import kept_within  # noqa: PLC0415 - it knows blueprints

        return kept_within(self.root, file) if self.root else file

    def place(self, scheme: str) -> SchemePlace:
        """Where a scheme lies, one of the gallery among them; RefusedError where there is none.

        scheme: its id, or the folder that holds it.
        """
        if scheme in self.schemes:
            return self.schemes[scheme]
        shown = {place.id: place for place in gallery()}
        if there := shown.get(scheme) or scheme_at(Path(scheme)):
            return there
        raise unknown(Words("考核方案", "scheme"), scheme, {**shown, **self.schemes})

    def books(
        self,
        scheme: str = "",
        *,
        by: str | None = None,
        as_of: dt.date | None = None,
        force: bool = False,
        expected: Expected | None = None,
    ) -> Books:
        """What the account says of a scheme, which is not loaded for it if it was before.

        by: who asks, where something is entered; as_of: the day by which lateness is judged (default: today);
        force: outputs may replace files that kpixl did not write; expected: who is to return what, where
        that is known. RefusedError outside of any workspace.
        """
        from kpixl.campaign.standing.expected import remembered  # noqa: PLC0415 - who makes workbooks asks none
        from kpixl.campaign.standing.standing import Books  # noqa: PLC0415 - as above

        place, account = self.place(scheme or self.default), account_of(self.account)
        account = replace(account, by=by or account.by)
        kept = (place.folder, place.validators, *((self.state,) if self.state else ()))
        decided = account.ledger.stages(place.id, ("decided",))
        return Books(
            account=account,
            expected=expected or remembered(place.folder, self.state, lambda: _declared(place)),
            decisions=account.decisions(place.id) if decided else None,
            day=as_of or moment().date(),
            guard=Guard.of(kept, force=force),
        )


def _declared(place: SchemePlace) -> Declared:
    from kpixl.campaign.basis.basis import Declared  # noqa: PLC0415 - heavy, and only where nothing is remembered

    return Declared.load(place.folder)


def outside() -> RefusedError:
    """The refusal of what takes a workspace, where there is none."""
    return RefusedError(
        "这里不是工作区：请进入工作区，或者用 --workspace 指定；没有的，先用 kpixl init 新建一个。",
        "This is no workspace: go to one, name it with --workspace, or make one with `kpixl init`.",
    )

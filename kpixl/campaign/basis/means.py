"""What the verbs of a campaign need besides the scheme: what is secret, how much, when, who looks on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpixl.blueprint import Scheme
from kpixl.limits import Limits, WorkerLimits
from kpixl.progress import Progress, Watch, never, silent, unseen
from kpixl.refusal import RefusedError
from kpixl.stamp import Key

if TYPE_CHECKING:
    from kpixl.campaign.basis.account import Account
    from kpixl.generate import Issuer
    from kpixl.returns import Reader, Record
    from kpixl.scale import Cluster

Latest = Callable[[str, str], Mapping[str, int]]
Numbering = Callable[[str, Mapping[str, str], str], Mapping[str, int]]


def nothing_known(_group: str, _part: str) -> dict[str, int]:
    """Nothing is remembered."""
    return {}


def first_issue(_group: str, contents: Mapping[str, str], _kind: str) -> dict[str, int]:
    """Everything is issued for the first time."""
    return dict.fromkeys(contents, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """The key that signs and verifies, the password that locks sheets, how to work.

    as_of: the day that counts as today, for waivers and lists; number: (what is counted apart, recipient →
    digest of the content, what kind of issue) → issue numbers; latest: (what is counted apart, part) → the
    numbers that are out;
    jobs: processes that build workbooks (default: one a processor); limits: how much a return may hold;
    process: how much a process that reads it may use; passwords: those that may open a return that needs one;
    account: where what happens is recorded, and decisions are; decisions: a file that holds them instead, in
    which case nothing is recorded; cache: a file of what was read before, which may be deleted at any time;
    progress: told (done, total, what); seen: given the record of each return as it is read; cancelled:
    whether to end the work, asked again and again (`threading.Event().is_set`); cluster: machines that read
    returns and make blank workbooks instead of this one; kept: files that no output
    replaces, and folders of such files; force: outputs may replace files that kpixl did not write.
    """

    key: Key | None = None
    password: str | None = field(default=None, repr=False)
    as_of: dt.date | None = None
    number: Numbering = first_issue
    latest: Latest = nothing_known
    jobs: int | None = None
    limits: Limits = field(default_factory=Limits)
    process: WorkerLimits = field(default_factory=WorkerLimits)
    passwords: tuple[str, ...] = field(default=(), repr=False)
    account: Account | None = None
    decisions: Path | None = None
    cache: Path | None = None
    progress: Progress = silent
    seen: Callable[[Record], None] = unseen
    cancelled: Callable[[], bool] = never
    cluster: Cluster | None = None
    kept: tuple[Path, ...] = ()
    force: bool = False

    @property
    def watch(self) -> Watch:
        """Who looks on."""
        return Watch(progress=self.progress, seen=self.seen, cancelled=self.cancelled)

    def watched(self, watch: Watch) -> Means:
        """The same, looked on."""
        return replace(self, progress=watch.progress, cancelled=watch.cancelled, seen=watch.seen)

    def issuer(self, digest: str) -> Issuer:
        """Who signs and locks. digest: of the blueprint. RefusedError without key or password."""
        if self.key is None or not self.password:
            raise RefusedError(
                "制作工作簿需要签名密钥和工作表密码：请指定密钥文件和密码文件。",
                "Making workbooks takes a signing key and a sheet password: name a file of each.",
            )
        from kpixl.generate import Issuer  # noqa: PLC0415 - heavy: only where workbooks are made

        return Issuer.of(self.key, self.password, digest)

    def reader(self, scheme: Scheme, snapshots: Path | None) -> Reader:
        """What processes that read returns are told. snapshots: the folder of issued versions."""
        from kpixl.returns import Reader  # noqa: PLC0415 - heavy: only where returns are read

        return Reader(
            scheme=scheme,
            key=self.key,
            snapshots=snapshots,
            limits=self.limits,
            process=self.process,
            passwords=self.passwords,
        )


MEANS = Means()

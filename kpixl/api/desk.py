"""What the verbs need besides a scheme and files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kpixl.check.validator import Validator, load_validator
from kpixl.formats import Limits
from kpixl.generate import Issuer
from kpixl.refusal import RefusedError
from kpixl.returns import Reader, WorkerLimits
from kpixl.stamp import Key

Numbering = Callable[[str, Mapping[str, str]], Mapping[str, int]]
Progress = Callable[[int, int], None]


def first_issue(_group: str, contents: Mapping[str, str]) -> dict[str, int]:
    """Everything is issued for the first time."""
    return dict.fromkeys(contents, 1)


def silent(done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The key that signs and verifies, the password that locks sheets, where other things lie, how to work.

    validators: the folder of validators files (default: beside the folder that holds the blueprint's);
    snapshots: the folder of issued versions; output: the folder of results for which no place is named;
    as_of: the day by which waivers are judged; number: (what is counted apart, recipient → digest of the
    content) → issue numbers; jobs: processes that build workbooks (default: one a processor);
    progress: told (done, total); limits: how much a return may hold; process: how much a process that reads
    it may use; passwords: those that may open a return that needs one.
    """

    key: Key | None = None
    password: str | None = field(default=None, repr=False)
    validators: Path | None = None
    snapshots: Path | None = None
    output: Path = Path("generated")
    as_of: dt.date | None = None
    number: Numbering = first_issue
    jobs: int | None = None
    progress: Progress = silent
    limits: Limits = field(default_factory=Limits)
    process: WorkerLimits = field(default_factory=WorkerLimits)
    passwords: tuple[str, ...] = field(default=(), repr=False)

    def issuer(self, digest: str) -> Issuer:
        """Who signs and locks. digest: of the blueprint. RefusedError without key or password."""
        if self.key is None or not self.password:
            raise RefusedError(
                "制作工作簿需要签名密钥和工作表密码：请指定密钥文件和密码文件。",
                "Making workbooks takes a signing key and a sheet password: name a file of each.",
            )
        return Issuer.of(self.key, self.password, digest)

    def reader(self, folder: Path) -> Reader:
        """What processes that read returns are told."""
        return Reader(
            scheme_folder=folder,
            key=self.key,
            snapshots=self.snapshots,
            limits=self.limits,
            process=self.process,
            passwords=self.passwords,
        )

    def validator(self, folder: Path, scheme: str) -> Validator | None:
        """The scheme's validator, if it has one. Runs the validators file."""
        return load_validator(self.validators or folder.absolute().parent.parent / "validators", scheme)

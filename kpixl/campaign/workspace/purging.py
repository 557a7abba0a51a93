"""purge: of a campaign that is over, who was to be asked and what units sent goes; the result stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from kpixl.blueprint.contacts import FILE as CONTACTS
from kpixl.campaign.basis.account import Account
from kpixl.campaign.basis.basis import PathLike
from kpixl.campaign.basis.scheme_places import SchemePlace
from kpixl.ledger import Draft, Turn
from kpixl.refusal import RefusedError

_MADE_AGAIN = ("cache.sqlite", "expected-{scheme}.json")
"""What is remembered to be quick, and holds what units reported or whom to ask."""


@dataclass(frozen=True, kw_only=True)
class Purge:
    """What a purge takes away. files: contacts, memory and returned files; people: senders in the account."""

    account: Account
    scheme: str
    files: tuple[Path, ...]
    people: int

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        return {"files": [str(path) for path in self.files], "people": self.people}

    def carry_out(self, why: str) -> None:
        """Take it away, and enter that: first the entry, so that nothing goes without a word."""
        data = {"files": len(self.files), "people": self.people}
        self.account.record([Draft(what="purged", turn=Turn(scheme=self.scheme), why=why, data=data)])
        self.account.ledger.forget_people(self.scheme)
        for path in self.files:
            path.unlink(missing_ok=True)


def planned(account: Account, place: SchemePlace, state: Path, returns: Sequence[PathLike]) -> Purge:
    """What would go.

    place: the scheme's; state: the folder of what is remembered; returns: files and folders of which those go
    that the account knows as received or issued, as proof or as the scan of a sealed copy; what it does not
    know stays, whatever its name.
    """
    entries = account.ledger.entries(place.id, what=("received", "issued", "judged", "sealed"))
    known = {digest for e in entries for digest in (e.file, *e.data.get("evidence", {}).values()) if digest}
    own = (place.folder / CONTACTS, *(state / name.format(scheme=place.id) for name in _MADE_AGAIN))
    files = (*(p for p in own if p.is_file()), *_returned(returns, known))
    people = sum(bool(e.person) for e in entries)
    return Purge(account=account, scheme=place.id, files=files, people=people)


def _returned(paths: Iterable[PathLike], known: set[str]) -> Iterator[Path]:
    """The files under these paths whose content the account knows, each once."""
    found: set[Path] = set()
    for path in map(Path, paths):
        if not path.exists():
            raise RefusedError(
                f"找不到“{path}”：请核对路径。", f"There is no {str(path)!r}: see whether the path is right."
            )
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and not file.is_symlink() and file not in found and _digest(file) in known:
                found.add(file)
                yield file


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()

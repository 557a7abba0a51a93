"""Returns are kept with the files that they name as proof: in the workspace, one folder, nothing overwritten.

Nobody opens proof: it is copied as it is, and entered by its digest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpixl.campaign.basis.account import account_of
from kpixl.campaign.basis.basis import Basis
from kpixl.campaign.workspace.receiving import Inbox, Kept
from kpixl.check import CheckResult, FileResult, found_as, sought
from kpixl.ledger import Draft, Ledger, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReturns:
    """What was kept that was not there. returns, proof: how many files; folder: of the stage."""

    returns: int
    proof: int
    folder: Path


def keep(basis: Basis, result: CheckResult, inbox: Inbox) -> KeptReturns:
    """Copy returns that lie elsewhere, each with its proof, among those of the workspace.

    An archive or a mail is kept as it came. RefusedError outside of any workspace.
    """
    account = account_of(basis.account)
    own = [f for f in result.files if _is_return(f) and f.place and not inbox.holds(f.place)]
    inbox.look()
    drafts: list[Draft] = []
    returns = proof = 0
    for group in _together(own):
        files = [*dict.fromkeys(place for file in group for place in _places(file))]
        kept = dict(zip(files, inbox.keep_together(files, account.now()), strict=True))
        new = {path for path, each in kept.items() if not each.before}
        first = {file.place for file in group}
        returns, proof = returns + len(new & first), proof + len(new - first)
        drafts += (_entry(result, file, kept, inbox) for file in group)
    account.weigh(lambda: _unknown(drafts, account.ledger, result))
    return KeptReturns(returns=returns, proof=proof, folder=inbox.folder)


def lacking(results: Iterable[CheckResult]) -> Callable[[str], bool]:
    """What tells by a file's name whether it is proof that a return names and that has not come."""
    names = {sought(name) for result in results for file in result.files for name in file.wanting}
    return lambda name: not names.isdisjoint(found_as(name))


def gather(result: CheckResult, inbox: Inbox) -> int:
    """Move files among the returns that one return names as proof, and one alone, beside it; how many."""
    wanting: dict[str, list[Path]] = defaultdict(list)
    for file in result.files:
        if file.place is not None and file.wanting and "!" not in file.given:
            for name in file.wanting:
                wanting[sought(name)].append(file.place)
    moved = 0
    for stray in result.files if wanting else ():
        if stray.place is None or not _is_stray(stray, inbox):
            continue
        named = {place for name in found_as(stray.place.name) for place in wanting.get(name, ())}
        if len(named) == 1:
            inbox.put_beside(stray.place, named.pop())
            moved += 1
    return moved


def _unknown(drafts: Sequence[Draft], ledger: Ledger, result: CheckResult) -> list[Draft]:
    """What the account does not say already."""
    known = ledger.standing(result.scheme, "kept", stage=result.stage)
    said = [(entry.unit, entry.file, entry.data) for entry in known]
    return [draft for draft in drafts if (draft.unit, draft.file, draft.data) not in said]


def _is_return(file: FileResult) -> bool:
    return file.record is not None and file.record.stamp is not None and file.status != "ignored"


def _is_stray(file: FileResult, inbox: Inbox) -> bool:
    """Whether a file is nobody's return, and nobody's proof yet."""
    known = (file.record is not None and file.record.stamp is not None) or "!" in file.given
    is_proof = any(f.code == "U030" for f in file.findings)
    return not known and not is_proof and file.place is not None and inbox.holds(file.place)


def _places(file: FileResult) -> Iterator[Path]:
    """Where a return and its proof lie, the return first."""
    if file.place is not None:
        yield file.place
    yield from (each.place for each in file.evidence if each.place is not None)


def _together(files: Sequence[FileResult]) -> Iterator[list[FileResult]]:
    """The returns that lie in one archive or share a file of proof, together."""
    by_place: dict[Path, list[FileResult]] = {}
    for file in files:
        known = {id(by_place[place]): by_place[place] for place in _places(file) if place in by_place}
        first, *others = known.values() if known else ([],)
        for other in others:
            first += other
            by_place |= dict.fromkeys((place for each in other for place in _places(each)), first)
        first.append(file)
        by_place |= dict.fromkeys(_places(file), first)
    return iter({id(group): group for group in by_place.values()}.values())


def _entry(result: CheckResult, file: FileResult, kept: dict[Path, Kept], inbox: Inbox) -> Draft:
    """What the account says of a return that is kept: where it lies, and its proof by its digest."""
    stamp = file.record.stamp if file.record else None
    at = kept[file.place].path if file.place else inbox.folder
    return Draft(
        what="kept",
        turn=Turn(
            scheme=result.scheme,
            stage=result.stage,
            round=stamp.round if stamp else "",
            period=stamp.period if stamp else "",
        ),
        unit=file.unit or "",
        file=file.sha256,
        data={
            "name": at.relative_to(inbox.home).as_posix(),
            "evidence": {_shown(each.place, kept, inbox, each.path): each.sha256 for each in file.evidence},
        },
    )


def _shown(place: Path | None, kept: dict[Path, Kept], inbox: Inbox, path: str) -> str:
    """Where a file of proof lies now; of a member also which of the archive's."""
    if place is None:
        return path
    _, step, member = path.partition("!")
    return kept[place].path.relative_to(inbox.home).as_posix() + step + member

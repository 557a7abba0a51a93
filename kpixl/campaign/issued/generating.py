"""generate: the workbooks of a stage, one a recipient."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kpixl.blueprint import Contact, store
from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.basis.memory import ISSUE, issue_group, kind_of
from kpixl.campaign.basis.pool import mapping
from kpixl.campaign.issued.packages import ONCE, Anew, only, packages_of
from kpixl.generate import Issuer, file_name, issue, roster_position, stamp_of
from kpixl.layout import FOR_INFORMATION, Package, apart, baseline
from kpixl.ledger import Draft, Turn
from kpixl.outputs import OutputFolder, Outputs
from kpixl.places import place
from kpixl.stamp import baseline_digest, canonical, said
from kpixl.words import Words

if TYPE_CHECKING:
    from kpixl.campaign.returned.checking import Returns

BUILDING = Words("生成工作簿", "making workbooks")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedWorkbook:
    """One workbook that was made.

    unit: the recipient's id; deadline: as its cover says it; awaited: whether it is to come back, else it is
    for information only; part: which of several workbooks of its recipient.
    """

    unit: str
    path: Path
    sha256: str
    deadline: dt.date | None = None
    awaited: bool = True
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What was issued.

    omitted: ids of units that no accepted return of the stage before is about; unchanged: of recipients for
    whom nothing is to be done again; kept, changed: rows that keep what was entered before, and those that
    are to be entered anew; placeholders: names of the roster that the office must still settle; unrecorded:
    why the account does not know, where it was to.
    """

    scheme: str
    stage: str
    workbooks: tuple[IssuedWorkbook, ...]
    omitted: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    kept: int = 0
    changed: int = 0
    placeholders: tuple[str, ...] = ()
    unrecorded: Words | None = None

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        made = [
            {"unit": w.unit, "part": w.part, "path": str(w.path), "sha256": w.sha256, "awaited": w.awaited}
            for w in self.workbooks
        ]
        return {
            "workbooks": made,
            "omitted_units": list(self.omitted),
            "unchanged_units": list(self.unchanged),
            "rows_kept": self.kept,
            "rows_changed": self.changed,
        }


class WrittenWorkbook(Protocol):
    """A workbook that was written."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def sha256(self) -> str:
        """Its digest."""


def generate(  # noqa: PLR0913 - what is issued, to whom, how and where
    basis: Basis,
    out: PathLike | None = None,
    *,
    stage: str | None = None,
    returns: Returns = (),
    units: Iterable[str] = (),
    list_to: PathLike | None = None,
    anew: Anew | None = None,
) -> Generated:
    """Make the workbooks of a stage, and the list of them where it is wanted: all or none."""
    issuer = basis.issuer
    dealt = packages_of(basis, stage=stage, returns=returns, anew=anew or ONCE)
    packages = only(dealt, units, basis.scheme)
    with Outputs(basis.guard(*dealt.read)) as outputs:
        issued = outputs.into(basis.place(out, dealt.stage))
        issued.expect(file_name(p, roster_position(p)) for p in packages)
        if list_to is not None:
            outputs.into(place(list_to).parent).expect([place(list_to).name])
        remember(basis)
        made = Generated(
            scheme=basis.scheme.id,
            stage=dealt.stage,
            workbooks=tuple(_written(basis, issuer, numbered(basis, packages), issued)),
            omitted=dealt.omitted,
            unchanged=dealt.unchanged,
            kept=dealt.kept,
            changed=dealt.changed,
            placeholders=basis.scheme.roster.placeholders,
        )
        if list_to is not None:
            outputs.file(place(list_to), _list(basis, made))
    return replace(made, unrecorded=record_issued(basis, packages, made.workbooks, ISSUE))


def record_issued(
    basis: Basis, packages: Sequence[Package], made: Sequence[WrittenWorkbook], kind: str
) -> Words | None:
    """Tell the account what was issued; why it could not be told.

    made: in the order of the packages; kind: of issue.
    """
    if basis.account is None:
        return None
    made_with = {"version": basis.scheme.head.version, "digest": basis.declared.digest}
    drafts = [
        Draft(
            what="issued",
            turn=Turn(scheme=p.scheme.id, stage=p.stage_id, round=p.round, period=p.period),
            unit=p.recipient,
            file=w.sha256,
            data={"kind": kind, "name": w.path.name, **made_with, **_part(p)},
            person=_asked(basis.declared.contacts.get(p.recipient)),
        )
        for p, w in zip(packages, made, strict=True)
    ]
    return basis.account.unrecorded(partial(basis.account.once, drafts))


def _part(package: Package) -> dict[str, str]:
    return {"part": package.part} if package.part else {}


def _asked(contact: Contact | None) -> str:
    """To whom a workbook goes: person, telephone, e-mail."""
    return " ".join(filter(None, (contact.person, contact.phone, contact.email))) if contact else ""


def _written(
    basis: Basis, issuer: Issuer, packages: Sequence[Package], issued: OutputFolder
) -> Iterator[IssuedWorkbook]:
    """The workbooks one by one, each put among the outputs."""
    with _building(basis, issuer, packages) as made:
        told = basis.watch.over(made, len(packages), BUILDING)
        for package, data in zip(packages, told, strict=True):
            name = file_name(package, roster_position(package))
            yield IssuedWorkbook(
                unit=package.recipient,
                path=issued.folder / name,
                sha256=issued.write(name, data),
                deadline=package.deadline if package.asks else None,
                awaited=package.asks,
                part=package.part,
            )


@contextmanager
def _building(basis: Basis, issuer: Issuer, packages: Sequence[Package]) -> Iterator[Iterable[bytes]]:
    """The bytes of the workbooks, made here or on a cluster."""
    jobs, go_on, cluster = basis.means.jobs, basis.watch.go_on, basis.means.cluster
    if cluster is not None:
        yield cluster.built(basis.scheme, packages, basis.watch)
        return
    with mapping(len(packages), jobs, go_on, basis.scheme, costly=apart(packages)) as each:
        yield each(partial(issue, issuer=issuer), packages)


def _list(basis: Basis, made: Generated) -> bytes:
    """The list of what is to be sent to whom, on the day that counts as today."""
    from kpixl.report.dispatch import Sent, dispatch_list  # noqa: PLC0415 - only where a list is wanted

    on = basis.means.as_of
    sent = [
        Sent(
            unit=w.unit,
            file=w.path.name,
            sha256=w.sha256,
            until=w.deadline,
            on=on,
            remark="" if w.awaited else FOR_INFORMATION.zh,
        )
        for w in made.workbooks
    ]
    return dispatch_list(basis.scheme, made.stage, sent, basis.declared.contacts)


def remember(basis: Basis) -> None:
    """Keep the version that is issued, by which its returns are read later on."""
    if basis.snapshots is not None:
        store(basis.scheme, basis.snapshots)


def numbered(basis: Basis, packages: Sequence[Package], kind: str = ISSUE) -> tuple[Package, ...]:
    """The packages with their issue numbers."""
    if not packages:
        return ()
    first = packages[0]
    group = issue_group(first.scheme.id, first.stage_id, first.round, first.period)
    numbers = {
        part: basis.means.number(group, {p.recipient: _content(p, basis) for p in own}, kind_of(kind, part))
        for part, own in _by_part(packages).items()
    }
    return tuple(p.numbered(numbers[p.part][p.recipient]) for p in packages)


def _by_part(packages: Iterable[Package]) -> dict[str, list[Package]]:
    parts: dict[str, list[Package]] = {}
    for package in packages:
        parts.setdefault(package.part, []).append(package)
    return parts


def _content(package: Package, basis: Basis) -> str:
    """The digest of what is issued, whatever number it gets."""
    stamp = stamp_of(package, baseline_digest(baseline(package)), basis.declared.digest)
    return hashlib.sha256(canonical(said(replace(stamp, issue=0)))).hexdigest()

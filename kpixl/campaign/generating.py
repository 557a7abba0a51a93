"""generate: the workbooks of a stage, one a recipient."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from kpixl.blueprint import store
from kpixl.campaign.basis import Basis, PathLike
from kpixl.campaign.checking import Returns
from kpixl.campaign.memory import issue_group
from kpixl.campaign.output import Batch, write_whole
from kpixl.campaign.packages import only, packages_of
from kpixl.campaign.pool import mapping
from kpixl.generate import Issuer, build, file_name, roster_position, stamp_of
from kpixl.layout import Package, baseline
from kpixl.report.dispatch import Sent, dispatch_list
from kpixl.stamp import baseline_digest, canonical
from kpixl.words import Words

BUILDING = Words("生成工作簿", "making workbooks")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedWorkbook:
    """One workbook that was made. unit: the recipient's id."""

    unit: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What was issued.

    omitted: ids of units that no accepted return of the stage before is about; placeholders: names of the
    roster that the office must still settle.
    """

    scheme: str
    stage: str
    workbooks: tuple[IssuedWorkbook, ...]
    omitted: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        made = [{"unit": w.unit, "path": str(w.path), "sha256": w.sha256} for w in self.workbooks]
        return {"workbooks": made, "omitted_units": list(self.omitted)}


def generate(
    basis: Basis,
    out: PathLike | None = None,
    *,
    stage: str | None = None,
    returns: Returns = (),
    units: Iterable[str] = (),
) -> Generated:
    """Make the workbooks of a stage, all of them or none."""
    scheme, issuer, watch = basis.scheme, basis.issuer, basis.watch
    dealt = packages_of(basis, stage=stage, returns=returns)
    packages = numbered(basis, only(dealt, units, scheme))
    target = basis.place(out, dealt.stage)
    workbooks: list[IssuedWorkbook] = []
    with Batch(target) as batch:
        remember(basis)
        with mapping(len(packages), basis.means.jobs, watch.go_on) as each:
            made = watch.over(each(partial(_bytes, issuer), packages), len(packages), BUILDING)
            for package, data in zip(packages, made, strict=True):
                name = file_name(package, roster_position(package))
                batch.write(name, data)
                sha256 = hashlib.sha256(data).hexdigest()
                workbooks.append(IssuedWorkbook(unit=package.recipient, path=target / name, sha256=sha256))
    return Generated(
        scheme=scheme.id,
        stage=dealt.stage,
        workbooks=tuple(workbooks),
        omitted=dealt.omitted,
        placeholders=scheme.roster.placeholders,
    )


def write_list(basis: Basis, path: PathLike, made: Generated) -> None:
    """Write the list of what is to be sent to whom."""
    sent = [Sent(unit=w.unit, file=w.path.name, sha256=w.sha256) for w in made.workbooks]
    write_whole(Path(path), dispatch_list(basis.scheme, made.stage, sent))


def remember(basis: Basis) -> None:
    """Keep the version that is issued, by which its returns are read later on."""
    if basis.snapshots is not None:
        store(basis.scheme, basis.snapshots)


def numbered(basis: Basis, packages: Sequence[Package]) -> tuple[Package, ...]:
    """The packages with their issue numbers."""
    if not packages:
        return ()
    first = packages[0]
    group = issue_group(first.scheme.id, first.stage_id, first.round, first.period)
    made = basis.declared.digest
    numbers = basis.means.number(group, {p.recipient: _content(p, made) for p in packages})
    return tuple(replace(p, issue=numbers[p.recipient]) for p in packages)


def _content(package: Package, made: str) -> str:
    """The digest of what is issued, whatever number it gets."""
    stamp = stamp_of(replace(package, issue=0), baseline_digest(baseline(package)), made)
    return hashlib.sha256(canonical(asdict(stamp))).hexdigest()


def _bytes(issuer: Issuer, package: Package) -> bytes:
    return build(package, {}, issuer=issuer).data

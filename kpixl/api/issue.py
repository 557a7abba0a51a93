"""generate: the workbooks of a stage, one a recipient."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from kpixl.api.desk import Desk
from kpixl.api.output import Batch, write_whole
from kpixl.api.packages import only, packages_of
from kpixl.api.pool import mapping
from kpixl.api.schemes import PathLike, usable
from kpixl.blueprint import digest, store
from kpixl.generate import Issuer, build
from kpixl.generate.build import stamp_of
from kpixl.generate.naming import file_name, roster_position
from kpixl.layout import Package, baseline
from kpixl.report.dispatch import Sent, dispatch_list
from kpixl.stamp import baseline_digest, canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
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
    workbooks: tuple[Workbook, ...]
    omitted: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        made = [{"unit": w.unit, "path": str(w.path), "sha256": w.sha256} for w in self.workbooks]
        return {"workbooks": made, "omitted_units": list(self.omitted)}


def generate(
    folder: PathLike,
    out: PathLike | None = None,
    *,
    stage: str | None = None,
    returns: Sequence[PathLike] = (),
    units: Iterable[str] = (),
    desk: Desk,
) -> Generated:
    """Make the workbooks of a stage, all of them or none.

    folder: the blueprint's; out: where to (default: SCHEME/STAGE in the desk's output); returns: what came
    back in the stage before, where there is one; units: only these (id, name or alias). Raises
    BlueprintError, and RefusedError where something cannot be done.
    """
    scheme = usable(folder)
    made = digest(scheme)
    issuer = desk.issuer(made)
    paths = [Path(p) for p in returns]
    dealt = packages_of(scheme, Path(folder), stage=stage, returns=paths, desk=desk)
    packages = numbered(only(dealt, units, scheme), made, desk)
    target = Path(out) if out else desk.output / scheme.id / dealt.stage
    workbooks: list[Workbook] = []
    with Batch(target) as batch:
        if desk.snapshots is not None:
            store(scheme, desk.snapshots)
        with mapping(len(packages), desk.jobs) as each:
            for package, data in zip(packages, each(partial(_bytes, issuer), packages), strict=True):
                name = file_name(package, roster_position(package))
                batch.write(name, data)
                sha256 = hashlib.sha256(data).hexdigest()
                workbooks.append(Workbook(unit=package.recipient, path=target / name, sha256=sha256))
                desk.progress(len(workbooks), len(packages))
    return Generated(
        scheme=scheme.id,
        stage=dealt.stage,
        workbooks=tuple(workbooks),
        omitted=dealt.omitted,
        placeholders=scheme.roster.placeholders,
    )


def write_list(path: PathLike, folder: PathLike, made: Generated) -> None:
    """Write the list of what is to be sent to whom. folder: the blueprint's."""
    sent = [Sent(unit=w.unit, file=w.path.name, sha256=w.sha256) for w in made.workbooks]
    write_whole(Path(path), dispatch_list(usable(folder), made.stage, sent))


def numbered(packages: Sequence[Package], made: str, desk: Desk) -> tuple[Package, ...]:
    """The packages with their issue numbers. made: the blueprint's digest."""
    if not packages:
        return ()
    first = packages[0]
    group = f"{first.scheme.id}/{first.stage_id}/{first.round}/{first.period}".rstrip("/")
    numbers = desk.number(group, {p.recipient: _content(p, made) for p in packages})
    return tuple(replace(p, issue=numbers[p.recipient]) for p in packages)


def _content(package: Package, made: str) -> str:
    """The digest of what is issued, whatever number it gets."""
    stamp = stamp_of(replace(package, issue=0), baseline_digest(baseline(package)), made)
    return hashlib.sha256(canonical(asdict(stamp))).hexdigest()


def _bytes(issuer: Issuer, package: Package) -> bytes:
    return build(package, {}, issuer=issuer).data

"""merge: the accepted returns as one workbook."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpixl.api.collect import DESK, check, found_under
from kpixl.api.desk import Desk
from kpixl.api.output import write_whole
from kpixl.api.schemes import PathLike, usable
from kpixl.blueprint import Scheme, load_published
from kpixl.check import CheckResult
from kpixl.findings import Finding, Lang
from kpixl.merge import Merged, Standing
from kpixl.merge.run import Accounts, accounts
from kpixl.refusal import RefusedError
from kpixl.returns import Source


@dataclass(frozen=True, kw_only=True)
class ScoreSheet:
    """The consolidated workbook that was written. result: of the check that says which returns are in it."""

    path: Path
    units: tuple[Standing, ...]
    result: CheckResult
    own_findings: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of the check, then those of merging."""
        return (*self.result.all_findings, *self.own_findings)

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form."""
        left = [f for f in self.result.files if f.status != "accepted"]
        return {
            "score_sheet": str(self.path),
            "units": [_unit(unit) for unit in self.units],
            "findings": [f.as_dict(lang) for f in self.findings],
            "left_out": [{"path": f.given, "unit": f.unit, "status": f.status} for f in left],
        }


def _unit(unit: Standing) -> dict[str, Any]:
    return {
        "id": unit.id,
        "name": unit.name,
        "group": unit.group,
        "score": _number(unit.score),
        "rank": unit.rank,
        "award": unit.award,
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def merge(
    folder: PathLike,
    paths: Sequence[PathLike],
    out: PathLike | None = None,
    *,
    stage: str | None = None,
    desk: Desk = DESK,
) -> ScoreSheet:
    """Check the returns under the paths and merge the accepted into one workbook.

    folder: the blueprint's; out: the file to write (default: SCHEME/score-sheet.xlsx in the desk's output).
    Raises BlueprintError, ValidatorError, ScoreError, and RefusedError where no return is accepted or
    something cannot be done.
    """
    scheme = usable(folder)
    result = check(folder, paths, stage=stage, desk=desk)
    target = Path(out) if out else desk.output / scheme.id / "score-sheet.xlsx"
    made = merged(
        scheme, Path(folder), result, links(found_under(paths, desk.limits), target.parent), desk=desk
    )
    write_whole(target, made.data)
    return ScoreSheet(path=target, units=made.units, result=result, own_findings=made.findings)


def merged(scheme: Scheme, folder: Path, result: CheckResult, paths: dict[str, str], *, desk: Desk) -> Merged:
    """The workbook of a check's accepted returns. paths: of the files, as links need them."""
    return accounted(scheme, folder, result, paths, desk=desk).merged()


def accounted(
    scheme: Scheme, folder: Path, result: CheckResult, paths: dict[str, str], *, desk: Desk
) -> Accounts:
    """The same before it is written."""
    if not result.accepted:
        raise RefusedError(
            "没有一份回收件通过检查，无法汇总：请先用 kpixl check 查看问题。",
            "No return was accepted, so there is nothing to merge: see `kpixl check`.",
        )
    validator = desk.validator(folder, scheme.id)
    published = load_published(folder)
    return accounts(scheme, result, validator=validator, as_of=desk.as_of, paths=paths, published=published)


def links(sources: Iterable[Source], folder: Path) -> dict[str, str]:
    """Where files are, seen from a folder, by displayed name; a member of a zip is where the zip is."""
    return {source.name: _link(source.path, folder) for source in sources}


def _link(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_uri()

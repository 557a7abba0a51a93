"""Whose workbooks are to be made: from the roster, or from the returns of the stage before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpixl.blueprint import Scheme
from kpixl.campaign.basis import Basis
from kpixl.campaign.schemes import following, stage_of
from kpixl.layout import Package, first_packages
from kpixl.refusal import RefusedError, unknown
from kpixl.words import Words

if TYPE_CHECKING:
    from kpixl.campaign.checking import Returns
    from kpixl.check import CheckResult


@dataclass(frozen=True, kw_only=True)
class Packages:
    """What is to be issued in a stage.

    omitted: units that no accepted return is about; result: of the check of the returns that it is made from.
    """

    stage: str
    packages: tuple[Package, ...]
    omitted: tuple[str, ...] = ()
    result: CheckResult | None = None


def packages_of(basis: Basis, *, stage: str | None, returns: Returns) -> Packages:
    """The packages of the first stage, or with returns those of the stage after theirs."""
    if returns:
        return _carried(basis, stage=stage, returns=returns)
    first = stage_of(basis.scheme, stage)
    if first.carries is not None:
        raise RefusedError(
            f"“{first.id}”阶段的工作簿由“{first.carries}”阶段的回收件生成：请用 --returns 指定回收件的位置。",
            f"Workbooks of the stage {first.id!r} are made from returns of {first.carries!r}: "
            "name their folder with --returns.",
        )
    packages = extended(first_packages(basis.scheme, first), basis.decisions.deadlines(first.id))
    return Packages(stage=first.id, packages=packages)


def extended(packages: Iterable[Package], deadlines: Mapping[str, dt.date]) -> tuple[Package, ...]:
    """The packages with the deadlines that were extended. deadlines: by the recipients' ids."""
    return tuple(p.until(deadlines[p.recipient]) if p.recipient in deadlines else p for p in packages)


def _carried(basis: Basis, *, stage: str | None, returns: Returns) -> Packages:
    # heavy: only where there are returns
    from kpixl import carry  # noqa: PLC0415
    from kpixl.campaign.checking import checked  # noqa: PLC0415

    scheme = basis.scheme
    wanted = stage_of(scheme, stage) if stage else None
    result = checked(basis, returns, stage=wanted.carries if wanted else None)
    later = following(scheme, result.stage)
    if wanted is not None and wanted.id != later.id:
        raise RefusedError(
            f"由“{result.stage}”阶段的回收件生成的是“{later.id}”阶段，不是“{wanted.id}”。",
            f"Returns of the stage {result.stage!r} make the stage {later.id!r}, not {wanted.id!r}.",
        )
    if not result.accepted:
        raise RefusedError(
            "没有一份回收件通过检查，无法生成下一阶段的工作簿：请先用 kpixl check 查看问题。",
            "No return was accepted, so there is nothing to make the next stage from: see `kpixl check`.",
        )
    packages = carry.next_packages(scheme, later.id, result.accepted)
    return Packages(
        stage=later.id,
        packages=extended(packages, basis.decisions.deadlines(later.id)),
        omitted=carry.omitted(scheme, later.id, result.accepted),
        result=result,
    )


def only(packages: Packages, units: Iterable[str], scheme: Scheme) -> tuple[Package, ...]:
    """The packages of these units, by id, name or alias; all where none is named."""
    wanted = {_recipient(packages, name, scheme) for name in units}
    return tuple(p for p in packages.packages if not wanted or p.recipient in wanted)


def _recipient(packages: Packages, name: str, scheme: Scheme) -> str:
    unit = scheme.roster.named(name)
    recipients = [p.recipient for p in packages.packages]
    if unit is None:
        known = [n for r in recipients for n in (r, scheme.roster.unit(r).name)]
        raise unknown(Words("单位", "unit"), name, known)
    if unit.id not in recipients:
        raise RefusedError(
            f"“{unit.name}”在“{packages.stage}”阶段没有工作簿。",
            f"{unit.name} ({unit.id}) gets no workbook in the stage {packages.stage!r}; "
            "without --unit you see who does.",
        )
    return unit.id

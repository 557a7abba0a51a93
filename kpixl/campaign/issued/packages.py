"""Whose workbooks are to be made: from the roster, or from the returns of the stage before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpixl.blueprint import Scheme
from kpixl.blueprint.model import Split
from kpixl.campaign.basis.basis import Basis
from kpixl.campaign.basis.schemes import following, others_of, stage_of
from kpixl.layout import Package, first_packages
from kpixl.refusal import RefusedError, unknown
from kpixl.words import Words

if TYPE_CHECKING:
    from kpixl.campaign.returned.checking import Returns
    from kpixl.check import CheckResult
    from kpixl.returns import Record


@dataclass(frozen=True, kw_only=True)
class Packages:
    """What is to be issued in a stage.

    omitted: units that no accepted return is about; unchanged: recipients who have nothing to do again;
    kept, changed: rows that keep what was entered before, and those to be entered anew; read: the checks of
    the returns that it is made from.
    """

    stage: str
    packages: tuple[Package, ...]
    omitted: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    kept: int = 0
    changed: int = 0
    read: tuple[CheckResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """How a later stage is issued besides what the blueprint says.

    part: what these workbooks are called beside others of the same recipients; split: how the rows of each
    are dealt to several workbooks; keep: returns of this stage whose entries are carried in, as far as they
    still hold.
    """

    part: str = ""
    split: Split | None = None
    keep: Returns = ()


ONCE = Anew()
_WAYS: Mapping[str, Split] = {"group": "group", "target": "target"}
_MOST_PARTS = 99


def split_named(text: str) -> Split:
    """A way to split rows, by its name, or the number of workbooks; RefusedError for anything else."""
    if text in _WAYS:
        return _WAYS[text]
    if text.isascii() and text.isdigit() and 2 <= int(text) <= _MOST_PARTS:
        return int(text)
    raise RefusedError(
        f"“{text}”不是分册的办法：请写 group（按组）、target（按项目），或者册数（2 至 {_MOST_PARTS}）。",
        f"{text!r} is no way to split rows: write group, target, or how many workbooks (2 to {_MOST_PARTS}).",
    )


def packages_of(basis: Basis, *, stage: str | None, returns: Returns, anew: Anew = ONCE) -> Packages:
    """The packages of the first stage, or with returns those of the stage after theirs."""
    if returns:
        made = _carried(basis, stage=stage, returns=returns, anew=anew)
        return _kept(basis, made, anew.keep) if anew.keep else made
    if anew != ONCE:
        raise RefusedError(
            "分册和保留认定只用于由回收件生成的阶段：请用 --returns 指定上一阶段的回收件。",
            "Parts, and entries to keep, are for a stage that is made from returns: name those of the stage "
            "before with --returns.",
            desk=Words(
                "上一阶段还没有收到文件，没有可以保留的内容。",
                "Nothing has come back of the stage before, so there is nothing to keep.",
            ),
        )
    scheme = basis.scheme
    first = stage_of(scheme, stage)
    if first.carries is not None and not first.anew:
        raise RefusedError(
            f"“{first.id}”阶段的工作簿由“{first.carries}”阶段的回收件生成：请用 --returns 指定回收件的位置。",
            f"Workbooks of the stage {first.id!r} are made from returns of {first.carries!r}: "
            "name their folder with --returns.",
            desk=Words(
                f"“{first.name}”的工作簿由“{scheme.stage(first.carries).name}”的回收件生成，那里还没有收到文件。",
                f"Workbooks of {first.name} are made from the returns of {scheme.stage(first.carries).name}, "
                "and none has come back yet.",
            ),
        )
    packages = extended(first_packages(scheme, first), basis.decisions.deadlines(first.id))
    return Packages(stage=first.id, packages=packages)


def extended(packages: Iterable[Package], deadlines: Mapping[str, dt.date]) -> tuple[Package, ...]:
    """The packages with the deadlines that were extended. deadlines: by the recipients' ids."""
    return tuple(p.until(deadlines[p.recipient]) if p.recipient in deadlines else p for p in packages)


def _carried(basis: Basis, *, stage: str | None, returns: Returns, anew: Anew) -> Packages:
    # heavy: only where there are returns
    from kpixl import carry  # noqa: PLC0415
    from kpixl.campaign.returned.checking import checked, made_before  # noqa: PLC0415

    scheme = basis.scheme
    wanted = stage_of(scheme, stage) if stage else None
    result = checked(basis, returns, stage=wanted.carries if wanted else None)
    meant = wanted is not None and wanted.carries == result.stage
    later = wanted if wanted is not None and meant else following(scheme, result.stage)
    if result.stage != later.carries:  # the latest returns are of a stage beside it
        result = checked(basis, returns, stage=later.carries)
    if wanted is not None and wanted.id != later.id:
        raise RefusedError(
            f"由“{result.stage}”阶段的回收件生成的是“{later.id}”阶段，不是“{wanted.id}”。",
            f"Returns of the stage {result.stage!r} make the stage {later.id!r}, not {wanted.id!r}.",
        )
    if not result.accepted:
        raise RefusedError(
            "没有一份回收件通过检查，无法生成下一阶段的工作簿：请先用 kpixl check 查看问题。",
            "No return was accepted, so there is nothing to make the next stage from: see `kpixl check`.",
            desk=Words(
                "没有一份回收件通过检查，无法生成下一阶段的工作簿：请在“收件”中查看问题。",
                "No return was accepted, so there is nothing to make the next stage from: see what is wrong "
                "under Returns.",
            ),
        )
    parts = carry.Parts(name=anew.part, split=anew.split)
    before = [r for s in others_of(scheme, later) for r in _of_stage(basis, returns, result, s)]
    packages = carry.next_packages(scheme, later.id, (*before, *result.accepted), parts=parts)
    return Packages(
        stage=later.id,
        packages=extended(packages, basis.decisions.deadlines(later.id)),
        omitted=carry.omitted(scheme, later.id, result.accepted),
        read=made_before(returns) or (result,),
    )


def _kept(basis: Basis, made: Packages, returns: Returns) -> Packages:
    """The packages with what their recipients entered before; without those who have nothing to do again."""
    from kpixl import carry  # noqa: PLC0415 - heavy: only where there are returns
    from kpixl.campaign.returned.checking import checked  # noqa: PLC0415

    result = checked(basis, returns, stage=made.stage)
    records = [file.record for file in result.counting if file.record]
    every = [carry.keep(package, records) for package in made.packages]
    return replace(
        made,
        packages=tuple(each.package for each in every if not each.same),
        unchanged=tuple(dict.fromkeys(each.package.recipient for each in every if each.same)),
        kept=sum(each.kept for each in every),
        changed=sum(each.changed for each in every),
        read=(*made.read, result),
    )


def _of_stage(basis: Basis, returns: Returns, result: CheckResult, stage: str) -> Sequence[Record]:
    """What was accepted of an earlier round, or a stage beside, where its returns are there as well."""
    from kpixl.campaign.returned.checking import checked, made_before  # noqa: PLC0415 - as above

    stamps = (f.record.stamp for f in result.files if f.record)
    known = made_before(returns)
    there = {r.stage for r in known} if known else {stamp.stage for stamp in stamps if stamp is not None}
    return checked(basis, returns, stage=stage).accepted if stage in there else ()


def only(packages: Packages, units: Iterable[str], scheme: Scheme) -> tuple[Package, ...]:
    """The packages of these units, by id, name or alias; all where none is named."""
    recipients = dict.fromkeys(p.recipient for p in packages.packages)
    wanted = {_recipient(packages.stage, recipients, name, scheme) for name in units}
    return tuple(p for p in packages.packages if not wanted or p.recipient in wanted)


def _recipient(stage: str, recipients: Collection[str], name: str, scheme: Scheme) -> str:
    unit = scheme.roster.named(name)
    if unit is None:
        known = [n for r in recipients for n in (r, scheme.roster.unit(r).name)]
        raise unknown(Words("单位", "unit"), name, known)
    if unit.id not in recipients:
        raise RefusedError(
            f"“{unit.name}”在“{stage}”阶段没有工作簿。",
            f"{unit.name} ({unit.id}) gets no workbook in the stage {stage!r}; "
            "without --unit you see who does.",
            desk=Words(
                f"“{unit.name}”在“{stage}”阶段没有工作簿，请不要选它。",
                f"{unit.name} gets no workbook in the stage {stage!r}: do not choose it.",
            ),
        )
    return unit.id

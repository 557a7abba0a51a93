"""check: what came back, and whether it can be accepted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from kpixl.campaign.basis.apart import keep_apart, keep_program_apart
from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.basis.schemes import stage_of
from kpixl.campaign.returned.reminding import reminded
from kpixl.check import CheckResult, NothingToCheckError
from kpixl.check import check as check_sources
from kpixl.places import is_stored, place, seen_from
from kpixl.refusal import RefusedError
from kpixl.returns import Source, Workforce, discover

Returns = Sequence[PathLike] | CheckResult | Sequence[CheckResult]
"""What came back: files, folders searched in depth, archives, mails; or what was checked already, of a stage
or of several."""


def checked(basis: Basis, returns: Returns, *, stage: str | None = None) -> CheckResult:
    """The check of these returns, made now unless it was made before.

    stage: the one to check (default: the latest that the returns are of). Raises ValidatorError, and
    RefusedError where a path is missing or holds nothing to check.
    """
    wanted = stage_of(basis.scheme, stage).id if stage else None
    if known := made_before(returns):
        return _of_this(basis, next((r for r in known if r.stage == wanted), known[0]), wanted)
    paths = [] if isinstance(returns, CheckResult) else [r for r in returns if not isinstance(r, CheckResult)]
    try:
        return judged(basis, found_under(basis, paths), wanted)
    except NothingToCheckError:
        raise nothing_under(paths) from None


def made_before(returns: Returns) -> tuple[CheckResult, ...]:
    """The checks that were made already, where it is those that are given."""
    if isinstance(returns, CheckResult):
        return (returns,)
    return tuple(each for each in returns if isinstance(each, CheckResult))


def nothing_under(returns: Sequence[PathLike]) -> RefusedError:
    """What is said where nothing under the paths could be a return."""
    named = "、".join(str(p) for p in returns), ", ".join(str(p) for p in returns)
    return RefusedError(
        f"“{named[0]}”中没有可能是回收件的文件（.xlsx 等表格，压缩包，带附件的邮件）：请核对路径。",
        f"Nothing under {named[1]} could be a return (a spreadsheet such as .xlsx, an archive, or a mail "
        "with one): see whether the path is right.",
    )


def judged(basis: Basis, sources: Sequence[Source], stage: str | None) -> CheckResult:
    """The check of files that were found, entered in the account.

    NothingToCheckError where none of them could be a return.
    """
    result = looked_at(basis, sources, stage, cache=basis.means.cache, pool=workforce(basis))
    return reminded(basis, _recorded(basis, result))


def looked_at(
    basis: Basis,
    sources: Sequence[Source],
    stage: str | None,
    *,
    pool: Workforce | None,
    cache: Path | None = None,
) -> CheckResult:
    """The check of files, of which nobody is told. pool: who reads them (default: processes of its own)."""
    return check_sources(
        basis.scheme,
        sources,
        reader=basis.reader,
        stage=stage,
        as_of=basis.means.as_of,
        validator=lambda: basis.declared.validator,
        published=basis.declared.published,
        decisions=basis.decisions,
        cache=cache,
        watch=basis.watch,
        pool=pool,
    )


def workforce(basis: Basis) -> Workforce | None:
    """Who reads: a cluster, processes that are kept, or none that is there yet."""
    if basis.means.cluster is not None:
        reader = replace(basis.reader, decisions=basis.decisions.for_reading)
        return basis.means.cluster.readers(reader, basis.watch)
    return basis.crew.reading if basis.crew else None


def _recorded(basis: Basis, result: CheckResult) -> CheckResult:
    """The result, of which the account was told; it says so itself where that could not be written."""
    if basis.account is None:
        return result
    return replace(result, unrecorded=basis.account.unrecorded(partial(basis.account.returns, result)))


def _of_this(basis: Basis, result: CheckResult, stage: str | None) -> CheckResult:
    """A check that was made before, if it is one of this scheme and stage."""
    wanted = basis.scheme.id, stage or result.stage
    if wanted != (result.scheme, result.stage):
        raise RefusedError(
            f"检查结果是“{result.scheme}”的“{result.stage}”阶段的，不是“{wanted[0]}”的“{wanted[1]}”阶段的。",
            f"What was checked is the stage {result.stage!r} of {result.scheme!r}, not {wanted[1]!r} of "
            f"{wanted[0]!r}.",
        )
    return result


def found_under(basis: Basis, paths: Sequence[PathLike]) -> list[Source]:
    """The files under the paths.

    RefusedError where a path does not exist, or what the workspace itself is made of lies there.
    """
    if basis.found is not None:
        keep_apart(basis.found, paths)
    keep_program_apart(basis.declared.program, paths)
    try:
        return discover([place(path) for path in paths], basis.means.limits)
    except FileNotFoundError as error:
        raise RefusedError(
            f"找不到“{error.filename}”：请核对路径。",
            f"There is no {str(error.filename)!r}: see whether the path is right.",
        ) from None


def links(result: CheckResult, folder: Path) -> dict[str, str]:
    """Where the files are, seen from a folder, by displayed name; of a member what it lies in."""
    here = folder if is_stored(folder) else folder.resolve()
    return {file.path: _link(file.place, here) for file in result.files if file.place is not None}


def _link(path: Path, folder: Path) -> str:
    if is_stored(path) or is_stored(folder):
        return seen_from(path, folder)
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_uri()

"""check: what came back, and whether it can be accepted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kpixl.api.desk import Desk
from kpixl.api.schemes import PathLike, stage_of, usable
from kpixl.blueprint import load_published
from kpixl.check.result import CheckResult
from kpixl.check.run import NothingToCheckError
from kpixl.check.run import check as check_sources
from kpixl.formats import Limits
from kpixl.refusal import RefusedError
from kpixl.returns import Source, discover

DESK = Desk()
LIMITS = DESK.limits


def check(
    folder: PathLike, paths: Sequence[PathLike], *, stage: str | None = None, desk: Desk = DESK
) -> CheckResult:
    """Check the returns under the paths (files, folders searched in depth, zips).

    folder: the blueprint's; stage: the one to check (default: the latest that the returns are of). Files are
    read in processes of their own: a program that calls this at its top level needs the usual
    `if __name__ == "__main__":`. Raises BlueprintError, ValidatorError, and RefusedError where a path is
    missing or holds nothing to check.
    """
    scheme = usable(folder)
    wanted = stage_of(scheme, stage).id if stage else None
    try:
        return check_sources(
            scheme,
            found_under(paths, desk.limits),
            reader=desk.reader(Path(folder)),
            stage=wanted,
            as_of=desk.as_of,
            validator=desk.validator(Path(folder), scheme.id),
            published=load_published(Path(folder)),
        )
    except NothingToCheckError:
        named = "、".join(str(p) for p in paths), ", ".join(str(p) for p in paths)
        raise RefusedError(
            f"“{named[0]}”中没有可能是回收件的文件（.xlsx 等表格或压缩包）：请核对路径。",
            f"Nothing under {named[1]} could be a return (a spreadsheet such as .xlsx, or a zip): "
            "see whether the path is right.",
        ) from None


def found_under(paths: Sequence[PathLike], limits: Limits = LIMITS) -> list[Source]:
    """The files under the paths; RefusedError where a path does not exist or cannot be opened."""
    try:
        return discover([Path(p) for p in paths], limits)
    except FileNotFoundError as error:
        raise RefusedError(
            f"找不到“{error.filename}”：请核对路径。",
            f"There is no {str(error.filename)!r}: see whether the path is right.",
        ) from None

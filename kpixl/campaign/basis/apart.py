"""Nothing that may have come with returns is obeyed: workspace and validators lie apart from them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kpixl.campaign.basis.scheme_places import BLUEPRINTS, SETTINGS, STATE, VALIDATORS
from kpixl.paths import leads_out
from kpixl.places import is_stored, place
from kpixl.refusal import RefusedError

_OWN = frozenset({BLUEPRINTS, VALIDATORS, SETTINGS, STATE})
"""What makes a folder a workspace."""


def keep_apart(home: Path, checked: Iterable[str | os.PathLike[str]]) -> None:
    """RefusedError where a workspace that nobody named is, lies in, or holds only what is to be checked.

    home: the workspace. One that holds a folder of returns beside others of its own is the usual one.
    """
    root, paths = home.resolve(), _here(checked)
    parts = (root, *(root / name for name in _OWN))
    inside = any(part.is_relative_to(path) for part in parts for path in paths)
    beside = any(path.parent == root and path.is_file() for path in paths)
    if inside or beside or _holds_only(root, paths):
        raise RefusedError(
            f"工作区“{home}”与要检查的文件放在一起，其中的方案、校验程序、密钥可能是随回收件带来的，没有使用："
            f"请把回收件移到单独的文件夹；确认工作区可信的，用 --workspace 指定它。",
            f"The workspace {str(home)!r} lies together with what is to be checked, so its blueprints, "
            "validators and keys may have come with the returns and are not used: move the returns to a "
            "folder of their own, or name the workspace with --workspace if you trust it.",
        )


def _here(checked: Iterable[str | os.PathLike[str]]) -> set[Path]:
    """Where what is checked lies on this machine; what is in a store is apart from it anyway."""
    return {path.resolve() for path in map(place, checked) if not is_stored(path)}


def _holds_only(root: Path, paths: set[Path]) -> bool:
    """Whether a workspace is a folder of several returns: nothing is in it that is not to be checked."""
    others = [e for e in root.iterdir() if e.name not in _OWN and not e.name.startswith(".")]
    return len(others) > 1 and all(entry.resolve() in paths for entry in others)


def keep_program_apart(program: Path, checked: Iterable[str | os.PathLike[str]]) -> None:
    """RefusedError where a validators file lies below what is to be checked, whoever named the workspace."""
    file = program.resolve()
    if program.is_file() and any(file.is_relative_to(path) for path in _here(checked)):
        raise RefusedError(
            f"校验程序“{program}”在要检查的文件夹之内，不会运行：请把回收件移到单独的文件夹，只检查那个文件夹。",
            f"The validators file {str(program)!r} lies within what is to be checked and is never run: move "
            "the returns to a folder of their own and check that one.",
        )


def kept_within(root: Path, file: Path) -> Path:
    """The file; RefusedError where links lead from it out of a folder."""
    if leads_out(file, root):
        raise RefusedError(
            f"“{file}”是指向工作区以外的链接，没有读取：请换成文件本身。",
            f"{str(file)!r} is a link that leads out of the workspace and is not read: put the file itself "
            "there.",
        )
    return file

"""Where this user keeps things: the folders that a page may offer, by what they are."""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_KNOWN = {
    "documents": ("Personal", ("Documents", "文档")),
    "desktop": ("Desktop", ("Desktop", "桌面")),
    "downloads": ("{374DE290-123F-4565-9164-39C4925E467B}", ("Downloads", "下载")),
}
"""What Windows calls each in its registry, and what it is called in the user's own folder elsewhere."""
_SHELL = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"


def user_folders() -> dict[str, Path]:
    """Documents, desktop and downloads of this user, wherever they were moved; those that are there."""
    moved = dict(_moved())
    found: dict[str, Path] = {}
    for name, (key, usual) in _KNOWN.items():
        every = [moved[key]] if key in moved else []
        every += [Path.home() / each for each in usual]
        if (there := next((path for path in every if path.is_dir()), None)) is not None:
            found[name] = there
    return found


def _moved() -> Iterator[tuple[str, Path]]:
    """What the registry says of them: a user may have moved them to another disk."""
    if sys.platform != "win32":
        return
    import winreg  # noqa: PLC0415 - Windows has it alone

    for key, _ in _KNOWN.values():
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, _SHELL) as shell:
            yield key, Path(os.path.expandvars(winreg.QueryValueEx(shell, key)[0]))


def other_disks() -> dict[str, Path]:
    """The disks besides the system's own, where many keep what must outlive it; none but on Windows."""
    if sys.platform != "win32":
        return {}
    own = os.environ.get("SYSTEMDRIVE", "C:").upper()
    disks = (f"{letter}:" for letter in string.ascii_uppercase[2:])
    return {disk: Path(f"{disk}\\") for disk in disks if disk != own and Path(f"{disk}\\").is_dir()}

"""Which workspaces were open lately, on this machine, by this user."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kpixl.campaign import RefusedError, Workspace
from kpixl.outputs import keep, remembering

_MOST, _MOST_BELOW = 8, 300


@dataclass(frozen=True, slots=True)
class Recent:
    """The list in a file; None remembers nothing. What cannot be remembered is not missed."""

    file: Path | None

    @property
    def workspaces(self) -> Mapping[str, Path]:
        """Those that are still there, the last one first, by names that say no path."""
        return _named(path for path in self._paths() if _is_workspace(path))

    def add(self, path: Path) -> None:
        """This one is open now."""
        if self.file is None:
            return
        known = [str(path), *(str(each) for each in self._paths() if each != path)][:_MOST]
        with suppress(OSError, RefusedError), remembering(self.file.parent):
            keep(self.file, json.dumps(known, ensure_ascii=False).encode(), private=True)

    def _paths(self) -> list[Path]:
        try:
            said = json.loads(self.file.read_text(encoding="utf-8")) if self.file else []
        except (OSError, ValueError):  # not there, or damaged
            return []
        return [Path(each) for each in said if isinstance(each, str)] if isinstance(said, list) else []


def workspaces_in(folders: Iterable[Path]) -> Mapping[str, Path]:
    """The workspaces right in these folders, by names that say no path."""
    return _named(path for folder in folders for path in _below(folder) if _is_workspace(path))


def _below(folder: Path) -> list[Path]:
    try:
        return sorted(each for each in folder.iterdir() if not each.name.startswith("."))[:_MOST_BELOW]
    except OSError:  # a disk that is away, or a folder that is somebody else's
        return []


def _named(paths: Iterable[Path]) -> Mapping[str, Path]:
    return {hashlib.sha256(str(path).encode()).hexdigest()[:16]: path for path in paths}


def _is_workspace(path: Path) -> bool:
    try:
        return path.is_absolute() and Workspace.at(path).root is not None
    except (OSError, RefusedError, ValueError):
        return False

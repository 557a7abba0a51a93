"""Paths that may have come from somebody else."""

from __future__ import annotations

from pathlib import Path

_PROGRAM = Path(__file__).absolute().parent


def leads_out(path: Path, home: Path) -> bool:
    """Whether links lead from a file out of a folder. Of kpixl's own files, an installer may make links."""
    own = path.absolute().is_relative_to(_PROGRAM)
    return not own and not path.resolve().is_relative_to(home.resolve())

"""Reference schemes with a few lines changed: in rounds, in periods."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.cases import cases
from tests.support.produced import ROOT

CASES = ROOT / "tests" / "cases" / "varied"


def varied(scheme: str, variant: str, workspace: Path) -> Path:
    """The folder of a reference scheme in a workspace of its own, changed as a file of cases says.

    What it published and what judges it besides stay away: they are about the scheme as it is.
    """
    folder = workspace / "blueprints" / scheme
    shutil.copytree(ROOT / "blueprints" / scheme, folder)
    shutil.rmtree(folder / "published", ignore_errors=True)
    for name, changes in cases(f"varied/{variant}").items():
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for change in changes:
            assert change["old"] in text, f"{name} has no {change['old']!r}"
            text = text.replace(change["old"], change["new"])
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder

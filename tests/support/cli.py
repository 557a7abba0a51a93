"""The command line as a test calls it, and a small workspace to call it in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from kpixl.cli.main import program
from tests.support import tiny

ROOT = Path(__file__).parent.parent.parent


def workspace(folder: Path) -> Path:
    """A workspace that holds the tiny scheme."""
    shutil.copytree(tiny.FOLDER, folder / "blueprints" / "tiny")
    return folder


def kpixl(
    *arguments: str | Path, env: Mapping[str, str | None] | None = None, typed: str | None = None
) -> Result:
    """Run a command in this process, in English unless it says otherwise. typed: what somebody types."""
    given = {"KPIXL_LANG": "en", "COLUMNS": None, **(env or {})}  # whatever runs the tests may say a width
    return CliRunner().invoke(program, [str(a) for a in arguments], env=given, prog_name="kpixl", input=typed)


def kpixl_json(*arguments: str | Path) -> Any:
    """What a command says with --format json."""
    return json.loads(kpixl(*arguments, "--format", "json").stdout)


def kpixl_process(
    *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `python -m kpixl` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kpixl", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "KPIXL_LANG": "en", **(env or {})},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )

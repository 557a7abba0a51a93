"""LibreOffice, where it is on this machine: what it makes of files."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_SECONDS = 300
_USUAL = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def program() -> str | None:
    """Where LibreOffice is, if it is there."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _USUAL if Path(path).is_file()), None)


def convert(office: str, files: Sequence[Path], to: str, folder: Path) -> bool:
    """Have LibreOffice save files in another format into a folder; whether it came to an end."""
    with tempfile.TemporaryDirectory(prefix="kpixl-office-") as profile:
        options = [f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command = [
            office,
            *options,
            "--convert-to",
            to,
            "--outdir",
            os.fspath(folder),
            *map(os.fspath, files),
        ]
        try:
            # it is LibreOffice that is started, on files whose names are ours
            subprocess.run(command, check=False, timeout=_SECONDS, capture_output=True)  # noqa: S603 - as said
        except subprocess.TimeoutExpired:
            return False
    return True

"""Documents of older programs (.doc, .wps), read as .docx after LibreOffice has saved them so."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from kpixl.draft.document import Document
from kpixl.draft.readers.docx import read_docx
from kpixl.limits import Limits
from kpixl.refusal import RefusedError

_SECONDS = 120
_USUAL = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def program() -> str | None:
    """Where LibreOffice is, if it is there."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _USUAL if Path(path).is_file()), None)


def read_converted(data: bytes, name: str, limits: Limits) -> Document:
    """The document in an older file. RefusedError where LibreOffice is not there or cannot read it."""
    office = program()
    if office is None:
        raise RefusedError(
            f"“{name}”是旧格式，要先用 Word 或 WPS 另存为 .docx（本机没有 LibreOffice，不能自动转换）。",
            f"{name!r} is of an older format: save it as .docx (LibreOffice, which would, is not installed).",
        )
    with tempfile.TemporaryDirectory(prefix="kpixl-draft-") as folder:
        source = Path(folder) / f"document{Path(name).suffix.lower() or '.doc'}"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        options = [f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        command = [office, *options, "--convert-to", "docx", "--outdir", folder, os.fspath(source)]
        try:
            # it is LibreOffice that is started, on a file of our own name
            subprocess.run(command, check=False, timeout=_SECONDS, capture_output=True)  # noqa: S603 - as said
        except subprocess.TimeoutExpired as error:
            raise _unreadable(name) from error
        made = source.with_suffix(".docx")
        if not made.is_file():
            raise _unreadable(name)
        return read_docx(made.read_bytes(), name, limits)


def _unreadable(name: str) -> RefusedError:
    return RefusedError(
        f"“{name}”读不出来：请用 Word 或 WPS 打开，另存为 .docx 后再试。",
        f"{name!r} cannot be read: open it with Word and save it as .docx.",
    )

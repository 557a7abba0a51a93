"""Documents of older programs (.doc, .wps), read as .docx after LibreOffice has saved them so."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kpixl.draft.document import Document
from kpixl.draft.readers.docx import read_docx
from kpixl.libreoffice import convert, program
from kpixl.limits import Limits
from kpixl.refusal import RefusedError


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
        if not convert(office, [source], "docx", Path(folder)):
            raise _unreadable(name)
        made = source.with_suffix(".docx")
        if not made.is_file():
            raise _unreadable(name)
        return read_docx(made.read_bytes(), name, limits)


def _unreadable(name: str) -> RefusedError:
    return RefusedError(
        f"“{name}”读不出来：请用 Word 或 WPS 打开，另存为 .docx 后再试。",
        f"{name!r} cannot be read: open it with Word and save it as .docx.",
    )

"""Workbooks that need a password to open: what is inside, for those whose password is known."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from kpixl.formats._compound import Compound
from kpixl.formats._guard import exceeded, refuse
from kpixl.formats._sniff import FileKind
from kpixl.formats.biff import workbook_stream
from kpixl.limits import Limits

_PROTECTED_ONLY = "VelvetSweatshop"
"""With this published password Excel encrypts what is only locked against changes; it never asks for it."""
_FILEPASS = 0x2F


def decrypted(
    data: bytes, kind: FileKind, compound: Compound, passwords: Sequence[str], limits: Limits
) -> bytes | None:
    """The workbook without its encryption; None where it has none.

    Raises BadFileError where no password opens it, or the encryption is none that is known.
    """
    if kind is FileKind.XLS and not _is_encrypted(workbook_stream(compound)):
        return None
    for password in (_PROTECTED_ONLY, *passwords):
        opened = _opened(data, kind, password)
        if opened is not None:
            if len(opened) > limits.file:
                raise exceeded("F043", limits, "file", part="EncryptedPackage")
            return opened
    raise refuse("F020", count=len(passwords))


def _is_encrypted(stream: bytes) -> bool:
    """Whether the second record, or one soon after it, says so: nothing else may stand before it."""
    at = 0
    for _ in range(5):
        if at + 4 > len(stream):
            return False
        number, length = struct.unpack_from("<HH", stream, at)
        if number == _FILEPASS:
            return True
        at += 4 + length
    return False


def _opened(data: bytes, kind: FileKind, password: str) -> bytes | None:
    """What the password opens; None where it is wrong."""
    import msoffcrypto  # noqa: PLC0415 - heavy, and few files need it
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415

    verified = False
    try:
        file: Any = msoffcrypto.OfficeFile(BytesIO(data))
        # an .xls is verified in any case, and its reader does not know the word
        file.load_key(password=password, **({"verify_password": True} if kind is FileKind.ENCRYPTED else {}))
        verified = True
        target = BytesIO()
        file.decrypt(target)
        return target.getvalue()
    except MemoryError:
        raise
    except Exception as error:  # its own kinds of errors have no common base, and assertions are among them
        if isinstance(error, InvalidKeyError) and not verified:
            return None
        raise refuse("F097", reason=f"{type(error).__name__}: {error}"[:200]) from error

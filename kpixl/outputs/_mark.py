"""How kpixl knows a file that it wrote and nobody has changed since: by the file's time.

The millionths of a second of the time of modification are a check number of the content. So nothing is added
to a file, nothing has to be remembered anywhere, and whoever saves the file takes the mark off. A copy that
lost the exact time lost the mark as well, and is replaced only with --force.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from kpixl.places import is_stored

_NUMBERS = 999_999
"""Zero is no check number: what was unpacked or lay on an old disk has whole seconds."""


def sha256(path: Path) -> str:
    """The digest of a file's content, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put_mark(path: Path, digest: str) -> None:
    """Mark a file that was just written. digest: of its content."""
    seconds = path.stat().st_mtime_ns // 1_000_000_000
    time = seconds * 1_000_000_000 + _number(digest) * 1_000
    os.utime(path, ns=(time, time))


def is_own(path: Path) -> bool:
    """Whether kpixl wrote a file as it stands; of what is in a store its time does not say."""
    if is_stored(path):
        return False
    with suppress(OSError):  # what cannot be read is nobody's to replace
        fraction = path.stat().st_mtime_ns // 1_000 % 1_000_000
        return fraction != 0 and fraction == _number(sha256(path))
    return False


def _number(digest: str) -> int:
    return int(digest[:16], 16) % _NUMBERS + 1

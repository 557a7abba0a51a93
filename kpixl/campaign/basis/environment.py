"""What the environment of a process says of secrets: of a command, and of a worker of a cluster."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from kpixl.campaign.basis.memory import read_key, read_password
from kpixl.stamp import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The secrets that the environment names; None and empty what it does not."""

    key: Key | None = None
    password: str | None = field(default=None, repr=False)
    open_passwords: tuple[str, ...] = field(default=(), repr=False)


def told(key_file: Path | None = None, password_file: Path | None = None) -> Told:
    """KPIXL_KEY, KPIXL_PASSWORD and KPIXL_OPEN_PASSWORDS (one a line); files that are named go first."""
    text = os.environ.get("KPIXL_KEY", "").strip()
    return Told(
        key=read_key(key_file) if key_file else Key(text.encode()) if text else None,
        password=read_password(password_file) if password_file else os.environ.get("KPIXL_PASSWORD") or None,
        open_passwords=tuple(os.environ.get("KPIXL_OPEN_PASSWORDS", "").splitlines()),
    )


def of_worker() -> Told:
    """Those of a worker, whom nobody gives options: KPIXL_KEY_FILE and KPIXL_PASSWORD_FILE name files."""
    return told(_file("KPIXL_KEY_FILE"), _file("KPIXL_PASSWORD_FILE"))


def _file(variable: str) -> Path | None:
    name = os.environ.get(variable)
    return Path(name) if name else None

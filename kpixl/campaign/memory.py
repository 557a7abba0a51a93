"""What a workspace remembers: its secrets, and what number each recipient's issue has."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpixl.refusal import RefusedError
from kpixl.stamp import PUBLISHED_KEY, Key

PUBLISHED_PASSWORD = "kpixl-demo"  # noqa: S105 - it is meant to be known: what it locks is a demonstration
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that look alike: somebody may have to type it
_PASSWORD_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """The sheet password, which unlocks the workbooks, and the signing key, which makes them.

    open_passwords: those that returns may need to be opened at all; somebody puts them there by hand.
    """

    password: str = field(repr=False)
    key: Key
    open_passwords: tuple[str, ...] = field(default=(), repr=False)


PUBLISHED = Secrets(password=PUBLISHED_PASSWORD, key=PUBLISHED_KEY)


def secrets_in(path: Path, *, create: bool) -> Secrets | None:
    """The secrets in a file, made at first need; None where there are none and none are asked for."""
    if not path.exists():
        return _created(path) if create else None
    return _read(path)


def issue_group(scheme: str, stage: str, round_: str, period: str) -> str:
    """What issue numbers are counted apart by."""
    return f"{scheme}/{stage}/{round_}/{period}".rstrip("/")


def numbers_in(path: Path, group: str, contents: Mapping[str, str]) -> dict[str, int]:
    """The running number of each recipient's issue, remembered in a file.

    The same content issued again keeps its number: same inputs, same bytes.
    """
    book: dict[str, dict[str, Any]] = _json(path) if path.exists() else {}
    known = book.setdefault(group, {})
    numbers: dict[str, int] = {}
    for recipient, digest in contents.items():
        number, last = known.get(recipient, (0, ""))
        numbers[recipient] = number if last == digest else number + 1
        known[recipient] = [numbers[recipient], digest]
    _keep(path, book)
    return numbers


def latest_in(path: Path, group: str) -> dict[str, int]:
    """The number of each recipient's latest issue that a file remembers."""
    book: dict[str, dict[str, Any]] = _json(path) if path.exists() else {}
    return {recipient: number for recipient, (number, *_) in book.get(group, {}).items()}


def read_key(path: Path) -> Key:
    """The signing key in a file: a workspace's secrets file, or any content, space at the ends aside."""
    return Key(_secret(path, "key"))


def read_password(path: Path) -> str:
    """The sheet password in a file: a workspace's secrets file, or a text."""
    try:
        return _secret(path, "password").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _damaged(path) from error


def _secret(path: Path, name: str) -> bytes:
    content = path.read_bytes().strip()
    if content.startswith(b"{"):
        content = str(_json(path).get(name) or "").encode()
    if not content:
        raise RefusedError(
            f"“{path}”里没有可用的内容：请换一个文件。",
            f"{str(path)!r} holds nothing to use: name another file.",
        )
    return content


def _created(path: Path) -> Secrets:
    password = "".join(secrets.choice(_LETTERS) for _ in range(_PASSWORD_LENGTH))
    made = {"password": password, "key": secrets.token_hex(32)}
    _keep(path, made)
    return _read(path)


def _read(path: Path) -> Secrets:
    known = _json(path).get("open_passwords", [])
    opening = tuple(str(each) for each in known) if isinstance(known, list) else (str(known),)
    return Secrets(password=read_password(path), key=read_key(path), open_passwords=opening)


def _json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise _damaged(path) from error
    if not isinstance(data, dict):
        raise _damaged(path)
    return data


def _damaged(path: Path) -> RefusedError:
    return RefusedError(
        f"“{path}”已损坏，读不出来：请从备份恢复；删除后会重新生成，但以前印发的工作簿将无法核对。",
        f"{str(path)!r} is damaged: restore it from a backup. If it is deleted a new one is made, and what "
        "was issued before can no longer be verified.",
    )


def _keep(path: Path, data: dict[str, Any]) -> None:
    """Write whole or not at all, for the owner only where the platform knows that; git ignores the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(
            os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(data, file, ensure_ascii=False, indent=1, sort_keys=True)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)

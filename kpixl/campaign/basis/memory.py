"""What a workspace remembers: its secrets, and what number each recipient's issue has."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpixl.outputs import create as create_file
from kpixl.outputs import keep, unversioned
from kpixl.refusal import RefusedError
from kpixl.stamp import PUBLISHED_KEY, Key

PUBLISHED_PASSWORD = "kpixl-demo"  # noqa: S105 - it is meant to be known: what it locks is a demonstration
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that look alike: somebody may have to type it
_PASSWORD_LENGTH = 16
_OF_PART = "/"
ISSUE = "issue"
"""What is issued to be filled in; what is given back to be corrected is another kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """The sheet password, which unlocks the workbooks, and the signing key, which makes them.

    open_passwords: those that returns may need to be opened at all; somebody puts them there.
    """

    password: str = field(repr=False)
    key: Key
    open_passwords: tuple[str, ...] = field(default=(), repr=False)


PUBLISHED = Secrets(password=PUBLISHED_PASSWORD, key=PUBLISHED_KEY)


def secrets_in(path: Path, *, create: bool) -> Secrets | None:
    """The secrets in a file, made at first need; None where there are none and none are asked for."""
    if create:
        with unversioned(path.parent):
            if not path.exists():
                _create(path)
    return _read(path) if path.exists() else None


def with_open_passwords(path: Path, passwords: Sequence[str]) -> None:
    """Put passwords that open returns into a file of secrets, in place of those that are there."""
    with unversioned(path.parent):
        if not path.exists():
            _create(path)
        keep(path, _bytes({**_json(path), "open_passwords": list(passwords)}), private=True)


def kind_of(kind: str, part: str) -> str:
    """What the number of a part is remembered under. All parts of a recipient are counted together."""
    return f"{kind}{_OF_PART}{part}" if part else kind


def issue_group(scheme: str, stage: str, round_: str, period: str) -> str:
    """What issue numbers are counted apart by."""
    return f"{scheme}/{stage}/{round_}/{period}".rstrip("/")


def numbers_in(path: Path, group: str, contents: Mapping[str, str], kind: str = ISSUE) -> dict[str, int]:
    """The running number of each recipient's issue, remembered in a file.

    The content that was the last of its kind keeps its number: same inputs, same bytes. kind: of what is
    issued; all kinds are counted together.
    """
    with unversioned(path.parent):
        book: dict[str, dict[str, Any]] = _json(path) if path.exists() else {}
        known = book.setdefault(group, {})
        made = {r: _counted(known.get(r), kind, digest) for r, digest in contents.items()}
        if any(known.get(r) != last for r, last in made.items()):
            known |= made
            keep(path, _bytes(book), private=True)
    return {recipient: last[kind][0] for recipient, last in made.items()}


def _counted(known: Any, kind: str, digest: str) -> dict[str, list[Any]]:
    """The last number and content of each kind. known: the same before; once a number and a content alone."""
    last = _kinds(known)
    if kind not in last or last[kind][1] != digest:
        last[kind] = [1 + _highest(last), digest]
    return last


def _kinds(known: Any) -> dict[str, list[Any]]:
    return {ISSUE: known} if isinstance(known, list) else dict(known or {})


def _highest(last: Mapping[str, list[Any]]) -> int:
    return max((number for number, _ in last.values()), default=0)


def latest_in(path: Path, group: str, part: str = "") -> dict[str, int]:
    """The number of each recipient's latest issue of a part that a file remembers."""
    book: dict[str, dict[str, Any]] = _json(path) if path.exists() else {}
    return {
        recipient: _highest({kind: last for kind, last in _kinds(known).items() if _part(kind) == part})
        for recipient, known in book.get(group, {}).items()
    }


def _part(kind: str) -> str:
    return kind.partition(_OF_PART)[2]


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


def _create(path: Path) -> None:
    password = "".join(secrets.choice(_LETTERS) for _ in range(_PASSWORD_LENGTH))
    made = {"password": password, "key": secrets.token_hex(32)}
    with suppress(FileExistsError):  # where a disk knows no locks another run may have made them just now
        create_file(path, _bytes(made))


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


def _bytes(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()

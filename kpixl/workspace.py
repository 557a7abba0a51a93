"""Where things lie: blueprints, validators, secrets, snapshots, issue numbers. Only the command line asks.

A workspace is a folder that holds `blueprints/`. What kpixl must remember lies in its `.kpixl/`, which git
ignores. Outside of any workspace the reference schemes are used, with published secrets, and nothing is
remembered.
"""

from __future__ import annotations

import json
import os
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kpixl.refusal import RefusedError
from kpixl.stamp import PUBLISHED_KEY, Key

BLUEPRINTS = "blueprints"
DEFAULT = "default.txt"
VALIDATORS = "validators"
HEAD = "scheme.yaml"
STATE = ".kpixl"
SETTINGS = "kpixl.toml"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a scheme lies. validators: the folder that holds its validators file."""

    id: str
    folder: Path
    validators: Path


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """Where everything lies.

    root: what holds `blueprints/` and `validators/`; None outside of any workspace. output: where results go
    for which no place is named.
    """

    root: Path | None
    output: Path

    @classmethod
    def at(cls, folder: Path) -> Workspace:
        """The workspace in this very folder; RefusedError where there is none."""
        if not (folder / BLUEPRINTS).is_dir():
            raise RefusedError(
                f"“{folder}”不是工作区（没有 {BLUEPRINTS} 文件夹）：用 kpixl init 新建一个，或者另外指定。",
                f"{str(folder)!r} is no workspace (it holds no {BLUEPRINTS}/): make one with `kpixl init`, "
                "or name another.",
            )
        return cls(root=folder.absolute(), output=folder / "generated")

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The nearest workspace from a folder upwards, else the reference schemes."""
        here = start.absolute()
        for folder in (here, *here.parents):
            if (folder / BLUEPRINTS).is_dir():
                return cls(root=folder, output=folder / "generated")
        return cls(root=None, output=here / "generated")

    @cached_property
    def schemes(self) -> dict[str, Place]:
        """All schemes by id: the workspace's, then the reference schemes of other names."""
        own = _schemes(self.root) if self.root else ()
        return {place.id: place for place in (*_schemes(reference()), *own)}

    @property
    def default(self) -> str:
        """The id of the scheme that is meant where none is named."""
        own = [place.id for place in _schemes(self.root)] if self.root else []
        return own[0] if len(own) == 1 else first_scheme()

    @property
    def state(self) -> Path | None:
        """The folder of what must be remembered; None outside of any workspace."""
        return self.root / STATE if self.root else None

    @property
    def snapshots(self) -> Path | None:
        """The folder of snapshots."""
        return self.state / "snapshots" if self.state else None

    def secrets(self, *, create: bool) -> Secrets | None:
        """The secrets, made at first need; None where there are none and none are asked for."""
        if self.state is None:
            return PUBLISHED
        path = self.state / "secrets.json"
        if not path.exists():
            return _created(path) if create else None
        return _read(path)

    @property
    def limits(self) -> Mapping[str, Any]:
        """The limits of returns that the workspace's settings file (kpixl.toml, `[limits]`) sets."""
        path = self.root / SETTINGS if self.root else None
        if path is None or not path.is_file():
            return {}
        try:
            limits = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("limits", {})
        except ValueError as error:
            raise RefusedError(
                f"设置文件“{path}”读不出来（{error}）：请按 TOML 的写法修改。",
                f"The settings file {str(path)!r} cannot be read ({error}): write it as TOML.",
            ) from error
        return limits if isinstance(limits, dict) else {"limits": limits}

    def issue_numbers(self, group: str, contents: Mapping[str, str]) -> dict[str, int]:
        """The running number of each recipient's issue, remembered; all 1 outside of any workspace.

        group: what is counted apart (scheme, stage, round, period); contents: recipient → digest of what
        is issued. The same content issued again keeps its number: same inputs, same bytes.
        """
        if self.state is None:
            return dict.fromkeys(contents, 1)
        path = self.state / "issues.json"
        book: dict[str, dict[str, Any]] = _json(path) if path.exists() else {}
        known = book.setdefault(group, {})
        numbers: dict[str, int] = {}
        for recipient, digest in contents.items():
            number, last = known.get(recipient, (0, ""))
            numbers[recipient] = number if last == digest else number + 1
            known[recipient] = [numbers[recipient], digest]
        _keep(path, book)
        return numbers


def reference() -> Path:
    """The reference schemes' workspace: in a checkout the repository, else what came with the wheel."""
    here = Path(__file__).parent
    packed = here / "reference"
    return packed if packed.is_dir() else here.parent


def first_scheme() -> str:
    """The id of the reference scheme to begin with: blueprints/default.txt names it."""
    return (reference() / BLUEPRINTS / DEFAULT).read_text(encoding="utf-8").strip()


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


def _schemes(root: Path) -> Iterator[Place]:
    folder = root / BLUEPRINTS
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if (entry / HEAD).is_file():
            yield Place(id=entry.name, folder=entry, validators=root / VALIDATORS)


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

"""backup, restore: what a workspace must never lose, as one encrypted file.

That is what it remembers: secrets, issue numbers, snapshots, ledger. What can be made again (a cache), and
what people write and keep themselves (blueprints, validators, settings), is not in it.
"""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpixl.campaign.workspace.encrypted import COST, MOST, decrypted, encrypted
from kpixl.formats import ARCHIVE_ERRORS
from kpixl.outputs import Guard, Outputs, remembering
from kpixl.refusal import RefusedError
from kpixl.words import Words

SECRETS = "secrets.json"
LEAST_PASSWORD = 8
IGNORED = ".gitignore"
_MADE_AGAIN = re.compile(r"cache\.sqlite|expected-.*\.json")
_PART = re.compile(r"(?:\w[\w-]*/)?\w[\w-]*\.(?:json|sqlite)", re.ASCII)
_DATABASE = ".sqlite"
_DAY = (1980, 1, 1, 0, 0, 0)
_MOST_FILES = 100_000
_WHAT = (
    (re.compile(r"secrets\.json"), Words("密码和密钥", "secrets")),
    (re.compile(r"issues\.json"), Words("印发编号", "issue numbers")),
    (re.compile(r"snapshots/.*"), Words("方案快照{count}份", "snapshots ({count})")),
    (re.compile(r".*\.sqlite"), Words("台账", "ledger")),
)


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A backup that was written or restored. files: what is in it."""

    path: Path
    files: tuple[str, ...]

    @property
    def words(self) -> Words:
        """What is in it, in words."""
        counts = [(words, sum(bool(p.fullmatch(f)) for f in self.files)) for p, words in _WHAT]
        told = [(words, count) for words, count in counts if count]
        return Words(
            "、".join(words.zh.format(count=count) for words, count in told),
            ", ".join(words.en.format(count=count) for words, count in told),
        )

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        return {"backup": str(self.path), "files": list(self.files)}


def backup(state: Path, file: Path, password: str, guard: Guard, *, cost: int = COST) -> Backup:
    """Write what a workspace remembers into a file, encrypted. state: the folder; guard: of the file's place.

    RefusedError where there is nothing yet, or the password is too short.
    """
    if len(password) < LEAST_PASSWORD:
        raise RefusedError(
            f"备份的密码至少要{LEAST_PASSWORD}个字符：请换一个长的。",
            f"The password of a backup takes at least {LEAST_PASSWORD} characters: choose a longer one.",
        )
    if not (state / SECRETS).is_file():
        raise RefusedError(
            f"“{state}”里还没有密钥，没有什么可备份：请先印发。",
            f"There are no secrets in {str(state)!r} yet, so there is nothing to back up: issue first.",
        )
    guard.try_output(file)
    with remembering(state):
        content = held(state)
    data = encrypted(_packed(content), password, cost=cost)
    with Outputs(guard) as outputs:
        outputs.file(file, data, private=True)
    return Backup(path=file, files=tuple(content))


def restore(state: Path, file: Path, password: str, *, force: bool = False) -> Backup:
    """Put what a backup holds into a workspace, all of it or nothing. state: the workspace's folder for it.

    What is there and not in the backup stays. force: what is there and differs is replaced; RefusedError
    otherwise.
    """
    content = _unpacked(decrypted(_read(file), password, str(file)), file)
    with Outputs(Guard.of([file], force=True)) as outputs:
        folder = outputs.into(state)
        other = _differing(state, content)
        if other and not force:
            raise _replacing(state, other)
        _leave_no_journal(state, content)
        if not (state / IGNORED).exists():
            folder.write(IGNORED, b"*\n")
        # what a process that takes no lock reads first is the last to be exchanged
        for name in sorted(content, key=lambda name: name == SECRETS):
            folder.write(name, content[name], private=True)
    return Backup(path=file, files=tuple(content))


def held(state: Path) -> dict[str, bytes]:
    """What a folder that one has to oneself remembers, by name."""
    names = ((path, path.relative_to(state).as_posix()) for path in sorted(state.rglob("*")))
    return {name: _content(p) for p, name in names if _is_part(name) and p.is_file() and not p.is_symlink()}


def _is_part(name: str) -> bool:
    """Whether a file of that name is remembered for good."""
    return bool(_PART.fullmatch(name)) and not _MADE_AGAIN.fullmatch(name.rpartition("/")[2])


def _content(path: Path) -> bytes:
    """What a file holds; a database as it is between two writes: what a killed run left is undone first."""
    if path.suffix != _DATABASE:
        return path.read_bytes()
    try:
        with closing(sqlite3.connect(path)) as database, closing(sqlite3.connect(":memory:")) as copy:
            database.backup(copy)
            return copy.serialize()
    except sqlite3.Error as error:
        raise RefusedError(
            f"“{path}”读不出来（{error}）：如果另一个程序正打开着它，请关闭后重试。",
            f"{str(path)!r} cannot be read ({error}): close what else has it open, and try again.",
        ) from error


def _differing(state: Path, content: Mapping[str, bytes]) -> list[str]:
    """The files of a backup of which the workspace has others, or some that cannot be read any more."""
    return [name for name, data in content.items() if (state / name).exists() and _now(state / name) != data]


def _now(path: Path) -> bytes | None:
    try:
        return _content(path)
    except RefusedError:
        return None


def _leave_no_journal(state: Path, content: Mapping[str, bytes]) -> None:
    """What a database that cannot be read has left undone must not be undone in the one that replaces it."""
    for name in content:
        if name.endswith(_DATABASE):
            (state / f"{name}-journal").unlink(missing_ok=True)


def _replacing(state: Path, names: Collection[str]) -> RefusedError:
    """The refusal to replace what a workspace holds."""
    if SECRETS in names:
        return RefusedError(
            f"“{state}”里已有另外的密码和密钥，没有恢复：确实要换成备份中的，加上 --force；"
            "用现有密钥印发的工作簿以后无法核对。",
            f"{str(state)!r} holds other secrets, so nothing was restored: replace them with --force; what "
            "was issued with them can no longer be verified then.",
            desk=Words(
                "这里已有另外的密码和密钥，没有恢复：确实要换成备份中的，勾选“覆盖这里已有的”；用现有密钥印发"
                "的工作簿以后无法核对。",
                "There are other secrets here, so nothing was restored: tick `replace what is here`; what "
                "was issued with them can no longer be verified then.",
            ),
        )
    return RefusedError(
        f"“{state}”里的记录与备份不同（{'、'.join(names)}），可能比备份新，没有恢复：确实要换成备份中的，"
        "加上 --force。",
        f"What {str(state)!r} remembers differs from the backup ({', '.join(names)}) and may be newer, so "
        "nothing was restored: replace it with --force.",
        desk=Words(
            f"这里的记录与备份不同（{'、'.join(names)}），可能比备份新，没有恢复：确实要换成备份中的，勾选“覆盖这里"
            "已有的”。",
            f"What is remembered here differs from the backup ({', '.join(names)}) and may be newer, so "
            "nothing was restored: tick `replace what is here`.",
        ),
    )


def _read(file: Path) -> bytes:
    if file.stat().st_size > 2 * MOST:
        raise _strange(file)
    return file.read_bytes()


def _packed(content: Mapping[str, bytes]) -> bytes:
    if sum(map(len, content.values())) > MOST:
        raise RefusedError(
            f"要备份的内容超过{MOST >> 20} MB，放不进一个备份文件：请直接复制工作区的 .kpixl 文件夹。",
            f"There is more than {MOST >> 20} MB to back up: copy the workspace's folder .kpixl instead.",
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _unpacked(data: bytes, file: Path) -> dict[str, bytes]:
    """The files of a backup. Who made it knows the password, and may still have put anything in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return dict(_members(archive, file))
    except ARCHIVE_ERRORS as error:
        raise _strange(file) from error


def _members(archive: zipfile.ZipFile, file: Path) -> Iterator[tuple[str, bytes]]:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    alike = len({name.casefold() for name in names}) < len(names)
    if alike or not all(map(_is_part, names)) or SECRETS not in names or len(names) > _MOST_FILES:
        raise _strange(file)
    room = MOST
    for info in infos:
        with archive.open(info) as member:
            data = member.read(room + 1)
        room -= len(data)
        if room < 0:
            raise _strange(file)
        yield info.filename, data


def _strange(file: Path) -> RefusedError:
    return RefusedError(
        f"备份文件“{file}”里的内容不是 kpixl 备份的，没有恢复：请换一份。",
        f"What is in the backup {str(file)!r} is not what kpixl backs up, so nothing was restored: take "
        "another.",
    )

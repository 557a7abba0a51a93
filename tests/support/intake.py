"""What returns come in, made by a recipe: tests/cases/intake.yaml says of what, and what lies in it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import py7zr

from tests.support import letters, rar
from tests.support.cases import cases
from tests.support.compound import Tree
from tests.support.packages import packed, workbook

CASES: list[dict[str, Any]] = cases("intake")
BOOK = workbook()
FILES: Mapping[str, bytes] = {
    "workbook": BOOK,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "text": "说明".encode(),
    "nothing": b"",
    "winmail": b"\x78\x9f\x3e\x22\x01\x00" + bytes(64),
    "first volume": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(64),
    "other volume": bytes(range(256)),
    "document": packed({"[Content_Types].xml": "", "word/embeddings/a.xlsx": BOOK}),
}
Recipe = str | Mapping[str, Any]


def made(recipe: Recipe) -> bytes:
    """The bytes of a file: one of FILES, or a container (its kind, what it holds, and how it is made)."""
    if isinstance(recipe, str):
        return FILES[recipe]
    how = dict(recipe)
    kind = next(each for each in KINDS if each in how)
    within = how.pop(kind)
    if kind == "msg":
        return letters.msg({name: _attached(each) for name, each in within.items()}, **how)
    return KINDS[kind]({name: made(each) for name, each in within.items()}, **how)


def _attached(recipe: Recipe) -> bytes | Tree:
    """In a mail of Outlook: a mail that it forwards is no file."""
    if isinstance(recipe, Mapping) and "msg" in recipe:
        return letters.message({name: _attached(each) for name, each in recipe["msg"].items()})
    return made(recipe)


def seven_zip(members: Mapping[str, bytes], *, hidden: bool = False, **how: Any) -> bytes:
    """A 7z archive. hidden: its directory is encrypted, too; how: as py7zr is told."""
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", header_encryption=hidden, **how) as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return buffer.getvalue()


def old_rar(members: Mapping[str, bytes], **how: Any) -> bytes:
    """A RAR archive of version 4, names in GBK."""
    return rar.rar4({name.encode("gbk"): content for name, content in members.items()}, **how)


def gbk_zip(members: Mapping[str, bytes]) -> bytes:
    """A zip, names in GBK without a word of it."""
    coded = {name.encode("gbk"): content for name, content in members.items()}
    marks = {f"{number}".rjust(len(raw), "@"): raw for number, raw in enumerate(coded)}
    data = packed(dict(zip(marks, coded.values(), strict=True)))
    for mark, raw in marks.items():
        data = data.replace(mark.encode(), raw)
    return data


KINDS: Mapping[str, Callable[..., bytes]] = {
    "zip": packed,
    "gbk zip": gbk_zip,
    "7z": seven_zip,
    "rar": rar.rar5,
    "old rar": old_rar,
    "locked rar": lambda _members: rar.locked5(),
    "eml": letters.eml,
    "msg": letters.msg,
}

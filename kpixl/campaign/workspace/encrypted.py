"""Bytes encrypted with a password, as one file: scrypt makes the key, AES-GCM encrypts and authenticates.

    magic, version, log2 N, r, p | salt | nonce | length | check of the key | digest of all this | ciphertext

The digest tells a damaged head from a wrong password, which the check of the key tells. The head is
authenticated with what follows it. What it asks for is bounded before it is done: it may come from anybody.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
import unicodedata
from secrets import token_bytes
from typing import NamedTuple

from kpixl.refusal import RefusedError
from kpixl.words import Words

MAGIC = b"kpixl-backup\n"
VERSION = 1
COST = 17
"""log2 of scrypt's N: with r = 8 that takes 128 MB and some tenths of a second."""
MOST = 1 << 30
"""Bytes that are encrypted."""
_LEAST_COST, _MOST_COST = 12, 18
_BLOCK, _LANES = 8, 1
_HEAD = struct.Struct(f">{len(MAGIC)}sBBBB16s12sQ16s")
_DIGEST = 16
_TAG = 16
_BEGINS = _HEAD.size + _DIGEST


class WrongPasswordError(RefusedError):
    """The password is not the one that the file was encrypted with."""


class _Head(NamedTuple):
    magic: bytes
    version: int
    cost: int
    block: int
    lanes: int
    salt: bytes
    nonce: bytes
    length: int
    check: bytes


def encrypted(data: bytes, password: str, *, cost: int = COST) -> bytes:
    """The file. Never the same twice: salt and nonce are drawn anew."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - only where it is needed

    salt, nonce = token_bytes(16), token_bytes(12)
    key, check = _derived(password, salt, cost)
    length = len(data) + _TAG
    head = _HEAD.pack(MAGIC, VERSION, cost, _BLOCK, _LANES, salt, nonce, length, check)
    whole = head + _digest(head)
    return whole + AESGCM(key).encrypt(nonce, data, whole)


def decrypted(file: bytes, password: str, name: str) -> bytes:
    """What was encrypted. WrongPasswordError; RefusedError where the file is none of these, or damaged.

    name: the file's, for what is said.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - only where it is needed
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - likewise

    head = _head(file, name)
    key, check = _derived(password, head.salt, head.cost)
    if not hmac.compare_digest(check, head.check):
        raise WrongPasswordError(
            f"密码不对，打不开“{name}”：请核对密码（区分大小写和全角半角）。",
            f"Wrong password for {name!r}: see whether it is typed as it was when the backup was made.",
        )
    try:
        return AESGCM(key).decrypt(head.nonce, file[_BEGINS:], file[:_BEGINS])
    except InvalidTag as error:
        raise _damaged(name) from error


def _head(file: bytes, name: str) -> _Head:
    """What the file says of itself, as far as it can be obeyed."""
    if not file.startswith(MAGIC):
        raise RefusedError(
            f"“{name}”不是 kpixl 的备份文件：请指定用 kpixl backup 生成的文件。",
            f"{name!r} is no backup of kpixl: name a file that `kpixl backup` made.",
            desk=Words(
                f"“{name}”不是 kpixl 的备份文件：请另选一个。",
                f"{name!r} is no backup of kpixl: take another file.",
            ),
        )
    if len(file) < _BEGINS or not hmac.compare_digest(
        _digest(file[: _HEAD.size]), file[_HEAD.size : _BEGINS]
    ):
        raise _damaged(name)
    head = _Head._make(_HEAD.unpack_from(file))
    usual = (head.block, head.lanes) == (_BLOCK, _LANES) and _LEAST_COST <= head.cost <= _MOST_COST
    if head.version != VERSION or not usual:
        raise RefusedError(
            f"“{name}”的备份格式（{head.version}）这个版本的 kpixl 不认识：请升级 kpixl。",
            f"This kpixl does not know the format ({head.version}) of the backup {name!r}: upgrade kpixl.",
        )
    if head.length != len(file) - _BEGINS:
        raise _damaged(name)
    return head


def _derived(password: str, salt: bytes, cost: int) -> tuple[bytes, bytes]:
    """The key, and what tells whether a password is the right one and nothing of the key."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415 - only where it is needed

    typed = unicodedata.normalize("NFC", password).encode()
    made = Scrypt(salt=salt, length=48, n=1 << cost, r=_BLOCK, p=_LANES).derive(typed)
    return made[:32], made[32:]


def _digest(head: bytes) -> bytes:
    return hashlib.sha256(head).digest()[:_DIGEST]


def _damaged(name: str) -> RefusedError:
    return RefusedError(
        f"备份文件“{name}”已损坏或不完整：请换一份副本。",
        f"The backup {name!r} is damaged or cut short: take another copy of it.",
    )

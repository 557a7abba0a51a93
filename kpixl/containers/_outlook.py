"""Mails as Outlook keeps them (.msg), by python-oxmsg: a compound file, each attachment a folder in it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.parser import HeaderParser
from typing import TYPE_CHECKING, BinaryIO

from kpixl.containers._container import Container, Mail, Member, readable
from kpixl.containers._headers import decoded
from kpixl.containers._letter import distinct, mail_of, member_of
from kpixl.formats import Compound, OleError, refuse
from kpixl.limits import Limits

if TYPE_CHECKING:
    from oxmsg.storage import Storage

_PROPERTIES = "__properties_version1.0"
_SUBJECT, _SENT, _HEADERS = 0x0037, 0x0039, 0x007D
_NAME, _ADDRESS, _SMTP_ADDRESS = 0x0C1A, 0x0C1F, 0x5D01
_BODY, _HTML = 0x1000, 0x1013
_CONTENT, _SHORT_NAME, _LONG_NAME, _SHOWN_NAME = 0x3701, 0x3704, 0x3707, 0x3001
_TIME, _EPOCH = 0x40, datetime(1601, 1, 1, tzinfo=UTC)
_OUTER, _INNER = 32, 24
"""How long the head of the properties is, of a message that is a file and of one within another."""


class Outlook(Container):
    """A mail of Outlook: attachments and texts are its members, and mails that it forwards, containers."""

    def __init__(self, storage: Storage, limits: Limits, *, head: int) -> None:
        """storage: the message; head: the length of the head of its properties."""
        self._limits = limits
        self._contents: dict[str, bytes] = {}
        self._letters: dict[str, Storage] = {}
        self.mail = _mail(storage, head)
        super().__init__(list(self._members(storage)))

    @classmethod
    def of(cls, file: BinaryIO, limits: Limits) -> Outlook:
        """The mail in a file. Raises BadFileError, and whatever the library does."""
        import olefile  # noqa: PLC0415 - an extra, with the next
        from oxmsg.storage import Storage  # noqa: PLC0415

        data = file.read()
        try:
            claimed = Compound.of(data).claimed
        except OleError as error:
            raise refuse("F095", reason=str(error)) from error
        if claimed > len(data):  # the library takes all of it into memory
            raise refuse("F047", part=".msg")
        with olefile.OleFileIO(data) as compound:
            return cls(Storage.from_ole(compound), limits, head=_OUTER)

    def unpacked(self, member: Member) -> bytes:
        """The bytes of an attachment."""
        return self._contents[member.name]

    def forwarded(self, name: str) -> Container | None:
        """A mail that was forwarded as it is."""
        storage = self._letters.get(name)
        return None if storage is None else Outlook(storage, self._limits, head=_INNER)

    def _members(self, storage: Storage) -> Iterator[Member]:
        names: set[str] = set()
        for name, content in _bodies(storage):
            yield self._put(distinct(name, names), content)
        for number, attachment in enumerate(storage.iter_attachment_storages(), 1):
            letter = _letter(attachment)
            shown = distinct(_attached_name(attachment, number, letter), names)
            if letter is not None:
                self._letters[shown] = letter
            yield self._put(shown, _stream(attachment, _CONTENT, "0102") or b"")

    def _put(self, name: str, content: bytes) -> Member:
        self._contents[name] = content
        return member_of(name, len(content), self._limits)


def _stream(storage: Storage, pid: int, kind: str) -> bytes | None:
    """A property that has a stream of its own; None where it has none."""
    wanted = f"__substg1.0_{pid:04X}{kind}"
    return next((each.bytes_ for each in storage.streams if each.name.upper() == wanted.upper()), None)


def _text(storage: Storage, pid: int) -> str:
    """A property that is a text: in UTF-16, or in the code page of the machine that wrote it."""
    wide = _stream(storage, pid, "001F")
    if wide is not None:
        return wide.decode("utf-16-le", "replace").rstrip("\x00")
    return readable(_stream(storage, pid, "001E") or b"").rstrip("\x00")


def _mail(storage: Storage, head: int) -> Mail:
    """What the message says of itself: the headers that it came with, else its properties."""
    came = mail_of(HeaderParser().parsestr(_text(storage, _HEADERS)))
    address = next(
        (each for each in (_text(storage, _SMTP_ADDRESS), _text(storage, _ADDRESS)) if "@" in each), ""
    )
    return Mail(
        name=came.name or decoded(_text(storage, _NAME)),
        address=came.address or address,
        date=came.date or _sent(storage, head),
        subject=decoded(_text(storage, _SUBJECT)) or came.subject,
    )


def _sent(storage: Storage, head: int) -> str:
    """The time among the properties that need no stream of their own; the library asks more of the others."""
    fixed = next((each.bytes_ for each in storage.streams if each.name == _PROPERTIES), b"")[head:]
    for kind, pid, _, value in struct.iter_unpack("<HHLQ", fixed[: len(fixed) // 16 * 16]):
        if (kind, pid) == (_TIME, _SENT):
            with suppress(OverflowError):
                return (_EPOCH + timedelta(microseconds=value // 10)).isoformat()
    return ""


def _bodies(storage: Storage) -> Iterator[tuple[str, bytes]]:
    text = _text(storage, _BODY)
    if text:
        yield "body.txt", text.encode("utf-8", "replace")
    html = _stream(storage, _HTML, "0102")
    if html:
        yield "body.html", html


def _letter(attachment: Storage) -> Storage | None:
    """The mail that is attached as it is."""
    for storage in attachment.storages:
        if storage.name.upper() == f"__substg1.0_{_CONTENT:04X}000D".upper() and any(
            each.name == _PROPERTIES for each in storage.streams
        ):
            return storage
    return None


def _attached_name(attachment: Storage, number: int, letter: Storage | None) -> str:
    names = (_text(attachment, pid) for pid in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
    name = next((name for name in names if name), f"part{number}").replace("\\", "/")
    return name if letter is None or name.casefold().endswith(".msg") else f"{name}.msg"

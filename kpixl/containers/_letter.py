"""Mails as they are stored and sent (.eml), by the email package."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_binary_file
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from functools import partial
from typing import BinaryIO

from kpixl.containers._container import Container, Mail, Member, refusal
from kpixl.containers._headers import AsWritten, decoded, decoded_parameter
from kpixl.findings import found
from kpixl.formats import check_name, check_size, refuse
from kpixl.limits import Limits

_POLICY = AsWritten()
_CUT = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
_BODIES = {"text/plain": "body.txt", "text/html": "body.html"}


class Letter(Container):
    """A mail: attachments, pictures and texts are its members, and mails that it forwards, containers."""

    def __init__(self, message: Message, limits: Limits) -> None:
        """message: as it was parsed."""
        self.mail = mail_of(message)
        self.damage = found("F040", reason=".eml") if _is_cut(message) else None
        self._limits = limits
        self._contents: dict[str, bytes] = {}
        self._letters: dict[str, Message] = {}
        super().__init__(list(self._members(message)))

    @classmethod
    def of(cls, file: BinaryIO, limits: Limits) -> Letter:
        """The mail in a file. Raises whatever the parser does."""
        file.seek(len(b"\xef\xbb\xbf") if _is_marked(file) else 0)
        return cls(message_from_binary_file(file, policy=_POLICY), limits)

    def unpacked(self, member: Member) -> bytes:
        """The bytes of an attachment, decoded."""
        return self._contents[member.name]

    def forwarded(self, name: str) -> Container | None:
        """A mail that was forwarded as it is."""
        message = self._letters.get(name)
        return None if message is None else Letter(message, self._limits)

    def _members(self, message: Message) -> Iterator[Member]:
        names: set[str] = set()
        for number, part in enumerate(_parts(message), 1):
            name = distinct(_name(part, number), names)
            letter = _forwarded(part)
            if letter is not None:
                self._letters[name] = letter
            content = b"" if letter is not None else _content(part)
            self._contents[name] = content
            yield member_of(name, len(content), self._limits)


def member_of(name: str, size: int, limits: Limits) -> Member:
    """A member of a mail, which is not packed."""
    sized = partial(check_size, name, (size, size), limits, "file")
    return Member(name=name, size=size, refused=refusal(partial(check_name, name), sized))


def distinct(name: str, names: set[str]) -> str:
    """The name, numbered where a mail has attachments of the same: it needs none to tell them apart."""
    stem, dot, extension = name.rpartition(".")
    number, made = 1, name
    while made.casefold() in names:
        number += 1
        made = f"{stem} ({number}){dot}{extension}" if dot else f"{name} ({number})"
    names.add(made.casefold())
    return made


def mail_of(message: Message) -> Mail:
    """What the headers say."""
    written = _header(message, "from")
    name, address = parseaddr(written)
    try:
        date = parsedate_to_datetime(_header(message, "date")).isoformat()
    except (ValueError, TypeError, OverflowError):
        date = ""  # who wrote no proper date wrote none
    return Mail(
        name=decoded(name) if address else decoded(written),
        address=address,
        date=date,
        subject=decoded(_header(message, "subject")),
    )


def _header(message: Message, name: str) -> str:
    return str(message.get(name, ""))


def _is_marked(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(3) == b"\xef\xbb\xbf"


def _is_cut(message: Message) -> bool:
    """Whether something that is said to have parts does not end as it should."""
    return any(isinstance(defect, _CUT) for part in _all_parts(message) for defect in part.defects)


def _parts(message: Message) -> Iterator[Message]:
    """What a mail is made of, but for what only holds together."""
    return (part for part in _all_parts(message) if not _held_together(part))


def _all_parts(message: Message) -> Iterator[Message]:
    """All that a mail is made of, but for what is in a mail that it forwards."""
    todo = [message]
    while todo:
        part = todo.pop()
        yield part
        todo += reversed(_held_together(part))


def _held_together(part: Message) -> list[Message]:
    within = part.get_payload()
    if part.get_content_maintype() != "multipart" or not isinstance(within, list):
        return []
    return [each for each in within if isinstance(each, Message)]


def _forwarded(part: Message) -> Message | None:
    """The mail that lies in another one as it is."""
    letter = _letter(part)
    return None if letter is None or _is_coded(part, letter) else letter


def _letter(part: Message) -> Message | None:
    within = part.get_payload()
    if part.get_content_type() != "message/rfc822" or not isinstance(within, list):
        return None
    return next((each for each in within if isinstance(each, Message)), None)


def _is_coded(part: Message, letter: Message) -> bool:
    """Whether a forwarded mail was encoded like any file, against the rules: no header of it is read."""
    return _header(part, "content-transfer-encoding").strip().lower() == "base64" and not letter.keys()


def _content(part: Message) -> bytes:
    """The bytes of a part as they were before they were encoded for the mail."""
    letter = _letter(part)
    if letter is not None:
        letter["Content-Transfer-Encoding"] = "base64"
        part = letter
    if part.is_multipart():  # reports of mail programs, of which each paragraph is a message
        return part.as_string().encode("utf-8", "replace")
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise refuse("F040", reason=part.get_content_type())
    return content


def _name(part: Message, number: int) -> str:
    """What an attachment is called; texts, and what has no name, by what they are."""
    for parameter, header in (("filename", "content-disposition"), ("name", "content-type")):
        name = decoded_parameter(part.get_param(parameter, None, header))
        if name:
            return name.replace("\\", "/")
    kind = part.get_content_type()
    if kind in _BODIES:
        return _BODIES[kind]
    return f"part{number}.eml" if kind == "message/rfc822" else f"part{number}"

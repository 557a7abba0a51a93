"""What every container is to those who look into it, whatever its kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from kpixl.findings import Finding
from kpixl.formats import BadFileError, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What a mail says of itself. date: when it was sent, ISO text, empty where it does not say."""

    name: str = ""
    address: str = ""
    date: str = ""
    subject: str = ""

    @property
    def sender(self) -> str:
        """Who sent it, as mail programs show it: `王芳 <wang@example.com>`."""
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file in a container. name: as people read it, with slashes; size: of its bytes, unpacked.

    refused: why it is not to be read, by what the container says of it.
    """

    name: str
    size: int
    refused: Finding | None = None


class Container(ABC):
    """Something that files lie in, open for reading.

    mail: what it says of itself, where it is a mail; damage: why there may have been more in it than it has;
    bad: errors of its library and the codes that say them, all others being damage.
    """

    mail: Mail | None = None
    damage: Finding | None = None
    bad: tuple[tuple[type[Exception], str], ...] = ()

    def __init__(self, members: Iterable[Member]) -> None:
        """members: in whatever order. Raises BadFileError where two have the same name."""
        self.members = _by_name(members)

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises BadFileError."""
        member = self.members.get(name)
        if member is None:
            raise refuse("F040", reason=name)
        if member.refused is not None:
            raise BadFileError(member.refused)
        with contained(*self.bad, name=name):
            data = self.unpacked(member)
        if len(data) != member.size:
            raise refuse("F040", reason=name)
        return data

    @abstractmethod
    def unpacked(self, member: Member) -> bytes:
        """The bytes of a member that may be read. Raises whatever its library does."""

    def inner(self, name: str) -> Container | None:
        """The mail that a member is which is no file of its own; None for a file. Raises BadFileError."""
        with contained(*self.bad, name=name):
            return self.forwarded(name)

    def forwarded(self, name: str) -> Container | None:
        """The same; raises whatever its library does."""
        return None


@contextmanager
def contained(*bad: tuple[type[Exception], str], name: str = "") -> Iterator[None]:
    """Within it, whatever a library raises on bad content is a BadFileError.

    bad: as of a container; name: of the member that is read.
    """
    try:
        yield
    except (BadFileError, MemoryError, ImportError):
        raise
    except Exception as error:  # what such libraries raise has no common base, and assertions are among them
        code = next((code for kind, code in bad if isinstance(error, kind)), "F040")
        raise refuse(code, name=name, part=f"{type(error).__name__}: {error}"[:200]) from error


def refusal(*checks: Callable[[], None]) -> Finding | None:
    """What the first of some checks has against a member that does not pass."""
    try:
        for check in checks:
            check()
    except BadFileError as refused:
        return refused.finding
    return None


def readable(raw: bytes) -> str:
    """A name in bytes that say no encoding: UTF-8, or the code page of China."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "surrogateescape")


def _by_name(members: Iterable[Member]) -> Mapping[str, Member]:
    named: dict[str, Member] = {}
    seen: set[str] = set()
    for member in members:
        if member.name.casefold() in seen:
            raise refuse("F046", part=member.name)
        seen.add(member.name.casefold())
        named[member.name] = member
    return named

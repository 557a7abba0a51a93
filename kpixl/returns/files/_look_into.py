"""What lies in archives and mails, in those that lie in them, too; to be done in a reading process."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from io import BytesIO

from kpixl.containers import Container, Member, open_container
from kpixl.findings import displayed, found
from kpixl.formats import CONTAINERS, BadFileError, exceeded, refuse, sniff
from kpixl.limits import Limits
from kpixl.returns.files._opening import opened
from kpixl.returns.files._sorting import by_content, by_name, claims_answers, unread
from kpixl.returns.files._source import Source

DEFAULT = Limits()


def look_into(source: Source, limits: Limits = DEFAULT) -> list[Source]:
    """The files that lie in a source that is to be opened, in the order of their shown names."""
    try:
        with opened(source.path, limits, "archive") as file:
            kind = sniff(file)
            if kind not in CONTAINERS:  # another file has taken its place
                raise refuse("F040", reason=source.path.name)
            return _members(source, open_container(file, kind, limits), _Tally(limits))
    except BadFileError as refused:
        return [unread(source, refused.finding, claims=True)]


@dataclass(slots=True)
class _Tally:
    """What a container and those in it have used of the limits together."""

    limits: Limits
    entries: int = 0
    size: int = 0

    def add(self, outer: Source, container: Container) -> None:
        self.entries += len(container.members)
        self.size += sum(member.size for member in container.members.values())
        if self.entries > self.limits.entries:
            raise exceeded("F042", self.limits, "entries", count=self.entries)
        if self.size > self.limits.archive:
            raise exceeded("F043", self.limits, "archive", part=outer.name)


def _members(outer: Source, container: Container, tally: _Tally) -> list[Source]:
    tally.add(outer, container)
    holding = replace(outer, status="read", mail=container.mail or outer.mail)
    within = [s for m in container.members.values() for s in _of_member(holding, container, m, tally)]
    if container.damage is not None:
        within.append(unread(outer, container.damage, claims=True))
    return sorted(within, key=lambda s: s.name) or [unread(outer, found("F024"), claims=False)]


def _of_member(outer: Source, container: Container, member: Member, tally: _Tally) -> list[Source]:
    shown, given = (f"{way}!{displayed(member.name)}" for way in (outer.name, outer.given))
    source = replace(outer, name=shown, given=given, member=(*outer.member, member.name))
    base = member.name.rsplit("/", 1)[-1]
    named = by_name(source, base)
    try:
        letter = container.inner(member.name)
        if letter is not None:
            return _within(source, letter, tally)
        if named is not None and named.status == "read" and member.refused is None:
            return [named]
        content = container.read(member.name)
    except BadFileError as refused:  # this member is damaged; the others may be well
        if named is not None and named.status == "ignored":
            return [named]
        return [unread(source, refused.finding, claims=claims_answers(base))]
    told = named or by_content(source, base, BytesIO(content), tally.limits)
    if told.status == "open":
        return _within(told, content, tally)
    return [replace(told, sha256=hashlib.sha256(content).hexdigest())]


def _within(source: Source, inner: Container | bytes, tally: _Tally) -> list[Source]:
    """What lies in a container that lies in another. inner: it, or its bytes."""
    try:
        if len(source.member) >= tally.limits.nesting:
            raise exceeded("F008", tally.limits, "nesting")
        if isinstance(inner, bytes):
            file = BytesIO(inner)
            inner = open_container(file, sniff(file), tally.limits)
        return _members(source, inner, tally)
    except BadFileError as refused:
        return [unread(source, refused.finding, claims=True)]

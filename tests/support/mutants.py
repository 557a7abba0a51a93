"""Sound workbooks with something done to them at random: what a fuzz run and a soak feed to the reader.

A mutant comes from a sound file and a generator of random numbers alone: a seed is enough to make it again.
"""

import io
import random
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.support import mutant_records, mutant_values, mutant_xml
from tests.support.mutant_bytes import damaged_bytes
from tests.support.packages import packed

Rng = random.Random
Members = dict[str, bytes]
Entries = list[tuple[str, bytes]]


@dataclass(frozen=True, kw_only=True)
class Sound:
    """A filled workbook that nothing was done to. other: another unit's in the same format."""

    name: str
    data: bytes
    other: bytes = b""

    @property
    def extension(self) -> str:
        """Its format, as its name says."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """What was made of a sound file.

    kind: the family of changes; told: what was done, for people.
    """

    name: str
    kind: str
    told: str
    data: bytes


Change = Callable[[Sound, Rng], tuple[str, bytes]]
"""What was done, and the file after it."""


def mutated(sound: Sound, rng: Rng, kind: str = "") -> Mutant:
    """One mutant of a sound file. kind: of this family; else of one that rng takes."""
    kinds = _kinds(sound)
    kind = kind or rng.choice([*kinds, *[k for k in kinds if k in DEEP] * 2])
    told, data = kinds[kind](sound, rng)
    return Mutant(name=sound.name, kind=kind, told=told, data=data)


def _kinds(sound: Sound) -> Mapping[str, Change]:
    kinds = OLD if sound.extension == "xls" else PACKED
    return {name: change for name, change in kinds.items() if name != "swap" or sound.other}


def _bytes(sound: Sound, rng: Rng) -> tuple[str, bytes]:
    return damaged_bytes(sound.data, rng)


def _part_bytes(sound: Sound, rng: Rng) -> tuple[str, bytes]:
    """Damage inside a part, packed anew, so that its sum is right and the parser meets it."""
    members = unpacked(sound.data)
    name = _part(members, rng)
    told, members[name] = damaged_bytes(members[name], rng)
    return f"{name}: {told}", packed(members)


def _structure(sound: Sound, rng: Rng) -> tuple[str, bytes]:
    """One or a few parts changed as what they are: XML by elements and attributes, records by records."""
    members, told = unpacked(sound.data), []
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        name = _part(members, rng)
        change = mutant_records.binary if name.endswith(".bin") else mutant_xml.changed
        what, members[name] = change(members[name], rng)
        told.append(f"{name}: {what}")
    return "; ".join(told), packed(members)


def _parts(sound: Sound, rng: Rng) -> tuple[str, bytes]:
    """Parts dropped, doubled, renamed, exchanged, emptied, cut; or put in with another one's name."""
    members = unpacked(sound.data)
    entries = list(members.items())
    at, other = rng.randrange(len(entries)), rng.randrange(len(entries))
    (name, content), (other_name, other_content) = entries[at], entries[other]
    action = rng.choice(list(_PARTS))
    entries = _PARTS[action](entries, at, other, rng)
    return f"{action} {name} ({other_name}, {len(content)}, {len(other_content)})", _joined(entries)


def _renamed(entries: Entries, at: int, _: int, rng: Rng) -> Entries:
    name = entries[at][0]
    new = rng.choice(
        (name.upper(), f"/{name}", f"../{name}", f"C:{name}", f"{name}\x00", f"{name}1", "", "x/")
    )
    return [*entries[:at], (new, entries[at][1]), *entries[at + 1 :]]


def _exchanged(entries: Entries, at: int, other: int, _: Rng) -> Entries:
    changed = list(entries)
    changed[at], changed[other] = (entries[at][0], entries[other][1]), (entries[other][0], entries[at][1])
    return changed


def _cut(entries: Entries, at: int, _: int, rng: Rng) -> Entries:
    name, content = entries[at]
    return [*entries[:at], (name, content[: rng.randrange(len(content) + 1)]), *entries[at + 1 :]]


_PARTS: Mapping[str, Callable[[Entries, int, int, Rng], Entries]] = {
    "drop": lambda entries, at, _other, _: [*entries[:at], *entries[at + 1 :]],
    "double": lambda entries, at, _other, _: [*entries, entries[at]],
    "double with another's content": lambda entries, at, other, _: [
        *entries,
        (entries[at][0], entries[other][1]),
    ],
    "rename": _renamed,
    "exchange": _exchanged,
    "empty": lambda entries, at, _other, _: [*entries[:at], (entries[at][0], b""), *entries[at + 1 :]],
    "cut": _cut,
    "reverse": lambda entries, _at, _other, _: entries[::-1],
    "utf-16": lambda entries, at, _other, _: [
        *entries[:at],
        (entries[at][0], entries[at][1].decode("utf-8", "replace").encode("utf-16")),
        *entries[at + 1 :],
    ],
}


def _formats(sound: Sound, rng: Rng) -> tuple[str, bytes]:
    """Another number format under a value."""
    members = unpacked(sound.data)
    return mutant_values.reformatted(members, rng), packed(members)


def _cells(sound: Sound, rng: Rng) -> tuple[str, bytes]:
    """A cell, a shared text, the styles or the workbook in a shape that nobody writes."""
    members = unpacked(sound.data)
    return mutant_values.malformed(members, rng), packed(members)


def _swap(sound: Sound, rng: Rng) -> tuple[str, bytes]:
    """A part of another unit's workbook."""
    members = unpacked(sound.data)
    return mutant_values.swapped(members, unpacked(sound.other), rng), packed(members)


def _xls_cells(sound: Sound, rng: Rng) -> tuple[str, bytes]:
    return mutant_values.old_cells(sound.data, rng)


def _xls_records(sound: Sound, rng: Rng) -> tuple[str, bytes]:
    return mutant_records.old(sound.data, rng)


PACKED: Mapping[str, Change] = {
    "bytes": _bytes, "parts": _parts, "bytes of a part": _part_bytes, "structure": _structure,
    "formats": _formats, "cells": _cells, "swap": _swap,
}  # fmt: skip
OLD: Mapping[str, Change] = {"bytes": _bytes, "records": _xls_records, "cells": _xls_cells}
DEEP = frozenset({"structure", "records"})
"""Families that reach deeper into a reader, and are taken more often."""


def unpacked(data: bytes) -> Members:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _part(members: Mapping[str, bytes], rng: Rng) -> str:
    """A part to change; those with cells as often as all others together."""
    names = sorted(name for name, content in members.items() if content)
    cells = [n for n in names if "sheet" in n or n == "content.xml" or "sharedStrings" in n]
    return rng.choice(cells if cells and rng.random() < 0.5 else names)


def _joined(entries: Entries) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, content in entries:
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()

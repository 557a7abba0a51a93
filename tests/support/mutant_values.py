"""Values changed where damage at random seldom hits: formats under them, cells that are malformed."""

import random
import re
import struct
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tests.support.cases import cases
from tests.support.mutant_records import Record, new_records, old_book, packed_records

Rng = random.Random
Members = dict[str, bytes]

CASES: Mapping[str, Sequence[Any]] = cases("mutants")
_OWN = "900"
_BUILT_IN = (0, 1, 2, 3, 9, 10, 11, 12, 14, 17, 20, 22, 27, 31, 37, 46, 49, 57)
_CELL = re.compile(rb"<c ([^>]*)>(.*?)</c>", re.DOTALL)
_STYLE = re.compile(rb'\bs="(\d+)"')
_ITEM = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_OPEN_CELL = re.compile(rb"<table:table-cell [^>]*office:value-type[^>]*>.*?</table:table-cell>", re.DOTALL)
_DATA_STYLE = re.compile(rb'style:data-style-name="([^"]+)"')
_PLACE = re.compile(rb"\b[AVXY]\b(?!=)")
_KIND = re.compile(rb' t="\w+"')
_OLD_CELLS = frozenset({0x203, 0x27E, 0xFD, 0x205, 0x06})
_NEW_CELLS = frozenset(range(1, 12))


def reformatted(members: Members, rng: Rng) -> str:
    """Another number format under a value, or under all values of its style; what was done."""
    if "content.xml" in members:
        return _data_style(members, rng)
    if "xl/styles.bin" in members:
        return _binary_style(members, rng)
    return _style(members, rng)


def _style(members: Members, rng: Rng) -> str:
    part = _sheet(members, rng)
    cells = list(_CELL.finditer(members[part]))
    if not cells or "xl/styles.xml" not in members:
        return "nothing"
    cell, code = rng.choice(cells), rng.choice(CASES["formats"])
    found = _STYLE.search(cell[1])
    number, styles = int(found[1]) if found else 0, members["xl/styles.xml"]
    begin, end = styles.index(b"<cellXfs"), styles.index(b"</cellXfs>")
    xfs = re.findall(rb"<xf [^>]*/>|<xf [^>]*[^/]>.*?</xf>", styles[begin:end], re.DOTALL)
    own = re.sub(rb'numFmtId="\d+"', b'numFmtId="' + _OWN.encode() + b'"', xfs[number])
    alone = rng.random() < 0.5
    xfs = [*xfs, own] if alone else [*xfs[:number], own, *xfs[number + 1 :]]
    entry = f'<numFmt numFmtId="{_OWN}" formatCode="{_escaped(code)}"/>'.encode()
    styles = styles[:begin] + b"<cellXfs>" + b"".join(xfs) + styles[end:]
    members["xl/styles.xml"] = styles.replace(b"</numFmts>", entry + b"</numFmts>", 1)
    if alone:
        start = cell.start(1)
        head = _STYLE.sub(b"", cell[1]) + f' s="{len(xfs) - 1}"'.encode()
        members[part] = members[part][:start] + head + members[part][cell.end(1) :]
    return f"{code} under {part} {cell[1].decode()}"


def _binary_style(members: Members, rng: Rng) -> str:
    records = list(new_records(members["xl/styles.bin"]))
    begin = next(i for i, r in enumerate(records) if r.number == 617)
    at = rng.choice([i for i, r in enumerate(records) if r.number == 47 and i > begin])
    number = rng.choice(_BUILT_IN)
    data = records[at].data[:2] + struct.pack("<H", number) + records[at].data[4:]
    records[at] = records[at]._replace(data=data)
    members["xl/styles.bin"] = packed_records(records)
    return f"format {number} for style {at}"


def _data_style(members: Members, rng: Rng) -> str:
    found = list(_DATA_STYLE.finditer(members["content.xml"]))
    if not found:
        return "nothing"
    one, other = rng.choice(found), rng.choice(found)[1]
    content = members["content.xml"]
    members["content.xml"] = content[: one.start(1)] + other + content[one.end(1) :]
    return f"{other.decode()} for {one[1].decode()}"


def malformed(members: Members, rng: Rng) -> str:
    """A cell, a shared text, the workbook or its styles in a shape that nobody writes; what was done."""
    if "content.xml" in members:
        return _open_cell(members, rng)
    if "xl/workbook.bin" in members:
        return _two_in_one(members, rng)
    what = rng.choice(("cell", "cell", "cell", "item", "book", "styles"))
    if what == "cell":
        return _shaped(members, _sheet(members, rng), _CELL, rng)
    if what == "item" and "xl/sharedStrings.xml" in members:
        return _shaped(members, "xl/sharedStrings.xml", _ITEM, rng)
    part, changes = ("xl/workbook.xml", "books") if what == "book" else ("xl/styles.xml", "styles")
    old, new = rng.choice(CASES[changes])
    members[part] = members[part].replace(old.encode(), new.encode(), 1)
    return f"{part}: {new}"


def _shaped(members: Members, part: str, pattern: re.Pattern[bytes], rng: Rng) -> str:
    found = [match for match in pattern.finditer(members[part]) if match[match.re.groups]]
    if not found:
        return "nothing"
    one, shape = rng.choice(found), rng.choice(CASES["cells" if pattern is _CELL else "texts"])
    parts = {"V": one[one.re.groups], "X": _other(rng), "Y": _other(rng), "A": b""}
    if pattern is _CELL:
        parts["A"] = _KIND.sub(b"", one[1]) if "<c A t=" in shape else one[1]
    new = _PLACE.sub(lambda match: parts[match[0].decode()], shape.encode())
    members[part] = members[part][: one.start()] + new + members[part][one.end() :]
    return f"{part}: {shape} for {one[0][:80].decode('utf-8', 'replace')}"


def _other(rng: Rng) -> bytes:
    """Another value."""
    other: str = rng.choice(CASES["others"])
    return other.encode()


def _open_cell(members: Members, rng: Rng) -> str:
    """The value says something else than what the cell shows, or is there twice."""
    content = members["content.xml"]
    found = list(_OPEN_CELL.finditer(content))
    if not found:
        return "nothing"
    one, (old, shape) = rng.choice(found), rng.choice(CASES["open_cells"])
    new = shape.encode().replace(b"X", _other(rng))
    cell = re.sub(old.encode(), lambda _: new, one[0], count=1)
    members["content.xml"] = content[: one.start()] + cell + content[one.end() :]
    return f"{new.decode()} in {one[0][:80].decode('utf-8', 'replace')}"


def _two_in_one(members: Members, rng: Rng) -> str:
    """One cell of an .xlsb where another is already, so that one is there twice and one is gone."""
    part = rng.choice(sorted(name for name in members if re.search(r"worksheets/sheet\d+\.bin", name)))
    records = list(new_records(members[part]))
    cells = [i for i, r in enumerate(records) if r.number in _NEW_CELLS and len(r.data) >= 8]
    if len(cells) < 2:
        return "nothing"
    one, other = rng.choice(cells), rng.choice(cells)
    records[one] = records[one]._replace(data=records[other].data[:4] + records[one].data[4:])
    members[part] = packed_records(records)
    return f"{part}: record {one} where {other} is"


def old_cells(data: bytes, rng: Rng) -> tuple[str, bytes]:
    """The same for an .xls, or another number format under its values, in place."""

    def changed(records: list[Record]) -> tuple[str, list[Record]]:
        cells = [i for i, r in enumerate(records) if r.number in _OLD_CELLS and len(r.data) >= 6]
        formats = [i for i, r in enumerate(records) if r.number == 0xE0]
        if not cells or (formats and rng.random() < 0.5):
            at, number = rng.choice(formats), rng.choice(_BUILT_IN)
            new = records[at].data[:2] + struct.pack("<H", number) + records[at].data[4:]
            records[at] = records[at]._replace(data=new)
            return f"format {number} for style {at}", records
        one, other = rng.choice(cells), rng.choice(cells)
        records[one] = records[one]._replace(data=records[other].data[:4] + records[one].data[4:])
        return f"record {one} where {other} is", records

    return old_book(data, changed)


class Swap(NamedTuple):
    """Parts of one workbook in another."""

    pattern: str
    what: str


_SWAPS = (
    Swap(r"worksheets/sheet\d+\.(xml|bin)$", "a sheet"),
    Swap(r"sharedStrings\.(xml|bin)$", "the shared texts"),
    Swap(r"styles\.(xml|bin)$", "the styles"),
    Swap(r"workbook\.(xml|bin)$", "the workbook"),
    Swap(r"docProps/custom\.xml$", "the properties"),
    Swap(r"^(content|styles|meta)\.xml$", "a part"),
)


def swapped(members: Members, others: Mapping[str, bytes], rng: Rng) -> str:
    """A part of another workbook instead of its own, where they differ; what was done."""
    every = sorted(name for name in members if name in others and members[name] != others[name])
    kinds = [[name for name in every if re.search(swap.pattern, name)] for swap in _SWAPS]
    kinds = [names for names in kinds if names]
    if not kinds:
        return "nothing"
    name = rng.choice(rng.choice(kinds))
    members[name] = others[name]
    return f"{name} of another"


def _sheet(members: Members, rng: Rng) -> str:
    return rng.choice(sorted(name for name in members if re.search(r"worksheets/sheet\d+\.xml$", name)))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")

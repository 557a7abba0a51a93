"""XML parts changed as XML: elements, attributes and texts, of which most stay well-formed."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.support.mutant_bytes import damaged_bytes

Rng = random.Random
_TAG = re.compile(rb"<(/?)([A-Za-z_][^\s/>]*)((?:\s[^>]*?)?)(/?)>")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)="([^"]*)"')
_PROLOGUE = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*")

NASTY: tuple[str, ...] = (
    "", " ", "0", "-1", "-0", "1", "2", "9", "255", "256", "65536", "1048576", "1048577", "4294967297",
    "-2147483648", "999999999999999999999", "1e5", "1e308", "1E400", "-1e400", "1e-400", "0.1", ".5",
    "5.", "+5", "1_000", "0x10", "NaN", "INF", "-INF", "Infinity", "nan", "²", "٣", "１２", "十二",
    "12万", "1,234.5", "45%", "2021-05-17", "0000-00-00", "9999-12-31T23:59:60", "10000-01-01",
    "PT25H61M61S", "P1Y", "true", "false", "TRUE", "on", "A1", "a1", "A0", "XFD1048576", "XFE1",
    "ZZZZ9", "A1:B2", "B2:A1", "A1:XFD1048576", "A:A", "1:1", "A1 B2 C3", "$A$1", "R1C1", "Sheet!A1",
    "#REF!", "#N/A", "#SPILL!", "=1+1", "=A1", "+1", "@x", "\t", "&#x0;", "&#55296;", "&#x10FFFF;",
    "&x;", "&amp;amp;", "&lt;v&gt;", "_x0000_", "_xD800_", "_x000D_", "𠮷", "\u202e", "\ufeff",
    "\ufffe", "\u3000", "\xa0", "é", "x" * 300, "字" * 40_000, "9" * 400, "1" + "0" * 5_000,
    "A1 " * 2_000, "s", "str", "inlineStr", "b", "e", "d", "n", "z", "shared", "array", "hidden",
    "veryHidden", "none", "list", "custom", "whole", "rId1", "rId2", "rId99", "xl/workbook.xml",
    "/xl/worksheets/sheet1.xml", "../../etc/passwd", "http://example.org/x", "External", "string",
    "float", "percentage", "date", "boolean", "time", "currency", "of:=[.A1]", "of:=SUM([.A1:.B2])",
    "SUM(A1", "((((((((", "A1" + "+A1" * 3_000, "(" * 300 + "1" + ")" * 300, '"' * 7, "'" * 7,
    "{1,2;3}", "[1]Sheet!A1", "collapse", "yyyy-mm-dd", "[h]:mm", "General", "@", "0.00%",
    "[$-804]aaaa", '"', "14",
)  # fmt: skip


@dataclass(frozen=True)
class Element:
    """Where an element stands, where its start tag ends and where its end tag begins."""

    name: bytes
    start: int
    opened: int
    closing: int
    end: int


def elements(data: bytes) -> list[Element]:
    """The elements of a sound part, by where they begin."""
    found: list[Element] = []
    open_: list[tuple[bytes, int, int]] = []
    for tag in _TAG.finditer(data):
        if tag[1]:
            name, start, opened = open_.pop()
            found.append(Element(name, start, opened, tag.start(), tag.end()))
        elif tag[4]:
            found.append(Element(tag[2], tag.start(), tag.end(), tag.end(), tag.end()))
        else:
            open_.append((tag[2], tag.start(), tag.end()))
    return sorted(found, key=lambda element: element.start)


def changed(data: bytes, rng: Rng) -> tuple[str, bytes]:
    """What was done, and the part after it."""
    try:
        every = elements(data)
    except IndexError:  # what an earlier change has left is no XML
        every = []
    if not every:
        return damaged_bytes(data, rng) if data else ("nothing", data)
    element = rng.choice(every)
    name = rng.choice(list(_CHANGES))
    told = f"{name} {element.name.decode('utf-8', 'replace')} at {element.start}"
    return told, _CHANGES[name](data, element, every, rng)


def _attribute(data: bytes, element: Element, _: Sequence[Element], rng: Rng) -> bytes:
    """Another value for one of its attributes."""
    found = list(_ATTRIBUTE.finditer(data, element.start, element.opened))
    if not found:
        return data[: element.opened - 1] + b' x="1"' + data[element.opened - 1 :]
    one = rng.choice(found)
    return data[: one.start(2)] + _value(data, one[2], rng) + data[one.end(2) :]


def _value(data: bytes, old: bytes, rng: Rng) -> bytes:
    """Nasty, or a number near the old one, or what another attribute of the part has."""
    if old.isdigit() and len(old) < 300 and rng.random() < 0.4:
        return str(int(old) + rng.choice((-1, 1, 2, 10, 1000))).encode()
    if rng.random() < 0.2:
        return rng.choice(_ATTRIBUTE.findall(data))[1]
    return _nasty(rng).replace(b'"', b"&quot;")


def _nasty(rng: Rng) -> bytes:
    return rng.choice(NASTY).encode()


def _no_attribute(data: bytes, element: Element, _: Sequence[Element], rng: Rng) -> bytes:
    found = list(_ATTRIBUTE.finditer(data, element.start, element.opened))
    if not found:
        return data
    one = rng.choice(found)
    return data[: one.start()] + data[one.end() :]


def _new_attribute(data: bytes, element: Element, every: Sequence[Element], rng: Rng) -> bytes:
    """An attribute that elements of this name have elsewhere, or twice the same."""
    others = [e for e in every if e.name == element.name]
    other = rng.choice(others)
    found = _ATTRIBUTE.findall(data, other.start, other.opened)
    if not found:
        return data
    name, _ = rng.choice(found)
    at = element.start + 1 + len(element.name)
    return data[:at] + b" " + name + b'="' + _nasty(rng).replace(b'"', b"&quot;") + b'"' + data[at:]


def _text(data: bytes, element: Element, every: Sequence[Element], rng: Rng) -> bytes:
    """Another text in it; in a leaf, for a text within another element would change little."""
    leaves = [e for e in every if e.closing > e.opened and b"<" not in data[e.opened : e.closing]]
    leaf = element if element in leaves or not leaves else rng.choice(leaves)
    return data[: leaf.opened] + _nasty(rng) + data[leaf.closing :]


def _delete(data: bytes, element: Element, _: Sequence[Element], __: Rng) -> bytes:
    return data[: element.start] + data[element.end :]


def _unwrap(data: bytes, element: Element, _: Sequence[Element], __: Rng) -> bytes:
    return data[: element.start] + data[element.opened : element.closing] + data[element.end :]


def _double(data: bytes, element: Element, _: Sequence[Element], rng: Rng) -> bytes:
    whole = data[element.start : element.end]
    times = rng.choice((1, 1, 2, max(1, min(2_000, 200_000 // len(whole)))))
    return data[: element.end] + whole * times + data[element.end :]


def _move(data: bytes, element: Element, every: Sequence[Element], rng: Rng) -> bytes:
    """It stands in front of another element, anywhere."""
    other = rng.choice(every)
    whole = data[element.start : element.end]
    if element.start <= other.start < element.end:
        return data
    if other.start < element.start:
        return data[: other.start] + whole + data[other.start : element.start] + data[element.end :]
    return data[: element.start] + data[element.end : other.start] + whole + data[other.start :]


def _exchange(data: bytes, element: Element, every: Sequence[Element], rng: Rng) -> bytes:
    alike = [
        e for e in every if e.name == element.name and (e.start >= element.end or e.end <= element.start)
    ]
    if not alike:
        return data
    one, two = sorted((element, rng.choice(alike)), key=lambda e: e.start)
    middle = data[one.end : two.start]
    return (
        data[: one.start] + data[two.start : two.end] + middle + data[one.start : one.end] + data[two.end :]
    )


def _rename(data: bytes, element: Element, every: Sequence[Element], rng: Rng) -> bytes:
    new = rng.choice(every).name
    start = b"<" + new + data[element.start + 1 + len(element.name) : element.opened]
    if element.closing == element.end:
        return data[: element.start] + start + data[element.end :]
    inner = data[element.opened : element.closing]
    return data[: element.start] + start + inner + b"</" + new + b">" + data[element.end :]


def _deep(data: bytes, element: Element, _: Sequence[Element], rng: Rng) -> bytes:
    times = rng.choice((1, 10, 98, 101, 5_000))
    whole = data[element.start : element.end]
    around = b"<" + element.name + b">", b"</" + element.name + b">"
    return data[: element.start] + around[0] * times + whole + around[1] * times + data[element.end :]


def _put(data: bytes, element: Element, _: Sequence[Element], rng: Rng) -> bytes:
    """Something that XML knows and these parts do not use."""
    new = rng.choice((
        b"<!-- x -->", b"<?x y?>", b"<![CDATA[<v>1</v>]]>", b"<x/>", b"&x;", b"text", b"<f>1+1</f>",
        b"\x00", b"<v>1</v>",
        b"<is><t>x</t></is>", b'<c r="A1"><v>1</v></c>', b"<row/>", b"<!DOCTYPE x>", b'<x xmlns="y">',
        b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"/>',
    ))  # fmt: skip
    at = rng.choice((element.start, element.opened, element.closing, element.end))
    return data[:at] + new + data[at:]


def _space(data: bytes, _: Element, every: Sequence[Element], rng: Rng) -> bytes:
    """Another namespace for everything."""
    old = re.search(rb'xmlns(:\w+)?="([^"]*)"', data[: every[0].opened])
    if old is None:
        return data
    new = rng.choice((b"", b"urn:x", b"http://purl.oclc.org/ooxml/spreadsheetml/main"))
    return data.replace(old[2], new)


_CHANGES: Mapping[str, Callable[[bytes, Element, Sequence[Element], Rng], bytes]] = {
    "attribute of": _attribute,
    "attribute of ": _attribute,
    "no attribute of": _no_attribute,
    "new attribute of": _new_attribute,
    "text of": _text,
    "text of ": _text,
    "delete": _delete,
    "unwrap": _unwrap,
    "double": _double,
    "move": _move,
    "exchange": _exchange,
    "rename": _rename,
    "deepen": _deep,
    "put at": _put,
    "another namespace for": _space,
}

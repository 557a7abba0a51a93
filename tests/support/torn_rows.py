"""Worksheets whose rows have something put in, taken out or doubled, at the marks of their tags."""

import random
import re

_MARKS = re.compile(rb'[<>"/ ]')
_LONGEST = (1, 5, 30, 200)
_PUT_IN = [
    b"<!---->", b"<?a b?>", b"<![CDATA[x]]>", b"]]>", b"&#10;", b"&#0;", b"&lt;", b"&x;", b"&", b"<", b">",
    b'"', b"'", b" ", b"\n", b"\r", b"\t", b"\x00", b"\x7f", b"\xef\xbf\xbf", b"\xed\xa0\x80", b"\xff",
    b"_x000A_", b"_x0001_", b"<v>1</v>", b"<v/>", b"<v></v>", b"<f>A1</f>", b"<f/>",
    b'<f t="shared" si="0"/>', b'<f t="shared" si="9">A1+B2</f>', b'<f t="array" ref="A1">A1</f>',
    b"<is><t>x</t></is>", b"<is><r><t>x</t></r></is>", b"<c/>", b'<c r="A1"/>', b'<c r="XFE1"/>',
    b'<c r="A1" s="1" t="str"><v>x</v></c>', b"<row/>", b'<row r="1"/>', b"</row>", b"</c>",
    b'<row r="1048577">', b"</sheetData>", b"<sheetData>", b"<sheetData/>", b' s="1"', b' s="99999"',
    b' t="s"', b' t="d"', b' t="e"', b' t="b"', b' t="z"', b' hidden="1"', b' r="A1"',
    b' xml:space="preserve"', b' x14ac:dyDescent="1"', b' x:y="1"', b' xmlns="x"', b' xmlns:x14ac="x"',
    b"9", b"-1", b"1e999", b"1E5", b"cmd|x!A1", b"DDE(", b"#REF!", b"<mc:AlternateContent>", b"x:", b"<b>",
    b"<b/>",
]  # fmt: skip


def torn(sheet: bytes, rng: random.Random) -> tuple[str, bytes]:
    """What was done to the part of a worksheet, and the part after it."""
    start, end = sheet.index(b"<sheetData"), sheet.index(b"</sheetData>")
    marks = [start + mark.start() for mark in _MARKS.finditer(sheet[start:end])]
    at = rng.choice(marks) + rng.choice((0, 1))
    piece = sheet[at : at + rng.choice(_LONGEST)]
    match rng.choice(("put in", "put in", "take out", "double")):
        case "put in":
            new = rng.choice(_PUT_IN)
            return f"{new!r} at {at}", sheet[:at] + new + sheet[at:]
        case "take out":
            return f"without {piece!r} at {at}", sheet[:at] + sheet[at + len(piece) :]
        case _:
            to = rng.choice(marks)
            return f"{piece!r} of {at} at {to}", sheet[:to] + piece + sheet[to:]

"""styles.xml: cell formats renumbered, number formats as a program has them, styles that are always there."""

from __future__ import annotations

from tests.support.resaving.content import Content, UnsaveableError
from tests.support.resaving.habits import StyleHabits
from tests.support.resaving.markup import Element

_BUILTIN = {"General": "0", "0": "1", "0.00": "2", "#,##0": "3", "0%": "9", "0.00%": "10", "@": "49"}
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "colors", "extLst",
)  # fmt: skip


def restyle(content: Content, habits: StyleHabits) -> None:
    """Rewrite the part, and the numbers of the cells' formats with it."""
    styles = content.styles
    styles.attributes = dict(habits.root)
    styles.drop("extLst", "colors")
    _renumber(content, habits)
    _number_formats(styles, habits)
    _named(styles, habits)
    styles.need("fonts").attributes |= habits.fonts
    for element in styles.walk() if habits.alphabetical else ():
        element.ordered(sorted(element.attributes))
    if habits.decimals:
        for size in (e for e in styles.walk() if e.name == "sz"):
            size.attributes["val"] = str(float(size.attributes["val"]))
    for name in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
        for group in styles.every(name):
            group.attributes = {"count": str(len(group.children))} | {
                k: v for k, v in group.attributes.items() if k != "count"
            }
    styles.sort(_ORDER)


def _renumber(content: Content, habits: StyleHabits) -> None:
    """Only formats that something has are kept; 0 stays."""
    users = [e for sheet in content.sheets.values() for e in sheet.walk() if e.name in ("c", "row", "col")]
    marks = [(e, "style" if e.name == "col" else "s") for e in users]
    used = ["0", *dict.fromkeys(e.attributes[mark] for e, mark in marks if mark in e.attributes)]
    formats = content.styles.need("cellXfs")
    if not all(number.isdecimal() and int(number) < len(formats.children) for number in used):
        raise UnsaveableError("no such format")
    used = list(dict.fromkeys(used))
    if habits.order != "used":
        used = ["0", *sorted({*used} - {"0"}, key=int, reverse=habits.order == "reversed")]
    places = {old: str(new) for new, old in enumerate(used)}
    for element, mark in marks:
        if mark in element.attributes:
            element.attributes[mark] = places[element.attributes[mark]]
            if element.attributes[mark] == "0":
                del element.attributes[mark]
    formats.children = [formats.children[int(number)] for number in used]


def _number_formats(styles: Element, habits: StyleHabits) -> None:
    group = styles.first("numFmts")
    codes = {f.attributes["numFmtId"]: f.attributes["formatCode"] for f in (group.children if group else [])}
    places: dict[str, str] = {}
    for xf in (*styles.need("cellStyleXfs").children, *styles.need("cellXfs").children):
        if (code := codes.get(xf.attributes.get("numFmtId", "0"))) is not None:
            shown = code.replace("-", "\\-") if habits.escaped and "\\" not in code else code
            new = _BUILTIN.get(code) or places.setdefault(shown, str(habits.first + len(places)))
            xf.attributes["numFmtId"] = new
    styles.drop("numFmts")
    every = {**habits.formats, **{number: code for code, number in places.items()}}
    if every:
        entries = [Element.of("numFmt", numFmtId=number, formatCode=code) for number, code in every.items()]
        styles.children.insert(0, Element("numFmts", {}, entries))


def _named(styles: Element, habits: StyleHabits) -> None:
    """Named styles, as many as the program always writes, and fills for them."""
    plain = styles.need("cellStyleXfs").children[0]
    styles.need("cellStyleXfs").children += [
        Element("xf", {**plain.attributes, "applyFont": "0"}) for _ in range(habits.named - 1)
    ]
    entries = [Element.of("cellStyle", name=habits.style, xfId="0", builtinId="0")] + [
        Element.of("cellStyle", name=f"{habits.style} {n}", xfId=str(n), builtinId=str(n))
        for n in range(1, habits.named)
    ]
    styles.put(Element("cellStyles", {}, entries))
    fills = styles.need("fills")
    for number in range(habits.fills - len(fills.children)):
        colour = Element.of("fgColor", theme=str(4 + number % 6))
        pattern = Element(
            "patternFill", {"patternType": "solid"}, [colour, Element.of("bgColor", indexed="64")]
        )
        fills.children.append(Element("fill", {}, [pattern]))

"""Data validations: where they stand, how their areas and attributes are written."""

from __future__ import annotations

from kpixl.addresses import Address, column_letters, parse_area
from tests.support.resaving.habits import SPACES, SheetHabits
from tests.support.resaving.markup import Element

_DEFAULTS = {"operator": "between", "errorStyle": "stop", "allowBlank": "0", "showDropDown": "0"}
_NUMBERS = ("whole", "decimal", "date", "time", "textLength")
_EXTENSION = "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"


def rewrite_validations(sheet: Element, habits: SheetHabits) -> None:
    """Rewrite the validations of a sheet."""
    group = sheet.first("dataValidations")
    if group is None:
        return
    for number, each in enumerate(group.children):
        _rewrite(each, number, habits)
    away = [each for each in group.children if habits.elsewhere and _elsewhere(each)]
    group.children = [each for each in group.children if each not in away]
    group.attributes = {"count": str(len(group.children))}
    if not group.children:
        sheet.drop("dataValidations")
    if away:
        sheet.children.append(_extended(away))


def _rewrite(each: Element, number: int, habits: SheetHabits) -> None:
    attributes = {k: v for k, v in each.attributes.items() if _DEFAULTS.get(k) != v}
    if habits.operators and attributes.get("type") in _NUMBERS:
        attributes.setdefault("operator", "between")
    if habits.said is not None:
        attributes = {k: v for k, v in attributes.items() if k in habits.said}
    if habits.newline:
        attributes = {k: v.replace("\n", habits.newline) for k, v in attributes.items()}
    if habits.split:
        attributes["sqref"] = " ".join(map(_split, attributes["sqref"].split()))
    if habits.uids:
        attributes["xr:uid"] = f"{{00000000-0002-0000-0000-{number:02X}0000000000}}"
    each.attributes = attributes
    each.ordered(habits.validation)


def _elsewhere(each: Element) -> bool:
    return any("!" in formula.text and not formula.text.startswith('"') for formula in each.children)


def _split(area: str) -> str:
    """The first row, the second, and the rest with a `$`: as areas are left after a part was set anew."""
    top, left, bottom, right = parse_area(area) or (0, 0, 0, 0)
    if bottom - top < 2:
        return area
    first, second = (_area(row, left, right) for row in (top, top + 1))
    start, end = column_letters(left), column_letters(right)
    return f"{first} {second} {start}${top + 3}:{end}${bottom + 1}"


def _area(row: int, left: int, right: int) -> str:
    first, last = Address(row, left).a1, Address(row, right).a1
    return first if left == right else f"{first}:{last}"


def _extended(away: list[Element]) -> Element:
    moved = [
        Element(
            "x14:dataValidation",
            {k: v for k, v in each.attributes.items() if k != "sqref"},
            [
                *(Element(f"x14:{f.name}", {}, [Element.of("xm:f", f.text)]) for f in each.children),
                Element.of("xm:sqref", each.attributes["sqref"]),
            ],
        )
        for each in away
    ]
    group = Element("x14:dataValidations", {"count": str(len(moved)), "xmlns:xm": SPACES["xm"]}, moved)
    extension = Element("ext", {"uri": _EXTENSION, "xmlns:x14": SPACES["x14"]}, [group])
    return Element("extLst", {}, [extension])

"""What a cell of an .ods holds, by the type that it says it has."""

from __future__ import annotations

import re

from kpixl.formats._markup import Attributes

_VALUES = {
    **dict.fromkeys(("float", "percentage", "currency"), "office:value"),
    "date": "office:date-value",
    "time": "office:time-value",
    "boolean": "office:boolean-value",
}
_TEXTS = (None, "void", "string")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3}")
_PERIOD = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+(?:[.,]\d+)?)S")


def value_of(attributes: Attributes, shown: str, *, there: bool) -> tuple[str, str | None]:
    """Kind and text of a cell. shown: its paragraphs; there: whether it has any.

    A type that is none, or that lacks its value, is a kind that nobody knows: programs show 0, or nothing.
    """
    kind, computed = attributes.get("office:value-type"), "table:formula" in attributes
    error = computed and _ERROR.fullmatch(shown)
    if attributes.get("calcext:value-type") == "error" or error:
        return "e", shown
    if kind not in _TEXTS and (kind not in _VALUES or not (computed or attributes.get(_VALUES[kind]))):
        return f"office:value-type={kind}", ""
    match kind:
        case "float" | "percentage" | "currency":
            return "n", attributes.get("office:value", "")
        case "date":
            return "d", attributes.get("office:date-value", "").removesuffix("T00:00:00")
        case "time":
            return "n", _days(attributes.get("office:time-value", ""))
        case "boolean":
            return "b", attributes.get("office:boolean-value", "")
        case "string":
            return "text", attributes.get("office:string-value", shown)
    return ("text", shown) if there else ("n", None)


def _days(period: str) -> str:
    """`PT12H00M00S` as the number that a spreadsheet keeps for it: 0.5. What is none stays as it is."""
    match = _PERIOD.fullmatch(period)
    if match is None:
        return period
    hours, minutes, seconds = (float(part.replace(",", ".")) for part in match.groups()[1:])
    return f"{match[1]}{(hours * 3600 + minutes * 60 + seconds) / 86_400!r}"

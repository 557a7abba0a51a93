"""docs/blueprint.md taken apart: its fenced blocks, its tables, the values that they speak of."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpixl.blueprint.expressions.operands import ColumnOperand, Operand
from kpixl.blueprint.yamlfile import number

TEXT = (Path(__file__).parent.parent.parent / "docs" / "blueprint.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Fence:
    """A fenced block. info: the class of a fragment, or the path of a whole file."""

    language: str
    info: str
    text: str

    @property
    def is_file(self) -> bool:
        """It is a whole file."""
        return "." in self.info


FENCES = [
    Fence(*m.groups()) for m in re.finditer(r"^```(\w+)[ ]*(\S*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
]


def rows(head: str, page: str = TEXT) -> list[list[str]]:
    """The rows of the table whose head line starts so, each as its cells."""
    after = page.split(f"\n{head}", 1)[1].split("\n", 2)[2]
    lines = after[: after.index("\n\n")].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def code(cell: str) -> list[str]:
    """What stands in a cell as code."""
    return re.findall(r"`([^`]+)`", cell)


def kinds_described(page: str = TEXT) -> tuple[set[str], set[str], set[str]]:
    """The kinds of rules that have a paragraph, an example, a line of the table of enforcement."""
    paragraph = r"^\*\*`(\w+)`\*\*(?: with `across: units`)?: "
    lines = (code(row[0]) for row in rows("| | data validation", page))
    return (
        set(re.findall(paragraph, page.split("\n## Rules\n")[1], re.MULTILINE)),
        set(re.findall(r"^kind: (\w+)$", page, re.MULTILINE)),
        {names[0] for names in lines if names},
    )


def value(text: str) -> Any:
    """What a cell of the page's tables stands for."""
    text = text.strip()
    if text in {"blank", "n/a"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    exact = number(text)
    return text.strip("'") if exact is None else Decimal(exact)


def look_up(text: str) -> dict[str, Operand | ColumnOperand]:
    """The operands that `a = 8, b blank, t.c = [1, blank]` names; a text in `points` is invalid."""
    found: dict[str, Operand | ColumnOperand] = {}
    for name, items, single in re.findall(r"([a-z.]+) (?:= \[([^\]]*)\]|(blank|= [^,\[]+))", text):
        if items:
            found[name] = ColumnOperand(items=tuple(Operand(value(item)) for item in items.split(",")))
        else:
            given = value(single.removeprefix("= "))
            found[name] = Operand(given, valid=not (name == "points" and isinstance(given, str)))
    return found


_EXPRESSIONS = TEXT.split("\n### Blank, invalid")[1].split("\n## The validators")[0]
_EXAMPLE = re.compile(r"(`[^`|]+`) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
EXAMPLES = _EXAMPLE.findall(_EXPRESSIONS)
"""(expression, what its names stand for, what it gives) of the tables on expressions."""

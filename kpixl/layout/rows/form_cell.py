"""One cell of a form for one row: printed, computed or to fill, with everything that guards it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from kpixl.blueprint.expressions import (
    And,
    Node,
    RangeRef,
    Ref,
    Resolved,
    names,
)
from kpixl.blueprint.model import Column
from kpixl.layout.plan.cell import Cell, Highlight, Role, Style, Validation
from kpixl.layout.plan.keys import Spot
from kpixl.layout.rows.conditions import Colour, Conditions, own
from kpixl.layout.rows.meaning import Place
from kpixl.layout.rows.unbuildable import refused
from kpixl.layout.standing_in import cut
from kpixl.rules.types import (
    FIRST_DAY,
    LAST_DAY,
    LISTS,
    NUMBERS,
    UNION,
    CellType,
    Listed,
    ValueType,
    concrete,
    named,
    number_format,
    type_words,
)
from kpixl.rules.types.faces import longest
from kpixl.words import Lang, Words

Align = Literal["left", "center", "right"]
FORMULA_LIMIT, TITLE_LIMIT, MESSAGE_LIMIT, INLINE_LIMIT = 255, 32, 255, 255
DEFAULT_PLACES = 2
"""Decimals of a computed cell whose column says none."""
_FILL_IN = Words("请填写{wanted}。", "Enter {wanted}.")
_ALIGNED: Mapping[str, Align] = {"text": "left", "number": "right"}
_BEYOND = "####"
"""Decimals that show where they are there."""
_WRONG, _WANTED = Words("填报有误", "Not accepted"), Words("应填{wanted}", "Wanted: {wanted}")
_LARGEST = Decimal(10) ** 15 - 1  # fifteen digits, which is what a cell holds exactly


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """A row to lay out: its place, key and what binds its cells."""

    place: Place
    line: str
    label: str
    conditions: Conditions = field(default_factory=Conditions)


def entry(row: FormRow, column: Column, spot: Spot, span: tuple[int, int] = (1, 1)) -> Cell:
    """The planned cell of a column in a row."""
    place, role, kind = row.place, row.place.role(column), row.place.type(column)
    label = flat(place.label(column))
    return Cell(
        spot=spot,
        role=role,
        key=place.key(column.name),
        label=label,
        line=row.label,
        type=kind,
        names=type_names(place, kind),
        style=_style(column, kind, role),
        span=span,
        table=row.conditions.table,
        down=column.down and row.conditions.optional and role is Role.INPUT,
        **_content(row, column, role, label),
    )


def _content(row: FormRow, column: Column, role: Role, label: str) -> dict[str, Any]:
    """What stands in the cell, or what guards it."""
    if role is Role.FORMULA:
        places = DEFAULT_PLACES if column.places is None else column.places
        return {"calculation": row.place.calculation(row.place.formula(column), places=places)}
    return {"value": row.place.shown(column)} if role is Role.PRINTED else _to_fill(row, column, label)


def _style(column: Column, kind: CellType, role: Role) -> Style:
    return Style(
        name={Role.INPUT: "input", Role.FORMULA: "formula"}.get(role, "body"),
        align=aligned(column, kind),
        number_format=shown_as(column, kind),
        unlocked=role is Role.INPUT,
    )


def _to_fill(row: FormRow, column: Column, label: str) -> dict[str, Any]:
    bound, kind = row.conditions.on(column), row.place.type(column)
    due = bound.due
    with refused(row.place.form.form, label):
        guard = validation(row, column, kind)
    return {
        "default": None if row.conditions.optional else row.place.default(column),
        "required": column.required,
        "needed": None if due is None else row.place.calculation(due, condition=True, when_blank=False),
        "validation": guard,
        "highlights": tuple(_highlight(row, colour, test) for colour, test in bound.tests(kind)),
    }


def type_names(place: Place, kind: CellType) -> dict[str, Resolved]:
    """What the names that a type depends on stand for."""
    mentioned = [names(each) if isinstance(each, Node) else (each,) for each in named(kind)]
    return {name: place.resolve(name) for some in mentioned for name in some}


def aligned(column: Column, kind: CellType) -> Align:
    """As the column says, else texts at the left and numbers at the right, where their decimals meet."""
    return column.align or _ALIGNED.get(kind.kind, "center")


def shown_as(column: Column, kind: CellType) -> str | None:
    """The number format of a column: equal decimals, and those that somebody enters beyond them."""
    if isinstance(kind, ValueType) and kind.name in _AMOUNTS and column.figures is not None:
        return figures_format(column)
    if isinstance(kind, ValueType) and kind.name in {"decimal", "money"} and column.places:
        return f"0{_decimals(column, column.places)}"
    return number_format(kind)


_AMOUNTS = NUMBERS - {"percent"}


def figures_format(column: Column) -> str | None:
    """Excel's code for how a column shows its figures; None where it says nothing of it."""
    if column.figures is None:
        return None
    whole = "#,##0" if column.figures.grouping else "0"
    places = 0 if column.type == "integer" else DEFAULT_PLACES if column.places is None else column.places
    in_yuan = column.type == "money" and column.unit == "元"  # of others a sign would say another sum
    sign = f'"{column.figures.currency}"' if column.figures.currency and in_yuan else ""
    return f"{sign}{whole}{_decimals(column, places) if places else ''}"


def _decimals(column: Column, places: int) -> str:
    return f".{'0' * places}{'' if column.computed else _BEYOND}"


def flat(text: str) -> str:
    """A label on one line, without the blanks that pad it in print."""
    parts = [p for p in text.replace("\n", " ").split(" ") if p]
    spaced = "".join(parts) if not text.isascii() else " ".join(parts)
    return spaced.rstrip("：:")


def _highlight(row: FormRow, kind: Colour, test: Node) -> Highlight:
    return Highlight(kind=kind, test=row.place.calculation(test, condition=True, when_blank=False))


def validation(row: FormRow, column: Column, kind: CellType) -> Validation:
    """The one validation of a cell: a list wins, else type and bounds, else a condition of one's own.

    What does not fit (Excel takes 255 characters) is left to the conditional format and the check.
    """
    label, bound = flat(row.place.label(column)), row.conditions.on(column)
    title, prompt, wrong, wanted = _told(label, column.prompt or "", kind, bound.said, row.place.package.lang)
    plain = Validation(
        kind="any",
        prompt=(cut(title, TITLE_LIMIT), cut(prompt, MESSAGE_LIMIT)),
        error=(wrong, cut(wanted, MESSAGE_LIMIT)),
    )
    if isinstance(kind, Listed) or kind_of_list(kind):
        return replace(plain, kind="list", choices=concrete(kind)[0].choices)
    if not bound.stops and isinstance(kind, ValueType) and _is_native(kind):
        return _native(kind, plain)
    return _custom(row, column, kind, bound.stops, plain)


@lru_cache(maxsize=1024)
def _told(
    label: str, prompt: str, kind: CellType, said: tuple[str, ...], lang: Lang
) -> tuple[str, str, str, str]:
    """What is told of a cell: title and text of its prompt, the same of a wrong entry."""
    wanted = type_words(kind)[lang]
    told = _sentences((_WANTED[lang].format(wanted=wanted), *said), lang)
    return label, prompt or _FILL_IN[lang].format(wanted=wanted), _WRONG[lang], told


def _sentences(texts: Iterable[str], lang: Lang) -> str:
    return "".join(f"{text}。" for text in texts) if lang == "zh" else " ".join(f"{text}." for text in texts)


def kind_of_list(kind: CellType) -> bool:
    """Whether it is a choice from a list that is written out."""
    return isinstance(kind, ValueType) and kind.name in LISTS and bool(kind.choices)


def _is_native(kind: ValueType) -> bool:
    """Whether a validation of Excel's own says all: it knows no patterns, decimals, alternatives."""
    return not kind.pattern and not kind.places and (kind.name != UNION or bool(longest(kind)))


def _native(kind: ValueType, plain: Validation) -> Validation:
    if kind.name in NUMBERS:
        low, high = (
            (-_LARGEST if kind.min is None else kind.min),
            (_LARGEST if kind.max is None else kind.max),
        )
        return replace(plain, kind="whole" if kind.places == 0 else "decimal", low=low, high=high)
    if kind.name == "date":
        first, last = kind.days
        return replace(plain, kind="date", low=first or FIRST_DAY, high=last or LAST_DAY)
    return replace(plain, kind="length", high=longest(kind)) if longest(kind) else plain


def _custom(
    row: FormRow, column: Column, kind: CellType, conditions: Sequence[Node], plain: Validation
) -> Validation:
    """As many of the conditions as fit, the type's first; where not even that one fits, Excel's own."""
    parts = [own(kind, column.name), *conditions]
    while parts:
        tree = And(tuple(parts)) if len(parts) > 1 else parts[0]
        test = row.place.calculation(tree, condition=True, when_blank=True)
        if test.formula.length(_longest) <= FORMULA_LIMIT:
            return replace(plain, kind="custom", formula=test)
        parts.pop()
    return _native(kind, plain) if isinstance(kind, ValueType) else plain


def _longest(ref: Ref | RangeRef) -> str:
    return "$AAA$9999:$AAA$9999" if isinstance(ref, RangeRef) else "AAA9999"

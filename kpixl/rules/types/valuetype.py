"""Types as they hold in one cell: the blueprint's words with the row's data filled in."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, lru_cache

from kpixl.blueprint.expressions import ColumnOperand, Kind, LookUp, Node, Value, holds, parse
from kpixl.blueprint.lexicon import default_lexicon
from kpixl.blueprint.model import Lexicon

NUMBERS = frozenset({"integer", "decimal", "money", "percent"})
LISTS = frozenset({"yes_no", "choice", "rating"})
FIGURES = frozenset({"threshold", "quantity"})
UNION = "union"
YES, NO = "是", "否"
LIST = "@list."
"""Before the name of a list on the hidden sheet, as conditions name it."""
_SPELLED = 61
"""Choices that a condition can compare one by one: a formula nests 64 deep."""
_SPELLED_LENGTH, _TEXT_LENGTH, _AROUND_A_TEXT = 8_192, 255, 25
"""Characters of a formula, of a text in it, and of a comparison besides its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueType:
    """What one cell takes. min, max: numbers, or dates for `date`; a percentage is a fraction (0.05 is 5 %).

    places: decimals at most; max_length: characters at most (of a `list`: of each item); choices: the texts
    of a list; pattern: for re.fullmatch; pattern_message: what that wants, in the scheme's words; unit: of
    money, or of a quantity that is a bare number; separator: between the items of a list; states: words that
    a threshold may be; alternatives: of a union, the first that fits an entry is its type; lexicon: the
    scheme's units of measure.
    """

    name: str
    min: Decimal | dt.date | None = None
    max: Decimal | dt.date | None = None
    places: int | None = None
    max_length: int | None = None
    choices: tuple[str, ...] = ()
    pattern: str | None = None
    pattern_message: str = ""
    unit: str = ""
    separator: str = ""
    states: tuple[str, ...] = ()
    alternatives: tuple[ValueType, ...] = ()
    lexicon: Lexicon = field(default_factory=default_lexicon, compare=False, repr=False)

    @property
    def kind(self) -> Kind:
        """What expressions see in the cell; of a union whose types are of different kinds the text."""
        if self.name in NUMBERS:
            return "number"
        if self.name == UNION:
            kinds = {alternative.kind for alternative in self.alternatives}
            return kinds.pop() if len(kinds) == 1 else "text"
        named: dict[str, Kind] = {"yes_no": "boolean", "date": "date"}
        return named.get(self.name, "text")

    @property
    def shown(self) -> str:
        """The name under which an entry is kept: of a union all its types, or the first if of a kind."""
        if self.name != UNION:
            return self.name
        names = [alternative.name for alternative in self.alternatives]
        return "|".join(names) if self.kind == "text" else names[0]

    @property
    def numbers(self) -> tuple[Decimal | None, Decimal | None]:
        """The bounds of a number; None where there is none."""
        low, high = self.min, self.max
        return low if isinstance(low, Decimal) else None, high if isinstance(high, Decimal) else None

    @property
    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """The bounds of a date; None where there is none."""
        low, high = self.min, self.max
        return low if isinstance(low, dt.date) else None, high if isinstance(high, dt.date) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dynamic:
    """A type that depends on the row: `then` where the condition holds, `otherwise` where it does not."""

    condition: Node
    then: CellType
    otherwise: CellType

    @property
    def kind(self) -> Kind:
        """The kind that both sides share, else any."""
        return self.then.kind if self.then.kind == self.otherwise.kind else "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A choice that other cells settle: by a column of the row, or from what stands in a column of a form.

    whole: with every choice that is known beforehand; by: the row's column, pairs: its texts, each with one
    choice beside it, equal texts together (where the cell says none of them, every choice fits); column:
    `form.column`, whose texts are choices besides those known.
    """

    whole: ValueType
    by: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    column: str = ""

    @property
    def kind(self) -> Kind:
        """A choice is a text."""
        return self.whole.kind

    @property
    def lists(self) -> tuple[str, ...]:
        """The names of its lists: texts of `by` and choices beside them, with their length; or a column's."""
        if self.column:
            return (f"{LIST}{digest_of((self.column, *self.whole.choices))}",)
        key = digest_of([text for pair in self.pairs for text in pair])
        return f"{LIST}{key}.by:{len(self.pairs)}", f"{LIST}{key}:{len(self.pairs)}"

    def settled(self, look_up: LookUp) -> ValueType:
        """The choice with what the other cells say."""
        found = look_up(self.lists[0] if self.column else self.by)
        if isinstance(found, ColumnOperand):
            texts = (str(item.usable) for item in found.items if item.usable is not None)
            return replace(self.whole, choices=tuple(dict.fromkeys((*texts, *self.whole.choices))))
        return replace(self.whole, choices=self.beside(found.usable))

    def beside(self, text: Value) -> tuple[str, ...]:
        """The choices beside a text of `by`."""
        return tuple(choice for beside, choice in self.pairs if beside == text) or self.whole.choices


CellType = ValueType | Dynamic | Listed
Bound = Callable[[str], Value]
"""The value of a bound that is given as an expression (`row.points`)."""


def is_spelled(choices: tuple[str, ...]) -> bool:
    """Whether a condition can compare with each choice; else they stand on the hidden sheet."""
    if len(choices) > _SPELLED:
        return False
    lengths = [len(text) + text.count('"') for text in choices]
    return (
        max(lengths, default=0) <= _TEXT_LENGTH
        and sum(lengths) + _AROUND_A_TEXT * len(lengths) <= _SPELLED_LENGTH
    )


@lru_cache(maxsize=1024)
def list_name(choices: tuple[str, ...]) -> str:
    """The name of choices that stand on the hidden sheet, with their number."""
    return f"{LIST}{digest_of(choices)}:{len(choices)}"


def digest_of(texts: tuple[str, ...] | list[str]) -> str:
    """A short name for a sequence of texts."""
    return hashlib.sha256("\0".join(texts).encode("utf-8")).hexdigest()[:12]


@cache
def parsed(text: str) -> Node:
    """The tree of an expression; parsed once."""
    return parse(text)


def settle(kind: CellType, look_up: LookUp) -> ValueType | None:
    """The type that holds with the row's values; None where its condition is not applicable."""
    while isinstance(kind, Dynamic):
        truth = holds(kind.condition, look_up)
        if truth is None:
            return None
        kind = kind.then if truth else kind.otherwise
    return kind.settled(look_up) if isinstance(kind, Listed) else kind


def concrete(kind: CellType) -> tuple[ValueType, ...]:
    """All types that the cell may take."""
    if isinstance(kind, Dynamic):
        return concrete(kind.then) + concrete(kind.otherwise)
    return (kind.whole if isinstance(kind, Listed) else kind,)


def unspelled(kind: CellType) -> Iterator[tuple[str, ...]]:
    """The choices that conditions of the cell name as a list."""
    if isinstance(kind, Dynamic):
        yield from unspelled(kind.then)
        yield from unspelled(kind.otherwise)
    elif isinstance(kind, ValueType):
        yield from (t.choices for t in (kind, *kind.alternatives) if not is_spelled(t.choices))


def named(kind: CellType) -> tuple[Node | str, ...]:
    """What a type depends on: conditions, and names of columns and lists."""
    if isinstance(kind, Dynamic):
        return (kind.condition, *named(kind.then), *named(kind.otherwise))
    if isinstance(kind, Listed):
        return (*([kind.by] if kind.by else []), *kind.lists)
    return ()

"""Many entries for a type, right ones and wrong ones, always the same: near bounds, odd texts, far off."""

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kpixl.blueprint.expressions import Literal, Value
from kpixl.blueprint.expressions.walk import walk
from kpixl.blueprint.model.base import FIRST_DAY, LAST_DAY
from kpixl.rules.types import LISTS, NUMBERS, ValueType, as_text, parsed, sample, spoiled

BLANKS = (None, " ", "\u3000", " \u3000 ", "\n", "\u00a0")
ODD_TEXTS = (
    "12", "１２", "12.5", " 5 ", "5%", "５％", "1,234", "1e5", "-3", "－3", "0",
    "２０２１年5月17日", "2021-05-17", "2021/5/17", "2021年5月17日", "很多", "2000万左右",
    "百分之五", "无", "-", "/", "见附件", "TRUE", "=1+1", "'甲", "+", "#N/A", "第一\n第二",
    "甲\t乙", 'a&b<c>"d"', "👍", "👍🏽👍", "𠮷野家", "é", "e\u0301", "\u200b", "甲\u200b",
    "长" * 32_000, "平政〔2021〕5号", "平政[2021]5号", "13800000000", "0375-1234567",
    "138 0000 0000", "已\u202e完成", "_x000D_", "*", "?", "~", "<5",
)  # fmt: skip
FIGURES = (
    "≥95%", "＜70%", "≥8次及以上", "7次", "1", "未执行", "1次/季度（4次）", "10 人", "10人",
    "5万元", "300元", "≥0.4亿美",
    "90%-95%", "95%左右", "提升", "2021年1—10月", "2021年第3季度", "1—10月",
    "甲、乙", "甲，乙", "甲；乙", "——",
    "综合审判庭、执行局", "种植", "其他事项", "单位", "他人", "养殖 ", "A*", "ab",
)  # fmt: skip
STEPS = (Decimal("0.5"), *(Decimal(1).scaleb(-places) for places in (0, 1, 2, 3, 4, 6, 8, 9, 10)))
FAR = tuple(Decimal(far) for far in (0, "1e-12", "1e9", 10**15 - 1, "1e15", "1e16", "1e20", "1e300"))
FAR_DAYS = (
    FIRST_DAY,
    LAST_DAY,
    dt.date(1900, 1, 1),
    dt.date(1899, 12, 31),
    dt.date(3000, 1, 1),
    dt.date(9999, 12, 31),
)


def entries(kind: ValueType, rng: random.Random, count: int) -> list[Value]:
    """So many entries for a cell of the type: the telling ones, and others drawn around its limits.

    Where there is no room for all telling ones, a choice of them fills three quarters of it.
    """
    fixed: list[Value] = [
        *BLANKS,
        *(text for _, text in spoiled(kind)),
        *_telling(kind),
        *FIGURES,
        *ODD_TEXTS,
    ]
    fixed = rng.sample(fixed, min(len(fixed), count * 3 // 4))
    return [*fixed, *(_drawn(kind, rng) for _ in range(count - len(fixed)))]


def _telling(kind: ValueType) -> Iterable[Value]:
    for alternative in kind.alternatives:
        yield from _telling(alternative)
    if kind.name in NUMBERS:
        for limit in _limits(kind):
            yield from (limit, *(limit + sign * step for step in STEPS for sign in (1, -1)))
        yield from (sign * far for far in FAR for sign in (1, -1))
    elif kind.name == "date":
        for day in (*_days(kind), *FAR_DAYS):
            yield day
            yield from _beside(day)
    else:
        yield from (
            Decimal(12),
            Decimal("0.1") + Decimal("0.2"),
            Decimal("-1e-7"),
            Decimal(12345678901),
            Decimal(10) ** 15,
        )
        yield from (form for choice in kind.choices[:9] for form in _forms(choice))
        yield from (character * length for length in _lengths(kind) for character in ("甲", "a", "👍"))


def _limits(kind: ValueType) -> list[Decimal]:
    return [Decimal(0), *(limit for limit in kind.numbers if limit is not None)]


def _days(kind: ValueType) -> list[dt.date]:
    return [day for day in kind.days if day is not None] or [dt.date(2021, 5, 17)]


def _beside(day: dt.date) -> list[dt.date]:
    return [day + dt.timedelta(days=n) for n in (-1, 1) if dt.date(1900, 1, 2) < day < dt.date(9999, 12, 30)]


def _lengths(kind: ValueType) -> list[int]:
    limit = kind.max_length or 10
    return [max(1, limit + more) for more in (-1, 0, 1)] + [max(1, limit // 2), limit // 2 + 1]


def _forms(choice: str) -> list[str]:
    """A choice and what looks like it: blanks, case, full width, more and less of it."""
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in choice)
    spaced = [f" {choice}", f"{choice} ", f"\u3000{choice}", " ".join(choice)]
    return [
        choice,
        *spaced,
        wide,
        choice.upper(),
        choice.lower(),
        choice.swapcase(),
        choice * 2,
        choice[:-1],
        f"{choice}、{choice}",
    ]


def _drawn(kind: ValueType, rng: random.Random) -> Value:
    """At random: often right, often nearly so, sometimes something else altogether."""
    lot = rng.random()
    if lot < 0.25:
        return _stored(sample(kind, rng))
    if lot < 0.32:
        return rng.choice(BLANKS + ODD_TEXTS[:-1])
    if kind.name in NUMBERS:
        return _near(rng.choice(_limits(kind)), rng)
    if kind.name == "date":
        return rng.choice(_days(kind)) + dt.timedelta(days=rng.randint(-400, 400))
    if kind.choices:
        return rng.choice(_forms(rng.choice(kind.choices)))
    letters = rng.choice(("甲乙Ab12 ，、。-〔〕号\u3000", "甲乙丙", "Ab12-", "甲乙A 👍𠮷"))
    return "".join(rng.choice(letters) for _ in range(max(1, rng.choice(_lengths(kind)))))


def _near(limit: Decimal, rng: random.Random) -> Decimal:
    """A number some digits away from a limit, with few decimals or with many."""
    away = Decimal(rng.randint(-(10 ** rng.randint(1, 6)), 10 ** rng.randint(1, 6))).scaleb(
        -rng.randint(0, 10)
    )
    return (limit + away).quantize(Decimal("1e-10")).normalize() + 0


def _stored(value: Value) -> Value:
    """As a cell holds it: yes and no are texts."""
    return as_text(value) if isinstance(value, bool) else value


class Rows:
    """Draws whole rows: values that are equal, or just not, to each other and to what the rules name.

    kinds: the columns' types; told: the expressions whose literals are tried.
    """

    def __init__(self, kinds: dict[str, ValueType], told: Sequence[str], rng: random.Random) -> None:
        self.kinds, self.rng = kinds, rng
        literals = [n.value for text in told for n in walk(parsed(text)) if isinstance(n, Literal)]
        self.figures = [v for v in literals if isinstance(v, Decimal) and not isinstance(v, bool)] + [
            Decimal(0),
            Decimal(70),
        ]
        self.texts = [v for v in literals if isinstance(v, str)] + ["其他"]

    def row(self) -> dict[str, Value]:
        """One row; blanks and wrong entries among its values."""
        figure, day = self.rng.choice(self.figures), self.rng.choice((17, 18))
        return {name: self._value(kind, figure, day) for name, kind in self.kinds.items()}

    def _value(self, kind: ValueType, figure: Decimal, day: int) -> Value:
        lot = self.rng.random()
        if lot < 0.15:
            return self.rng.choice((None, None, None, " ", "\u3000"))
        if lot < 0.22:
            return _drawn(kind, self.rng)
        if kind.name in NUMBERS:
            step = 1 if kind.places == 0 else self.rng.choice(STEPS)
            return figure + self.rng.choice((-1, 0, 0, 1)) * step
        if kind.name == "date":
            return dt.date(2021, 5, day)
        if kind.name in LISTS or self.rng.random() < 0.2:
            return _stored(sample(kind, self.rng))
        return self.rng.choice(self.texts)

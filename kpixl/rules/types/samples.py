"""The faces of a type for tests and simulations: a value that fits, and entries that do not."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kpixl.blueprint.model.base import FIRST_DAY, LAST_DAY
from kpixl.rules.types.accept import as_text, breach
from kpixl.rules.types.valuetype import LISTS, NUMBERS, UNION, ValueType
from kpixl.rules.types.wording import spoken

WORDS = (
    "已按要求完成全年任务", "各项指标稳步推进", "按计划完成，资料齐全", "组织专项检查并完成整改",
    "召开推进会，明确责任分工", "按时报送材料", "建立台账，逐项落实", "完成年度目标，成效良好",
    "开展宣传活动，群众反映较好", "配合有关部门完成任务",
)  # fmt: skip


Spoiled = tuple[str, Decimal | str]
"""(code, entry)."""


def sample(kind: ValueType, rng: random.Random) -> Decimal | str | bool | dt.date:
    """A value that the type takes.

    Of a pattern that a blueprint gives, only if one of a few plain texts meets it: ask `breach`.
    """
    if kind.name == UNION:
        return _as_taken(kind, rng.choice(kind.alternatives), rng)
    if kind.name in NUMBERS:
        return _number(kind, rng)
    if kind.name == "date":
        return _date(kind, rng)
    if kind.name in LISTS:
        return _choice(kind, rng)
    if kind.name in _WRITTEN:
        return _WRITTEN[kind.name](kind, rng)
    if kind.name == "doc_number":
        return (
            f"{rng.choice(('平政', '平发', '新政'))}〔{rng.randrange(2019, 2023)}〕{rng.randrange(1, 200)}号"
        )
    if kind.name == "phone":
        return f"1{rng.choice('3578')}{rng.randrange(10**9):09d}"
    return _text(kind, rng)


def _choice(kind: ValueType, rng: random.Random) -> str | bool:
    if kind.name == "yes_no":
        return rng.random() < 0.5
    return rng.choice(kind.choices) if kind.choices else ""


def _as_taken(kind: ValueType, alternative: ValueType, rng: random.Random) -> Decimal | str | bool | dt.date:
    """A value of one of a union's types: its text where the types are of different kinds."""
    value = sample(alternative, rng)
    if kind.kind != "text" or isinstance(value, str):
        return value
    return spoken(value, alternative) if isinstance(value, Decimal | dt.date) else as_text(value)


def _threshold(kind: ValueType, rng: random.Random) -> str:
    number = rng.randrange(1, 100)
    return rng.choice((f"≥{number}%", f"＜{number}%", f"≥{number}", f"{number}%", *kind.states))


def _quantity(kind: ValueType, rng: random.Random) -> str:
    return f"{rng.randrange(1, 1000)}{kind.unit or rng.choice(kind.lexicon.names)}"


def _period(kind: ValueType, rng: random.Random) -> str:  # noqa: ARG001 - periods have no settings
    return rng.choice(("2021年1—10月", "2021年第3季度", "2021年5月", "2021年上半年", "2021年"))


def _list(kind: ValueType, rng: random.Random) -> str:
    items = (f"第{rng.randrange(1, 100)}项"[: kind.max_length] for _ in range(rng.randint(1, 3)))
    return kind.separator.join(dict.fromkeys(items))


_WRITTEN: dict[str, Callable[[ValueType, random.Random], str]] = {
    "threshold": _threshold, "quantity": _quantity, "period": _period, "list": _list,
}  # fmt: skip


def _text(kind: ValueType, rng: random.Random) -> str:
    words, number = rng.choice(WORDS), rng.randrange(1, 1000)
    whole = (f"{words}，见台账第{number}号", f"{words}（{number}）")
    texts = [text for text in whole if kind.max_length is None or len(text) <= kind.max_length]
    texts += [text[: kind.max_length] for text in (whole[1], words, f"{number}", f"A{number}")]
    return next((t for t in texts if breach(kind, t) is None), texts[0])


def _date(kind: ValueType, rng: random.Random) -> dt.date:
    """A day between the bounds; where one is missing, of the year next to the other."""
    year = dt.timedelta(days=364)
    low, high = kind.days
    first = low or (max(FIRST_DAY, high - year) if high else dt.date(2021, 1, 1))
    last = high or min(LAST_DAY, first + year)
    return first + dt.timedelta(days=rng.randrange((last - first).days + 1))


def _number(kind: ValueType, rng: random.Random) -> Decimal:
    """A number between the bounds, with as many decimals as may be; near 0 where a bound is missing."""
    places = {"percent": 4}.get(kind.name, 2) if kind.places is None else kind.places
    room, step = Decimal(1 if kind.name == "percent" else 100), Decimal(1).scaleb(-places)
    low, high = kind.numbers
    least = low if low is not None else min(Decimal(0), (high or Decimal(0)) - room)
    most = high if high is not None else max(least, Decimal(0)) + room
    first, last = (
        (least / step).to_integral_value(ROUND_CEILING),
        (most / step).to_integral_value(ROUND_FLOOR),
    )
    return (step * rng.randint(int(first), max(int(first), int(last)))).quantize(step)


def spoiled(kind: ValueType) -> tuple[Spoiled, ...]:
    """Entries that the type does not take, each with the code that the check must give."""
    if kind.name in NUMBERS:
        vague: Spoiled = ("V010", "2000万左右")  # what it means is for reading to say
        return (vague, *_refused(kind, _amiss(kind)))
    if kind.name == "date":
        return (("V007", "去年五月中旬"),)
    if kind.name in LISTS:
        return _refused(kind, [("V006", "不清楚")])
    amiss: list[Spoiled] = [(code, "较大幅度") for code in ("V014", "V015", "V016", "V017")]
    too_long = "长" * (max(each.max_length or 0 for each in (kind, *kind.alternatives)) + 1)
    return _refused(kind, [*amiss, ("V005", too_long), ("V008", "见附件")])


def _amiss(kind: ValueType) -> list[Spoiled]:
    found: list[Spoiled] = [("V001", "很多"), ("V002", Decimal("1.5"))]
    low, high = kind.numbers
    found += [("V003", limit + step) for limit, step in ((high, 1), (low, -1)) if limit is not None]
    too_fine = Decimal(1).scaleb(-(kind.places or 0) - 1)
    inside = [limit for limit in (low, Decimal(0), high) if limit is not None]
    return found + [("V004", limit + step) for limit in inside for step in (too_fine, -too_fine)]


def _refused(kind: ValueType, entries: list[Spoiled]) -> tuple[Spoiled, ...]:
    """Those that are refused for the reason given."""
    return tuple((code, entry) for code, entry in entries if breach(kind, entry) == code)

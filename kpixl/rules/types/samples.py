"""The faces of a type for tests and simulations: a value that fits, and entries that do not."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from kpixl.rules.types.valuetype import NUMBERS, ValueType

WORDS = (
    "已按要求完成全年任务", "各项指标稳步推进", "按计划完成，资料齐全", "组织专项检查并完成整改",
    "召开推进会，明确责任分工", "按时报送材料", "建立台账，逐项落实", "完成年度目标，成效良好",
    "开展宣传活动，群众反映较好", "配合有关部门完成任务",
)  # fmt: skip


def sample(kind: ValueType, rng: random.Random) -> Decimal | str | bool | dt.date:
    """A value that the type takes."""
    if kind.name in NUMBERS:
        return _number(kind, rng)
    if kind.name == "date":
        low = kind.min if isinstance(kind.min, dt.date) else dt.date(2021, 1, 1)
        high = kind.max if isinstance(kind.max, dt.date) else low + dt.timedelta(days=364)
        return low + dt.timedelta(days=rng.randrange((high - low).days + 1))
    if kind.name == "yes_no":
        return rng.random() < 0.5
    if kind.choices:
        return rng.choice(kind.choices)
    if kind.name == "doc_number":
        return (
            f"{rng.choice(('平政', '平发', '新政'))}〔{rng.randrange(2019, 2023)}〕{rng.randrange(1, 200)}号"
        )
    if kind.name == "phone":
        return f"1{rng.choice('3578')}{rng.randrange(10**9):09d}"
    text = f"{rng.choice(WORDS)}（{rng.randrange(1, 1000)}）"
    return text[: kind.max_length]


def _number(kind: ValueType, rng: random.Random) -> Decimal:
    places = {"percent": 4, "money": 2}.get(kind.name, kind.places if kind.places is not None else 2)
    low = kind.min if isinstance(kind.min, Decimal) else Decimal(0)
    high = (
        kind.max
        if isinstance(kind.max, Decimal)
        else max(low, Decimal(0)) + (1 if kind.name == "percent" else 100)
    )
    step = Decimal(1).scaleb(-places)
    return (low + step * rng.randrange(int((high - low) / step) + 1)).quantize(step)


def spoiled(kind: ValueType) -> tuple[tuple[str, Decimal | str], ...]:
    """Entries that the type does not take, each with the code that the check must give."""
    if kind.name in NUMBERS:
        return _spoiled_number(kind)
    if kind.name == "date":
        return (("V007", "去年五月中旬"),)
    if kind.choices:
        return (("V006", "不清楚"),)
    found: list[tuple[str, Decimal | str]] = [("V005", "长" * ((kind.max_length or 0) + 1))]
    if kind.pattern:
        found.append(("V008", "见附件"))
    return tuple(found)


def _spoiled_number(kind: ValueType) -> tuple[tuple[str, Decimal | str], ...]:
    found: list[tuple[str, Decimal | str]] = [("V001", "很多"), ("V010", "2000万左右")]
    if kind.places == 0:
        found.append(("V002", Decimal("1.5")))
    if kind.max is not None:
        found.append(("V003", Decimal(kind.max) + 1))  # type: ignore[arg-type]
    if kind.min is not None:
        found.append(("V003", Decimal(kind.min) - 1))  # type: ignore[arg-type]
    if kind.places:
        inside = max(Decimal(kind.min or 0), Decimal(0))  # type: ignore[arg-type]
        found.append(("V004", inside + Decimal(1).scaleb(-kind.places - 1)))
    return tuple(found)

"""The limits as somebody sets them: `{"file": "100 MB", "seconds": 60}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from kpixl.formats import SIZES, Limits
from kpixl.refusal import RefusedError, unknown
from kpixl.returns._worker import WorkerLimits
from kpixl.words import Words

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)?", re.IGNORECASE)
_UNITS = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3}
_SECONDS = frozenset({"seconds", "elapsed"})
_BYTES = SIZES | {"memory"}


def limits_of(settings: Mapping[str, Any]) -> tuple[Limits, WorkerLimits]:
    """What a file may hold, and what the process that reads it may use; where nothing is said, the usual.

    Numbers, or texts with a unit (`100 MB`). RefusedError for a name that there is not, or no such number.
    """
    own, process = ({field.name for field in fields(kind)} for kind in (Limits, WorkerLimits))
    for name in settings:
        if name not in own | process:
            raise unknown(Words("上限", "limit"), name, sorted(own | process))
    read = {name: _amount(name, value) for name, value in settings.items()}
    whole = {name: int(value) for name, value in read.items() if name not in _SECONDS}
    usual = WorkerLimits()
    seconds = read.get("seconds", usual.seconds)
    return (
        Limits(**{name: value for name, value in whole.items() if name in own}),
        WorkerLimits(
            seconds=seconds,
            elapsed=read.get("elapsed", max(usual.elapsed, seconds * usual.elapsed / usual.seconds)),
            memory=whole.get("memory", usual.memory),
        ),
    )


def named_limits(text: str) -> dict[str, str]:
    """`file=100 MB, seconds=60` as names and values."""
    pairs = (pair.partition("=") for pair in text.split(",") if pair.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _amount(name: str, value: Any) -> float:
    match = _AMOUNT.fullmatch(str(value).strip())
    amount = float(match[1]) * _UNITS[(match[2] or "B").upper()] if match else 0
    if isinstance(value, bool) or amount <= 0 or (match and match[2] and name not in _BYTES):
        raise RefusedError(
            f"上限 {name} 的值“{value}”不对：应为大于 0 的数，按大小计的可以写单位，如 100 MB。",
            f"{value!r} is no value for the limit {name}: a number above 0, with a unit (100 MB) for a size.",
        )
    return amount

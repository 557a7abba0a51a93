"""The scores of single items, as a validators file's `score` function or the blueprint says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpixl.blueprint.model import Scheme
from kpixl.check.frames import CELLS

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("unit", "item", "points", "bonus", "deduction", "score", "file", "sheet", "cell")
"""The columns of a frame of item scores, one row a (unit, item). file, sheet, cell: the score's place."""


class ScoreError(Exception):
    """A validators file's `score` function gave no frame of item scores; the message says why not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScore:
    """One item's score. unit: the subject's id; item: the row's key; score: None where there is none."""

    unit: str
    item: str
    points: Decimal | None = None
    bonus: Decimal | None = None
    deduction: Decimal | None = None
    score: Decimal | None = None
    file: str = ""
    sheet: str = ""
    cell: str = ""


def item_scores(frames: Mapping[str, pd.DataFrame], scheme: Scheme) -> pd.DataFrame:
    """The item scores as the blueprint's `scoring` names them, without a validators file."""
    import pandas as pd  # noqa: PLC0415 - heavy, and only merging needs it here

    scoring = scheme.head.scoring
    if scoring is None:
        return pd.DataFrame(columns=list(COLUMNS))
    form, _, score = scoring.score.partition(".")
    points = scoring.points.partition(".")[2]
    tables = [t.name for t in scheme.form(form).tables if score in {c.name for c in t.leaves}]
    rows = [
        _row(row, score=score, points=points)
        for table in tables
        if f"{form}.{table}" in frames
        for row in frames[f"{form}.{table}"].to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _row(row: Mapping[Any, Any], *, score: str, points: str) -> dict[str, Any]:
    entry = row[CELLS].get(score)
    place = (
        {"file": row["file"], "sheet": entry.sheet, "cell": entry.cell} if entry else {"file": row["file"]}
    )
    given = {"points": row.get(points), "score": row.get(score)}
    return {"unit": row["subject"], "item": row["row"], **given, **place}


def from_frame(frame: pd.DataFrame) -> tuple[ItemScore, ...]:
    """The rows of a frame of item scores. Raises ScoreError for a frame that is none."""
    missing = [c for c in ("unit", "item", "score") if c not in frame.columns]
    if missing:
        raise ScoreError(f"score 函数给出的表缺少这些列：{'、'.join(missing)}")
    return tuple(_item(row) for row in frame.to_dict("records"))


def _item(row: Mapping[Any, Any]) -> ItemScore:
    figures = {name: _figure(row.get(name), name) for name in ("points", "bonus", "deduction", "score")}
    words = {name: _text(row.get(name)) for name in ("unit", "item", "file", "sheet", "cell")}
    return ItemScore(**figures, **words)  # type: ignore[arg-type]


def _figure(value: Any, name: str) -> Decimal | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):  # NaN is pandas' blank
        return None
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise ScoreError(f"score 函数给出的 {name} 应是 Decimal 或空，实际是 {value!r}")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""

"""The scores of single items, as a validators file's `score` function or the blueprint says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kpixl.blueprint.expressions.rounding import rounded
from kpixl.check import Frames, Row, Stack, plain
from kpixl.refusal import RefusedError

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("unit", "item", "points", "bonus", "deduction", "score", "file", "sheet", "cell")
"""The columns of a frame of item scores, one row a (unit, item). file, sheet, cell: the score's place.

A further column `name` says what a person calls an item that no list names.
"""


_PLACES = 2
_AT_ONCE = 20_000
"""Rows of a frame that are looked at together."""


class ScoreError(RefusedError):
    """There are no item scores, or they do not fit together; the message says why."""


class ItemScore(NamedTuple):
    """One item's score. There are millions.

    unit: the subject's id; item: the row's key, or any other that is the unit's only once; name: what a
    person calls it, where no list does; score: None where there is none.
    """

    unit: str
    item: str
    name: str = ""
    points: Decimal | None = None
    bonus: Decimal | None = None
    deduction: Decimal | None = None
    score: Decimal | None = None
    file: str = ""
    sheet: str = ""
    cell: str = ""


def item_scores(frames: Frames) -> pd.DataFrame:
    """The item scores as the blueprint's `scoring` names them, for a policy that changes some of them."""
    import pandas as pd  # noqa: PLC0415 - heavy, and only validators files need it

    rows = [{name: getattr(each, name) for name in COLUMNS} for each in declared(frames.stack)]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def evenly(frames: Frames, table: str, column: str, *, item: str, name: str) -> pd.DataFrame:
    """One item a subject: of a hundred points the average share in a column, None while one is missing."""
    rows = frames[table]
    rows = rows if column in rows else rows.iloc[:0]
    own = {subject: list(those) for subject, those in rows.groupby("subject")[column]} if len(rows) else {}
    whole = {s: all(isinstance(share, Decimal) for share in those) for s, those in own.items()}
    made = {s: rounded(100 * sum(v) / len(v), _PLACES) if whole[s] else None for s, v in own.items()}
    there = column if len(rows) else next(reversed([str(c) for c in rows.columns]))
    told = {"item": item, "name": name, "points": Decimal(100), "score": rows["subject"].map(made)}
    return frames.scored(table, there, **told).loc[rows.index[~rows.duplicated("subject")]]


def declared(stack: Stack) -> Iterator[ItemScore]:
    """The item scores as the blueprint's `scoring` names them. Raises ScoreError where it names none."""
    scheme, scoring = stack.scheme, stack.scheme.head.scoring
    if scoring is None:
        return
    if scoring.score is None:
        raise ScoreError(
            "scoring 没有写明 score，验证文件也没有 score 函数：无法得出各项得分。",
            "`scoring` names no `score` and the validators file has no `score` function: nothing is scored.",
        )
    form, _, score = scoring.score.partition(".")
    points = (scoring.points or "").partition(".")[2]
    tables = [t.name for t in scheme.form(form).tables if score in t.by_name]
    for row in (row for table in tables for row in stack.rows(form, table)):
        yield _declared(row, score=score, points=points)


def _declared(row: Row, *, score: str, points: str) -> ItemScore:
    entry = row.cells.get(score)
    return ItemScore(
        unit=row.subject or row.unit or "",
        item="/".join(part for part in (row.instance, row.row) if part),
        points=_figure(row.value(points), "points"),
        score=_figure(row.value(score), "score"),
        file=row.file,
        sheet=entry.sheet if entry else "",
        cell=entry.cell if entry else "",
    )


def from_frame(frame: pd.DataFrame) -> Iterator[ItemScore]:
    """The rows of a frame of item scores. Raises ScoreError for a frame that is none."""
    missing = [c for c in ("unit", "item", "score") if c not in frame.columns]
    if missing:
        raise ScoreError(
            f"score 函数给出的表缺少这些列：{'、'.join(missing)}",
            f"the frame that `score` gives lacks the columns {', '.join(missing)}",
        )
    for first in range(0, len(frame), _AT_ONCE):
        yield from map(_item, plain(frame.iloc[first : first + _AT_ONCE]))


def _item(row: Mapping[str, Any]) -> ItemScore:
    figures = {name: _figure(row.get(name), name) for name in ("points", "bonus", "deduction", "score")}
    words = {name: _text(row.get(name)) for name in ("unit", "item", "name", "file", "sheet", "cell")}
    if not (words["unit"] and words["item"]):
        raise ScoreError(
            f"score 函数给出的一行没有写明单位或项目（应是文字）：{row.get('unit')!r}、{row.get('item')!r}",
            f"`score` gives a row whose unit or item is no text: {row.get('unit')!r}, {row.get('item')!r}",
        )
    return ItemScore(**figures, **words)  # type: ignore[arg-type]


def _figure(value: Any, name: str) -> Decimal | None:
    if value is None or (isinstance(value, Decimal) and value.is_finite()):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise ScoreError(
        f"score 函数给出的 {name} 应是 Decimal 或空，实际是 {value!r}",
        f"`score` gives {value!r} as {name}, which must be a Decimal or blank",
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""

"""新华区2021年度责任目标考核: how its returns are judged beyond the blueprint, and what counts as a score.

The blueprint (`blueprints/xinhua-2021`) says what one return must be. Here stands what only shows when all
returns lie side by side, and the scoring policy:

- an item is verified by one return only (`verified_once`);
- an award belongs to one unit, unless the remark says that it is shared (`award_of_one_unit`);
- what a unit reports of its work is its own text (`own_words`);
- a unit's score is the sum of its items' 实际得分 = 分值 + 加分 − 减分 (`score`); an item that was found not
  to apply has neither score nor points, and units are ranked by their score rate.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kpixl.blueprint import Scheme
from kpixl.check import Frames, Row, Validator, breach

if TYPE_CHECKING:
    import pandas as pd

validator = Validator("xinhua-2021")

TARGETS, AWARDS = "target-execution.targets", "awards.awards"
AWARD = ("document", "award", "awarded_on")
"""The same document, the same words and the same day: by chance two of them may agree, hardly all three."""
COPIED_LENGTH = 40
"""A text of so many characters that two units write alike was not written twice; shorter ones are phrases."""
SHARED = re.compile("共同|联合|合作")
"""What a remark says of an award that several units share."""
Breaching = Iterator[tuple[Row, Mapping[str, str]]]


@validator.rows(breach("U008", at="score", value=None, unit_name="{subject_name}", names="{item}"))
def verified_once(frames: Frames, scheme: Scheme) -> Breaching:  # noqa: ARG001 - no setting matters
    """Two verification returns about the same item of the same unit contradict each other: none can count.

    It happens where a verifier fills in the workbook of an earlier issue, made when the item was another's.
    """
    rows = frames.rows(TARGETS)
    times = Counter((row.subject, row.row) for row in rows)
    for row in rows:
        if times[row.subject, row.row] > 1:
            yield row, {"item": str(row.value("target") or row.row)}


@validator.rows(
    breach("U009", at="award", value="{award}", zh="{document}“{award}”", other="{other}", place="{there}")
)
def award_of_one_unit(frames: Frames, scheme: Scheme) -> Breaching:
    """附件3: an award that two units claim counts for one, unless they say that they share it.

    Only where units report themselves: who verifies them has the awards of all units in one workbook.
    """
    own = [row for row in frames.rows(AWARDS) if row.unit == row.subject]
    for row, other in _of_two_units(own, AWARD):
        if not SHARED.search(str(row.value("remark") or "")):
            yield row, {"other": scheme.roster.names[other.subject], "there": other.told("award")}


@validator.rows(
    breach("U010", at="report", value=None, label="{entry.label}", other="{other}", place="{there}")
)
def own_words(frames: Frames, scheme: Scheme) -> Breaching:
    """附件2: 目标内容与完成情况 that two units report in exactly the same long text was copied.

    Only where units report themselves: verifiers have the texts of all units printed in their workbooks.
    """
    own = [row for row in frames.rows(TARGETS) if row.unit == row.subject]
    long = [row for row in own if len(str(row.value("report") or "")) >= COPIED_LENGTH]
    for row, other in _of_two_units(long, ("report",)):
        yield row, {"other": scheme.roster.names[other.subject], "there": other.told("report")}


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:  # noqa: ARG001 - nothing here depends on a setting
    """One row a (unit, item) of the verified 附件2.

    The form computes 实际得分 = 分值 + 加分 − 减分 and the blueprint bounds it: 加分 by `bonus_cap`, 减分 by
    the item's points, both with their basis in 备注. So it counts as it stands. All items weigh alike, the
    total is rounded to two places, and ranks follow within each group (`scoring` in scheme.yaml).
    """
    targets = frames[TARGETS]
    points = targets.get("counted", targets["points"])  # which workbooks of an earlier version do not have
    return frames.scored(TARGETS, "score", points=points, **targets[["bonus", "deduction", "score"]])


def _of_two_units(rows: Sequence[Row], same: Sequence[str]) -> Iterator[tuple[Row, Row]]:
    """The rows that agree with another unit's, each with the first such; with a blank none does."""
    keys = [tuple(row.value(column) for column in same) for row in rows]
    known: dict[tuple[object, ...], dict[str, Row]] = {}
    for row, key in zip(rows, keys, strict=True):
        if None not in key:
            known.setdefault(key, {}).setdefault(row.subject, row)
    for row, key in zip(rows, keys, strict=True):
        others = (each for unit, each in known.get(key, {}).items() if unit != row.subject)
        if (other := next(others, None)) is not None:
            yield row, other

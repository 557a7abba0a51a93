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
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    for row, other in _of_two_units(frames.rows(AWARDS), _award):
        if not SHARED.search(str(row.value("remark") or "")):
            yield row, {"other": scheme.roster.names[other.subject], "there": other.told("award")}


@validator.rows(
    breach("U010", at="report", value=None, label="{entry.label}", other="{other}", place="{there}")
)
def own_words(frames: Frames, scheme: Scheme) -> Breaching:
    """附件2: 目标内容与完成情况 that two units report in exactly the same long text was copied.

    Only where units report themselves: verifiers have the texts of all units printed in their workbooks.
    """
    for row, other in _of_two_units(frames.rows(TARGETS), _report):
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


def _award(row: Row) -> object:
    """The award that a unit claims for itself; None where it does not say which."""
    said = tuple(row.value(column) for column in AWARD)
    return None if row.unit != row.subject or None in said else said


def _report(row: Row) -> object:
    """What a unit reports of its own work at some length."""
    text = row.value("report")
    long = isinstance(text, str) and len(text) >= COPIED_LENGTH
    return text if long and row.unit == row.subject else None


def _of_two_units(rows: Iterable[Row], said: Callable[[Row], object]) -> Iterator[tuple[Row, Row]]:
    """The rows that say what another unit's says, each with the first such. said: None agrees with nothing.

    What one unit alone says is not held: of thousands that would be all that they write.
    """
    whose: dict[int, str] = {}
    shared = {key for row in rows if whose.setdefault(key := hash(said(row)), row.subject) != row.subject} - {
        hash(None)
    }
    told = [(row, what) for row in rows if hash(what := said(row)) in shared]
    known: dict[object, dict[str, Row]] = defaultdict(dict)
    for row, what in told:
        known[what].setdefault(row.subject, row)
    for row, what in told:
        others = (each for unit, each in known[what].items() if unit != row.subject)
        if (other := next(others, None)) is not None:
            yield row, other

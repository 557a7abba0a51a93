"""新华区2021年度责任目标考核: how its returns are judged beyond the blueprint, and what counts as a score.

The blueprint (`blueprints/xinhua-2021`) says what one return must be. Here stands what only shows when all
returns lie side by side, and the scoring policy:

- an item is verified by one return only (`verified_once`);
- an award belongs to one unit, unless the remark says that it is shared (`award_of_one_unit`);
- what a unit reports of its work is its own text (`own_words`);
- a unit's score is the sum of its items' 实际得分 = 分值 + 加分 − 减分 (`score`).

A frame holds one row a (file, subject, row), with a column a field; `place(row, field)` gives the cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.check import Frames, Validator
from kpixl.check.told import Row, at, copied, copies, named, records, repeated, rows, spoken, words
from kpixl.findings import Finding, found
from kpixl.scoring import item_score, score_frame

validator = Validator("xinhua-2021")

ITEM = ["subject", "row"]
AWARD = ["document", "award", "awarded_on"]
"""The same document, the same words and the same day: by chance two of them may agree, hardly all three."""
COPIED_LENGTH = 40
"""A text of so many characters that two units write alike was not written twice; shorter ones are phrases."""
SHARED = ("共同", "联合", "合作")
"""What a remark says of an award that several units share."""


@validator.frame("target-execution.targets")
def verified_once(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """Two verification returns about the same item of the same unit contradict each other: none can count.

    It happens where a verifier fills in the workbook of an earlier issue, made when the item was another's.
    """
    for row in repeated(frame, ITEM):
        name = words(row, "target") or row["row"]
        yield found("U008", where=at(row, "score"), unit_name=named(row, scheme), names=name)


@validator.frame("awards.awards")
def award_of_one_unit(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """附件3: an award that two units claim counts for one, unless they say that they share it."""
    if not set(AWARD) <= set(frame.columns):
        return
    for _, claims in frame.dropna(subset=AWARD).groupby(AWARD, sort=True):
        for row in rows(claims):
            other = _other_unit(row, rows(claims))
            if other is not None and not any(word in words(row, "remark") for word in SHARED):
                award = words(row, "award")
                yield found(
                    "U009",
                    where=at(row, "award"),
                    value=award,
                    words=f"{row['document']}“{award}”",
                    other=named(other, scheme),
                    place=spoken(other, "award"),
                )


@validator.frame("target-execution.targets")
def own_words(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """附件2: 目标内容与完成情况 that two units report in exactly the same long text was copied.

    Only where units report themselves: verifiers have the texts of all units printed in their workbooks.
    """
    own = frame[frame["unit"] == frame["subject"]]
    for alike in copies(own, "report", COPIED_LENGTH):
        for row in alike:
            other = _other_unit(row, alike)
            if other is not None:
                yield copied(row, other, "report", scheme)


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:  # noqa: ARG001 - nothing here depends on a setting
    """One row a (unit, item) of the verified 附件2.

    The form computes 实际得分 = 分值 + 加分 − 减分 and the blueprint bounds it: 加分 by `bonus_cap`, 减分 by
    the item's points, both with their basis in 备注. So it counts as it stands. All items weigh alike, the
    total is rounded to two places, and ranks follow within each group (`scoring` in scheme.yaml).
    """
    figures = ("points", "bonus", "deduction", "score")
    return score_frame(
        item_score(row, "score", **{figure: row.get(figure) for figure in figures})
        for row in records(frames, "target-execution.targets")
    )


def _other_unit(row: Row, others: Iterable[Row]) -> Row | None:
    """The first of these rows that is another unit's; None where all are this unit's."""
    return next((other for other in others if other["subject"] != row["subject"]), None)

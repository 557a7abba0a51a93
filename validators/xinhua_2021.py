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

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.check import Frames, Validator, breach

validator = Validator("xinhua-2021")

TARGETS, AWARDS = "target-execution.targets", "awards.awards"
AWARD = ["document", "award", "awarded_on"]
"""The same document, the same words and the same day: by chance two of them may agree, hardly all three."""
COPIED_LENGTH = 40
"""A text of so many characters that two units write alike was not written twice; shorter ones are phrases."""
SHARED = "共同|联合|合作"
"""What a remark says of an award that several units share."""


@validator.frame(TARGETS, breach("U008", at="score", value=None, unit_name="{subject_name}", names="{item}"))
def verified_once(frame: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:  # noqa: ARG001 - no setting matters
    """Two verification returns about the same item of the same unit contradict each other: none can count.

    It happens where a verifier fills in the workbook of an earlier issue, made when the item was another's.
    """
    twice = frame[frame.duplicated(["subject", "row"], keep=False)]
    return twice.assign(item=twice["target"].fillna(twice["row"]))


@validator.returns(
    breach("U009", at="award", value="{award}", zh="{document}“{award}”", other="{other}", place="{there}")
)
def award_of_one_unit(frames: Frames, scheme: Scheme) -> pd.DataFrame:  # noqa: ARG001 - no setting matters
    """附件3: an award that two units claim counts for one, unless they say that they share it.

    Only where units report themselves: who verifies them has the awards of all units in one workbook.
    """
    awards = frames[AWARDS].assign(place=frames.told(AWARDS, "award"))
    claims = _of_two_units(awards[awards["unit"] == awards["subject"]], AWARD)
    return claims[~claims["remark"].str.contains(SHARED).fillna(value=False)]


@validator.returns(
    breach("U010", at="report", value=None, label="{entry.label}", other="{other}", place="{there}")
)
def own_words(frames: Frames, scheme: Scheme) -> pd.DataFrame:  # noqa: ARG001 - no setting matters
    """附件2: 目标内容与完成情况 that two units report in exactly the same long text was copied.

    Only where units report themselves: verifiers have the texts of all units printed in their workbooks.
    """
    reports = frames[TARGETS].assign(place=frames.told(TARGETS, "report"))
    own, long = reports["unit"] == reports["subject"], reports["report"].str.len() >= COPIED_LENGTH
    return _of_two_units(reports[own & long.fillna(value=False)], ["report"])


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


def _of_two_units(frame: pd.DataFrame, same: list[str]) -> pd.DataFrame:
    """The rows that agree with another unit's, with name (`other`) and place (`there`) of the first such."""
    known = frame.dropna(subset=same)[[*same, "subject", "subject_name", "place"]]
    theirs = known.drop_duplicates([*same, "subject"])
    first = theirs.groupby(same).head(2).set_axis([*same, "whose", "other", "there"], axis=1)
    pairs = known[[*same, "subject"]].rename_axis("label").reset_index().merge(first, on=same)
    others = pairs[pairs["subject"] != pairs["whose"]].drop_duplicates("label").set_index("label")
    return frame.loc[others.index].join(others[["other", "there"]])

"""卫东区2021年度经济社会发展责任目标: what counts as a score, and how the district as a whole came out.

The blueprint (`blueprints/weidong-2021`) says what one return must be, deductions and their proof included.
Here stand:

- an indicator of a unit is verified by one return only (`verified_once`);
- a unit's score: the verified points of indicators 1 to 51 less the verified deductions of 52 to 58, over the
  points of the indicators that it carries (`score`): units carry different ones, so their rates are ranked;
- the district's table: each of the 58 indicators once, as its lead unit has it (`district`).
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.check import Consolidated, ConsolidatedColumn, Frames, Validator, breach, listed, roster

validator = Validator("weidong-2021")

TABLE = "indicator-progress.indicators"
ITEM = ["subject", "row"]
NOTHING = Decimal(0)


@validator.frame(TABLE, breach("U008", at="verified", value=None, unit_name="{subject_name}", names="{item}"))
def verified_once(frame: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """Two verification returns about the same indicator of the same unit: none of them can count.

    It happens where somebody fills in the workbook of an earlier issue, made when another one verified it.
    """
    names = listed(scheme, "indicators")["name"]
    return frame[frame.duplicated(ITEM, keep=False)].assign(item=lambda twice: twice["row"].map(names))


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """One row a (unit, indicator): its points assigned, what was deducted, what counts.

    An indicator counts in full for each unit that carries it, and once. Those of the ninth class only deduct:
    they assign no points, so that the score rate is score ÷ points of indicators 1 to 51.
    """
    rows, verified = frames[TABLE]["row"], frames[TABLE]["verified"]
    items = _indicators(scheme).loc[rows].set_index(rows.index)
    lost = verified.where(items["deducts"])
    counts = verified.where(lost.isna(), -lost)
    return frames.scored(TABLE, "score", points=items["points"], deduction=lost, score=counts)


@validator.sheet("全区责任目标汇总表")
def district(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """The 58 indicators in their order, each counted once: by what its lead unit reported and was given.

    Deductions stand as negative figures, so that the columns sum up.
    """
    given, where = frames[TABLE], frames.origin(TABLE, "claimed")
    if given.empty:
        return None
    if "verified" in given:
        where = frames.origin(TABLE, "verified").where(given["verified"].notna(), where)
    given = given.join(where).drop_duplicates(ITEM, keep="last").set_index(ITEM)
    items = _indicators(scheme)
    lead = given.reindex(pd.MultiIndex.from_arrays([items["units_lead"], items.index])).set_axis(items.index)
    carried = items["units_ids"].explode()
    returned = pd.Series(pd.MultiIndex.from_arrays([carried, carried.index]).isin(given.index), carried.index)
    figures = lead.reindex(columns=["claimed", "verified"])
    made = items[["group", "number", "name", "stated", "points"]].assign(
        lead=items["units_lead"].map(roster(scheme)["name"]),
        returned=returned.groupby(level=0, sort=False).sum(),
        units=items["units_ids"].map(len),
        **figures.where(~items["deducts"], -figures),
    )
    return Consolidated(columns=_COLUMNS, frame=made.join(lead[["report", *where.columns]]))


_COLUMNS = (
    ConsolidatedColumn(name="group", label="类别", width=14),
    ConsolidatedColumn(name="number", label="序号", width=6),
    ConsolidatedColumn(name="name", label="指标", width=44),
    ConsolidatedColumn(name="stated", label="分值", width=9),
    ConsolidatedColumn(name="points", label="应得分值", width=10, total=True),
    ConsolidatedColumn(name="lead", label="牵头单位", width=22),
    ConsolidatedColumn(name="returned", label="已报单位数", width=10),
    ConsolidatedColumn(name="units", label="责任单位数", width=10),
    ConsolidatedColumn(name="claimed", label="牵头单位自评", width=12, number_format="0.00", total=True),
    ConsolidatedColumn(name="verified", label="牵头单位认定", width=12, number_format="0.00", total=True),
    ConsolidatedColumn(name="report", label="完成情况", width=50),
)


def _indicators(scheme: Scheme) -> pd.DataFrame:
    """The 58 indicators; those that deduct assign no points."""
    items = listed(scheme, "indicators")
    deducts, points = items["deducts"].astype(bool), items["points"].map(lambda p: Decimal(str(p)))
    return items.assign(deducts=deducts, points=points.where(~deducts, NOTHING))

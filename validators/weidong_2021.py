"""卫东区2021年度经济社会发展责任目标: what counts as a score, and how the district as a whole came out.

The blueprint (`blueprints/weidong-2021`) says what one return must be, deductions and their proof included.
Here stand:

- an indicator of a unit is verified by one return only (`verified_once`);
- a unit's score: the verified points of indicators 1 to 51 less the verified deductions of 52 to 58, over the
  points of the indicators that it carries (`score`): units carry different ones, so their rates are ranked;
- the district's table: each of the 58 indicators once, as its lead unit has it (`district`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.check import Consolidated, ConsolidatedColumn, Frames, Validator
from kpixl.check.told import Row, at, named, origin, records, repeated
from kpixl.findings import Finding, found
from kpixl.scoring import item_score, score_frame

validator = Validator("weidong-2021")

TABLE = "indicator-progress.indicators"
ITEM = ["subject", "row"]
NOTHING = Decimal(0)


@validator.frame(TABLE)
def verified_once(frame: pd.DataFrame, scheme: Scheme) -> Iterator[Finding]:
    """Two verification returns about the same indicator of the same unit: none of them can count.

    It happens where somebody fills in the workbook of an earlier issue, made when another one verified it.
    """
    for row in repeated(frame, ITEM):
        item = scheme.lists["indicators"].by("id")[row["row"]]["name"]
        yield found("U008", where=at(row, "verified"), unit_name=named(row, scheme), names=item)


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """One row a (unit, indicator): its points assigned, what was deducted, what counts.

    An indicator counts in full for each unit that carries it, and once. Those of the ninth class only deduct:
    they assign no points, so that the score rate is score ÷ points of indicators 1 to 51.
    """
    items = scheme.lists["indicators"].by("id")
    return score_frame(_scored(row, items[row["row"]]) for row in records(frames, TABLE))


def _scored(row: Row, item: Mapping[str, Any]) -> dict[str, Any]:
    verified, deducts = row.get("verified"), item["deducts"]
    lost = verified if deducts else None
    points = NOTHING if deducts else Decimal(str(item["points"]))
    counts = verified if lost is None else NOTHING - lost
    return item_score(row, "score", points=points, deduction=lost, score=counts)


@validator.sheet("全区责任目标汇总表")
def district(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """The 58 indicators in their order, each counted once: by what its lead unit reported and was given."""
    if TABLE not in frames:
        return None
    given = {(row["subject"], row["row"]): row for row in records(frames, TABLE)}
    return Consolidated.of(_COLUMNS, [_line(i, given, scheme) for i in scheme.lists["indicators"].items])


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


def _line(item: Mapping[str, Any], given: Mapping[tuple[str, str], Row], scheme: Scheme) -> dict[str, Any]:
    """An indicator of the district; deductions stand as negative figures, so that the columns sum up."""
    lead = given.get((item["units_lead"], item["id"]), {})
    sign = -1 if item["deducts"] else 1
    return {
        "group": item["group"],
        "number": Decimal(item["number"]),
        "name": item["name"],
        "stated": item["stated"],
        "points": NOTHING if item["deducts"] else Decimal(str(item["points"])),
        "lead": scheme.roster.unit(item["units_lead"]).name,
        "returned": Decimal(sum((unit, item["id"]) in given for unit in item["units_ids"])),
        "units": Decimal(len(item["units_ids"])),
        "claimed": _signed(lead.get("claimed"), sign),
        "verified": _signed(lead.get("verified"), sign),
        "report": lead.get("report"),
        **origin(lead, "verified" if lead.get("verified") is not None else "claimed"),
    }


def _signed(figure: Any, sign: int) -> Decimal | None:
    return figure * sign if isinstance(figure, Decimal) else None

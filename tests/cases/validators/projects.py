# ruff: noqa: INP001 - validators files lie in a folder of their own, which is no package
"""The policy of the test scheme `projects`: a project's score is its mean completion; a table of amounts."""

from decimal import Decimal

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.check import Consolidated, ConsolidatedColumn, Frames, Validator
from kpixl.scoring import COLUMNS

validator = Validator("projects")
POINTS = Decimal(100)


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """One item a project; its indicators weigh alike, none counts more than whole."""
    names = {str(item["id"]): item["name"] for item in scheme.lists["projects"].items}
    rows = []
    for (unit, project), own in frames["project.indicators"].groupby(["unit", "instance"], sort=True):
        shares = [min(Decimal(1), row["actual"] / row["target"]) for row in own.to_dict("records")]
        mean = round(POINTS * sum(shares, Decimal(0)) / len(shares), 2)
        first = own.iloc[0]
        place = {"file": first["file"], "sheet": first["sheet"], "cell": first["_cells"]["actual"].cell}
        item = {"unit": unit, "item": project, "name": names[str(project)]}
        rows.append({**item, "points": POINTS, "score": mean, **place})
    return pd.DataFrame(rows, columns=[*COLUMNS, "name"], dtype=object)


@validator.sheet("项目金额汇总表")
def amounts(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """Every project with its amount, and what they come to."""
    if "project.fields" not in frames:
        return None
    names = {str(item["id"]): item["name"] for item in scheme.lists["projects"].items}
    rows = [
        {
            "project": names[row["instance"]],
            "amount": row["amount"],
            "_file": row["file"],
            "_sheet": row["sheet"],
            "_cell": row["_cells"]["amount"].cell,
        }
        for row in frames["project.fields"].to_dict("records")
    ]
    columns = (
        ConsolidatedColumn(name="project", label="项目", width=30),
        ConsolidatedColumn(name="amount", label="金额（万元）", number_format="0.00", total=True),
    )
    return Consolidated(columns=columns, frame=pd.DataFrame(rows, dtype=object))

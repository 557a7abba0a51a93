# ruff: noqa: INP001 - validators files lie in a folder of their own, which is no package
"""The policy of the test scheme `projects`: a project's score is its mean completion; a table of amounts."""

from decimal import Decimal

import pandas as pd

from kpixl.blueprint import Scheme
from kpixl.check import Consolidated, ConsolidatedColumn, Frames, Validator, listed

validator = Validator("projects")
POINTS = Decimal(100)


@validator.score
def score(frames: Frames, scheme: Scheme) -> pd.DataFrame:
    """One item a project; its indicators weigh alike, none counts more than whole."""
    own = frames["project.indicators"]
    lines = frames.scored(
        "project.indicators",
        "actual",
        item=own["instance"],
        points=POINTS,
        name=own["instance"].map(listed(scheme, "projects")["name"]),
        share=[min(Decimal(1), row["actual"] / row["target"]) for _, row in own.iterrows()],
    )
    groups = lines.groupby(["unit", "item"], sort=True)
    made = groups.first()
    shares = groups["share"].sum() / groups.size().map(Decimal)
    return made.assign(score=[round(POINTS * share, 2) for share in shares]).reset_index()


@validator.sheet("项目金额汇总表")
def amounts(frames: Frames, scheme: Scheme) -> Consolidated | None:
    """Every project with its amount, and what they come to."""
    form = frames["project.fields"]
    if form.empty:
        return None
    names = listed(scheme, "projects")["name"]
    made = form.assign(project=form["instance"].map(names)).join(frames.origin("project.fields", "amount"))
    columns = (
        ConsolidatedColumn(name="project", label="项目", width=30),
        ConsolidatedColumn(name="amount", label="金额（万元）", number_format="0.00", total=True),
    )
    return Consolidated(columns=columns, frame=made)

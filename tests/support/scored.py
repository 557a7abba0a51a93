"""Rows that are scored by methods: a scheme of them, random answers, and the workbook with its figures."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.lexicon import default_lexicon
from kpixl.blueprint.model import Scheme
from kpixl.generate import build
from kpixl.layout import CellKey, Computation, Package, first_packages, lay_out
from tests.support.simulated import issuer

UNIT, FORM = "u", "f"
BANDS = [{"from": "100%", "share": "100%"}, {"from": "90%", "share": "80%"}, {"from": "75%", "share": "60%"}]
FIGURES = [{"from": 90, "share": 1}, {"from": "80.5", "share": "85%"}, {"from": 60, "share": "60%"}]
DONE: Mapping[str, Any] = {"actual": "done", "target": "row.goal", "points": "points"}
METHODS: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "按比例": ({"kind": "proportional"}, DONE),
    "按比例，封顶120%，保底30%": ({"kind": "proportional", "cap": "120%", "floor": "30%"}, DONE),
    "按比例，越低越好": ({"kind": "proportional", "better": "lower"}, DONE),
    "按比例，越低越好，封顶保底": (
        {"kind": "proportional", "better": "lower", "cap": "150%", "floor": "10%"},
        DONE,
    ),
    "完成即满分": ({"kind": "whole"}, DONE),
    "完成即满分，越低越好，保底": ({"kind": "whole", "better": "lower", "floor": "40%"}, DONE),
    "完成即满分，是否完成": ({"kind": "whole"}, {"actual": "finished", "points": "points"}),
    "分档": ({"kind": "bands", "bands": BANDS}, DONE),
    "分档，越低越好，保底": ({"kind": "bands", "better": "lower", "bands": BANDS, "floor": "20%"}, DONE),
    "分档，按数": ({"kind": "bands", "bands": FIGURES}, {"actual": "done", "points": "points"}),
    "分档，按数，越低越好": (
        {"kind": "bands", "better": "lower", "bands": FIGURES, "cap": "90%"},
        {"actual": "done", "points": "points"},
    ),
    "评等次": (
        {
            "kind": "ratings",
            "shares": {"优秀": "100%", "良好": "85%", "一般": "70%", "较差": 0},
            "floor": "5%",
        },
        {"actual": "rated", "points": "points"},
    ),
}
"""Each with what a column says that is scored by it."""
_EXACT = 0.2
"""How often a figure is its target, or at the edge of a band, to the last digit."""


def scheme_of(name: str, items: Sequence[Mapping[str, Any]]) -> Scheme:
    """A scheme of one unit whose rows are scored by a method, which the rows name."""
    declared, scored = METHODS[name]
    own = [{**item, "method": name} for item in items]
    columns: list[dict[str, Any]] = [
        {"name": "points", "label": "分值", "type": "decimal", "places": 2, "from": "row.points"},
        {"name": "done", "label": "完成数", "type": "decimal", "fill": "unit"},
        {"name": "rated", "label": "等次", "type": "rating", "fill": "unit"},
        {"name": "finished", "label": "是否完成", "type": "yes_no", "fill": "unit"},
        {
            "name": "earned",
            "label": "得分",
            "type": "decimal",
            "places": 2,
            "score": {"method": "row.method", **scored},
        },
    ]
    table = {"name": "t", "rows": {"for": "targets"}, "columns": columns}
    stage = {"id": "now", "name": "now", "fills": "unit", "recipients": {"groups": ["g"]}, "forms": [FORM]}
    head = {
        "scheme": "s",
        "title": "s",
        "year": 2021,
        "issuer": "s",
        "created": "2021-12-01",
        "stages": [stage],
    }
    roster = {"groups": [{"id": "g", "name": "g"}], "units": [{"id": UNIT, "name": "单位", "group": "g"}]}
    whole = {
        "head": {**head, "methods": {name: declared}},
        "roster": roster,
        "lists": {"targets": {"items": own}},
        "forms": [{"form": FORM, "title": "表", "blocks": [{"table": table}]}],
        "lexicon": default_lexicon(),
    }
    return Scheme.model_validate(whole, by_alias=True)


def package_of(scheme: Scheme) -> Package:
    """The unit's package."""
    return first_packages(scheme, scheme.stage())[0]


def answers_of(rows: Sequence[Mapping[str, Value]]) -> dict[CellKey, Value]:
    """The answers of rows, from the first."""
    return {
        CellKey(FORM, "", UNIT, str(i), name): value
        for i, row in enumerate(rows, 1)
        for name, value in row.items()
    }


def earned(scheme: Scheme, answers: Mapping[CellKey, Value], row: int = 1) -> Value:
    """What the engine reckons for a row."""
    plan = lay_out(package_of(scheme))
    spot = plan.by_cell_key[CellKey(FORM, "", UNIT, str(row), "earned")].spot
    return Computation(plan, answers).value(spot)


def random_rows(count: int, seed: str) -> tuple[list[dict[str, Any]], list[dict[str, Value]]]:
    """Targets and what was reached of them: on both sides of every edge and on it, blank, zero, below."""
    rng = random.Random(seed)  # noqa: S311 - nothing depends on it being hard to guess
    items, rows = [], []
    for number in range(1, count + 1):
        goal = Decimal(rng.choice([0, -500, *[rng.randint(1, 20_000)] * 18])) / 100
        items.append({"id": str(number), "points": Decimal(rng.randint(1, 2_000)) / 100, "goal": goal})
        rows.append(_reached(rng, goal))
    return items, rows


def _reached(rng: random.Random, goal: Decimal) -> dict[str, Value]:
    edges = [goal, goal * Decimal("0.9"), goal * Decimal("0.75"), Decimal("80.5"), Decimal(0), Decimal(-3)]
    likely = goal * Decimal(rng.randint(0, 2_000)) / 1_000
    done = rng.choice(edges) if rng.random() < _EXACT else likely
    row: dict[str, Value] = {
        "done": done.quantize(Decimal("0.0001")),
        "rated": rng.choice(["优秀", "良好", "一般", "较差"]),
        "finished": rng.random() < 0.5,
    }
    gone = rng.choice(["done", "rated", "finished"]) if rng.random() < 0.05 else ""
    return {name: value for name, value in row.items() if name != gone}


def workbook(name: str, count: int) -> bytes:
    """The workbook of so many random rows that are scored by a method, with the engine's figures in it."""
    items, rows = random_rows(count, name)
    scheme = scheme_of(name, items)
    return build(package_of(scheme), answers_of(rows), issuer=issuer(scheme)).data

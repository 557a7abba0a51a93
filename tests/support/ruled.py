"""A table made for one rule: its plan, its return, and what the workbook shows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from kpixl.blueprint.expressions import Value
from kpixl.blueprint.lexicon import default_lexicon
from kpixl.blueprint.model import Scheme
from kpixl.check.gates import stacked, stacked_findings
from kpixl.check.rows import Context
from kpixl.findings import Finding
from kpixl.layout import Answer, CellKey, Computation, Package, Plan, Spot, baseline, first_packages, lay_out
from kpixl.returns import Entries
from tests.support.cases import cases
from tests.support.records import record_of

CASES = cases("rules")
STAGE, UNIT, ROWS = "now", "u", 6
Parts = Sequence[Mapping[str, Any]]


def scheme_of(
    columns: Parts, rules: Parts = (), fields: Parts = (), lists: Mapping[str, Any] | None = None, **more: Any
) -> Scheme:
    """A scheme of one unit and one form: its fields, and the table `t` of free rows.

    more: of scheme.yaml; `periods` are those of its first stage.
    """
    stages = [
        {"id": s, "name": s, "fills": "unit", "recipients": {"groups": ["g"]}, "forms": ["f"]}
        for s in (STAGE, "later")
    ]
    stages[0] |= {"periods": more.pop("periods", [])}
    own = {"label": "甲", "fill": "unit"}
    head = {
        "scheme": "s",
        "title": "s",
        "year": 2021,
        "issuer": "s",
        "created": "2021-12-01",
        "stages": stages,
    }
    table = {"name": "t", "columns": [own | dict(c) for c in columns], "rows": {"free": ROWS}, "rules": rules}
    blocks: list[dict[str, Any]] = [{"table": table}]
    if fields:
        blocks.insert(0, {"fields": [own | {k: v for k, v in f.items() if k != "value"} for f in fields]})
    roster = {
        "groups": [{"id": "g", "name": "g"}],
        "units": [{"id": UNIT, "name": "单位", "group": "g"}, {"id": "v", "name": "他人", "group": "g"}],
    }
    forms = [{"form": "f", "title": "表", "blocks": blocks}]
    return Scheme.model_validate(
        {
            "head": head | more,
            "roster": roster,
            "lists": lists or {},
            "forms": forms,
            "lexicon": default_lexicon(),
        },
        by_alias=True,
    )


def package_of(scheme: Scheme, before: Mapping[CellKey, Value] = MappingProxyType({})) -> Package:
    """The unit's package. before: answers that it carries."""
    package = first_packages(scheme, scheme.stage(STAGE))[0]
    return replace(package, carried={key: Answer(value=said) for key, said in before.items()})


def value(given: Any) -> Value:
    """A value of a case as the engine has it."""
    return Decimal(str(given)) if isinstance(given, int | float) and not isinstance(given, bool) else given


def answers_of(rows: Sequence[Mapping[str, Any]], fields: Parts = ()) -> dict[CellKey, Value]:
    """The answers of a case: its rows from 1, and the values of its fields."""
    cells = {CellKey("f", "", UNIT, str(i), c): value(v) for i, r in enumerate(rows, 1) for c, v in r.items()}
    return cells | {CellKey("f", "", UNIT, "", f["name"]): value(f["value"]) for f in fields if "value" in f}


def checked(
    scheme: Scheme,
    answers: Mapping[CellKey, Value],
    day: date | None = None,
    invalid: Sequence[tuple[int, str]] = (),
    before: Mapping[CellKey, Value] = MappingProxyType({}),
) -> list[Finding]:
    """What the check finds in a return with these answers.

    invalid: (row, column) of invalid entries; before: answers that it carries.
    """
    package = package_of(scheme, before)
    record = record_of(package, answers)
    used = {k.row for k in answers}
    wrong = {(str(row), column) for row, column in invalid}
    entries = [e for e in record.entries if e.key.row in {"", *used}]
    entries = [e._replace(valid=(e.key.row, e.key.column) not in wrong) for e in entries]
    record = replace(record, entries=Entries.of(entries), baseline=baseline(package))
    context = Context(scheme=scheme, stage=package.stage_id, day=day)
    return stacked_findings(context, stacked(scheme, [record]), None)


def coloured(plan: Plan, answers: Mapping[CellKey, Value], *kinds: str) -> set[tuple[str, str]]:
    """(row, column) of the cells that the workbook shows in one of these colours."""
    run = Computation(plan, answers)
    cells = [(k, c) for k, c in plan.by_cell_key.items() if k.form != "cover"]
    return {
        (k.row, k.column)
        for k, c in cells
        for mark in c.highlights
        if mark.kind in kinds and run.result(mark.test, c.spot) is True
    }


def counted(plan: Plan, answers: Mapping[CellKey, Value]) -> dict[str, Value]:
    """What the cover says of the form: need, done, bad, status."""
    run = Computation(plan, answers)
    keys = [k for k in plan.by_cell_key if k.form == "cover" and k.row == "f"]
    return {k.column: run.value(plan.by_cell_key[k].spot) for k in keys}


def plan_of(scheme: Scheme, before: Mapping[CellKey, Value] = MappingProxyType({})) -> Plan:
    """The unit's plan. before: answers that it carries."""
    return lay_out(package_of(scheme, before))


def spot_of(plan: Plan, column: str, row: str = "1") -> Spot:
    """Where a column of a row is."""
    return plan.by_cell_key[CellKey("f", "", UNIT, row, column)].spot

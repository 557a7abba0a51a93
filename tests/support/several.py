"""Several forms and several units, made for one rule: what the check finds in their returns."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kpixl.blueprint.lexicon import default_lexicon
from kpixl.blueprint.model import Scheme
from kpixl.check.gates import stacked, stacked_findings
from kpixl.check.rows import Context
from kpixl.findings import Finding
from kpixl.layout import CellKey, first_packages
from kpixl.returns import Entries, Record
from tests.support.cases import cases
from tests.support.records import record_of
from tests.support.ruled import value

CASES = cases("rules_beyond")
STAGE = "now"
Case = Mapping[str, Any]


def scheme_of(case: Case) -> Scheme:
    """The scheme of a case: units ua, ub, … of the group g (uah, ubh, …: of the group h)."""
    units = list(case["units"])
    groups = sorted({_group(u) for u in units})
    stage: dict[str, Any] = {"id": STAGE, "name": "现", "fills": "unit", "recipients": {"groups": groups}}
    stage["forms"] = [f["form"] for f in case["forms"]]
    head = {
        "scheme": "s", "title": "s", "year": 2021, "issuer": "s", "created": "2021-12-01",
        "settings": case.get("settings", {}), "stages": [stage],
    }  # fmt: skip
    roster = {
        "groups": [{"id": g, "name": g} for g in groups],
        "units": [{"id": u, "name": f"单位{u[1:].upper()}", "group": _group(u)} for u in units],
    }
    lists = {"items": {"items": [{"id": k} for k in ("p", "q")]}}
    data = {"head": head, "roster": roster, "lists": lists, "forms": [_form(f) for f in case["forms"]]}
    return Scheme.model_validate({**data, "lexicon": default_lexicon()}, by_alias=True)


def _group(unit: str) -> str:
    return unit[2:] or "g"


def _form(form: Case) -> dict[str, Any]:
    own = {"fill": "unit"}
    columns = [{**own, "label": c["name"], **c} for c in form["columns"]]
    rows = {"for": "items"} if form.get("printed") else {"free": 6}
    table = {"name": "t", "columns": columns, "rows": rows, "rules": form.get("rules", [])}
    return {"form": form["form"], "title": f"表{form['form']}", "blocks": [{"table": table}]}


def records_of(case: Case) -> list[Record]:
    """The returns of the case's units. Free rows have the keys 1, 2, …; printed ones p and q."""
    scheme = scheme_of(case)
    packages = {p.recipient: p for p in first_packages(scheme, scheme.stage(STAGE))}
    wrong = {tuple(each) for each in case.get("invalid", ())}
    found = []
    for unit, forms in case["units"].items():
        answers = {
            CellKey(form, "", unit, key, column): value(given)
            for form, rows in forms.items()
            for key, row in _keyed(case, form, rows)
            for column, given in row.items()
        }
        record = record_of(packages[unit], answers, name=unit)
        used = {(k.form, k.row) for k in answers}
        entries = [e for e in record.entries if (e.key.form, e.key.row) in used]
        entries = [
            e._replace(valid=(unit, e.key.form, e.key.row, e.key.column) not in wrong) for e in entries
        ]
        about = case.get("about", {}).get(unit, unit)
        entries = [e._replace(key=e.key._replace(subject=about)) for e in entries]
        found.append(replace(record, entries=Entries.of(entries)))
    return found


def _keyed(case: Case, form: str, rows: Sequence[Case]) -> list[tuple[str, Case]]:
    printed = next(f for f in case["forms"] if f["form"] == form).get("printed")
    return list(zip(("p", "q") if printed else ("1", "2", "3", "4", "5", "6"), rows, strict=False))


def findings_of(case: Case) -> list[Finding]:
    """What the check finds in these returns."""
    scheme, records = scheme_of(case), records_of(case)
    torn = frozenset((unit, form, "") for unit, form in case.get("torn", ()))
    context = Context(scheme=scheme, stage=STAGE, torn=torn, complete=not case.get("incomplete"))
    return stacked_findings(context, stacked(scheme, records), None)

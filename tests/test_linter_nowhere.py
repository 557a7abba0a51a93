"""A rule that names what is not there draws a finding, whatever its kind and the key by which it names it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from kpixl.blueprint.model import Scheme
from kpixl.linter import lint, lint_folder
from kpixl.rules import ROW_KINDS, every_kind, name_of
from tests.support import ruled, several
from tests.support.blueprints import CASES, change

NOWHERE = "nowhere"
UNKNOWN = {"B051", "B055", "B057"}
UNNAMED = {"id", "kind", "message", "severity"}
"""The keys of a rule under which no name stands."""


def spoilt(part: Any, named: set[str]) -> Iterator[Any]:
    """Copies of a part of a rule, each with one of its names replaced by one that means nothing."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from ({**part, key: each} for each in spoilt(value, named))
            if key in named:
                yield {NOWHERE if k == key else k: v for k, v in part.items()}
    elif isinstance(part, list):
        yield from (
            [*part[:i], each, *part[i + 1 :]] for i, v in enumerate(part) for each in spoilt(v, named)
        )
    elif isinstance(part, str):
        words = named.intersection(re.findall(r"[a-z_]+", part))
        yield from (re.sub(rf"\b{word}\b", NOWHERE, part) for word in sorted(words))


def rules_spoilt(rule: Mapping[str, Any], named: set[str]) -> Iterator[dict[str, Any]]:
    """The same of a rule."""
    for key, value in rule.items():
        if key not in UNNAMED:
            yield from ({**rule, key: each} for each in spoilt(value, named))


def of_one_table() -> Iterator[tuple[str, Scheme]]:
    """(kind, scheme) of the cases over one table."""
    for case in ruled.CASES:
        fields = case.get("fields", ())
        named = {part["name"] for part in (*case["columns"], *fields)}
        for rule in case.get("rules", ()):
            for each in rules_spoilt(rule, named):
                yield rule["kind"], ruled.scheme_of(case["columns"], [each], fields)


def of_several_forms() -> Iterator[tuple[str, Scheme]]:
    """(kind, scheme) of the cases over forms and units."""
    for case in several.CASES:
        named = {f["form"] for f in case["forms"]} | {c["name"] for f in case["forms"] for c in f["columns"]}
        named |= set(case.get("settings", ()))
        for i, form in enumerate(case["forms"]):
            for rule in form.get("rules", ()):
                for each in rules_spoilt(rule, named):
                    forms = [*case["forms"][:i], {**form, "rules": [each]}, *case["forms"][i + 1 :]]
                    yield rule["kind"], several.scheme_of({**case, "forms": forms})


EVERY = [*of_one_table(), *of_several_forms()]


@pytest.mark.parametrize("kind", sorted({name_of(kind.model) for kind in every_kind()}))
def test_a_name_that_is_not_there_is_found(kind):
    """Each name of each case of a kind, replaced by one that means nothing, is found."""
    schemes = [scheme for name, scheme in EVERY if name == kind]
    told = [{f.code for f in lint(scheme) if NOWHERE in str(f.value)} & UNKNOWN for scheme in schemes]
    assert told
    assert all(told)


OVER_FIELDS = {
    "expression": "expression: length(nowhere) > 8",
    "all_or_none": "of: [reason, nowhere]",
    "required_when": "of: nowhere, condition: length(person) > 8",
    "forbidden_when": "of: nowhere, condition: length(person) > 8",
}


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_a_rule_over_fields_as_well(kind, tmp_path):
    """A rule over fields is told like one over rows."""
    for name in (
        "scheme.yaml",
        "roster.yaml",
        "indicators.csv",
        "plan.yaml",
        "projects.yaml",
        "results.yaml",
    ):
        (tmp_path / name).write_bytes((CASES / "kinds" / name).read_bytes())
    rule = "kind: forbidden_when, of: reason, condition: length(person) > 8"
    change(tmp_path / "plan.yaml", rule, f"kind: {kind}, {OVER_FIELDS[kind]}")
    assert [NOWHERE] == [f.value for f in lint_folder(tmp_path)[1] if f.code in UNKNOWN]

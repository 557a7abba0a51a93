"""A rule that names what is not there draws a finding, whatever its kind and the key by which it names it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
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
    "acted_upon": "of: [nowhere], condition: length(person) > 8",
    "cumulative": "of: nowhere",
    "required_when": "of: nowhere, condition: length(person) > 8",
    "forbidden_when": "of: nowhere, condition: length(person) > 8",
}


def found_over_fields(home: Path, rule: str) -> list[tuple[str, Any]]:
    """(code, value) of what lint finds in the scheme of kinds with this rule over fields."""
    folder = home / "kinds"
    folder.mkdir()
    for name in (
        "scheme.yaml",
        "roster.yaml",
        "indicators.csv",
        "plan.yaml",
        "projects.yaml",
        "results.yaml",
    ):
        (folder / name).write_bytes((CASES / "kinds" / name).read_bytes())
    change(folder / "plan.yaml", "kind: forbidden_when, of: reason, condition: length(person) > 8", rule)
    return [(f.code, f.value) for f in lint_folder(folder)[1]]


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_a_name_in_a_rule_over_fields_is_found(kind, tmp_path):
    """A rule over fields is told like one over rows."""
    told = found_over_fields(tmp_path, f"kind: {kind}, {OVER_FIELDS[kind]}")
    assert [NOWHERE] == [value for code, value in told if code in UNKNOWN]


def test_a_stage_of_a_rule_over_fields_is_found(tmp_path):
    """The stage of a rule over fields must be one."""
    rule = "kind: all_or_none, of: [reason, person], stage: nowhere"
    assert [("B054", NOWHERE)] == found_over_fields(tmp_path, rule)


def test_a_printed_field_is_not_demanded(tmp_path):
    """A rule over fields demands nothing of what is printed."""
    rule = "kind: required_when, of: unit, condition: length(person) > 8"
    assert [("B078", "required_when")] == found_over_fields(tmp_path, rule)

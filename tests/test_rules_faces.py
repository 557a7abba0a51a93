"""What satisfies a rule does so, what violates it does so, for every case of tests/cases/rules.yaml."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from kpixl.blueprint.lexicon import default_lexicon
from kpixl.blueprint.model import Rule
from kpixl.rules import ENTRY_KINDS, SELECTED, TABLE_KINDS
from kpixl.simulate.chance import chance
from tests.support.ruled import CASES, value

ADAPTER: TypeAdapter[Any] = TypeAdapter(Rule)
LEXICON = default_lexicon()


def rules(kinds):
    """(rule, rows, fields) of the cases with rules of these kinds, without `when`: each rule by itself."""
    found = []
    for case in CASES:
        rows = [{c["name"]: value(row.get(c["name"])) for c in case["columns"]} for row in case["rows"]]
        fields = {f["name"]: value(f.get("value")) for f in case.get("fields", ())}
        for given in case.get("rules", ()):
            rule = ADAPTER.validate_python(given)
            plain = not rule.when and not getattr(rule, "where", None) and not case.get("invalid")
            if rule.kind in kinds and plain and None not in fields.values():
                found.append(pytest.param(rule, rows, fields, id=f"{rule.kind}: {case['name']}"))
    return found


@pytest.mark.parametrize(("rule", "rows", "fields"), rules(TABLE_KINDS))
class TestTables:
    def test_satisfied(self, rule, rows, fields):
        """Rows that are satisfied break nothing, unless too few of them were given."""
        kind, made = TABLE_KINDS[rule.kind], [dict(row) for row in rows]
        kind.satisfy(rule, made, fields)
        left = [row for row in made if any(v is not None for v in row.values())]
        too_few = rule.kind == "count" and len(left) < (rule.min or 0)
        assert too_few or [] == kind.breaches(rule, left, fields)

    def test_violated(self, rule, rows, fields):
        """Changes that violate a rule break it."""
        kind, made = TABLE_KINDS[rule.kind], [dict(row) for row in rows]
        changes = kind.violate(rule, made) if not kind.breaches(rule, made, fields) else None
        for position, entries in changes or []:
            made[position] |= entries
        left = [row for row in made if any(v is not None for v in row.values())]
        assert changes is None or kind.breaches(rule, left, fields)


@pytest.mark.parametrize(("rule", "rows", "fields"), rules(ENTRY_KINDS))
class TestEntries:
    def test_satisfied(self, rule, rows, fields):
        """A row that is satisfied breaks nothing."""
        kind = ENTRY_KINDS[rule.kind]
        made = [row | (kind.satisfy(rule, row, LEXICON, chance(1)) or {}) for row in rows]
        assert [[]] * len(rows) == [kind.breaches(rule, row, LEXICON) for row in made]

    def test_violated(self, rule, rows, fields):
        """Changes that violate a rule break it."""
        kind = ENTRY_KINDS[rule.kind]
        sound = [row for row in rows if not kind.breaches(rule, row, LEXICON)]
        made = [(row, kind.violate(rule, row, LEXICON)) for row in sound]
        assert all(kind.breaches(rule, row | changes, LEXICON) for row, changes in made if changes)


def test_too_many_rows_of_a_kind_are_blanked():
    """A count with `where` lets go of the last rows that it counts."""
    rule = ADAPTER.validate_python({"kind": "count", "max": 1, "where": "kind == '甲'"})
    rows: list[dict[str, Any]] = [
        {"kind": "甲", SELECTED: True},
        {"kind": "乙", SELECTED: False},
        {"kind": "甲", SELECTED: True},
    ]
    TABLE_KINDS["count"].satisfy(rule, rows, {})
    assert ["甲", "乙", None] == [row["kind"] for row in rows]


def test_too_few_rows_of_a_kind_are_made_it():
    """Others become what is counted."""
    rule = ADAPTER.validate_python({"kind": "count", "min": 2, "where": "kind == '甲'"})
    rows: list[dict[str, Any]] = [
        {"kind": "甲", SELECTED: True},
        {"kind": "乙", SELECTED: False},
        {"kind": "丙", SELECTED: False},
    ]
    TABLE_KINDS["count"].satisfy(rule, rows, {})
    assert ["甲", "甲", "丙"] == [row["kind"] for row in rows]

"""Blueprints with one mistake each: what holds for whatever tells of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kpixl.findings import Finding


def place_of(finding: Finding) -> tuple[str, str, int | None, int | None]:
    """Code, name of the file, line and column of a finding."""
    return finding.code, Path(finding.where.path or "").name, finding.where.line, finding.where.column


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A case, the findings of the scheme with its mistake, and code and place of the one wanted."""

    case: dict[str, Any]
    findings: Sequence[Finding]
    wanted: tuple[str, str, int, int]


class Told:
    """The facts about each mistake, for the fixture `mistake` of a module."""

    def test_is_found_at_its_place(self, mistake):
        """A mistake gives its finding at the line and column of the mistake."""
        assert mistake.wanted in [place_of(f) for f in mistake.findings]

    def test_nothing_else_is_found(self, mistake):
        """A mistake gives no findings but its own, and those that the case names."""
        expected = Counter([mistake.case["code"], *mistake.case.get("also", [])])
        assert expected == Counter(f.code for f in mistake.findings)

    def test_suggests_what_was_meant(self, mistake):
        """What is misspelt is told together with the nearest that exists, and nothing else with anything."""
        told = next(f for f in mistake.findings if place_of(f) == mistake.wanted)
        suggested = told.expected if "hint" in told.facts else None
        assert mistake.case.get("expected") == suggested

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_is_said_in_full(self, mistake, lang):
        """Message and remedy have all their facts, in both languages."""
        said = [text for f in mistake.findings for text in (f.message(lang), f.remedy(lang))]
        assert [] == [text for text in said if "…" in text or not text]

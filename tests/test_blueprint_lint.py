"""Lint: every mistake is found at its place, and nothing else is."""

import re
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpixl.blueprint import load_scheme
from kpixl.findings import entries
from kpixl.linter import lint, lint_folder, world
from kpixl.linter.awards import places
from kpixl.linter.patterns import unbounded
from tests.support.blueprints import change, position, small
from tests.support.cases import cases
from tests.support.mistakes import Mistake, Told, place_of

MISTAKES: list[dict[str, Any]] = cases("blueprint_lint")


@pytest.fixture(scope="module", params=MISTAKES, ids=lambda c: f"{c['code']} {c['fact']}")
def mistake(request, tmp_path_factory):
    """The small scheme with one mistake in it, linted."""
    case = request.param
    scheme = small(tmp_path_factory.mktemp("mistake"))
    place = change(scheme / case["file"], case["old"], case["new"])
    if "file2" in case:
        change(scheme / case["file2"], case["old2"], case["new2"])
    where = case.get("found_in", case["file"])
    place = place or position((scheme / where).read_text(encoding="utf-8"), case["at"])
    loaded, findings = lint_folder(scheme)
    assert loaded is not None, [f.message("en") for f in findings]
    return Mistake(case=case, findings=findings, wanted=(case["code"], Path(where).name, *place))


class TestMistakes(Told):
    """Each mistake by itself."""


class TestSmallScheme:
    def test_has_no_findings(self, tmp_path):
        """A scheme without a mistake has no findings."""
        assert [] == [place_of(f) for f in lint_folder(small(tmp_path))[1]]

    def test_needs_no_files(self, tmp_path):
        """A scheme alone is linted as well; its findings then have no lines."""
        folder = small(tmp_path)
        change(folder / "report.yaml", "expression: bonus <= points", "expression: bonsu <= points")
        assert [("B051", "", None, None)] == [place_of(f) for f in lint(load_scheme(folder))]

    def test_a_file_that_does_not_load_keeps_lint_back(self, tmp_path):
        """Where a file has errors, these are told and no names are judged."""
        folder = small(tmp_path)
        change(folder / "awards.yaml", "label: 奖项", "lable: 奖项")
        scheme, findings = lint_folder(folder)
        assert (None, ["B020"]) == (scheme, [f.code for f in findings])


class TestAwards:
    def test_says_what_the_other_base_would_give(self, tmp_path):
        """Published places that differ from the share are told with both bases."""
        folder = small(tmp_path)
        change(folder / "scheme.yaml", "{name: 先进, share: 50%}", "{name: 先进, share: 50%, count: 0}")
        (finding,) = lint_folder(folder)[1]
        assert (0, 1, 2, 0, 1) == (
            finding.value,
            finding.expected,
            finding.facts["base"],
            finding.facts["instead"],
            finding.facts["other_base"],
        )

    @pytest.mark.parametrize(("rounding", "expected"), [("down", 7), ("up", 8), ("half-up", 8)])
    def test_rounds_as_declared(self, rounding, expected):
        """A fifth of 38 is 7.6, which becomes whole places as the scheme rounds."""
        assert expected == places(Decimal("0.2"), 38, rounding)


PATTERNS = {
    r"\d{1,20}": False,
    r"[\u4e00-\u9fff]{1,6}〔\d{4}〕\d{1,4}号": False,
    r"(a|b{2}){0,1}": False,
    r"[0-9]{1,3}(,[0-9]{3}){0,12}": False,
    r"((a{2}b){1,9}){1,9}": True,
    r"(a{1,2}){3}": False,
    r"(a{1,2}){30}": True,
    r"(?:平|卫)政〔20\d\d〕\d{1,3}号": False,
    r"\+\*\{2,\}": False,
    r"[*+]{1,3}": False,
    r"(a{1,9})?b": False,
    r"a+": True,
    r"a*": True,
    r"a{2,}": True,
    r"(a{1,9}b){1,9}": False,
    r"(a|aa){1,50}": True,
    r"(a|b){1,50}": False,
    r"(ab|ac|ad){1,50}": False,
    r"(ab|a){1,50}": True,
    r"(ab|a)c": False,
    r"(a?){1,50}": True,
    r"(a?b){1,50}": False,
    "a?" * 60 + "a" * 60: True,
    "a{0,20}" * 20: True,
    r".{0,50}年.{0,50}月": False,
    r"(\d{1,3}[.]?){1,20}": True,
    r"(\d{1,3}[.]){1,20}": False,
    r"([一-龥]|[a-z]|\w){1,20}": True,
    r"([^x]|[^y]){1,20}": True,
    r"(\u4e00|\u4e01){1,50}": False,
    r"((){999}){999}": True,
    r"(?=(a|aa){1,50}b)a": True,
    r"(第[0-9]{1,3}条、?){1,20}": False,
    r"^(甲|乙)$|": False,
    r"1\d{10}|(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?": False,
    r"((a|b){1,9}){1,9}": True,
    r"(a)\1": True,
    r"(?P<x>a)(?P=x)": True,
    "a" * 201: True,
}


@pytest.mark.parametrize(("pattern", "refused"), PATTERNS.items())
def test_patterns_are_bounded(pattern, refused):
    """A pattern that repeats without a bound, or reads a text in very many ways, is refused; no other."""
    assert refused == (unbounded(pattern) is not None)


@given(st.from_regex(r"([ab]|\([ab]\|[ab]{1,2}\)|[ab]\?|\([ab]{1,2}\)\{0,[1-9]\}){1,6}", fullmatch=True))
def test_what_is_allowed_is_quick(pattern):
    """A text that a pattern just does not match is refused at once, whatever pattern lint lets pass."""
    if unbounded(pattern) is None:
        start = time.process_time()
        re.fullmatch(pattern, "a" * 200 + "!")
        assert time.process_time() - start < 2


def test_the_reference_scheme_has_only_the_mistakes_of_its_source():
    """Of the reference scheme only what its source contradicts itself in is found, as its README lists."""
    scheme, findings = lint_folder(Path(__file__).parent.parent / "blueprints" / "xinhua-2021")
    assert scheme is not None
    told = sorted((f.code, str(f.value)) for f in findings)
    assert told == [
        ("B081", "接待办"),
        ("B081", "税务局"),
        ("B082", "工农关系事务协调服务中心"),
        ("B082", "市场发展服务中心"),
        ("B084", "9"),
    ]


CODES = [code for code in entries() if code.startswith("B") and code >= "B040"]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_case(code):
    """Each code of lint is raised by a case."""
    assert code in {case["code"] for case in MISTAKES}


def test_a_list_is_gone_through_once_for_its_keys(monkeypatch):
    """Every name in every form is looked for among them."""
    scheme = load_scheme(Path(__file__).parents[1] / "blueprints" / "xinhua-2021")
    asked: Counter[int] = Counter()

    def counted(item, before=""):  # noqa: ARG001 - as the function has it
        asked[id(item)] += 1
        return iter(item)

    monkeypatch.setattr(world, "_dotted", counted)
    lint(scheme)
    assert {1} == set(asked.values())

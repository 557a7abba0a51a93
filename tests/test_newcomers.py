"""A blueprint that lint passes is one that works: no command ends in a traceback for what somebody wrote."""

import re
from typing import Any

import pytest

from tests.support import reliability
from tests.support.cases import cases
from tests.support.cli import kpixl, kpixl_json

GIVEN: dict[str, Any] = cases("newcomers")
LARGE = {
    "CHOICES": ", ".join(f"选项{number}" for number in range(5_000)),
    "COLUMNS": "".join(
        f"        - {{name: c{number}, label: 栏{number}, type: decimal, fill: unit, required: true}}\n"
        for number in range(300)
    ),
    "SUMMED": " + ".join(["q"] * 3_000),
    "DEEP": f"{'(' * 300}q{')' * 300}",
    "NESTED": f"{'[' * 400}是{']' * 400}",
    "LONG": "长" * 40_000,
    "RARE": "𠮷" * 70,
}


@pytest.fixture(scope="module", params=GIVEN["cases"], ids=lambda case: case["it"])
def written(request, tmp_path_factory):
    """A case, and the workspace with its scheme."""
    case, home = request.param, tmp_path_factory.mktemp("newcomer")
    folder = home / "blueprints" / "hello-2024"
    folder.mkdir(parents=True)
    for name, text in GIVEN["files"].items():
        told = text
        if name == case["file"]:
            assert text.count(case["old"]) == 1
            told = text.replace(case["old"], re.sub("|".join(LARGE), lambda m: LARGE[m[0]], case["new"]))
        (folder / name).write_text(told, encoding="utf-8")
    return case, home


def test_lint_says_what_is_wrong(written):
    """Each mistake has its finding, with file, line and column; what is none has nothing."""
    case, home = written
    told = kpixl_json("lint", "hello-2024", "--workspace", home)["findings"]
    assert {(f["code"], f["severity"]) for f in told} == {
        (f["code"], f["severity"]) for f in case.get("found", ())
    }
    assert all(f["file"].endswith(case["file"]) and f["line"] for f in told)


def test_the_workbooks_are_made_or_refused(written):
    """What lint passes is built; what it does not is refused, and nothing else happens."""
    case, home = written
    made = kpixl("generate", "hello-2024", "--workspace", home, "--out", home / "issued", "-q")
    wrong = any(found["severity"] == "error" for found in case.get("found", ()))
    assert made.exit_code == (2 if wrong else 0), made.output
    assert made.exception is None or isinstance(made.exception, SystemExit)
    assert ("kpixl:" in made.output) == wrong


def test_make_the_table(request):
    """The table in docs/reliability.md is that of the cases; --update-golden rewrites it."""
    if request.config.getoption("--update-golden"):
        reliability.put("newcomers", table())
    assert table() in reliability.PAGE.read_text(encoding="utf-8")


def table():
    """What is written, and what lint says of it."""
    rows = [f"| {case['it']} | {_told(case)} |" for case in GIVEN["cases"]]
    return "\n".join(["| what is written | lint says |", "| --- | --- |", *rows])


def _told(case):
    found = [f"{each['severity']} {each['code']}" for each in case.get("found", ())]
    return ", ".join(found) or "nothing, and the workbooks are made"

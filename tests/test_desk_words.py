"""What the desk says: a button where the command line has a command."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpixl.campaign.failures import words_for
from kpixl.findings import Finding, Severity, entries
from kpixl.refusal import RefusedError
from kpixl.words import LANGS, Words
from tests.support import cli

COMMAND = re.compile(
    r"kpixl (?:backup|check|decide|desk|draft|explain|feedback|generate|history|init|lint|merge|preview|"
    r"restore|roll|simulate|status|watch)\b|(?<![\w-])--[a-z]|\bKPIXL_"
)
NOT_AT_THE_DESK = {
    "campaign/basis/account.py", "campaign/basis/apart.py", "campaign/basis/clustering.py",
    "campaign/basis/schemes.py", "campaign/decided/disputing.py", "campaign/authoring/drafting.py",
    "campaign/authoring/results.py", "campaign/authoring/tabulating.py", "campaign/issued/publishing.py",
    "campaign/scores/filing.py", "campaign/trial/simulating.py", "campaign/views/previewing.py",
    "campaign/workspace/room.py", "campaign/workspace/workspace.py", "desk/serving.py", "scale/cluster.py",
    "scale/dealing.py", "scale/worker.py",
}  # fmt: skip
"""Modules whose refusals with a command are met by the command line alone."""


@pytest.mark.parametrize("code", entries())
def test_no_remedy_that_a_page_shows_names_a_command(code):
    """Whatever was found, in both languages."""
    finding = Finding(code=code, severity=Severity(entries()[code].severity))
    assert [] == [lang for lang in LANGS if COMMAND.search(finding.at_desk(lang))]


def refusals() -> Iterator[tuple[str, ast.Call]]:
    """Every refusal that is raised anywhere, with its module."""
    for path in sorted(Path(cli.ROOT, "kpixl").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RefusedError":
                yield path.relative_to(Path(cli.ROOT, "kpixl")).as_posix(), node


def texts(nodes: list[ast.expr]) -> str:
    """The texts in these expressions."""
    every = (part for node in nodes for part in ast.walk(node))
    return " ".join(
        part.value for part in every if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def test_no_refusal_that_the_desk_meets_names_a_command():
    """It has words of its own for the desk, or is met by the command line alone."""
    without, wrong = set(), set()
    for module, call in refusals():
        own = [each.value for each in call.keywords if each.arg == "desk"]
        if not own and COMMAND.search(texts(call.args)):
            without.add(module)
        if COMMAND.search(texts(own)):
            wrong.add(module)
    assert (set(), set()) == ({m for m in without if not m.startswith("cli/")} - NOT_AT_THE_DESK, wrong)


def test_who_sits_at_the_desk_is_told_what_to_do_there():
    """And whoever runs a command, which command."""
    refused = RefusedError(
        "请用 kpixl check。", "See `kpixl check`.", desk=Words("请看“收件”。", "See Returns.")
    )
    said = [words_for(refused, desk=desk) for desk in (False, True)]
    assert ["See `kpixl check`.", "See Returns."] == [words.en for words in said if words]

"""The commands that the pages give are commands of kpixl, with options that it knows."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kpixl.cli.main import COMMANDS, program

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.en.md"]
OTHERS = [ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]
PAGES = [*READMES, *OTHERS, *sorted((ROOT / "docs").glob("*.md"))]
LINKED = sorted(page.name for page in (ROOT / "docs").glob("*.md"))
GENERATED = {"cli.md", "findings.md", "values.md"}
SPANS = re.compile(
    r"^ *```\w*\n(.*?)^ *```$|((?:^ {4,}kpixl .*\n)+)|`(kpixl [^`\n]+)`", re.DOTALL | re.MULTILINE
)


def lines(page: Path) -> Iterator[str]:
    """The command lines of a page: in fences, in indented blocks, in running text; without remarks."""
    for fence, block, span in SPANS.findall(page.read_text(encoding="utf-8")):
        for line in (fence or block or span).splitlines():
            found = re.search(r"(?:^(?:\$ )?|&& )\s*(?:\S*/)?(kpixl .*?)(?:\s+#.*)?$", line)
            if found:
                yield found[1]


COMMAND_LINES = [
    pytest.param(line, id=f"{page.name}: {line}")
    for page in PAGES
    if page.name not in GENERATED
    for line in dict.fromkeys(lines(page))
]


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_a_command_line_is_understood(line):
    """The command is there, and so are its options and arguments; it is not run."""
    _, name, *arguments = shlex.split(line)
    command = program.get_command(click.Context(program), name)
    assert command is not None
    if arguments:
        command.make_context(name, arguments)


def test_every_command_is_shown():
    """README.md and the guide between them use each command."""
    pages = "\n".join(
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/guide.zh-CN.md")
    )
    assert [] == [name for name in COMMANDS if f"kpixl {name}" not in pages]


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_readme_leads_to_every_page_for_users(page):
    """Whichever language the README is in, it leads to what docs/ holds."""
    text = page.read_text(encoding="utf-8")
    assert [] == [name for name in LINKED if f"](docs/{name})" not in text]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    """The files that a page links to are there."""
    text = page.read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in t]
    assert [] == [t for t in targets if not (page.parent / t).exists()]

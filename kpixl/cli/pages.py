"""Writes the pages that come from the program itself: `python -m kpixl.cli.pages [FOLDER]` (docs)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from kpixl.campaign import catalogue
from kpixl.cli.main import program

_HEAD = """# Command line

What `kpixl COMMAND --help` says, for all commands.

Written by `python -m kpixl.cli.pages`; do not edit.
"""


def page() -> str:
    """docs/cli.md."""
    return _HEAD + "".join(_sections())


def _sections() -> Iterator[str]:
    top = click.Context(program, info_name="kpixl", terminal_width=_WIDTH, max_content_width=_WIDTH)
    yield _section("kpixl", program.get_help(top))
    for name in program.list_commands(top):
        command = program.get_command(top, name)
        if command is None:
            raise LookupError(name)
        context = click.Context(
            command, info_name=name, parent=top, terminal_width=_WIDTH, max_content_width=_WIDTH
        )
        yield _section(f"kpixl {name}", command.get_help(context))


_WIDTH = 100


def _section(name: str, text: str) -> str:
    return f"\n## {name}\n\n```text\n{text}\n```\n"


def main(folder: Path) -> None:
    """Write the pages into a folder."""
    for name, text in {"cli.md": page(), "findings.md": catalogue.page()}.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))

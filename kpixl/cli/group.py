"""A group of commands that are imported when they are asked for, and say what went wrong in one line."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import click

from kpixl.cli.failures import said

WRONG_USE = 2
INTERRUPTED = 130


class Commands(click.Group):
    """commands_of: the package whose modules hold one command each, under their own name; summaries: name → summary.

    The help of the group needs the summaries only, so that it is there at once.
    """

    def __init__(self, *args: Any, commands_of: str, summaries: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self._package = commands_of
        self.summaries = dict(summaries)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the work."""
        return list(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.summaries:
            return None
        module = importlib.import_module(f"{self._package}.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> NoReturn:  # type: ignore[override]
        """Run, and exit with the status. Failures are said in one line, without a traceback; bugs keep theirs."""
        extra.pop("standalone_mode", None)
        given = list(sys.argv[1:] if args is None else args)
        try:
            status = super().main(given, *more, standalone_mode=False, **extra)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(INTERRUPTED)
        except Exception as error:
            lines = said(error, given)
            if lines is None:
                raise
            click.echo(lines, err=True)
            sys.exit(WRONG_USE)
        sys.exit(status if isinstance(status, int) else 0)

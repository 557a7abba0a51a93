"""A group of commands that are imported when they are asked for, and say what went wrong in one line."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

import click

from kpixl.cli.language import asked_for
from kpixl.cli.spoken_help import SpokenHelp, listed

WRONG_USE = 2
INTERRUPTED = 130


class Commands(SpokenHelp, click.Group):
    """Commands by name.

    commands_of: the package whose modules hold one command each, under their own name; summaries: what
    the group's help says of each, which is all that it needs, so that it is there at once.
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
        listed(ctx, self.summaries, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def main(self, args: Any = None, prog_name: Any = None, *more: Any, **extra: Any) -> NoReturn:
        """Run, and exit with the status.

        What the user can do something about is said in one line; a bug keeps its traceback.
        """
        given = list(sys.argv[1:] if args is None else args)
        extra["standalone_mode"] = False
        try:
            status = super().main(given, prog_name, *more, obj=asked_for(given), **extra)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(INTERRUPTED)
        except Exception as error:
            from kpixl.cli.failures import said  # noqa: PLC0415 - it knows the engine; help must not

            words = said(error, given)
            if words is None:
                raise
            click.echo(words, err=True)
            sys.exit(WRONG_USE)
        sys.exit(status if isinstance(status, int) else 0)

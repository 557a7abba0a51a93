"""The program `kpixl` and its commands, each imported when it is asked for."""

from __future__ import annotations

import os
import sys

import click

from kpixl.cli.group import Commands
from kpixl.cli.streams import mended
from kpixl.garbage import keep_what_is_there
from kpixl.version import __version__

# What `kpixl --help` says, in the order of the work; a command lives in the module of its name.
COMMANDS = {
    "schemes": "List the schemes of the workspace and the reference schemes.",
    "init": "Make a new workspace.",
    "draft": "Draft a scheme from the documents of a notice.",
    "roll": "Make next year's scheme from this year's.",
    "lint": "Say what is wrong with a blueprint, by file, line and column.",
    "preview": "Show the forms as a page before they go out; as PDF and pictures, too.",
    "blueprint": "Write a scheme as a workbook, or make a scheme from such a workbook.",
    "generate": "Make the workbooks of a stage, one a recipient.",
    "simulate": "Fill workbooks as units would, or damage them on purpose.",
    "inspect": "Show what kpixl sees in a workbook.",
    "diff": "Show what differs between two returns or score sheets, field by field.",
    "check": "Check returns: whose they are, whether they are whole, right and consistent.",
    "watch": "Check a folder again whenever something in it changes, until Ctrl-C.",
    "feedback": "Give rejected returns back as clean workbooks, answers kept, problems marked.",
    "merge": "Merge the accepted returns into the score sheet.",
    "status": "Say how a stage stands: who has returned what, who is late, who was told.",
    "seal": "Enter a sealed copy that came, and hold its check code against the return that counts.",
    "history": "Say what happened to a unit's returns.",
    "decide": "Record what the office decides: vetoes, waivers, ties, extensions, disputes.",
    "explain": "Say what a code means, how a figure came about, what binds a cell, how a form is filled.",
    "backup": "Write secrets, issue numbers, snapshots and ledger into one file, encrypted with a password.",
    "restore": "Put what a backup holds into a workspace, all of it or nothing.",
    "purge": "Take away who was to be asked and what units sent, once a campaign is over.",
    "desk": "Open the campaign in the browser: issue, take in, chase, decide and merge with the mouse.",
    "demo": "Do the whole job once, with simulated returns, some of them faulty.",
}


@click.group(
    cls=Commands,
    commands_of="kpixl.cli.commands",
    summaries=COMMANDS,
    name="kpixl",
    epilog="\b\nExample:\n  kpixl demo",
)
@click.version_option(__version__, prog_name="kpixl")
def program() -> None:
    """Forms as locked workbooks: declared once, filled in a spreadsheet, checked by the same rules.

    Exit status: 0 nothing wrong, 1 findings of severity error, 2 wrong use or a blueprint that
    cannot be used.
    """


def main() -> None:
    """Run the command line."""
    _run(sys.argv[1:])


def desk() -> None:
    """Run the desk, for whoever starts it with a click."""
    _run(["desk", *sys.argv[1:]])


def _run(arguments: list[str]) -> None:
    # what else is installed watches no model here, and is not searched for it
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    mended()
    keep_what_is_there()
    program(arguments, prog_name="kpixl")

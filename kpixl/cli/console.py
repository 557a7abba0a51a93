"""Printing: results to standard output, everything else to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from kpixl import campaign
from kpixl.cli.options import Session
from kpixl.words import Words


def print_json(data: Any) -> None:
    """The data as JSON, and nothing else, to standard output."""
    click.echo(campaign.as_json(data), nl=False)


def remark(session: Session, text: Words) -> None:
    """Something that was not asked for, unless --quiet."""
    if not session.quiet:
        click.echo(text[session.lang], err=True)


def remark_omitted(session: Session, units: Sequence[str]) -> None:
    """Which units the later stage leaves out."""
    if units:
        names = ", ".join(units)
        remark(
            session, Words(f"没有通过检查的回收件，未包括：{names}", f"Left out, nothing accepted: {names}")
        )


def remark_placeholders(session: Session, names: Sequence[str]) -> None:
    """Which names of the roster the office must still settle."""
    if names:
        told = "、".join(names), ", ".join(names)
        remark(
            session,
            Words(
                f"名单中有待明确的名称：{told[0]}；正式发放前请换成具体单位或加以确认。",
                f"Names of the roster that are not settled: {told[1]}; "
                "replace or confirm them before you issue.",
            ),
        )


@contextmanager
def progress(session: Session, doing: Words) -> Iterator[campaign.Progress]:
    """A bar on a terminal that says what is being done, and how far it is; silent otherwise."""
    if session.quiet or not sys.stderr.isatty():
        yield lambda _done, _total, _what: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs them
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing[session.lang], total=None)
        yield lambda done, total, what: bar.update(
            task, completed=done, total=total, description=what[session.lang]
        )

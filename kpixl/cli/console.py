"""Printing: results to standard output, everything else to standard error."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import click

from kpixl import campaign
from kpixl.cli.gauge import gauge
from kpixl.cli.options import Session
from kpixl.words import Words

SHOWN = 10
"""Lines of a list that are printed; JSON has all."""


def print_json(data: Any) -> None:
    """The data as JSON, and nothing else, to standard output."""
    click.echo(campaign.as_json(data), nl=False)


def print_some(session: Session, lines: Sequence[str]) -> None:
    """What was made, a line each; of many the first, and how many more. Nothing with --quiet."""
    if session.quiet:
        return
    shown = lines[:SHOWN] if len(lines) > SHOWN + 1 else lines
    for line in shown:
        click.echo(line)
    if left := len(lines) - len(shown):
        click.echo(Words(f"……还有{left}个", f"… {left} more")[session.lang])


def remark(session: Session, text: Words) -> None:
    """Something that was not asked for, unless --quiet."""
    session.remark(text)


def remark_omitted(session: Session, units: Sequence[str]) -> None:
    """Which units the later stage leaves out."""
    if units:
        names = ", ".join(units)
        remark(
            session, Words(f"没有通过检查的回收件，未包括：{names}", f"Left out, nothing accepted: {names}")
        )


def remark_unrecorded(session: Session, why: Words | None) -> None:
    """Why the account does not know of what was done, where it was to."""
    if why is not None:
        click.echo(Words(f"没有记入台账：{why.zh}", f"Not recorded: {why.en}")[session.lang], err=True)


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


def progress(session: Session, doing: Words) -> AbstractContextManager[campaign.Progress]:
    """Say what is being done and how far it is: on a terminal as a bar, else a line a minute."""
    return gauge(doing, session.lang, quiet=session.quiet)

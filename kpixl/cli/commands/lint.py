"""kpixl lint."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import click

from kpixl import campaign
from kpixl.cli.console import print_json, remark
from kpixl.cli.options import Session
from kpixl.cli.options import command as kpixl_command
from kpixl.cli.shared import PATH
from kpixl.findings import Finding, Severity
from kpixl.words import Words


@kpixl_command("kpixl lint {scheme}", formats=True, writes=True)
@click.argument("scheme", required=False)
@click.option(
    "--schema", type=PATH, metavar="DIR", help="Write JSON Schemas for editors into a folder instead."
)
@click.option(
    "--against",
    metavar="VERSION",
    help="Say instead what is other than in an issued version (the beginning of its digest) or in the "
    "blueprint of a folder.",
)
def command(session: Session, *, scheme: str | None, schema: Path | None, against: str | None) -> int:
    """Say what is wrong with a blueprint, by file, line and column.

    Without SCHEME all schemes are read. Exit status 1 where a blueprint has errors; warnings do
    not keep it from being used. With --against it is 1 where what is filled into workbooks that
    are out has no place any more.
    """
    if against is not None:
        return _compare(session, scheme or session.room.default, against)
    if schema is not None:
        campaign.write_schemas(schema, force=session.force)
        return 0
    schemes = [scheme] if scheme else list(session.workspace.schemes)
    findings = [finding for each in schemes for finding in session.workspace.lint(each)]
    if session.json:
        print_json({"findings": [_as_dict(finding, session) for finding in findings]})
    else:
        for line in campaign.finding_lines(findings, session.lang):
            click.echo(line)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    names, rest = ", ".join(schemes), len(findings) - errors
    remark(
        session,
        Words(
            f"{names}：{errors}个错误，{rest}个警告和提示",
            f"{names}: {errors} errors, {rest} warnings and notes",
        ),
    )
    return 1 if errors else 0


def _compare(session: Session, scheme: str, against: str) -> int:
    """What is other than in an earlier version, under what it means for workbooks that are out."""
    changes = session.workspace.changes(scheme, against)
    lost = sum(change.weight == "lost" for change in changes)
    if session.json:
        print_json({"changes": [change.as_dict(session.lang) for change in changes]})
        return 1 if lost else 0
    for weight, group in groupby(changes, key=lambda change: change.weight):
        click.echo(f"{campaign.WEIGHTS[weight][session.lang]}:")
        for change in group:
            click.echo(f"  {change.line(session.lang)}")
    remark(
        session,
        Words(
            f"{scheme}：与所指的版本有{len(changes)}处不同，其中{lost}处使已填的内容没有位置",
            f"{scheme}: {len(changes)} differences, {lost} of which leave what is filled in without a place",
        ),
    )
    return 1 if lost else 0


def _as_dict(finding: Finding, session: Session) -> dict[str, Any]:
    where = finding.where
    place = {"file": campaign.shown(where.path or ""), "line": where.line, "column": where.column}
    return {**finding.as_dict(session.lang), **place}

"""方案: what the blueprint declares, in words, with what lint says of it; roster and deadlines to type in."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import WORDS, Amendment, Finding
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.desk import Desk
from kpixl.desk.paging import part
from kpixl.refusal import RefusedError
from kpixl.words import Words

UNIT_KEYS = {
    "name": Words("名称", "Name"),
    "print": Words("简称", "Short name"),
    "leader": Words("分管领导", "Leader"),
}
CONTACT_KEYS = {
    "person": Words("联系人", "Person"),
    "phone": Words("电话", "Phone"),
    "email": Words("邮箱", "E-mail"),
}


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/scheme", _screen)
    yield reads(desk, "/scheme/edit", _edit)
    yield does(desk, "/scheme", _save)


def _screen(asked: Asked) -> Response:
    desk = asked.desk
    campaign = desk.campaign
    folder = campaign.declared.folder
    return asked.page(
        "scheme.html",
        scheme=desk.described(asked.lang),
        remarks=[(f, place_of(f, folder)) for f in campaign.declared.remarks],
        units=asked.status.expected.units,
        groups=asked.status.expected.groups,
        folder=folder,
        words=WORDS,
    )


def _edit(asked: Asked) -> Response:
    """What can be changed, as a table to type in: a part of the roster, the deadlines."""
    roster = asked.desk.campaign.scheme.roster
    return asked.page(
        "amending.html",
        part=part(asked, roster.units),
        contacts={u.id: u.contact or {} for u in asked.status.expected.units},
        keys=UNIT_KEYS,
        contact_keys=CONTACT_KEYS,
        of=_version(asked.desk),
    )


def _save(asked: Asked) -> Response:
    """Write it into the scheme's files, if they are still those that somebody has changed on the page."""
    if asked.field("of") != _version(asked.desk):
        raise RefusedError(
            "方案在这期间被改动过，没有保存：请重新打开编辑页再改。",
            "The scheme has been changed meanwhile, and nothing is saved: open the page anew.",
        )
    asked.desk.workspace.amend(asked.desk.scheme, _wanted(asked))
    asked.desk.changed()
    return asked.to("/scheme")


def _version(desk: Desk) -> str:
    """What tells the scheme's files, as they are now, from any others."""
    return hashlib.sha256(repr(desk.declared).encode()).hexdigest()[:16]


def _wanted(asked: Asked) -> Amendment:
    said = {tuple(name.split(":", 2)): asked.field(name) for name in asked.given if name.count(":") == 2}
    units: dict[str, dict[str, str]] = {}
    contacts: dict[str, dict[str, str]] = {}
    for (what, key, unit), text in said.items():
        if what == "unit" and key in UNIT_KEYS:
            units.setdefault(unit, {})[key] = text
        elif what == "contact" and key in CONTACT_KEYS:
            contacts.setdefault(unit, {})[key] = text
    days = {stage: text for (what, _, stage), text in said.items() if what == "due" and text}
    try:
        deadlines = {stage: dt.date.fromisoformat(text) for stage, text in days.items()}
    except ValueError:
        raise RefusedError("期限要写成日期，例如 2026-12-31。", "A deadline is a date: 2026-12-31.") from None
    return Amendment(units=units, contacts=contacts, deadlines=deadlines)


def place_of(finding: Finding, folder: Path) -> str:
    """The file below the blueprint's folder, line and column."""
    path = Path(finding.where.path or "")
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    return ":".join(str(part) for part in (name, finding.where.line, finding.where.column) if part)

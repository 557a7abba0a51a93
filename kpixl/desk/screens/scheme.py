"""方案: what the blueprint declares, in words, with what lint says of it; roster and deadlines to type in."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import WORDS, Amendment, Finding, Newcomer, NewGroup
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.desk import Desk
from kpixl.desk.paging import part
from kpixl.refusal import RefusedError
from kpixl.words import Words

UNIT_KEYS = {
    "name": Words("名称", "Name"),
    "print": Words("简称", "Short name"),
    "aliases": Words("其他名称", "Other names"),
    "group": Words("分组", "Group"),
    "leader": Words("分管领导", "Leader"),
}
CONTACT_KEYS = {
    "person": Words("联系人", "Person"),
    "phone": Words("电话", "Phone"),
    "email": Words("邮箱", "E-mail"),
}


AND = "、"
NEWCOMERS = 3
"""Lines for units that are new, at a time."""
_BETWEEN = re.compile(r"[、，,；;]")


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
        part=part(asked, asked.status.expected.units),
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
        groups=roster.groups,
        filled={unit.group for unit in roster.units},
        joined=AND.join,
        newcomers=range(NEWCOMERS),
        of=_version(asked.desk),
    )


def _save(asked: Asked) -> Response:
    """Write it into the scheme's files, if they are still those that somebody has changed on the page."""
    if asked.field("of") != _version(asked.desk):
        raise RefusedError(
            "方案在这期间被改动过，没有保存：请重新打开编辑页再改。",
            "The scheme has been changed meanwhile, and nothing is saved: open the page anew.",
        )
    wanted = _wanted(asked)
    asked.desk.workspace.amend(asked.desk.scheme, wanted)
    asked.desk.changed()
    return asked.to("/scheme/edit" if wanted.groups_new else "/scheme")  # its units are still to be named


def _version(desk: Desk) -> str:
    """What tells the scheme's files, as they are now, from any others."""
    return hashlib.sha256(repr(desk.declared).encode()).hexdigest()[:16]


def _wanted(asked: Asked) -> Amendment:
    """What is typed. A field is called WHAT:KEY:WHOSE."""
    typed: dict[str, dict[str, dict[str, str]]] = {}
    for name in asked.given:
        if name.count(":") == 2:
            what, key, whose = name.split(":", 2)
            typed.setdefault(what, {}).setdefault(whose, {})[key] = asked.field(name)
    roster = asked.desk.campaign.scheme.roster
    known = {unit.id: unit.aliases for unit in roster.units}
    units, contacts = typed.get("unit", {}), typed.get("contact", {})
    new = ((said, contacts.get(line, {})) for line, said in typed.get("new", {}).items())
    return Amendment(
        units={id_: _unit(said, known.get(id_, ())) for id_, said in units.items()},
        contacts={id_: _only(CONTACT_KEYS, said) for id_, said in contacts.items() if id_ in known},
        groups={id_: said["name"] for id_, said in typed.get("group", {}).items() if "name" in said},
        deadlines=_days(typed.get("due", {})),
        gone=[id_ for id_, said in typed.get("gone", {}).items() if said.get("unit")],
        new=[
            Newcomer(unit=_unit(said, ()), contact=_only(CONTACT_KEYS, contact))
            for said, contact in new
            if said.get("name")
        ],
        groups_gone=[id_ for id_, said in typed.get("gone", {}).items() if said.get("group")],
        groups_new=[
            NewGroup(name=said["name"], like=said.get("like", ""))
            for said in typed.get("new-group", {}).values()
            if said.get("name")
        ],
    )


def _only(keys: Iterable[str], said: Mapping[str, str]) -> dict[str, str]:
    return {key: said[key] for key in keys if key in said}


def _unit(said: Mapping[str, str], aliases: tuple[str, ...]) -> dict[str, str | tuple[str, ...]]:
    """What is said of a unit. aliases: those that it has, of which one may hold what stands between them."""
    told: dict[str, str | tuple[str, ...]] = {**_only(UNIT_KEYS, said)}
    if "aliases" in said:
        names = (name.strip() for name in _BETWEEN.split(said["aliases"]))
        told["aliases"] = aliases if said["aliases"] == AND.join(aliases) else tuple(filter(None, names))
    return told


def _days(typed: Mapping[str, Mapping[str, str]]) -> dict[str, dt.date]:
    try:
        days = ((stage, text) for stage, said in typed.items() for text in said.values() if text)
        return {stage: dt.date.fromisoformat(text) for stage, text in days}
    except ValueError:
        raise RefusedError("期限要写成日期，例如 2026-12-31。", "A deadline is a date: 2026-12-31.") from None


def place_of(finding: Finding, folder: Path) -> str:
    """The file below the blueprint's folder, line and column."""
    path = Path(finding.where.path or "")
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    return ":".join(str(part) for part in (name, finding.where.line, finding.where.column) if part)

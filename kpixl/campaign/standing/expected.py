"""Who is expected to return what: all that the account's questions need to know of a scheme.

A roster of ten thousand takes seconds to load and to look through for who gets a form. So it is remembered
beside the account, by the digest of the blueprint's files; it may be deleted at any time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpixl.outputs import keep, unversioned
from kpixl.refusal import RefusedError, unknown
from kpixl.stage_names import meant
from kpixl.version import code_digest
from kpixl.words import Words

if TYPE_CHECKING:
    from kpixl.blueprint import Contact
    from kpixl.campaign.basis.basis import Declared


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedUnit:
    """A unit. called: all that it is called; contact: person, phone and e-mail, where somebody is known."""

    id: str
    name: str
    group: str | None
    called: tuple[str, ...]
    contact: Mapping[str, str] | None = None

    @property
    def asked(self) -> str:
        """Whom to call."""
        said = self.contact or {}
        return " ".join(filter(None, (said.get("person"), said.get("phone"))))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedStage:
    """A stage, or a round or period of one.

    deadline: an ISO date, or None; recipients: the ids of who is to return a workbook.
    """

    id: str
    name: str
    deadline: str | None
    recipients: tuple[str, ...]
    round: str = ""
    period: str = ""

    @property
    def due(self) -> dt.date | None:
        """The deadline."""
        return dt.date.fromisoformat(self.deadline) if self.deadline else None


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A scheme, its stages and units. groups: id → name; created: an ISO date."""

    scheme: str
    title: str
    created: str
    groups: Mapping[str, str]
    units: tuple[ExpectedUnit, ...]
    stages: tuple[ExpectedStage, ...]

    @classmethod
    def of(cls, declared: Declared) -> Expected:
        """What is expected by a scheme."""
        from kpixl.layout import recipients  # noqa: PLC0415 - heavy: what is remembered needs none of it

        scheme, contacts = declared.scheme, declared.contacts
        roster = scheme.roster
        return cls(
            scheme=scheme.id,
            title=scheme.head.title,
            created=scheme.head.created.isoformat(),
            groups={g.id: g.name for g in roster.groups},
            units=tuple(
                ExpectedUnit(
                    id=u.id,
                    name=u.name,
                    group=u.group,
                    called=tuple(map(_plain, (u.id, *u.names))),
                    contact=_contact(contacts.get(u.id)),
                )
                for u in roster.units
            ),
            stages=tuple(
                ExpectedStage(
                    id=s.id,
                    name=s.name,
                    deadline=s.deadline.isoformat() if s.deadline else None,
                    recipients=recipients(scheme, s),
                    round=s.round,
                    period=s.period,
                )
                for s in scheme.stages
            ),
        )

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Expected:
        """What was remembered."""
        units = (ExpectedUnit(**{**u, "called": tuple(u["called"])}) for u in told["units"])
        stages = (ExpectedStage(**{**s, "recipients": tuple(s["recipients"])}) for s in told["stages"])
        return cls(**{**told, "units": tuple(units), "stages": tuple(stages)})

    def stage(self, stage_id: str) -> ExpectedStage:
        """The stage of this id, or that alone is called so; RefusedError where there is none."""
        ids = [s.id for s in self.stages]
        named = meant(ids, stage_id)
        if len(named) != 1:
            raise unknown(Words("阶段", "stage"), stage_id, named or ids)
        return self.stages[ids.index(named[0])]

    @cached_property
    def by_id(self) -> Mapping[str, ExpectedUnit]:
        """The units by their ids."""
        return {u.id: u for u in self.units}

    def unit(self, name: str) -> ExpectedUnit:
        """The unit that is meant by any of its names; RefusedError where there is none."""
        plain = _plain(name)
        found = next((u for u in self.units if plain in u.called), None)
        if found is None:
            raise unknown(Words("单位", "unit"), name, (n for u in self.units for n in (u.name, u.id)))
        return found

    def group(self, name: str) -> str:
        """The id of the group that is meant; RefusedError where there is none."""
        found = next((each for each, called in self.groups.items() if name in {each, called}), None)
        if found is None:
            raise unknown(
                Words("组别", "group"), name, (n for pair in self.groups.items() for n in pair[::-1])
            )
        return found

    def group_name(self, group: str | None) -> str:
        """What a group is called; "" where there is none."""
        return self.groups.get(group or "", "")


def _contact(contact: Contact | None) -> dict[str, str] | None:
    if contact is None:
        return None
    return {"person": contact.person, "phone": contact.phone, "email": contact.email}


def _plain(name: str) -> str:
    return "".join(name.split())


def remembered(folder: Path, state: Path | None, load: Callable[[], Declared]) -> Expected:
    """What is expected by the scheme in a folder. state: where that is remembered; load: loads the scheme."""
    if state is None:
        return Expected.of(load())
    path, made = state / f"expected-{folder.name}.json", _digest(folder.rglob("*"))
    told = _told(path)
    if told.get("of") == made:
        return Expected.read(told["expected"])
    found = Expected.of(load())
    try:
        with unversioned(state):
            keep(path, json.dumps({"of": made, "expected": asdict(found)}, ensure_ascii=False).encode())
    except (OSError, RefusedError):  # somebody works there, or nothing can be written: it is found anew then
        pass
    return found


def _told(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError):  # not there, or damaged: it is made anew
        return {}
    return told if isinstance(told, dict) else {}


def _digest(files: Iterable[Path]) -> str:
    """That of the blueprint's files and of kpixl itself."""
    whole = hashlib.sha256(code_digest().encode())
    for path in sorted(p for p in files if p.is_file()):
        whole.update(
            path.name.encode("utf-8", "surrogateescape") + hashlib.sha256(path.read_bytes()).digest()
        )
    return whole.hexdigest()

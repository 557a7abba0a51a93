"""Who takes part: the units that a document lists, else those that are responsible for something in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kpixl.draft.document import flat
from kpixl.draft.drafts import FormDraft, SchemeDraft
from kpixl.draft.guesses import Certainty, Guess
from kpixl.words import Words

OFFICE = "office"
_COLLECTIVE = re.compile(r"^各|有关|相关|等(部门|单位)|其他|全体|所有|各级")
_STAND_INS = ("单位甲", "单位乙", "单位丙")


@dataclass(kw_only=True)
class RosterDraft:
    """Groups and units as a blueprint writes them, with the guesses behind them."""

    groups: list[dict[str, Any]] = field(default_factory=list)
    units: list[dict[str, Any]] = field(default_factory=list)
    collectives: list[dict[str, Any]] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)

    def add(self, group: str, label: str, names: Iterable[str], **more: Any) -> None:
        """A group with its units; a name that is there already is not added again."""
        known = {flat(unit["name"]) for unit in self.units}
        new = [name for name in dict.fromkeys(map(flat, names)) if name not in known]
        if not new:
            return
        self.groups.append({"id": group, "name": label})
        for name in new:
            unit = {"id": f"u{len(self.units) + 1:02}", "name": name, "group": group}
            self.units.append(unit | more)


def roster_of(scheme: SchemeDraft) -> RosterDraft:
    """The roster of a scheme; where the document names nobody, units that stand in."""
    roster = RosterDraft()
    for number, group in enumerate(scheme.groups, start=1):
        roster.add(f"group-{number}", group.name, group.names)
    named = list(dict.fromkeys(_responsible(scheme)))
    units = [name for name in named if not _COLLECTIVE.search(name)]
    if units:
        before = len(roster.units)
        roster.add("responsible", "责任单位", units)
        if len(roster.units) > before:
            roster.guesses.append(_from_lists(len(roster.units) - before))
    roster.collectives = [{"name": name, "placeholder": True} for name in named if _COLLECTIVE.search(name)]
    if roster.collectives:
        roster.guesses.append(_collective([c["name"] for c in roster.collectives]))
    reporting = list(dict.fromkeys(name for form in scheme.forms for name in form.reporting))
    if not roster.units and reporting:
        roster.add("reporting", "填报单位", reporting)
        roster.guesses.append(_from_forms(len(roster.units)))
    if not roster.units:
        roster.add("units", "填报单位", _STAND_INS, placeholder=True)
        roster.guesses.append(_NOBODY)
    if any(form.verifies for form in scheme.forms):
        roster.units.append({"id": OFFICE, "name": "审核单位", "outside": True})
        roster.guesses.append(_VERIFIER)
    return roster


def deal(scheme: SchemeDraft, roster: RosterDraft) -> None:
    """Rows that name the units of the roster go to the unit that each names."""
    names = {flat(unit["name"]) for unit in roster.units}
    for form in scheme.forms:
        for block in () if form.office else form.blocks:
            table = block.value.get("table") if isinstance(block.value, dict) else None
            if table and "for" in table["rows"] and "where" not in table["rows"]:
                _deal_table(form, table, names)


def _deal_table(form: FormDraft, table: dict[str, Any], names: set[str]) -> None:
    items = form.lists[table["rows"]["for"]].items
    for key in items[0] if items else ():
        texts = [flat(str(item.get(key, ""))) for item in items]
        if len(texts) > 1 and set(texts) <= names:
            table["rows"]["where"] = f"row.{key} == subject.name"
            what = Words("每个单位只填本单位的行", "each unit fills the row that names it")
            why = Words("这些行是参加单位的名称", "the rows are the units that take part")
            form.guesses.append(Guess(what=what, why=why, certainty=Certainty.LIKELY))
            return
    units = form.lists[table["rows"]["for"]].units
    if units:
        table["rows"]["where"] = f"subject.id in row.{units[0]}_ids"
        what = Words("每个单位只填本单位负责的行", "each unit fills the rows that it is responsible for")
        why = Words("表中写明了责任单位", "the table says who is responsible")
        form.guesses.append(Guess(what=what, why=why, certainty=Certainty.LIKELY))


def _responsible(scheme: SchemeDraft) -> Iterator[str]:
    for form in scheme.forms:
        for listing in form.lists.values():
            for item in listing.items:
                for key in listing.units:
                    yield from map(flat, item.get(key, ()))


def _from_lists(count: int) -> Guess:
    what = Words(f"{count}个责任单位列入名单", f"{count} responsible units are in the roster")
    why = Words("表或清单中写明了责任单位", "tables or lists say who is responsible")
    return Guess(what=what, why=why, certainty=Certainty.LIKELY)


def _from_forms(count: int) -> Guess:
    what = Words(f"{count}个填报单位列入名单", f"{count} units that report are in the roster")
    why = Words("表中填着填报单位、主管部门的名称", "the forms are filled in with the names of units")
    return Guess(what=what, why=why, certainty=Certainty.LIKELY)


def _collective(names: Iterable[str]) -> Guess:
    said = "、".join(names)
    what = Words(f"“{said}”指哪些单位，请补上", f"say which units {said} means")
    return Guess(
        what=what, why=Words("原文没有列出", "the document does not list them"), certainty=Certainty.UNSURE
    )


_NOBODY = Guess(
    what=Words(
        "名单用“单位甲”等代替，请换成实际单位", "units that stand in, to be replaced by the real ones"
    ),
    why=Words("原文没有列出填报单位", "the document names no unit that reports"),
    certainty=Certainty.UNSURE,
)
_VERIFIER = Guess(
    what=Words("“审核单位”审核全部内容，请换成实际名称", "one unit verifies all of it; give it its name"),
    why=Words("表中有由审核方填写的栏目", "some columns are for whoever verifies"),
    certainty=Certainty.UNSURE,
)

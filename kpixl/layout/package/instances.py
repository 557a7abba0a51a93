"""A form that stands several times: its instances, one for each item of a list that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from kpixl.blueprint.model import Form, Scheme, Unit
from kpixl.layout.package.facts import Facts

_DIGITS = "零一二三四五六七八九"
_STEPS = ((1000, "千"), (100, "百"), (10, "十"))


@dataclass(frozen=True, kw_only=True)
class Instance:
    """One copy of a form. id: the item's key, "" of a form that stands once; number: its place, from 1."""

    id: str
    number: int = 0
    item: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def each(self) -> Mapping[str, Any]:
        """What `each.` names: the item, and its place as a number and as a Chinese one."""
        return {**self.item, "number": self.number, "number_zh": chinese(self.number)} if self.id else {}

    @property
    def prefix(self) -> str:
        """Before the keys of its rows on a sheet, so that no two copies share a key."""
        return f"@{self.id}:" if self.id else ""

    @property
    def name(self) -> str:
        """What a person calls it; "" of a form that stands once."""
        return next((str(self.item[k]) for k in ("name", "title") if self.item.get(k)), self.id)


ALONE = Instance(id="")
"""The one copy of a form that is not repeated."""


def chosen(
    scheme: Scheme, stage: str, form: Form, subjects: Iterable[Unit | None], recipient: Unit | None
) -> tuple[Instance, ...]:
    """The copies of a form for whom it is about: one a list's item that `where` wants for any of them."""
    repeat = form.repeat
    if repeat is None:
        return (ALONE,)
    known = [Facts(scheme=scheme, stage=stage, subject=s, recipient=recipient) for s in subjects]
    items = scheme.lists[repeat.source].items
    wanted = [i for i in items if any(replace(facts, each=i).meet(repeat.where) for facts in known)]
    return tuple(_numbered(wanted, repeat.key))


def named(scheme: Scheme, form: Form, ids: Iterable[str]) -> tuple[Instance, ...]:
    """The copies of these ids, in the list's order."""
    repeat = form.repeat
    if repeat is None:
        return (ALONE,)
    there = set(ids)
    items = scheme.lists[repeat.source].items
    return tuple(_numbered((i for i in items if str(i[repeat.key]) in there), repeat.key))


def sheet_key(form: Form, instance: Instance) -> str:
    """The key of the sheet that a copy of a form stands on."""
    alone = form.repeat is not None and form.repeat.layout == "sheets"
    return f"{form.form}@{instance.id}" if alone else form.form


def _numbered(items: Iterable[Mapping[str, Any]], key: str) -> Iterator[Instance]:
    return (Instance(id=str(i[key]), number=n, item=i) for n, i in enumerate(items, 1))


def chinese(number: int) -> str:
    """A number below ten thousand as it stands before a heading: 一, 十, 十二, 一百零五."""
    text, rest, gap = "", number, False
    for size, word in _STEPS:
        digit, rest = divmod(rest, size)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + word
        gap = bool(text) and not digit
    text += (("零" if gap else "") + _DIGITS[rest]) if rest or not text else ""
    return text.removeprefix("一") if text.startswith("一十") else text

"""`acted_upon`: where a remark asks for a change, something was changed since, or a reply says why not."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from kpixl.blueprint.expressions import And, Call, Compare, Name, Node, Not, Or, Value
from kpixl.blueprint.model import ActedUpon
from kpixl.rules.facts import Demand, Idle, Named, RowValues
from kpixl.rules.kind import RowRule, bounded, several, worded
from kpixl.rules.spelled import spelled
from kpixl.rules.types import parsed
from kpixl.words import Words


class ActedUponRule(RowRule[ActedUpon]):
    """In the workbook: a conditional format and the cover's count; what was there before is known to it."""

    model = ActedUpon
    code = "R012"
    stops = False
    broken_by = "entry"
    one_by_one = True

    def names(self, rule: ActedUpon) -> Iterable[Named]:
        """The columns to be changed, and the one for a reply."""
        return [*several(rule.of), *([Named(("reply",), rule.reply)] if rule.reply else [])]

    def conditions(self, rule: ActedUpon) -> Mapping[str, str]:
        """When a change is asked for."""
        return {"condition": rule.condition}

    def judges(self, rule: ActedUpon) -> Mapping[str, frozenset[str]]:
        """Any type."""
        return {}

    def idle(self, rule: ActedUpon, *, free: bool) -> Iterable[Idle]:
        """Never."""
        return ()

    def stop_message(self, rule: ActedUpon) -> str | None:
        """The rule's own message."""
        return rule.message

    def in_workbook(self, rule: ActedUpon, merged: frozenset[str]) -> bool:
        """Always."""
        return True

    def row_tree(self, rule: ActedUpon, table: str) -> Node | None:
        """The same condition."""
        return self.tree(rule)

    def missing(self, rule: ActedUpon, column: str) -> Node | None:
        """It asks for no entry in any one of them."""
        return None

    def completing(self, rule: ActedUpon, column: str) -> Node | None:
        """Nothing is left over."""
        return None

    def compared(self, rule: ActedUpon) -> Compare | None:
        """None."""
        return None

    def demand(self, rule: ActedUpon) -> Demand | None:
        """Nothing of one column alone."""
        return None

    def tree(self, rule: ActedUpon) -> Node:
        """No change is asked for, or one of them is another than before, or there is a reply."""
        done = [_changed(name) for name in rule.of] + ([_filled(rule.reply)] if rule.reply else [])
        return bounded(rule, Or((Not(parsed(rule.condition)), *done)))

    def columns(self, rule: ActedUpon) -> tuple[str, ...]:
        """The columns to be changed, then the reply."""
        return (*rule.of, *((rule.reply,) if rule.reply else ()))

    def satisfy(self, rule: ActedUpon, row: RowValues, rng: random.Random) -> dict[str, Value] | None:
        """Other values are the way."""
        return None

    def violate(self, rule: ActedUpon, row: RowValues) -> dict[str, Value] | None:
        """A row does not know what was there before."""
        return None

    def words(self, rule: ActedUpon, labels: Mapping[str, str]) -> Words:
        """What is to be changed, when, and where else it can be answered."""
        asked = spelled(rule.condition, labels)
        named = [labels.get(n, n) for n in rule.of]
        zh = f"{asked.zh}时，应修改“{'”“'.join(named)}”中的一项"
        en = f"where {asked.en}, one of {', '.join(named)} has to change"
        if rule.reply:
            reply = labels.get(rule.reply, rule.reply)
            zh, en = f"{zh}，不修改的在“{reply}”中说明", f"{en}, or {reply!r} says why not"
        return worded(rule, zh, en)


def _filled(name: str) -> Node:
    return Call("filled", (Name(name),))


def _changed(name: str) -> Node:
    """Another entry than before, where there was one; one where there was none; none where there was one."""
    now, before = _filled(name), _filled(f"carried.{name}")
    other = Compare("!=", Name(name), Name(f"carried.{name}"))
    return Or((And((now, Not(before))), And((Not(now), before)), And((now, before, other))))

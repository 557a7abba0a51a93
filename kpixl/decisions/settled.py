"""A decision as somebody writes it, with names → the same with ids, or why it cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from kpixl.blueprint.model import Scheme
from kpixl.decisions.model import Decision
from kpixl.refusal import RefusedError, unknown
from kpixl.rules import row_rules, rule_id
from kpixl.words import Words


def settled(decision: Decision, scheme: Scheme) -> Decision:
    """The decision with the ids of what it names. RefusedError where the scheme has no such thing."""
    given = decision.model_dump(exclude_none=True)
    ids = {name: settle(scheme, str(given[name])) for name, settle in _NAMED.items() if given.get(name)}
    made = decision.model_copy(update=ids)
    _level(scheme, made)
    return made


def _unit(scheme: Scheme, name: str) -> str:
    unit = scheme.roster.named(name)
    if unit is None:
        raise unknown(Words("单位", "unit"), name, (n for u in scheme.roster.units for n in (u.name, u.id)))
    return unit.id


def _among(what: Words, known: Callable[[Scheme], Iterable[str]]) -> Callable[[Scheme, str], str]:
    def settle(scheme: Scheme, name: str) -> str:
        names = list(known(scheme))
        if name not in names:
            raise unknown(what, name, names)
        return name

    return settle


def _group(scheme: Scheme, name: str) -> str:
    by_name = {g.name: g.id for g in scheme.roster.groups}
    return _among(Words("组别", "group"), lambda s: s.roster.group_ids)(scheme, by_name.get(name, name))


def _rules(scheme: Scheme) -> Iterator[str]:
    """The ids of all rules, those that are declared and those that columns imply."""
    for form in scheme.forms:
        sides = [(form.field_rules, form.fields), *((t.rules, t.leaves) for t in form.tables)]
        for declared, columns in sides:
            implied = (rule for stage in scheme.stage_ids for rule in row_rules((), columns, stage))
            yield from dict.fromkeys(rule_id(rule) for rule in (*declared, *implied))


_NAMED: Mapping[str, Callable[[Scheme, str], str]] = {
    "unit": _unit,
    "subject": _unit,
    "group": _group,
    "stage": _among(Words("阶段", "stage"), lambda scheme: scheme.stage_ids),
    "rule": _among(Words("规则", "rule"), _rules),
    "form": _among(Words("表单", "form"), lambda scheme: scheme.form_ids),
}


def _level(scheme: Scheme, decision: Decision) -> None:
    """RefusedError where the group has no award of the level that a decision names."""
    level = getattr(decision, "level", None)
    if level is None:
        return
    group = getattr(decision, "group", None) or scheme.roster.unit(getattr(decision, "unit", "")).group
    awards = scheme.head.scoring.awards_of(group or "") if scheme.head.scoring else None
    if awards is None:
        raise RefusedError(
            f"方案没有给“{scheme.roster.group_name(group)}”设奖项：不用决定。",
            f"The scheme has no awards for {scheme.roster.group_name(group)!r}: there is nothing to decide.",
        )
    known = [each.name for each in awards.levels]
    if level not in known:
        raise unknown(Words("奖项", "award"), level, known)

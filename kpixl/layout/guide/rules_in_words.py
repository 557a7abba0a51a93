"""The rules of a form in words: all of them, those that look at a column, those that ask something of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpixl.blueprint.expressions import names
from kpixl.blueprint.model import Rule, Scheme
from kpixl.layout.rows.form_cell import flat
from kpixl.rules import kind_of, row_rules, rule_id
from kpixl.rules.types import parsed
from kpixl.stage_names import holds_in
from kpixl.words import Lang


def rules_said(scheme: Scheme, form_id: str, stage: str, lang: Lang) -> dict[str, str]:
    """All rules of a form in a stage: id → in words."""
    form = scheme.form(form_id)
    columns = {c.name for c in (*form.fields, *(leaf for t in form.tables for leaf in t.leaves))}
    return dict(rules_binding(scheme, form_id, columns, stage, lang))


def rules_on(scheme: Scheme, form_id: str, columns: set[str], stage: str, lang: Lang) -> dict[str, str]:
    """The rules of a form in a stage that ask something of these columns: id → in words."""
    found = _rules_in(scheme, form_id, stage)
    return {
        rule_id(rule): kind_of(rule).words(rule, labels)[lang]
        for rule, labels in found
        if not kind_of(rule).columns(rule) or columns & set(kind_of(rule).columns(rule))
    }


def rules_binding(
    scheme: Scheme, form_id: str, columns: set[str], stage: str, lang: Lang
) -> Iterator[tuple[str, str]]:
    """The rules that look at any of these columns: id, and in words."""
    for rule, labels in _rules_in(scheme, form_id, stage):
        if columns & _looked_at(rule) & labels.keys():
            yield rule_id(rule), kind_of(rule).words(rule, labels)[lang]


def _rules_in(scheme: Scheme, form_id: str, stage: str) -> Iterator[tuple[Rule, dict[str, str]]]:
    """The rules of a form that hold in a stage, each with the labels of what it may name."""
    form = scheme.form(form_id)
    tables = [(t.rules, t.leaves) for t in form.tables] + [(form.field_rules, form.fields)]
    for declared, leaves in tables:
        own_words = {c.name: flat(scheme.roster.of_any(str(c.label_for(None, stage)))) for c in leaves}
        labels = {**scheme.roster.labels, **own_words}
        own: Iterable[Rule] = row_rules((), tuple(leaves), stage)
        for rule in (*own, *(r for r in declared if holds_in(stage, r.stage))):
            yield rule, labels


def _looked_at(rule: Rule) -> set[str]:
    """The columns that a rule binds or that its conditions name."""
    kind = kind_of(rule)
    return {*kind.columns(rule), *(n for each in kind.conditions(rule).values() for n in names(parsed(each)))}

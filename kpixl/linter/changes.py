"""What has become other between two versions of a scheme, and what that means for workbooks that are out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from kpixl.blueprint.model import Column, Form, Scheme, Table
from kpixl.rules import rule_id
from kpixl.words import Lang, Words

Weight = Literal["lost", "judged", "asked"]
WEIGHTS: Final[Mapping[Weight, Words]] = {
    "lost": Words(
        "已发工作簿中填的内容没有位置了", "what is filled into workbooks that are out has no place any more"
    ),
    "judged": Words(
        "已发工作簿收回后按新的要求核对", "workbooks that are out are judged otherwise when they come back"
    ),
    "asked": Words(
        "已发工作簿里没有，要补填或重新印发",
        "workbooks that are out lack it: issue them again, or ask for it",
    ),
}
"""What a change means, the worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChange:
    """Something that is other than in an earlier version. where: in the scheme, as people call it."""

    weight: Weight
    where: Words
    what: Words

    def line(self, lang: Lang) -> str:
        """The change in a line."""
        return (
            f"{self.where[lang]}：{self.what[lang]}" if lang == "zh" else f"{self.where.en}: {self.what.en}"
        )

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """The public JSON form."""
        means = WEIGHTS[self.weight][lang]
        return {"weight": self.weight, "where": self.where[lang], "what": self.what[lang], "means": means}


def version_changes(old: Scheme, new: Scheme) -> list[VersionChange]:
    """What is other in a later version, the worst first; the order of files within."""
    every = [
        *_units(old, new),
        *_stages(old, new),
        *_forms(old, new),
        *_lists(old, new),
        *_settings(old, new),
    ]
    order = list(WEIGHTS)
    return sorted(every, key=lambda change: order.index(change.weight))


def _units(old: Scheme, new: Scheme) -> Iterator[VersionChange]:
    where = Words("名单", "roster")
    before, after = ({u.id: u.name for u in s.roster.units} for s in (old, new))
    for unit in _without(before, after):
        yield _lost(where, Words(f"没有“{before[unit]}”了", f"{before[unit]!r} is gone"))
    for unit in _without(after, before):
        yield _asked(where, Words(f"多了“{after[unit]}”", f"{after[unit]!r} is new"))


def _stages(old: Scheme, new: Scheme) -> Iterator[VersionChange]:
    before, after = ({s.id: s for s in scheme.stages} for scheme in (old, new))
    for gone in _without(before, after):
        stage = before[gone]
        yield _lost(Words("阶段", "stages"), Words(f"没有“{stage.name}”了", f"{stage.name!r} is gone"))
    for added in _without(after, before):
        stage = after[added]
        yield _asked(Words("阶段", "stages"), Words(f"多了“{stage.name}”", f"{stage.name!r} is new"))


def _forms(old: Scheme, new: Scheme) -> Iterator[VersionChange]:
    before, after = ({f.form: f for f in s.forms if not f.office} for s in (old, new))
    where = Words("表单", "forms")
    for gone in _without(before, after):
        title = before[gone].short_title
        yield _lost(where, Words(f"没有“{title}”了", f"{title!r} is gone"))
    for added in _without(after, before):
        title = after[added].short_title
        yield _asked(where, Words(f"多了“{title}”", f"{title!r} is new"))
    for name, form in before.items():
        if name in after:
            yield from _form(form, after[name])


def _form(old: Form, new: Form) -> Iterator[VersionChange]:
    title = new.short_title
    yield from _columns(Words(title, title), old.fields_by_name, new.fields_by_name)
    yield from _rules(Words(title, title), old.field_rules, new.field_rules)
    for table in old.tables:
        other = new.find_table(table.name)
        if other is None:
            yield _lost(
                Words(title, title), Words(f"没有表格“{table.name}”了", f"the table {table.name!r} is gone")
            )
        else:
            yield from _table(Words(title, title), table, other)


def _table(where: Words, old: Table, new: Table) -> Iterator[VersionChange]:
    yield from _columns(where, old.by_name, new.by_name)
    yield from _rules(where, old.rules, new.rules)
    most = [sum(free.most for free in table.free) for table in (old, new)]
    if most[1] < most[0]:
        yield _lost(
            where, Words(f"可填的行由{most[0]}减到{most[1]}", f"{most[1]} rows to fill instead of {most[0]}")
        )


def _columns(where: Words, old: Mapping[str, Column], new: Mapping[str, Column]) -> Iterator[VersionChange]:
    added = [new[name] for name in new if name not in old]
    for name, column in old.items():
        if name not in new:
            yield _lost(where, _gone(column, added))
        else:
            yield from _column(where, column, new[name])
    for column in added:
        yield _asked(where, Words(f"多了“{_label(column)}”一栏", f"the column {_label(column)!r} is new"))


def _gone(column: Column, added: Sequence[Column]) -> Words:
    """That a column is gone, and which new one may be the same under another name."""
    label = _label(column)
    same = next((c for c in added if _label(c) == label), None)
    if same is None:
        return Words(f"没有“{label}”一栏了", f"the column {label!r} is gone")
    return Words(
        f"“{label}”一栏的名称由 {column.name} 改成了 {same.name}：原来的内容对不上",
        f"the column {label!r} is called {same.name}, no more {column.name}: what was filled in has no place",
    )


_ASPECTS: Final = (
    ("type", Words("类型", "type")),
    ("required", Words("是否必填", "whether it is required")),
    ("required_when", Words("何时必填", "when it is required")),
    ("forbidden_when", Words("何时不填", "when it is forbidden")),
    ("min", Words("最小值", "least value")),
    ("max", Words("最大值", "greatest value")),
    ("places", Words("小数位数", "places")),
    ("max_length", Words("字数", "length")),
    ("pattern", Words("写法", "pattern")),
    ("choices", Words("可选项", "choices")),
    ("formula", Words("公式", "formula")),
    ("fill", Words("由谁填写", "who fills it")),
)
"""What of a column decides how an answer is judged."""


def _column(where: Words, old: Column, new: Column) -> Iterator[VersionChange]:
    other = [words for name, words in _ASPECTS if getattr(old, name) != getattr(new, name)]
    if other:
        zh, en = "、".join(w.zh for w in other), ", ".join(w.en for w in other)
        yield _judged(where, Words(f"“{_label(new)}”的{zh}不同了", f"{_label(new)!r} has another {en}"))


def _rules(where: Words, old: Sequence[Any], new: Sequence[Any]) -> Iterator[VersionChange]:
    before, after = ({rule_id(rule): rule for rule in rules} for rules in (old, new))
    for name in _without(before, after):
        yield _judged(where, Words(f"没有规则“{name}”了", f"the rule {name!r} is gone"))
    for name in _without(after, before):
        yield _judged(where, Words(f"多了规则“{name}”", f"the rule {name!r} is new"))
    for name, rule in before.items():
        if name in after and after[name] != rule:
            yield _judged(where, Words(f"规则“{name}”不同了", f"the rule {name!r} is another"))


def _lists(old: Scheme, new: Scheme) -> Iterator[VersionChange]:
    """Rows that are printed in forms that there still are: their keys are what answers are known by."""
    kept_forms = {form.form for form in new.forms}
    printed = (p for f in old.forms if f.form in kept_forms for t in f.tables for p in t.printed)
    for name, key in sorted({(p.source, p.key) for p in printed}):
        before, after = (s.lists.get(name) for s in (old, new))
        if before is None:
            continue
        where = Words(f"清单 {name}", f"list {name}")
        rows, kept = before.by(key), after.by(key) if after else {}
        for gone in _without(rows, kept):
            said = _called(rows[gone], key)
            yield _lost(where, Words(f"没有“{said}”这一行了", f"the row {said!r} is gone"))
        for added in _without(kept, rows):
            said = _called(kept[added], key)
            yield _asked(where, Words(f"多了“{said}”这一行", f"the row {said!r} is new"))


def _called(item: Mapping[str, Any], key: str) -> str:
    """What an item is called: its name, else its first text, else its key."""
    return (
        str(item["name"])
        if "name" in item
        else next((v for k, v in item.items() if k != key and isinstance(v, str)), str(item[key]))
    )


def _settings(old: Scheme, new: Scheme) -> Iterator[VersionChange]:
    parts = (
        (old.head.settings, new.head.settings, Words("设置", "settings")),
        (old.head.scoring, new.head.scoring, Words("计分", "scoring")),
    )
    yield from (_judged(w, Words("不同了", "are others")) for before, after, w in parts if before != after)


def _without(these: Mapping[str, object], those: Mapping[str, object]) -> list[str]:
    """The keys that the others lack, in order."""
    return [key for key in these if key not in those]


def _label(column: Column) -> str:
    label = column.label
    return label if isinstance(label, str) else column.name


def _lost(where: Words, what: Words) -> VersionChange:
    return VersionChange(weight="lost", where=where, what=what)


def _judged(where: Words, what: Words) -> VersionChange:
    return VersionChange(weight="judged", where=where, what=what)


def _asked(where: Words, what: Words) -> VersionChange:
    return VersionChange(weight="asked", where=where, what=what)

"""Decisions as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kpixl.blueprint.model import Scheme
from kpixl.decisions.model import Decision, FigureDecision
from kpixl.words import NO_WORDS, Lang, Words

KINDS: Final[Mapping[str, Words]] = {
    "veto": Words("一票否决", "veto"),
    "waiver": Words("豁免", "waiver"),
    "award": Words("并列定奖", "award in a tie"),
    "vacancy": Words("名额空缺", "award left empty"),
    "extension": Words("延期", "extension"),
    "excuse": Words("免报", "excused"),
    "counting": Words("认定回收件", "return that counts"),
    "assignment": Words("归属认定", "whose a file is"),
    "figure": Words("数据裁定", "disputed figure"),
}
"""The kinds of decisions."""

EFFECTS: Final[Mapping[str, Words]] = {
    "zero": Words("得零分", "the total is zero"),
    "no_award": Words("取消评优", "no award"),
    "lower_award": Words("降一档", "one award level lower"),
}
"""What a veto does, the severest first."""

_SHOWN = 12
"""Digits of a file's digest that tell it from all others of a campaign."""


def kind_of(decision: Decision) -> Words:
    """Which kind it is."""
    return KINDS[decision.kind]


def whom(decision: Decision, scheme: Scheme) -> str:
    """Whom it concerns: a unit's name, or a group's."""
    unit = getattr(decision, "unit", None)
    if unit is not None:
        return scheme.roster.names.get(unit, unit)
    return scheme.roster.group_name(getattr(decision, "group", None))


def what(decision: Decision, scheme: Scheme) -> Words:
    """What was decided, without the reason."""
    return _SAID[decision.kind](decision, scheme)


def told(decision: Decision, scheme: Scheme, lang: Lang) -> tuple[str, ...]:
    """All that people read of it: day, kind, whom, what, why, document, who decided."""
    return (
        decision.on.isoformat(),
        kind_of(decision)[lang],
        whom(decision, scheme),
        what(decision, scheme)[lang],
        decision.reason,
        decision.document or "",
        decision.by,
    )


def _stage(scheme: Scheme, stage: str) -> str:
    found = scheme.find_stage(stage)
    return found.name if found else stage


def _waiver(d: Any, _scheme: Scheme) -> Words:
    until = Words(f"，至{d.until}", f", until {d.until}") if d.until else NO_WORDS
    return Words(f"不按规则“{d.rule}”要求{until.zh}", f"rule {d.rule!r} is not held against it{until.en}")


def _figure(d: FigureDecision, scheme: Scheme) -> Words:
    form = scheme.find_form(d.form)
    table = form.table_of(d.field) if form else None
    column = (table.by_name if table else form.fields_by_name if form else {}).get(d.field)
    label = scheme.roster.of_any(str(column.label_for(None, d.stage))) if column else d.field
    place = "·".join(part for part in (form.title if form else d.form, d.row, label) if part)
    of = f"（{scheme.roster.names.get(d.subject, d.subject)}）" if d.subject not in ("", d.unit) else ""
    by = Words(f"，{d.raised_by}提出", f", disputed by {d.raised_by}") if d.raised_by else NO_WORDS
    value = Words(f"“{d.value}”", repr(d.value)) if d.value else Words("空白", "blank")
    return Words(f"{place}{of}认定为{value.zh}{by.zh}", f"{place}{of} is to be {value.en}{by.en}")


_SAID: Final[Mapping[str, Callable[[Any, Scheme], Words]]] = {
    "veto": lambda d, _: EFFECTS[d.effect],
    "waiver": _waiver,
    "award": lambda d, _: Words(f"授予{d.level}", f"gets {d.level}"),
    "vacancy": lambda d, _: Words(f"{d.level}余下的名额空缺", f"what is left of {d.level} stays empty"),
    "extension": lambda d, s: Words(
        f"“{_stage(s, d.stage)}”延至{d.until}", f"{_stage(s, d.stage)!r} is due on {d.until}"
    ),
    "excuse": lambda d, s: Words(
        f"“{_stage(s, d.stage)}”不用报回", f"need not return {_stage(s, d.stage)!r}"
    ),
    "counting": lambda d, s: Words(
        f"“{_stage(s, d.stage)}”以 {d.file[:_SHOWN]} 为准",
        f"of {_stage(s, d.stage)!r}, file {d.file[:_SHOWN]} counts",
    ),
    "assignment": lambda d, _: Words(f"文件 {d.file[:_SHOWN]} 是它的", f"file {d.file[:_SHOWN]} is its own"),
    "figure": _figure,
}

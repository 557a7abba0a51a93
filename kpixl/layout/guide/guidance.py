"""填表说明: what each column of a form wants and which rules hold, in words, as laid-out cells say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kpixl.blueprint.model import Form, Scheme, Stage
from kpixl.layout.guide.rules_in_words import rules_binding, rules_on
from kpixl.layout.plan.cell import Cell, Role
from kpixl.rules.types import EITHER, type_words
from kpixl.words import Lang, Words

_PRINTED = Words("已印好，不用填", "printed; nothing to fill in")
_COMPUTED = Words("自动计算，不用填", "computed; nothing to fill in")
_REQUIRED = Words("；必填", "; required")
_WHO = {
    "unit": Words("单位填写", "filled by the unit"),
    "verifier": Words("认定单位填写", "filled by the verifier"),
}
_COLON = Words("：", ": ")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideLine:
    """A column or field. asked: somebody fills it in this stage; rules: what binds it, in words."""

    name: str
    label: str
    wants: str
    asked: bool
    required: bool
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGuide:
    """How a form is filled in in a stage. rules: id → in words."""

    form: str
    title: str
    stage: str
    who: str
    lines: tuple[GuideLine, ...]
    rules: Mapping[str, str]

    def wanted(self, lang: Lang) -> Iterator[str]:
        """What each column to fill wants, numbered."""
        for number, line in enumerate((line for line in self.lines if line.asked), start=1):
            yield f"{number}. {line.label}{_COLON[lang]}{line.wants}"

    def text(self, lang: Lang) -> Iterator[str]:
        """A line each: what the form is, what each column wants, which rules hold."""
        yield f"{self.title}  {self.stage}" + (f"（{self.who}）" if lang == "zh" else f" ({self.who})")
        yield from (f"  {line}" for line in self.wanted(lang))
        for name, words in self.rules.items():
            yield f"  {name}  {words}"

    def rules_of(self, column: str) -> tuple[str, ...]:
        """The rules that look at a column, in words."""
        return next((line.rules for line in self.lines if line.name == column), ())

    def as_dict(self) -> dict[str, Any]:
        """The public JSON form."""
        lines = [
            {"name": x.name, "label": x.label, "wants": x.wants, "asked": x.asked, "required": x.required}
            for x in self.lines
        ]
        rules = [{"id": name, "words": words} for name, words in self.rules.items()]
        return {"form": self.form, "title": self.title, "stage": self.stage, "columns": lines, "rules": rules}


def form_guide(scheme: Scheme, form: Form, stage: Stage, cells: Iterable[Cell], lang: Lang) -> FormGuide:
    """How a form is filled in in a stage. cells: of workbooks that have it."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.key is not None and cell.key.form == form.form and not cell.key.row.startswith("#"):
            found.setdefault(cell.key.column, []).append(cell)
    known = [column.name for column in (*form.fields, *form.table_columns)]
    lines = tuple(
        replace(_line(name, found[name], lang), rules=tuple(_bound(scheme, form, stage, name, lang)))
        for name in dict.fromkeys(known)
        if name in found
    )
    return FormGuide(
        form=form.form,
        title=" ".join(filter(None, (form.attachment, form.title))),
        stage=stage.name,
        who=_WHO[stage.fills][lang],
        lines=lines,
        rules=rules_on(scheme, form.form, {x.name for x in lines if x.asked}, stage.id, lang),
    )


def _bound(scheme: Scheme, form: Form, stage: Stage, name: str, lang: Lang) -> Iterator[str]:
    """The rules that look at a column, in words."""
    return (words for _, words in rules_binding(scheme, form.form, {name}, stage.id, lang))


def _line(name: str, cells: Sequence[Cell], lang: Lang) -> GuideLine:
    """A column, as its cells have it: each thing once that any of them wants."""
    asked = [cell for cell in cells if cell.role is Role.INPUT]
    every = (type_words(cell.type)[lang] for cell in asked if cell.type is not None)
    told = dict.fromkeys(part for words in every for part in words.split(EITHER[lang]))
    required = any(cell.required for cell in asked)
    computed = any(cell.role is Role.FORMULA for cell in cells)
    nothing = (_COMPUTED if computed else _PRINTED)[lang]
    wants = EITHER[lang].join(told) + (_REQUIRED[lang] if required else "") if asked else nothing
    return GuideLine(name=name, label=cells[0].label, wants=wants, asked=bool(asked), required=required)

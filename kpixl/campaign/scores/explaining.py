"""explain: how a figure of the score sheet came about, down to the cells that units filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kpixl.blueprint.model import Scheme, Unit, Waiver
from kpixl.campaign.basis.basis import Basis
from kpixl.campaign.basis.schemes import stage_of
from kpixl.check import CheckResult
from kpixl.decisions import Decision, told
from kpixl.findings import Finding
from kpixl.layout import CellKey, Plan, Role, Sheet, Spot, first_packages, lay_out
from kpixl.layout.guide.rules_in_words import rules_binding
from kpixl.merge import Accounts, Given, Step, Tracer
from kpixl.refusal import RefusedError, unknown
from kpixl.rules.types import as_text, type_words
from kpixl.scoring import Standing
from kpixl.words import LANGS, NO_WORDS, Lang, Words

_CELL = re.compile(r"(?P<sheet>.+)!\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[1-9][0-9]*)")


@dataclass(frozen=True, kw_only=True)
class FigureRef:
    """Which figure is meant: a cell of the score sheet (`评分一览表!F7`), or unit and indicator."""

    cell: str = ""
    unit: str = ""
    indicator: str = ""


@dataclass(frozen=True, kw_only=True)
class FigureOrigin:
    """How a figure came about.

    step: its cell, with all that it rests on; unit: whose it is, None where nobody's; result: of the check
    that says which returns count; merging: what merging found about the unit.
    """

    scheme: Scheme
    step: Step
    unit: Standing | None
    result: CheckResult
    merging: tuple[Finding, ...] = ()

    @cached_property
    def sources(self) -> tuple[Given, ...]:
        """The entries that it rests on."""
        return tuple(self.step.sources())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the check found at those entries, waived ones among them; then what merging found."""
        places = {(g.record.name, g.entry.sheet, g.entry.cell) for g in self.sources}
        there = (
            finding
            for file in self.result.files
            for finding in file.findings
            if (file.path, finding.where.sheet, finding.where.cell) in places
        )
        return (*there, *self.merging)

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """Those of these units for the rules that bind these entries."""
        units = {u for g in self.sources for u in (g.recipient, g.entry.key.subject)}
        rules = self.rules()
        every = (*self.scheme.head.waivers, *self.result.decisions.waivers)
        return tuple(w for w in every if w.unit in units and w.rule in rules)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Those about these units, or about the group of the one that is ranked by the figure."""
        units = {u for g in self.sources for u in (g.recipient, g.entry.key.subject)}
        own = {self.unit.id} if self.unit else set()
        group = self.unit.group if self.unit else ""
        decided = self.result.decisions
        about = decided.about({u for u in units | own if u})
        return tuple(d for d in decided.made if d in about or (group and getattr(d, "group", "") == group))

    def told(self, lang: Lang) -> Iterator[tuple[str, ...]]:
        """What people read of the decisions."""
        return (told(each, self.scheme, lang) for each in self.decisions)

    def rules(self, lang: Lang = "zh") -> dict[str, str]:
        """The rules that bind those entries: id → in words."""
        found: dict[str, str] = {}
        for form_id in dict.fromkeys(g.entry.key.form for g in self.sources):
            columns = {g.entry.key.column for g in self.sources if g.entry.key.form == form_id}
            found.update(rules_binding(self.scheme, form_id, columns, self.result.stage, lang))
        return found

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form."""
        return {
            "unit": self.unit.id if self.unit else None,
            "figure": _step(self.step),
            "standing": _standing(self.unit),
            "rules": [{"id": name, "words": said} for name, said in self.rules(lang).items()],
            "waivers": [_waiver(w) for w in self.waivers],
            "decisions": [d.model_dump(mode="json", exclude_none=True) for d in self.decisions],
            "findings": [f.as_dict(lang) for f in self.findings],
        }


def _waiver(waiver: Waiver) -> dict[str, Any]:
    until = waiver.until.isoformat() if waiver.until else None
    return {"unit": waiver.unit, "rule": waiver.rule, "reason": waiver.reason, "until": until}


def _standing(unit: Standing | None) -> dict[str, Any] | None:
    if unit is None:
        return None
    score = None if unit.score is None else as_text(unit.score)
    return {
        "score": score,
        "rank": unit.rank,
        "award": unit.award,
        "reason": unit.reason,
        "veto": unit.veto or None,
    }


def _step(step: Step) -> dict[str, Any]:
    given = step.given
    return {
        "sheet": step.sheet,
        "cell": step.cell,
        "row": step.line,
        "label": step.label,
        "value": None if step.value is None else as_text(step.value),
        "shown": step.shown,
        "formula": step.formula or None,
        "scored": step.scored,
        "entry": None
        if given is None
        else {
            "file": given.record.name,
            "sheet": given.entry.sheet,
            "cell": given.entry.cell,
            "label": given.entry.label,
            "row": given.entry.line,
            "text": given.entry.text,
            "role": given.entry.role,
        },
        "from": [_step(part) for part in step.parts],
    }


def origin(accounts: Accounts, figure: FigureRef) -> FigureOrigin:
    """How a figure came about, from the consolidated workbook before it is written. Raises RefusedError."""
    book = accounts.workbook
    step, whose = _in_cell(accounts, figure.cell) if figure.cell else _of_item(accounts, figure)
    return FigureOrigin(
        scheme=book.stack.scheme,
        step=step,
        unit=next((u for u in accounts.units if u.id == whose), None),
        result=book.result,
        merging=tuple(f for f in book.findings if whose and f.where.subject == whose),
    )


def _in_cell(accounts: Accounts, text: str) -> tuple[Step, str | None]:
    """How the figure of a cell came about, and the unit that its row is about."""
    spot, whose = _cell(accounts, text)
    return Tracer(accounts).trace(spot), whose


def _cell(accounts: Accounts, text: str) -> tuple[Spot, str | None]:
    """The spot of a cell, and the unit that its row is about."""
    sheet, spot = _place(accounts.plan, text)
    if accounts.values[spot] is None:
        raise _blank(sheet.name, sheet.address(spot).a1)
    parts = set(spot.row.split("/"))
    return spot, next((u.id for u in accounts.units if u.id in parts), None)


def _place(plan: Plan, text: str) -> tuple[Sheet, Spot]:
    """The cell that is meant by `SHEET!F7`."""
    match = _CELL.fullmatch(text.strip())
    if match is None:
        raise RefusedError(
            f"“{text}”不是单元格的写法：请写成“工作表!F7”，例如“附件1!F7”。",
            f"{text!r} is no cell: write SHEET!CELL, such as 'Scores!F7'.",
        )
    name, at = match["sheet"].strip("'"), f"{match['column'].upper()}{match['row']}"
    visible = [s for s in plan.sheets if s.state == "visible"]
    sheet = next((s for s in visible if s.name == name), None)
    if sheet is None:
        raise unknown(Words("工作表", "sheet"), name, (s.name for s in visible))
    spot = next((c.spot for c in sheet.every_cell() if sheet.address(c.spot).a1 == at), None)
    if spot is None:
        raise _blank(name, at)
    return sheet, spot


def _blank(sheet: str, cell: str) -> RefusedError:
    return RefusedError(
        f"“{sheet}”的 {cell} 是空的：请另指定一个单元格。",
        f"{cell} of {sheet!r} is blank: name another cell.",
    )


def _of_item(accounts: Accounts, figure: FigureRef) -> tuple[Step, str]:
    """How an item's score came about, and the unit's id."""
    book = accounts.workbook
    if book.scored is None:
        raise RefusedError(
            "这个阶段不计分：请用单元格（工作表!F7）指定汇总表中的数。",
            "This stage is not scored: name a cell of the consolidated table (SHEET!F7).",
        )
    whose = _unit(book.stack.scheme, figure.unit)
    own = book.scored.tallies.get(whose.id)
    items = {**own.names, **own.spared} if own else {}
    item = _named(items, figure.indicator)
    spot = None if book.beside else book.score(whose.id, item)
    step = Tracer(accounts).trace(spot) if spot else Tracer(accounts).score(whose.id, item)
    if step is None:
        raise RefusedError(
            f"“{whose.name}”没有这项得分：看得分表的“问题”。",
            f"{whose.name!r} has no such score: see the findings of the score sheet.",
        )
    return step, whose.id


def _unit(scheme: Scheme, name: str) -> Unit:
    """The unit of this id, name, short name or alias, or of this number in the roster."""
    units = scheme.roster.units
    number = int(name) if name.isdecimal() else 0
    found = scheme.roster.named(name) or (units[number - 1] if 0 < number <= len(units) else None)
    if found is None:
        raise unknown(Words("单位", "unit"), name, (n for u in units for n in (u.name, u.short)))
    return found


def _named(names: Mapping[str, str], indicator: str) -> str:
    """The key of the item that is meant: by its key, its name, or a part that only this name has."""
    if indicator in names:
        return indicator
    found = [key for key, name in names.items() if name == indicator]
    found = found or [key for key, name in names.items() if indicator and indicator in name]
    if len(found) != 1:
        raise unknown(Words("指标", "indicator"), indicator, (f"{key} {name}" for key, name in names.items()))
    return found[0]


@dataclass(frozen=True, kw_only=True)
class Binding:
    """A cell of a unit's workbook. takes: its type in words, "" where nothing is to be filled in."""

    sheet: str
    cell: str
    line: str
    label: str
    role: str
    takes: Words
    required: bool
    formula: str
    rules: Mapping[Lang, Mapping[str, str]]

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form."""
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "row": self.line,
            "label": self.label,
            "role": self.role,
            "takes": self.takes[lang] or None,
            "required": self.required,
            "formula": self.formula or None,
            "rules": [{"id": name, "words": said} for name, said in self.rules[lang].items()],
        }


def explain_cell(basis: Basis, cell: str, unit: str, *, stage: str | None = None) -> Binding:
    """What a cell of a unit's workbook takes and which rules bind it. cell: as `附件1!F9`.

    Raises RefusedError where there is no such cell, or where the stage continues returns of another one.
    """
    scheme = basis.scheme
    wanted = stage_of(scheme, stage) if stage else scheme.stages[0]
    if wanted.carries is not None:
        raise RefusedError(
            f"“{wanted.name}”的工作簿由上一阶段的回收件生成：请指定第一个阶段。",
            f"The workbooks of {wanted.id!r} are made from the returns before: name the first stage.",
        )
    whose = _unit(scheme, unit)
    package = next((p for p in first_packages(scheme, wanted) if p.recipient == whose.id), None)
    if package is None:
        raise RefusedError(
            f"“{whose.name}”在这个阶段没有工作簿：请另指定一个单位。",
            f"{whose.name!r} gets no workbook in this stage: name another unit.",
        )
    plan = lay_out(package)
    sheet, spot = _place(plan, cell)
    made = plan.at(spot)
    declared = {lang: _bound(scheme, made.key, wanted.id, lang) for lang in LANGS}
    kind = made.type if made.role is Role.INPUT else None
    return Binding(
        sheet=sheet.name,
        cell=sheet.address(spot).a1,
        line=made.line,
        label=made.label,
        role=str(made.role),
        takes=type_words(kind) if kind else NO_WORDS,
        required=made.required,
        formula="=" + made.calculation.formula.render(plan.locate(spot)) if made.calculation else "",
        rules=declared,
    )


def _bound(scheme: Scheme, key: CellKey | None, stage: str, lang: Lang) -> dict[str, str]:
    known = key is not None and any(form.form == key.form for form in scheme.forms)
    return dict(rules_binding(scheme, key.form, {key.column}, stage, lang)) if key and known else {}

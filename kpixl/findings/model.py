"""What a finding is: one thing wrong, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from kpixl.findings.catalogue import entry
from kpixl.findings.shown import visible
from kpixl.words import Lang, Words

Scalar = str | int | float | bool | None
_MAY_STAY = Words("确实如此的，可以不改。", "Leave it if it is really so.")
_SPACE = Words("", " ")


class Severity(StrEnum):
    """How bad it is: an error keeps a return from being accepted, a warning wants a look, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a finding is: in a return (sheet and cell as the file has them) or in a blueprint (line, column).

    unit: the recipient's id; subject: whom the row is about; field: the column's or field's name;
    row: the row's key; cell: A1 style; path: the blueprint file or the returned file.
    """

    unit: str | None = None
    subject: str | None = None
    form: str | None = None
    instance: str | None = None
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None
    row: str | None = None
    path: str | None = None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong. The words are made last, from the catalogue's templates or the blueprint's message.

    facts fill the templates (`{limit}`); `label` and `line` (the row's printed name) among them say the
    place to a person.
    said: the message that the blueprint declares for the rule, which then replaces the catalogue's.
    because: `CODE@CELL` of the finding that this one follows from.
    rule: the id of the rule that does not hold, by which it can be waived.
    """

    code: str
    severity: Severity
    where: Location = field(default_factory=Location)
    value: Scalar = None
    expected: Scalar = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    said: str | None = None
    because: str | None = None
    rule: str | None = None

    def message(self, lang: Lang = "zh") -> str:
        """What is wrong, with what only the office can make use of behind it."""
        return self.to_unit(lang) + self._filled(entry(self.code).detail, lang)

    def remedy(self, lang: Lang = "zh") -> str:
        """What to do about it: what its sender can do, and what the office can."""
        office = entry(self.code).office
        own = self.asked_of_unit(lang)
        return own if office is None else f"{own}{_SPACE[lang]}{self._filled(office, lang)}"

    def at_desk(self, lang: Lang = "zh") -> str:
        """The same, in the words of the desk, where a button does what is a command elsewhere."""
        desk = entry(self.code).desk
        return self.remedy(lang) if desk is None else self._mild(self._filled(desk, lang), lang)

    def to_unit(self, lang: Lang = "zh") -> str:
        """What is wrong, in one sentence, for the unit that sent the file."""
        return self.said or self._filled(entry(self.code).message, lang)

    def asked_of_unit(self, lang: Lang = "zh") -> str:
        """What its sender can do."""
        return self._mild(self._filled(entry(self.code).remedy, lang), lang)

    def afresh(self, lang: Lang = "zh") -> str:
        """What is left to do in a feedback workbook, which has all that is printed and computed again."""
        of = entry(self.code)
        return self._mild(self._filled(of.afresh or of.remedy, lang), lang)

    @property
    def internal(self) -> bool:
        """It is the office's own affair: no unit is told."""
        return entry(self.code).internal

    def _mild(self, remedy: str, lang: Lang) -> str:
        """The remedy; of what is usually an error and a rule declares a warning, that it may stay."""
        usual = Severity(entry(self.code).severity)
        stays = (usual, self.severity) == (Severity.ERROR, Severity.WARNING)
        return f"{remedy}{_SPACE[lang]}{_MAY_STAY[lang]}".strip() if stays else remedy

    def _filled(self, template: Words, lang: Lang) -> str:
        return template[lang].format_map(self._words(lang)) if template[lang] else ""

    def _words(self, lang: Lang) -> dict[str, Any]:
        place = {
            "cell": self.where.cell,
            "sheet": self.where.sheet,
            "field": self.where.field,
            "row": self.where.row,
        }
        facts = {name: fact[lang] if isinstance(fact, Words) else fact for name, fact in self.facts.items()}
        words = {"value": self.value, "expected": self.expected, **place, **facts}
        words["item"] = _item(words.get("label"), words.get("line"), lang)
        return _Spoken(
            {k: "" if v is None else visible(v) if isinstance(v, str) else v for k, v in words.items()}
        )

    def at(self, **place: Any) -> Finding:
        """The same finding with parts of its place filled in."""
        return replace(self, where=replace(self.where, **place))

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form (design contract: keys are only ever added)."""
        w = self.where
        return {
            "code": self.code,
            "severity": self.severity.value,
            "unit": w.unit,
            "subject": w.subject,
            "form": w.form,
            "instance": w.instance,
            "sheet": w.sheet,
            "cell": w.cell,
            "field": w.field,
            "row": w.row,
            "value": _plain(self.value),
            "expected": _plain(self.expected),
            "message": self.message(lang),
            "remedy": self.remedy(lang),
            "because": self.because,
            "rule": self.rule,
        }


def _plain(value: Any) -> Scalar:
    """As JSON has it: figures of the engine and days as texts, whoever made the finding."""
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)


def _item(label: Any, line: Any, lang: Lang) -> str:
    """A cell as a person calls it, by its row and column."""
    quote = "“{}”" if lang == "zh" else "{!r}"
    named = quote.format(label or "…")
    if not line:
        return named
    return f"{quote.format(line)}的{named}" if lang == "zh" else f"{named} of {quote.format(line)}"


class _Spoken(dict[str, Any]):
    """A fact that a template names and the finding lacks reads as an ellipsis instead of raising."""

    def __missing__(self, key: str) -> str:
        return "…"


def found(
    code: str, *, where: Location | None = None, severity: Severity | None = None, **more: Any
) -> Finding:
    """A finding of the catalogue: its severity unless another is given; unknown keywords become facts."""
    known = {k: more.pop(k) for k in ("value", "expected", "said", "because") if k in more}
    return Finding(
        code=code,
        severity=severity or Severity(entry(code).severity),
        where=where or Location(),
        facts=more,
        **known,
    )

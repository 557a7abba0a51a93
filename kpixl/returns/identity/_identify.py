"""Whose workbook it is: the copies of the stamp, the signature, what the hidden sheet says was printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kpixl.blueprint.model import Scheme, Unit
from kpixl.findings import Finding, Severity, found
from kpixl.formats import RawSheet, RawWorkbook
from kpixl.layout import Package, baseline
from kpixl.layout.package.baseline import without_terms
from kpixl.marks import MARK, MARK_NAME, OUTPUTS
from kpixl.returns.identity._cover import told_on_cover
from kpixl.returns.identity._recognise import Recognised, Recogniser
from kpixl.stamp import (
    MARKER,
    STAMP_NAME,
    Authenticity,
    Hidden,
    Key,
    Stamp,
    Token,
    authenticity,
    baseline_digest,
    from_name_text,
    from_properties,
    read_hidden,
    read_token,
)

_MARKED = f"{MARKER} stamp "
CARRIERS = {"properties": "文档属性", "sheet": "隐藏工作表", "name": "定义的名称"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a workbook says of itself. baseline: None where it is missing or is not the stamp's.

    sheet: the name of the hidden sheet that carries the stamp, None where there is none; recognised: there is
    no stamp in it, this one was made from what its forms show.
    """

    stamp: Stamp | None
    authentic: bool | None
    baseline: Mapping[str, Any] | None
    sheet: str | None
    findings: tuple[Finding, ...]
    recognised: bool = False

    @property
    def usable(self) -> bool:
        """Whether the return can be read on."""
        return self.stamp is not None and not any(f.severity is Severity.ERROR for f in self.findings)


def identify(
    book: RawWorkbook,
    scheme: Scheme,
    key: Key | None,
    recognise: Recogniser | None = None,
    owner: str | None = None,
) -> Identity:
    """The identity of a workbook, with every finding about it.

    recognise: those without a stamp; owner: the unit that such a one was decided to be of.
    """
    sheet, hidden = _hidden(book)
    copies = _copies(book, hidden)
    read = {carrier: token for carrier, text in copies.items() if (token := read_token(text)) is not None}
    output = None if any(copies.values()) else output_of(book)
    if output is not None:
        note = found("F101", what=OUTPUTS[output])
        return Identity(stamp=None, authentic=None, baseline=None, sheet=None, findings=(note,))
    damaged = [CARRIERS[carrier] for carrier, text in copies.items() if text and carrier not in read]
    if not read and not damaged and recognise is not None:
        return _recognised(recognise(book, sheet, owner), sheet)
    findings = [found("I019", damaged="、".join(damaged))] if damaged else _carriers(read)
    if not read or _disagree(read):
        return Identity(stamp=None, authentic=None, baseline=None, sheet=sheet, findings=tuple(findings))
    token = next(iter(read.values()))
    verdict = authenticity(token, key)
    findings += _signature(token, verdict) + _belongs(token.stamp, scheme)
    printed, told = _printed(book, token.stamp, hidden, scheme)
    if printed is not None or not any(f.code == "I002" for f in findings):
        findings += told
    return Identity(
        stamp=token.stamp,
        authentic=verdict.authentic,
        baseline=printed,
        sheet=sheet,
        findings=tuple(findings),
    )


def _copies(book: RawWorkbook, hidden: Hidden) -> dict[str, str]:
    """The text of the stamp by where it stands, "" where there is none."""
    return {
        "properties": from_properties(book.properties.custom),
        "sheet": hidden.token,
        "name": _name_token(book),
    }


def _printed(
    book: RawWorkbook, stamp: Stamp, hidden: Hidden, scheme: Scheme
) -> tuple[Mapping[str, Any] | None, list[Finding]]:
    """The baseline that the stamp means, and what is to be said of it."""
    if hidden.digest == stamp.baseline and hidden.baseline is not None:
        return hidden.baseline, []
    again = _made_again(book, stamp, scheme) if hidden.baseline is None else None
    return again, [found("I011" if again is None else "I017")]


def _recognised(taken: Recognised, sheet: str | None) -> Identity:
    simulated = taken.stamp is not None and taken.stamp.simulated
    return Identity(
        stamp=taken.stamp,
        authentic=None,
        baseline=taken.baseline,
        sheet=sheet,
        findings=(taken.finding, *((found("I010"),) if simulated else ())),
        recognised=taken.stamp is not None,
    )


def output_of(book: RawWorkbook) -> str | None:
    """Which output of kpixl's own a workbook says that it is."""
    said = [
        book.properties.custom.get(MARK),
        *(n.text.strip("=\"'") for n in book.names if n.name == MARK_NAME),
    ]
    return next((kind for kind in said if isinstance(kind, str) and kind in OUTPUTS), None)


def _hidden(book: RawWorkbook) -> tuple[str | None, Hidden]:
    """The sheet with the marker, under whatever name."""
    for sheet in book.sheets:
        if sheet.kind == "worksheet" and _is_marked(sheet):
            return sheet.name, read_hidden({at: cell.value for at, cell in sheet.cells.items()})
    return None, read_hidden({})


def _made_again(book: RawWorkbook, stamp: Stamp, scheme: Scheme) -> Mapping[str, Any] | None:
    """What was printed besides the blueprint, where that is subjects and terms; None where it was more."""
    if scheme.find_stage(stamp.stage) is None or scheme.roster.find(stamp.recipient) is None:
        return None
    told = told_on_cover(book)
    package = Package(
        scheme=scheme,
        stage_id=stamp.stage,
        recipient=stamp.recipient,
        subjects=stamp.subjects,
        edition=told.edition,
    )
    likely = [baseline(replace(package, terms=terms)) for terms in told.terms(package)]
    every = (*likely, without_terms(likely[0]))
    return next((each for each in every if baseline_digest(each) == stamp.baseline), None)


def _is_marked(sheet: RawSheet) -> bool:
    return any(text.startswith(_MARKED) for text in sheet.said())


def _name_token(book: RawWorkbook) -> str:
    """That of the workbook; a sheet that came from another one may have brought another."""
    names = sorted((n for n in book.names if n.name == STAMP_NAME), key=lambda n: n.scope is not None)
    return from_name_text(names[0].text) if names else ""


def _disagree(read: Mapping[str, Token]) -> bool:
    return len({(t.signed, t.mac) for t in read.values()}) > 1


def _carriers(read: Mapping[str, Token]) -> list[Finding]:
    if not read:
        return [found("I001")]
    if _disagree(read):
        return [found("I003")]
    return [found("I007", missing=text) for carrier, text in CARRIERS.items() if carrier not in read]


def _signature(token: Token, verdict: Authenticity) -> list[Finding]:
    codes = {Authenticity.FORGED: "I004", Authenticity.OTHER_KEY: "I008", Authenticity.UNKNOWN: "I005"}
    findings = [found(codes[verdict], key=token.key_id)] if verdict in codes else []
    return findings + ([found("I010")] if token.stamp.simulated else [])


def misnamed(name: str, stamp: Stamp, scheme: Scheme) -> Finding | None:
    """The note on a file whose name says another unit than its stamp. name: its display path."""
    stem = re.split(r"[/\\!]", name)[-1].rpartition(".")[0]
    own = scheme.roster.find(stamp.recipient)
    if own is None or any(n in stem for n in _names(own)):
        return None
    others = sorted((n, u.name) for u in scheme.roster.units for n in _names(u) if n in stem)
    longest = max(others, key=lambda other: len(other[0]), default=None)
    return found("I009", named=longest[1], unit_name=own.name) if longest else None


def _names(unit: Unit) -> list[str]:
    """What a file of the unit may be called; one character says too little."""
    return [n for n in unit.names if len(n) > 1]


def _belongs(stamp: Stamp, scheme: Scheme) -> list[Finding]:
    if stamp.scheme != scheme.id:
        return [found("I002", other=stamp.scheme)]
    if scheme.find_stage(stamp.stage) is None or scheme.roster.find(stamp.recipient) is None:
        return [found("I013", recipient=stamp.recipient, stage=stamp.stage)]
    return []

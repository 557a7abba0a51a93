"""The catalogue of codes for people to read: one entry, or the page docs/findings.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpixl.findings import CatalogueEntry, entries
from kpixl.findings.examples import example
from kpixl.findings.meanings import meaning
from kpixl.words import LANGS, Lang, Words

GATES = {
    "F": "文件 · file",
    "I": "身份 · identity",
    "S": "结构 · structure",
    "T": "完整 · integrity",
    "V": "数值 · values",
    "R": "行 · rows",
    "C": "表和表间 · tables and cross-form",
    "U": "单位间 · cross-unit",
    "B": "方案 · blueprint",
}
_HEAD = """# Findings

Every code that kpixl reports, in the order of the gates: what it means, an example as a report says it, and
what to do (→). A code keeps its meaning for good and is never used again. An *error* keeps a return from
being accepted, a *warning* wants a look, a *note* informs; a rule of a blueprint may declare another severity
and its own message. `kpixl explain CODE` says the same.

Written by `python -m kpixl.cli.pages`; do not edit.
"""
_EXAMPLE = Words("例：", "Example: ")


def as_dict(entry: CatalogueEntry, lang: Lang) -> dict[str, Any]:
    """What a code means, as `explain --format json` says it."""
    case = example(entry.code)
    return {
        "code": entry.code,
        "severity": entry.severity,
        "title": entry.title[lang],
        "meaning": meaning(entry.code)[lang],
        "example": case.message(lang),
        "remedy": case.remedy(lang),
    }


def page() -> str:
    """docs/findings.md."""
    return _HEAD + "".join(_gate(letter, title) for letter, title in GATES.items())


def _gate(letter: str, title: str) -> str:
    own = [entry for entry in entries().values() if entry.code.startswith(letter)]
    return "".join((f"\n## {letter} {title}\n", *(line for entry in own for line in _entry(entry))))


def _entry(entry: CatalogueEntry) -> Iterator[str]:
    yield f"\n### {entry.code} {entry.title['zh']} · {entry.title['en']}\n\n*{entry.severity}*\n"
    for lang in LANGS:
        facts = as_dict(entry, lang)
        yield f"\n- {facts['meaning']} {_EXAMPLE[lang]}{facts['example']} → {facts['remedy']}"
    yield "\n"

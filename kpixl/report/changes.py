"""What differs between two returns or score sheets, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpixl.returns import KINDS, Change, Entry, said
from kpixl.rules.types import as_text
from kpixl.words import Lang, Words

CHANGE_WORDS: dict[str, Words] = {
    "added": Words("新增", "added"),
    "removed": Words("删除", "removed"),
    "changed": Words("改动", "changed"),
    "printed": Words("印刷内容", "printed"),
    "computed": Words("计算结果", "computed"),
    "formula": Words("公式", "formula"),
    "blank": Words("（空白）", "(blank)"),
    "older": Words("旧", "A"),
    "newer": Words("新", "B"),
    "nothing": Words("没有不同。", "Nothing differs."),
    "count": Words("共{count}处不同：{kinds}。", "{count} differences: {kinds}."),
    "and": Words("，", ", "),
}


def change_lines(heads: Sequence[Words], changes: Sequence[Change], lang: Lang) -> Iterator[str]:
    """What the two are, every place that differs under its sheet, how many there are.

    heads: of the older and the newer.
    """
    for name, head in zip(("older", "newer"), heads, strict=True):
        yield f"{CHANGE_WORDS[name][lang]}  {head[lang]}"
    sheet = None
    for change in changes:
        if change.entry.sheet != sheet:
            sheet = change.entry.sheet
            yield sheet
        yield f"  {_line(change, lang)}"
    yield counted(changes, lang)


def _line(change: Change, lang: Lang) -> str:
    entry, kind = change.entry, CHANGE_WORDS[change.kind][lang]
    return (
        f"{entry.cell:5} [{kind}] {named(entry)}  {shown(change.before, lang)} → {shown(change.after, lang)}"
    )


def named(entry: Entry) -> str:
    """A place as a person calls it, by its row and column."""
    return " · ".join(text for text in (entry.line, entry.label) if text)


def shown(entry: Entry | None, lang: Lang) -> str:
    """What an entry says, as people read it."""
    value = said(entry)
    if entry is None or value is None:
        return CHANGE_WORDS["blank"][lang]
    if isinstance(value, Decimal) and entry.type == "percent":
        return f"{as_text(value * 100)}%"
    return as_text(value)


def counted(changes: Sequence[Change], lang: Lang) -> str:
    """How many differences there are of each kind."""
    if not changes:
        return CHANGE_WORDS["nothing"][lang]
    number = Counter(change.kind for change in changes)
    told = (f"{CHANGE_WORDS[kind][lang]} {number[kind]}" for kind in KINDS if number[kind])
    return CHANGE_WORDS["count"][lang].format(count=len(changes), kinds=CHANGE_WORDS["and"][lang].join(told))

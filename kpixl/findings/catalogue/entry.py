"""One catalogued code."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a code means. title, message, remedy by language ("zh", "en"); message and remedy are `str.format` templates.

    A code is a letter and three digits, and is never reused. severity is the usual one; a rule may declare another.
    afresh: the remedy in a feedback workbook, where kpixl has restored what was damaged; empty: the same.
    """

    code: str
    severity: str
    title: dict[str, str]
    message: dict[str, str]
    remedy: dict[str, str]
    afresh: dict[str, str] = field(default_factory=dict)


def define(
    code: str,
    severity: str,
    title: tuple[str, str],
    message: tuple[str, str],
    remedy: tuple[str, str],
    afresh: tuple[str, str] | None = None,
) -> Entry:
    """An entry from (Chinese, English) pairs."""
    zh_en = ("zh", "en")
    return Entry(
        code=code,
        severity=severity,
        title=dict(zip(zh_en, title, strict=True)),
        message=dict(zip(zh_en, message, strict=True)),
        remedy=dict(zip(zh_en, remedy, strict=True)),
        afresh=dict(zip(zh_en, afresh, strict=True)) if afresh else {},
    )

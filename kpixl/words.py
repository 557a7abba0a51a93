"""What kpixl says, in the two languages that it speaks: one type for every text that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Chinese and in English; `words[lang]` is one of them."""

    zh: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


NO_WORDS = Words("", "")


def spoken(table: Mapping[str, Words], lang: Lang) -> dict[str, str]:
    """A table of texts in one language."""
    return {name: text[lang] for name, text in table.items()}

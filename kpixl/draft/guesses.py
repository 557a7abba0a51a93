"""What was guessed of a document: with the reason, how sure it is, and where it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kpixl.draft.document import Place
from kpixl.words import Lang, Words


class Certainty(StrEnum):
    """How sure a guess is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"


CERTAINTIES = {
    Certainty.CERTAIN: Words("有把握", "certain"),
    Certainty.LIKELY: Words("很可能", "likely"),
    Certainty.UNSURE: Words("没把握", "unsure"),
}
_ORDER = {Certainty.UNSURE: 0, Certainty.LIKELY: 1, Certainty.CERTAIN: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One guess. what: was taken for what; why: by what in the document."""

    what: Words
    why: Words
    certainty: Certainty
    place: Place | None = None

    def line(self, lang: Lang) -> str:
        """All of it in one line: `没把握：由单位填写，因为各行都是空白（第12行）`."""
        where = f"（{self.place.at.zh}）" if self.place else ""
        if lang == "en":
            where = f" ({self.place.at.en})" if self.place else ""
            return f"{CERTAINTIES[self.certainty].en}: {self.what.en}, for {self.why.en}{where}"
        return f"{CERTAINTIES[self.certainty].zh}：{self.what.zh}，依据：{self.why.zh}{where}"

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """The public JSON form."""
        return {
            "certainty": self.certainty.value,
            "what": self.what[lang],
            "why": self.why[lang],
            "place": self.place.words()[lang] if self.place else "",
        }


def guessed(what: Words, why: Words, certainty: Certainty) -> Guess:
    """A guess about a column, which says itself where it stands."""
    return Guess(what=what, why=why, certainty=certainty)


def unsure_first(guesses: Iterable[Guess]) -> list[Guess]:
    """The same with those first that somebody must look at."""
    return sorted(guesses, key=lambda g: _ORDER[g.certainty])


@dataclass(frozen=True, slots=True)
class Noted:
    """A value of a blueprint with the guesses that it rests on, which become comments."""

    value: Any
    guesses: tuple[Guess, ...] = ()

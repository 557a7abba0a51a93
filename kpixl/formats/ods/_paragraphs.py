"""The paragraphs of a cell, while they are read: their text, and what of it is struck out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kpixl.formats._facts import Runs, misplaced
from kpixl.formats._guard import exceeded, refuse
from kpixl.formats._markup import Attributes
from kpixl.limits import Limits

_SPACE = re.compile(r"[ \t\r\n]+")
_KEPT = str.maketrans({"\x00": " ", "\x01": "\t", "\x02": "\n"})
_COUNT = re.compile(r"[0-9]{1,7}")


class Paragraphs:
    """Gathers them. struck: by style of text, whether it strikes out."""

    def __init__(self, limits: Limits, struck: Mapping[str, bool]) -> None:
        """Begin with none."""
        self._limits, self._struck = limits, struck
        self._spaces = 0
        self._done: list[str] = []
        self._runs: list[tuple[str, bool | None]] = []
        self._pieces: list[tuple[str, bool | None]] | None = None
        self._looks: list[bool | None] = []

    def clear(self) -> None:
        """Begin anew."""
        self._done, self._runs = [], []

    @property
    def is_open(self) -> bool:
        """Whether a paragraph has begun."""
        return self._pieces is not None

    @property
    def there(self) -> bool:
        """Whether there is any."""
        return bool(self._done)

    @property
    def shown(self) -> str:
        """Their text."""
        return "\n".join(self._done)

    @property
    def runs(self) -> Runs:
        """The text by its pieces; none where no style of text says anything of them."""
        return tuple(self._runs) if any(struck is not None for _, struck in self._runs) else ()

    def start(self, name: str, attributes: Attributes) -> None:
        """An element of text begins."""
        if self._pieces is None:
            self._pieces, self._looks = [], [None]
            return
        if name == "text:p":
            raise refuse("F051", part="content.xml", reason="<p> in <p>")
        style = attributes.get("text:style-name", "")
        self._looks.append(self._struck.get(style, self._looks[-1]))
        if name == "text:s":
            count = count_of(attributes.get("text:c"))
            self._spaces += count
            if self._spaces > self._limits.text:
                raise exceeded("F066", self._limits, "text")
            self.add("\x00" * count)
        elif name in ("text:tab", "text:line-break"):
            self.add("\x01" if name == "text:tab" else "\x02")

    def end(self, name: str) -> None:
        """An element of text ends."""
        if self._pieces is None:
            return
        if name != "text:p":
            self._looks = self._looks[:-1] or [None]
            return
        whole = _SPACE.sub(" ", "".join(text for text, _ in self._pieces)).strip(" ")
        self._done.append(whole.translate(_KEPT))
        self._runs += [(_SPACE.sub(" ", text).translate(_KEPT), struck) for text, struck in self._pieces]
        self._pieces = None

    def add(self, text: str) -> None:
        """Text stands there."""
        if self._pieces is not None:
            self._pieces.append((text, self._looks[-1]))


def count_of(text: str | None) -> int:
    """How often something is repeated; once where nothing is said."""
    if text is None:
        return 1
    if not _COUNT.fullmatch(text):
        raise misplaced(text[:20])
    return int(text)

"""The pieces of one rich text, while a walk goes through it."""

from __future__ import annotations

from collections.abc import Mapping

from kpixl.formats._facts import Runs, unescaped
from kpixl.formats._markup import Attributes, OnEnd, OnStart, is_true


class RunScan:
    """Gathers them, readings (phonetic runs) left out."""

    def __init__(self) -> None:
        """Begin with none."""
        self._pieces: list[tuple[str, bool | None]] = []
        self._struck: bool | None = None
        self._reading = False

    def starts(self) -> Mapping[str, OnStart]:
        """What to do where these elements begin."""
        return {"r": self._on_run, "rPr": self._on_font, "strike": self._on_strike, "rPh": self._on_reading}

    def ends(self) -> Mapping[str, OnEnd]:
        """The same where they end."""
        return {"t": self._end_text, "rPh": self._end_reading}

    def clear(self) -> None:
        """Begin anew."""
        self._pieces.clear()
        self._struck = None

    @property
    def text(self) -> str:
        """All of it, escapes and all."""
        return "".join(text for text, _ in self._pieces)

    @property
    def runs(self) -> Runs:
        """Its pieces; none where it is a plain text."""
        several = len(self._pieces) > 1 or any(struck is not None for _, struck in self._pieces)
        return tuple((unescaped(text), struck) for text, struck in self._pieces) if several else ()

    def _on_run(self, _attributes: Attributes) -> None:
        self._struck = None

    def _on_font(self, _attributes: Attributes) -> None:
        self._struck = False

    def _on_strike(self, attributes: Attributes) -> None:
        self._struck = is_true(attributes.get("val"), default=True)

    def _on_reading(self, _attributes: Attributes) -> None:
        self._reading = True

    def _end_reading(self, _text: str) -> None:
        self._reading = False

    def _end_text(self, text: str) -> None:
        if not self._reading:
            self._pieces.append((text, self._struck))

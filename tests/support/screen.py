"""A screen of a small office machine, its keyboard and mouse: all goes through the window system."""

import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from Xlib import XK, X, display
from Xlib.error import BadMatch, BadWindow
from Xlib.ext import xtest

WIDTH, HEIGHT = 1366, 768
SECONDS = 60
"""For whatever is waited for; a loaded machine takes a few."""
_POLL_SECONDS = 0.02
_SERVER = "Xvfb"
Answer = TypeVar("Answer")


def missing() -> str | None:
    """Why there is no such screen here; None if there is one."""
    return None if shutil.which(_SERVER) else f"no screen without a monitor ({_SERVER}; Debian: xvfb)"


def until(found: Callable[[], Answer], what: str) -> Answer:
    """Ask until the answer is a true one, which is given back.

    Raises:
        TimeoutError: it did not come about.
    """
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(_POLL_SECONDS)
    raise TimeoutError(f"{what} did not come about within {SECONDS} seconds")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the screen in pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def text(self) -> tuple[int, int]:
        """A point on the text of a cell, which begins at the left; a link is nothing but its text."""
        return self.left + self.height // 2, self.top + self.height // 2


class Screen:
    """An X server that draws into memory, the windows on it, and the hands in front of it.

    No window manager runs there, so that the keyboard is given to the upper window before each key.

    Args:
        log: where the server writes what it has to say.
    """

    def __init__(self, log: Path) -> None:
        size = f"{WIDTH}x{HEIGHT}x24"
        with log.open("wb") as told:
            self._server = subprocess.Popen(
                [
                    _SERVER,
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    size,
                    "-dpi",
                    "96",
                    "-nolisten",
                    "tcp",
                    "-terminate",
                ],
                stdout=subprocess.PIPE,
                stderr=told,
                encoding="ascii",
            )
        assert self._server.stdout is not None
        self.name = f":{self._server.stdout.readline().strip()}"
        self._display = display.Display(self.name)
        self._root = self._display.screen().root

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._display.close()
        self._server.terminate()
        self._server.communicate()

    def press(self, key: str, *held: str) -> None:
        """Press a key, by its name in X, while others are held."""
        self._attend()
        codes = [self._code(name) for name in (*held, key)]
        for code in codes:
            xtest.fake_input(self._display, X.KeyPress, code)
        for code in reversed(codes):
            xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()

    def type(self, text: str) -> None:
        """Press the keys of letters and figures one after another."""
        for letter in text:
            self.press(letter)

    def click(self, place: Area, *held: str) -> None:
        """Click on the text of a cell, while keys are held."""
        self._attend()
        x, y = place.text
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        codes = [self._code(name) for name in held]
        for code in codes:
            xtest.fake_input(self._display, X.KeyPress, code)
        xtest.fake_input(self._display, X.ButtonPress, X.Button1)
        xtest.fake_input(self._display, X.ButtonRelease, X.Button1)
        for code in codes:
            xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()

    def colour(self, place: Area) -> str:
        """The colour that most of a place has (`F4B6BA`)."""
        raw = self._root.get_image(
            place.left, place.top, place.width, place.height, X.ZPixmap, 0xFFFFFFFF
        ).data
        pixels = Counter(raw[i : i + 3] for i in range(0, len(raw), 4))  # blue, green, red, nothing
        return pixels.most_common(1)[0][0][::-1].hex().upper()

    def windows(self) -> list[Any]:
        """The windows of programs that show, the upper one last."""
        return [each for each in self._root.query_tree().children if self._shows(each)]

    def _attend(self) -> None:
        """Give the keyboard to the upper window."""
        upper = until(self.windows, "a window")[-1]
        if self._display.get_input_focus().focus != upper:
            upper.set_input_focus(X.RevertToParent, X.CurrentTime)
            self._display.sync()

    def _shows(self, window: Any) -> bool:
        try:
            told = window.get_attributes()
        except (BadWindow, BadMatch):  # it has gone meanwhile
            return False
        return bool(told.map_state == X.IsViewable and not told.override_redirect)

    def _code(self, key: str) -> int:
        return int(self._display.keysym_to_keycode(XK.string_to_keysym(key)))

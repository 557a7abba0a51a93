"""Wrong use: what was asked for cannot be done, and what to do instead."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from difflib import get_close_matches

from kpixl.words import Words

SHOWN = 20
_OPEN_ELSEWHERE = frozenset({5, 32, 33})
"""What Windows says of a file that another program has open: denied, sharing and lock violation."""
_TOO_LONG = 206
_NO_SUCH = frozenset({3, 123})
"""What Windows says of a path that is too long, and of others."""
_LONGEST = 259
"""Characters of a path that Windows takes, unless it was told otherwise."""


class RefusedError(Exception):
    """What was asked for cannot be done. zh, en: one line each, what is wrong and what to do.

    desk: the same for whoever sits at the desk, where the line names a command or an option.
    """

    def __init__(self, zh: str, en: str, desk: Words | None = None) -> None:
        self.words = Words(zh, en)
        self.at_desk = desk or self.words
        super().__init__(en)


def unknown(what: Words, name: str, known: Iterable[str]) -> RefusedError:
    """The refusal of an unknown name, with the nearest and all that there are."""
    every = list(dict.fromkeys(known))
    near = get_close_matches(name, every, 1, 0.5)
    guess = Words(f"，是否应为“{near[0]}”？", f"; did you mean {near[0]!r}?") if near else Words("。", ".")
    shown = [*every[:SHOWN], *(["…"] if len(every) > SHOWN else [])]
    return RefusedError(
        f"没有{what.zh}“{name}”{guess.zh}现有：{'、'.join(shown) or '无'}。",
        f"There is no {what.en} {name!r}{guess.en} There are: {', '.join(shown) or 'none'}.",
    )


def is_open_elsewhere(error: OSError) -> bool:
    """Whether Windows says that another program has a file open."""
    return getattr(error, "winerror", None) in _OPEN_ELSEWHERE


def is_too_long(path: str, error: OSError) -> bool:
    """Whether a system says that a path is too long; Windows may say that there is none."""
    number = getattr(error, "winerror", None)
    lost = number in _NO_SUCH and len(path) > _LONGEST
    return lost or number == _TOO_LONG or error.errno == errno.ENAMETOOLONG


def reason(path: str, error: OSError) -> Words:
    """Why the system does not do something with a file, and what to do where that is known."""
    if is_open_elsewhere(error):
        return Words(
            "正在 Excel、WPS 等程序中打开，或者没有权限：请关闭后重新运行",
            "Excel, WPS or another program has it open, or it is write-protected: close it and run again",
        )
    if is_too_long(path, error):
        return Words(
            f"路径太长，共{len(path)}个字符：请换到路径较短的文件夹，例如 D:\\kpixl，或者缩短名称",
            f"the path is too long, {len(path)} characters: take a folder with a shorter path, such as "
            "D:\\kpixl, or shorten names",
        )
    if error.errno == errno.ENOSPC:
        return Words("磁盘空间不足：请腾出空间后重新运行", "the disk is full: make room and run again")
    said = error.strerror or str(error) or type(error).__name__
    return Words(said, said)

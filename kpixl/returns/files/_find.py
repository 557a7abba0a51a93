"""Which files came back: every file under the given paths becomes a source, to be read, or why not.

The rule:
- A lock or temporary file is ignored, whatever it holds; so is what was left when kpixl broke off writing.
- What is a workbook by content, or claims to be one by extension, is to be read, which tells what is wrong.
- An archive or a mail is to be opened, and what lies in it is treated likewise; one in it, too, as deep as
  the limits say.
- Everything else (evidence beside the forms: text, pictures, PDF; kpixl's reports) is ignored with a note.
"""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kpixl.findings import displayed, found
from kpixl.formats import BadFileError
from kpixl.limits import Limits
from kpixl.places import files_within, is_stored, store_of
from kpixl.returns.files._opening import opened
from kpixl.returns.files._sorting import by_content, by_name, claims_answers, unread
from kpixl.returns.files._source import Source

DEFAULT = Limits()


def discover(paths: Sequence[Path], limits: Limits = DEFAULT) -> list[Source]:
    """All files under the paths (files, folders in depth), each once, sorted within each path.

    Nothing is unpacked: what lies in archives and mails, `look_into` finds. Raises FileNotFoundError for a
    path that does not exist.
    """
    sources: list[Source] = []
    seen: set[Path] = set()
    for path in paths:
        shown, found_there = _under(path)
        for file, name in sorted(found_there, key=lambda entry: entry[1]):
            if file not in seen:
                seen.add(file)
                given = displayed(str(path / name.removeprefix(shown).lstrip("/")))
                sources.append(_source(Source(name=displayed(name), path=file, given=given), limits))
    return _told_apart(sources)


def _under(path: Path) -> tuple[str, Iterable[tuple[Path, str]]]:
    """What a path is called, and the files there."""
    if is_stored(path):
        shown = path.name or store_of(path)[1].strip("/")
        files = [(file, f"{shown}/{way}".rstrip("/")) for file, way in files_within(path)]
        if not files:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        return shown, files
    top = _real(path)
    shown = path.name or top.name
    return shown, _files(top, shown)


def _told_apart(sources: list[Source]) -> list[Source]:
    """Two folders of one name under different paths: their files are shown with the whole path."""
    times = Counter(source.name for source in sources)
    return [replace(s, name=displayed(s.path.as_posix())) if times[s.name] > 1 else s for s in sources]


def _files(top: Path, shown: str) -> Iterator[tuple[Path, str]]:
    """The entries under a path that are no folders, and folders that cannot be listed."""
    todo = [(top, shown)]
    while todo:
        path, name = todo.pop()
        if path.is_symlink() or not path.is_dir():
            yield path, name
            continue
        try:
            todo += [(entry, f"{name}/{entry.name}") for entry in path.iterdir()]
        except OSError:
            yield path, name


def _real(path: Path) -> Path:
    """Where a path leads: a link that is named is meant; within folders none is followed."""
    try:
        return path.resolve(strict=True)
    except FileNotFoundError as error:  # some versions of Python name the whole path, not what was written
        raise FileNotFoundError(error.errno, error.strerror, str(path)) from None


def _source(source: Source, limits: Limits) -> Source:
    path = source.path
    if not is_stored(path) and path.is_dir() and not path.is_symlink():
        return unread(source, found("F005", reason="list"), claims=True)
    named = by_name(source, path.name)
    if named is not None:
        return named
    try:
        with opened(path, limits, "archive") as file:
            return by_content(source, path.name, file, limits)
    except BadFileError as refused:
        return unread(source, refused.finding, claims=claims_answers(path.name))

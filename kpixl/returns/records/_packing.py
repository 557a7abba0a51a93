"""Records as bytes that are kept: what many of them share is kept apart, once, by its digest.

Whoever keeps them signs them: pickled objects of somebody else are never loaded.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kpixl.returns.files._source import Source
from kpixl.returns.records._layouts import Layout, Printed, layout_again, once
from kpixl.returns.records._record import Record
from kpixl.stamp import Stamp

Made = Record | list[Source]
"""What a reading process makes of a source: its record, or what lies in it."""
_LAYOUT, _PRINTED = "layout", "printed"
_PARTS: Mapping[str, Callable[[bytes], Layout | Printed]] = {_LAYOUT: layout_again, _PRINTED: Printed}
"""What returns share: made of their `packed` form."""
_WORDS = ("scheme", "version", "stage", "digest", "baseline")
"""What many stamps have in common."""
_OF_THE_MACHINE = frozenset({"F003", "F106"})
"""Codes that say what the machine lacks."""


def lasts(made: Made) -> bool:
    """Whether another day, or on another machine, the same would be found."""
    findings = made.findings if isinstance(made, Record) else [each.finding for each in made]
    return all(finding is None or finding.code not in _OF_THE_MACHINE for finding in findings)


def packed(made: Made, parts: dict[bytes, bytes], *, repeating: bool = False) -> bytes:
    """A record as bytes.

    parts: what it shares is put among them, by digest; repeating: what is equal is written each time, so that
    the bytes are the same whether the record was just read or came out of a cache.
    """
    content = io.BytesIO()
    pickler = _Pickler(content, parts)
    pickler.fast = repeating
    pickler.dump(made)
    return content.getvalue()


class _Pickler(pickle.Pickler):
    """Records without what they share: that is put among the parts."""

    def __init__(self, file: io.BytesIO, parts: dict[bytes, bytes]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._parts = parts

    def persistent_id(self, obj: Any) -> tuple[str, bytes] | None:
        """The digest of what is shared."""
        if isinstance(obj, Layout | Printed):
            key = hashlib.sha256(obj.packed).digest()
            self._parts[key] = obj.packed
            return _LAYOUT if isinstance(obj, Layout) else _PRINTED, key
        return None


def _in_shared_words(stamp: Stamp) -> Stamp:
    """A stamp whose words are those of others that say the same."""
    told = {name: once(getattr(stamp, name)) for name in _WORDS}
    return replace(stamp, **told)


class Unpacker:
    """Makes records of bytes whose signature was seen to be right; what they share is loaded once."""

    def __init__(self, part: Callable[[bytes], bytes | None]) -> None:
        """part: what is kept by a digest, its signature seen to be right; None where there is none such."""
        self._part = part
        self._known: dict[tuple[str, bytes], Layout | Printed] = {}

    def loaded(self, content: bytes) -> Made | None:
        """A record; None of one that lacks a part."""
        unpickler = pickle.Unpickler(io.BytesIO(content))  # noqa: S301 - signed by the workspace's key
        unpickler.persistent_load = self._shared  # type: ignore[method-assign]
        try:
            made = unpickler.load()
        except LookupError:
            return None
        if isinstance(made, Record) and made.stamp is not None:
            return replace(made, stamp=_in_shared_words(made.stamp))
        return made if isinstance(made, Record | list) else None

    def _shared(self, name: tuple[str, bytes]) -> Layout | Printed:
        if name not in self._known:
            kind, key = name
            content = self._part(key)
            if content is None:
                raise LookupError(name)
            self._known[name] = _PARTS[kind](content)
        return self._known[name]

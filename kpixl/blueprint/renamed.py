"""Keys under a name that they had before: they are read as ever, and a note says what they are called now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kpixl.blueprint.document import Document, Steps
from kpixl.blueprint.model import Part
from kpixl.blueprint.shapes import spellings
from kpixl.findings import Finding, found


def renamed(part: Part, document: Document) -> Iterator[Finding]:
    """A note on each key of the document, read as this part, that is called otherwise by now."""
    for steps, now in _former(part, document.data, ()):
        yield found(
            "B031", where=document.place(steps, key=True).location, value=str(steps[-1]), expected=now
        )


def _former(value: Any, data: Any, steps: Steps) -> Iterator[tuple[Steps, str]]:
    """Where in the data a former key stands, and the key that it is now: the value is what became of it."""
    match value, data:
        case Part(), dict():
            yield from _of_part(value, data, steps)
        case Mapping(), dict():
            for key, inner in data.items():
                yield from _former(value.get(key), inner, (*steps, key))
        case tuple(), list():
            for i, (each, inner) in enumerate(zip(value, data, strict=False)):
                yield from _former(each, inner, (*steps, i))


def _of_part(part: Part, data: Mapping[str, Any], steps: Steps) -> Iterator[tuple[Steps, str]]:
    for name, field in type(part).model_fields.items():
        now, *_ = known = spellings(name, field)
        for key in (k for k in known if k in data):
            if key != now:
                yield (*steps, key), now
            yield from _former(getattr(part, name), data[key], (*steps, key))

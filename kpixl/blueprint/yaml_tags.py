"""What a node of YAML is, by its tag, in either library that reads it."""

from __future__ import annotations

from typing import Any

_TAG = "tag:yaml.org,2002:"
_UNTAGGED, TEXT, SCALAR = "", _TAG + "str", "scalar"
Node = Any
"""A node of either library, with id (`scalar`, `sequence`, `mapping`), tag, value, style, start_mark."""
PLAIN_TAGS = {
    _TAG + kind
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
} | {_UNTAGGED}


def untagged(kind: type, implicit: tuple[bool, bool] | None) -> str:
    """The tag of what has none: nothing for a plain text, which is not judged by a library's patterns."""
    if kind.__name__ != "ScalarNode":
        return _TAG + ("seq" if kind.__name__ == "SequenceNode" else "map")
    return _UNTAGGED if implicit and implicit[0] else TEXT

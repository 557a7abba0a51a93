"""A result as JSON: the public form, in UTF-8, for programs."""

from __future__ import annotations

import json
from typing import Any


def as_json(data: Any) -> str:
    """The data as JSON text. Half a character (from a name on disk that is no text) is escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")

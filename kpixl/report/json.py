"""A result as JSON: the public form, in UTF-8, for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from kpixl.check import CheckResult
    from kpixl.words import Lang

_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def as_json(data: Any) -> str:
    r"""The data as JSON text. What nobody sees, or what turns the text round, is escaped (`\u202e`)."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return _UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def write_json(out: TextIO, result: CheckResult, lang: Lang) -> None:
    """Write the public form of a check as `as_json` does, but file after file, which needs no memory."""
    head = as_json(result.head()).rstrip()
    out.write(head.removesuffix("}").rstrip() + ",\n")
    _write_list(out, "files", (f.as_dict(lang) for f in result.files))
    out.write(",\n")
    _write_list(out, "findings", (f.as_dict(lang) for f in result.findings))
    out.write("\n}\n")


def _write_list(out: TextIO, name: str, items: Iterable[Any]) -> None:
    out.write(f'  "{name}": [')
    before = ""
    for item in items:
        out.write(f"{before}\n    " + as_json(item).rstrip().replace("\n", "\n    "))
        before = ","
    out.write("\n  ]" if before else "]")

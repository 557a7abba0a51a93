"""The files that a check leaves behind."""

from __future__ import annotations

from pathlib import Path

from kpixl.api.output import Batch
from kpixl.api.schemes import PathLike
from kpixl.blueprint import Scheme
from kpixl.check import CheckResult
from kpixl.findings import Lang
from kpixl.report.json import as_json
from kpixl.report.text import About, as_text


def write_report(folder: PathLike, result: CheckResult, scheme: Scheme, *, lang: Lang = "zh") -> None:
    """Write report.txt and report.json into a folder."""
    about = About.of(scheme, result.stage)
    with Batch(Path(folder)) as batch:
        batch.write("report.txt", as_text(result, about, lang=lang).encode("utf-8", "backslashreplace"))
        batch.write("report.json", as_json(result.as_dict(lang)).encode())

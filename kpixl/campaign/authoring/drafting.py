"""draft: the folder of a scheme from the documents of a notice, to be looked at and corrected."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpixl.blueprint.schema import SCHEMAS
from kpixl.campaign.basis.basis import PathLike
from kpixl.campaign.basis.means import MEANS, Means
from kpixl.campaign.basis.scheme_places import BLUEPRINTS
from kpixl.campaign.basis.schemes import schema_files
from kpixl.draft import PAGE, Certainty, Drafted, Reading, drafted
from kpixl.findings import Finding, Severity
from kpixl.linter import lint_folder
from kpixl.outputs import Guard, Outputs
from kpixl.refusal import RefusedError
from kpixl.words import Lang

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class DraftedScheme:
    """A scheme that was drafted and written. folder: its own; findings: what lint says of it."""

    drafted: Drafted
    folder: Path
    findings: tuple[Finding, ...]

    @property
    def page(self) -> Path:
        """The page that shows document and forms side by side."""
        return self.folder / PAGE

    @property
    def errors(self) -> int:
        """How many errors lint finds: none, unless a guess contradicts another."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    def count(self, certainty: Certainty) -> int:
        """How many guesses are so sure."""
        return self.drafted.count(certainty)

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form."""
        return self.drafted.as_dict(lang) | {
            "folder": str(self.folder),
            "page": str(self.page),
            "findings": [finding.as_dict(lang) for finding in self.findings],
        }


def draft(
    files: Sequence[PathLike],
    folder: PathLike,
    *,
    today: dt.date,
    lang: Lang = "zh",
    means: Means = MEANS,
    force: bool = False,
) -> DraftedScheme:
    """Make the folder of a scheme from the forms in documents of Word, Excel, PDF, HTML or plain text.

    folder: new or empty, and named as a scheme's id (`blueprints/training-2024`); today: the day that the
    scheme is made; means: of them the limits of returns, which hold for documents, too; force: files in the
    folder may be replaced. RefusedError where a file cannot be read or none holds a form, or the folder is
    taken.
    """
    target, sources = Path(folder), [Path(file) for file in files]
    _check_target(target, force=force)
    for source in sources:
        source.stat()  # one that is not there is told as such
    made = drafted(
        sources,
        target.absolute().name,
        today=today,
        lang=lang,
        how=reading(means),
    )
    with Outputs(Guard.of(sources, force=force)) as outputs:
        if target.absolute().parent.name == BLUEPRINTS and not (target.parent / SCHEMAS).exists():
            for name, content in schema_files():
                outputs.into(target.parent / SCHEMAS).write(name, content)
        into = outputs.into(target)
        for name, text in made.files.items():
            into.write(name, text.encode())
    return DraftedScheme(drafted=made, folder=target, findings=tuple(lint_folder(target)[1]))


def reading(means: Means) -> Reading:
    """How documents are read with these means."""
    return Reading(limits=means.limits, process=means.process, watch=means.watch)


def _check_target(folder: Path, *, force: bool) -> None:
    """The folder can be a new scheme's: a name that is an id, and nothing in it."""
    name = folder.absolute().name
    if not _ID.fullmatch(name):
        raise RefusedError(
            f"方案文件夹的名称“{name}”要用小写英文字母、数字和连字符，例如 -o blueprints/training-2024。",
            f"A scheme's folder is named in lower-case letters, digits and hyphens, not {name!r}; "
            "for example -o blueprints/training-2024.",
        )
    if folder.exists() and (not folder.is_dir() or (not force and any(folder.iterdir()))):
        raise RefusedError(
            f"“{folder}”已经存在而且不是空文件夹：请另选位置，或用 --force。",
            f"{str(folder)!r} exists and is no empty folder: choose another, or replace it with --force.",
        )

"""From files to the drafted scheme: read in processes of their own, recognised, written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpixl.draft.document import Document, Text
from kpixl.draft.drafts import SchemeDraft
from kpixl.draft.guesses import Certainty, Guess
from kpixl.draft.page import page_of
from kpixl.draft.schemes import leftovers, scheme_of
from kpixl.draft.writing import files_of
from kpixl.findings import Finding
from kpixl.limits import Limits, WorkerLimits
from kpixl.progress import NOBODY, Watch
from kpixl.refusal import RefusedError
from kpixl.returns import Job, Pool, Task, worker_count
from kpixl.words import Lang, Words

PAGE = "draft.html"
_READ, _DRAFTED = Words("读取文件", "reading files"), Words("起草方案", "drafting the scheme")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How documents are read. limits: what one holds; process: what it takes at most; watch: who looks on."""

    limits: Limits
    process: WorkerLimits
    watch: Watch = NOBODY


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A drafted scheme.

    files: of its folder, by name; guesses: each with its form's id and the label it is about, "" for none.
    """

    scheme: str
    title: str
    files: Mapping[str, str]
    forms: tuple[tuple[str, str], ...]
    guesses: tuple[tuple[str, str, Guess], ...]
    left: tuple[Text, ...]

    def count(self, certainty: Certainty) -> int:
        """How many guesses are so sure."""
        return sum(guess.certainty is certainty for _, _, guess in self.guesses)

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form."""
        return {
            "scheme": self.scheme,
            "title": self.title,
            "files": list(self.files),
            "forms": [{"form": form, "title": title} for form, title in self.forms],
            "guesses": [{"form": f, "label": x, **g.as_dict(lang)} for f, x, g in self.guesses],
            "left": [{"place": t.place.words()[lang], "text": t.text} for t in self.left],
        }


def drafted(paths: Sequence[Path], scheme: str, *, today: dt.date, lang: Lang, how: Reading) -> Drafted:
    """The scheme that is in some files. RefusedError where one cannot be read, or none of them holds a form.

    scheme: its id; today: when it was made, and its year where the files say none.
    """
    documents = documents_of(paths, how)
    with how.watch.whole(_DRAFTED):
        made = scheme_of(documents, scheme, today.year)
        if not made.forms:
            raise _no_form(documents)
        files = files_of(made, today, lang)
        files[PAGE] = page_of(made, documents, lang)
    return Drafted(
        scheme=scheme,
        title=made.title,
        files=files,
        forms=tuple((form.id, form.title) for form in made.forms),
        guesses=tuple(_guesses(made)),
        left=tuple(leftovers(made)),
    )


def _guesses(scheme: SchemeDraft) -> list[tuple[str, str, Guess]]:
    own = [("", "", guess) for guess in scheme.guesses]
    return own + [(form.id, label, guess) for form in scheme.forms for label, guess in form.told()]


def documents_of(paths: Sequence[Path], how: Reading) -> list[Document]:
    """Each file read in a process that may use so much and no more."""
    task, watch = Task(work="kpixl.draft.readers:read_file", setup=how.limits), how.watch
    jobs = [Job(name=path.name, payload=str(path)) for path in paths]
    documents = []
    count = len(jobs)
    with Pool(task, workers=worker_count(count), limits=how.process, pulse=watch.go_on) as pool:
        for index, outcome in watch.over(pool.results(jobs), count, _READ):
            if isinstance(outcome, Document):
                documents.append(outcome)
            else:
                raise _refused(outcome, paths[index].name)
    return documents


def _refused(outcome: Words | Finding, name: str) -> RefusedError:
    """Why a file was not read, as one line."""
    if isinstance(outcome, Words):
        return RefusedError(outcome.zh, outcome.en)
    return RefusedError(f"“{name}”：{outcome.message('zh')}", f"{name!r}: {outcome.message('en')}")


def _no_form(documents: Sequence[Document]) -> RefusedError:
    names = "、".join(f"“{d.file}”" for d in documents)
    return RefusedError(
        f"{names}里没有找到表格、填报项或指标清单：请选带有表格的附件。",
        f"No form was found in {names}: neither a table, nor labels to fill in, nor a list of indicators.",
    )

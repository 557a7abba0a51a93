"""The documents that a scheme was drafted from: kept, read again, and drafted anew with another heading."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kpixl.blueprint.amending import amended
from kpixl.campaign.authoring.drafting import draft
from kpixl.campaign.authoring.new_workspace import found_in
from kpixl.campaign.basis.means import Means
from kpixl.campaign.basis.scheme_places import BLUEPRINTS, VALIDATORS, SchemePlace
from kpixl.draft import Heading, Origin, Reading, documents_of
from kpixl.editing.amending import HEAD, write_tried
from kpixl.outputs import keep, remembering
from kpixl.refusal import RefusedError
from kpixl.words import Lang

_HEAD = "draft.json"


def keep_documents(folder: Path, files: Sequence[Path], today: dt.date) -> None:
    """Keep copies of documents, and when they were drafted."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(file, folder / file.name)
    _write(folder, [file.name for file in files], today, ())


def found_from(files: Sequence[Path], folder: Path, scheme: str, today: dt.date, means: Means) -> None:
    """Write a workspace whose scheme is drafted from documents."""
    with tempfile.TemporaryDirectory(prefix="kpixl-draft-") as name:
        room = Path(name)
        made = draft(files, room / BLUEPRINTS / scheme, today=today, means=means)
        found_in(folder, SchemePlace(id=scheme, folder=made.folder, validators=room / VALIDATORS))


def _write(folder: Path, files: Sequence[str], today: dt.date, headings: Sequence[Heading]) -> None:
    told = {"files": list(files), "today": today.isoformat(), "headings": list(headings)}
    with remembering(folder):
        keep(folder / _HEAD, json.dumps(told, ensure_ascii=False).encode("utf-8"))


def origin_in(folder: Path, how: Reading) -> Origin | None:
    """The documents in a folder, read again; None where none were kept."""
    head = folder / _HEAD
    if not head.is_file():
        return None
    told = json.loads(head.read_text(encoding="utf-8"))
    paths = [folder / Path(name).name for name in told["files"]]
    return Origin(
        scheme=folder.name,
        documents=tuple(documents_of(paths, how)),
        headings=tuple((file, first, last) for file, first, last in told["headings"]),
        today=dt.date.fromisoformat(told["today"]),
    )


def reheaded(kept: Path, folder: Path, origin: Origin, wanted: tuple[str, Heading], lang: Lang) -> Origin:
    """Write a form drafted anew with a heading. kept: the documents' folder; folder: the scheme's."""
    form, heading = wanted
    new = replace(origin, headings=(*origin.headings, heading))
    if not (folder / f"{form}.yaml").is_file():
        raise RefusedError("没有这张表。", "There is no such form.")
    files, lists = new.files(form, lang)
    head = (folder / HEAD).read_text(encoding="utf-8-sig")
    if lists:
        head = (
            amended(head, {("lists", name): file for name, file in lists.items()})
            if "\nlists:" in head
            else (amended(head, {("lists",): lists}))
        )
    write_tried(folder, {name: text.encode("utf-8") for name, text in {**files, HEAD: head}.items()})
    _write(kept, [document.file for document in origin.documents], origin.today, new.headings)
    return new

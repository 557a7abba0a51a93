"""The columns and fields of a form as its file writes them, each with the way to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpixl.blueprint import Form, Scheme
from kpixl.blueprint.amending import Steps, Value
from kpixl.blueprint.document import read_text
from kpixl.blueprint.load import read_sources
from kpixl.blueprint.problems import BlueprintError
from kpixl.blueprint.yamlfile import parse_yaml
from kpixl.refusal import RefusedError, unknown
from kpixl.words import Words

Changes = dict[Steps, Value]
"""The way to each key of a file that is to be another one, and what it is to be."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A correction. do: the verb; at: the column or field, "" for the form; case: a group, "" for all.

    said: what was typed or chosen besides, by name.
    """

    form: str
    do: str
    at: str = ""
    case: str = ""
    said: Mapping[str, str] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """What was said under a name; "" where nothing was."""
        return self.said.get(name, "").strip()


@dataclass(frozen=True, kw_only=True)
class FormPart:
    """A column or field. steps: to it; data: as it is written; above: labels over it; table: its block."""

    steps: Steps
    data: Mapping[str, Any]
    above: tuple[str, ...] = ()
    table: int | None = None

    @property
    def name(self) -> str:
        """What expressions call it."""
        return str(self.data.get("name", ""))

    @property
    def label(self) -> str:
        """What its head says, in the first case where it depends on one."""
        said = self.data.get("label", "")
        return str(next(iter(said.values()), "")) if isinstance(said, Mapping) else str(said)

    @property
    def called(self) -> str:
        """Its label with the heading in front of it, where it has one."""
        return "　".join(filter(None, (str(self.data.get("over", "")), self.label)))


@dataclass(frozen=True, kw_only=True)
class FormFile:
    """A form with its file: where it lies, its text, what it holds."""

    scheme: Scheme
    form: Form
    path: Path
    text: str
    data: Mapping[str, Any]

    def parts(self) -> Iterator[FormPart]:
        """Its columns and fields, in order."""
        for number, block in enumerate(self.data.get("blocks", ())):
            way = ("blocks", number)
            if table := block.get("table"):
                yield from _columns(table["columns"], (*way, "table", "columns"), (), number)
            elif fields := block.get("fields"):
                yield from _fields(fields, (*way, "fields"))
            elif isinstance(lines := block.get("narrative"), Sequence):
                yield from _lines(lines, (*way, "narrative"))

    def part(self, name: str) -> FormPart:
        """The column or field of a name; RefusedError where there is none."""
        known = {part.name: part for part in self.parts()}
        if name not in known:
            raise unknown(Words("栏目", "column"), name, known)
        return known[name]

    def tables(self) -> dict[str, int]:
        """The tables by name, with the number of their block."""
        blocks = enumerate(self.data.get("blocks", ()))
        return {str(block["table"]["name"]): number for number, block in blocks if "table" in block}


def own(part: FormPart, keys: Mapping[str, Value]) -> Changes:
    """Changes of keys of a column or field."""
    return {(*part.steps, key): value for key, value in keys.items()}


def form_files(folder: Path) -> dict[str, FormFile]:
    """The forms of a scheme by id, in the order of the stages. BlueprintError where it cannot be loaded."""
    reading = read_sources(folder)
    scheme = reading.scheme
    if scheme is None:
        raise BlueprintError(list(reading.findings))
    given = dict.fromkeys(form for stage in scheme.stages for form in stage.form_ids)
    every = [*given, *(form for form in scheme.form_ids if form not in given)]
    files = {form: Path(reading.sources.forms[form].file) for form in every}
    return {form: _form_file(scheme, form, path) for form, path in files.items()}


def form_file(folder: Path, form: str) -> FormFile:
    """A form of a scheme; RefusedError where there is none."""
    known = form_files(folder)
    if form not in known:
        raise unknown(Words("表单", "form"), form, known)
    return known[form]


def _form_file(scheme: Scheme, form: str, path: Path) -> FormFile:
    text, findings = read_text(path)
    if findings:
        raise RefusedError(findings[0].message("zh"), findings[0].message("en"))
    data = parse_yaml(text, str(path)).data
    return FormFile(scheme=scheme, form=scheme.form(form), path=path, text=text, data=data)


def _columns(
    columns: Sequence[Mapping[str, Any]], way: Steps, above: tuple[str, ...], table: int
) -> Iterator[FormPart]:
    for number, each in enumerate(columns):
        steps = (*way, number)
        if "columns" in each:
            yield from _columns(each["columns"], (*steps, "columns"), (*above, str(each["label"])), table)
        else:
            yield FormPart(steps=steps, data=each, above=above, table=table)


def _fields(fields: Sequence[Mapping[str, Any]], way: Steps) -> Iterator[FormPart]:
    for number, each in enumerate(fields):
        yield FormPart(steps=(*way, number), data=each)


def _lines(lines: Sequence[Mapping[str, Any]], way: Steps) -> Iterator[FormPart]:
    for number, each in enumerate(lines):
        yield from _fields(each.get("fields", ()), (*way, number, "fields"))
        yield from _lines(each.get("items", ()), (*way, number, "items"))

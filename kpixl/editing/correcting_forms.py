"""What an office corrects in a form by clicking, written into the form's file, which keeps all else.

A correction is a verb about a column or field, or about the form itself; what would make the scheme unusable
is refused before anything is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kpixl.blueprint.amending import Step, Value, amended, with_comments, with_item, without_item
from kpixl.draft import Names, takes_by_label
from kpixl.editing.amending import write_tried
from kpixl.editing.correcting_rows import form_for, rows_of, whose
from kpixl.editing.form_parts import Changes, Correction, FormFile, FormPart, form_file, own
from kpixl.editing.type_choices import SETTINGS, TYPES
from kpixl.refusal import RefusedError, unknown
from kpixl.stage_names import by_case
from kpixl.words import Words

_CHECKED = {"没把握：": "已核对：", "unsure: ": "checked: "}
_NUMBERS = frozenset({"min", "max", "places", "max_length"})
_TYPED = ("label", "prompt", "choices", *sorted(_NUMBERS))
_SEPARATORS = re.compile(r"[、，,；;/／\n]+")
_BETWEEN_LABELS = re.compile(r"[、，/／]|和|及|与")
_FILLS = re.compile(r"unit|verifier|office|both|(row|subject)\.[a-z_][a-z0-9_]*")
_COMPUTED = ("formula", "score", "stage", "open_when")


def correct(folder: Path, wanted: Correction) -> tuple[str, ...]:
    """Write a correction into the files of a scheme; which files that were."""
    verb, _, what = wanted.do.partition(":")
    if verb not in _VERBS:
        raise unknown(Words("改法", "correction"), verb, _VERBS)
    file = form_file(folder, wanted.form)
    files = {path.relative_to(folder).as_posix(): text for path, text in _VERBS[verb](file, wanted, what)}
    write_tried(folder, {name: text.encode("utf-8") for name, text in files.items()})
    return tuple(files)


Verb = Callable[[FormFile, Correction, str], Iterator[tuple[Path, str]]]
Change = Callable[[FormFile, FormPart, Correction, str], Changes]


def _of_part(change: Change) -> Verb:
    """A verb that sets keys of one column or field; the guesses above it are then looked at."""

    def verb(file: FormFile, wanted: Correction, what: str) -> Iterator[tuple[Path, str]]:
        part = file.part(wanted.at)
        text = with_comments(file.text, part.steps, _CHECKED)
        yield file.path, amended(text, change(file, part, wanted, what))

    return verb


# who fills


def _fill(file: FormFile, part: FormPart, wanted: Correction, what: str) -> Changes:
    """`unit`, `verifier`, `both` of them in turn, `office` (left blank), `row.name` (printed)."""
    if not _FILLS.fullmatch(what):
        raise unknown(Words("填报人", "filler"), what, ("unit", "verifier", "office", "both"))
    keys: dict[str, Value] = dict.fromkeys(_COMPUTED, "")
    if what == "both":
        return own(part, {**keys, "from": "", "required": "", "fill": _both(file)})
    groups = [group.id for group in file.scheme.roster.groups]
    fills = {g: by_case(part.data.get("fill"), g, "") for g in groups}
    sources = {g: by_case(part.data.get("from"), g, "") for g in groups}
    for group in [wanted.case] if wanted.case in groups else groups:
        printed = "." in what
        fills[group], sources[group] = ("office", what) if printed else (what, None)
    asked = {fill for fill in fills.values() if fill in {"unit", "verifier"}}
    keys |= {"fill": _one_or_by_case(fills), "from": _one_or_by_case(sources)}
    if keys["from"] and not asked:
        keys["fill"] = ""
    if not asked:
        keys["required"] = ""
    elif "unit" in asked and not part.data.get("fill") and not _is_remark(part.label):
        keys["required"] = True
    return own(part, keys)


def _one_or_by_case(said: Mapping[str, Any]) -> Value:
    """One setting where it is the same for all, else by group; "" where there is none."""
    if len(set(said.values())) == 1:
        return next(iter(said.values())) or ""
    return {group: each for group, each in said.items() if each}


def _both(file: FormFile) -> Value:
    stages = file.scheme.head.stages
    if {stage.fills for stage in stages} != {"unit", "verifier"}:
        raise RefusedError("这个方案没有审核阶段。", "This scheme has no stage in which anybody verifies.")
    return {stage.id: stage.fills for stage in stages}


def _is_remark(label: str) -> bool:
    return any(word in label.replace(" ", "") for word in ("备注", "说明", "其他"))


# what it takes


def _type(_file: FormFile, part: FormPart, _wanted: Correction, what: str) -> Changes:
    if what not in TYPES:
        raise unknown(Words("类型", "type"), what, TYPES)
    return own(part, {**dict.fromkeys(SETTINGS, ""), **TYPES[what].takes})


def _also(_file: FormFile, part: FormPart, _wanted: Correction, what: str) -> Changes:
    """One more type that it takes besides."""
    if what not in TYPES:
        raise unknown(Words("类型", "type"), what, TYPES)
    known = {key: part.data[key] for key in SETTINGS if key in part.data and key != "lines"}
    kinds = known.get("type", "text")
    before = list(kinds) if isinstance(kinds, list) else [known if len(known) > 1 else kinds]
    new = {key: value for key, value in TYPES[what].takes.items() if key != "lines"}
    return own(part, {**dict.fromkeys(SETTINGS, ""), "type": [*before, new if len(new) > 1 else new["type"]]})


def _required(_file: FormFile, part: FormPart, _wanted: Correction, what: str) -> Changes:
    return own(part, {"required": True if what == "yes" else ""})


def _typed(_file: FormFile, part: FormPart, wanted: Correction, _what: str) -> Changes:
    """What was typed: label, prompt, bounds, choices, which make it a choice."""
    keys: dict[str, Value] = {}
    for key in _TYPED:
        if key not in wanted.said or _as_typed(part.data.get(key)) == wanted.one(key):
            continue
        keys[key] = _number(key, wanted.one(key)) if key in _NUMBERS else wanted.one(key)
    if keys.get("choices"):
        every = [each for each in _SEPARATORS.split(wanted.one("choices")) if each.strip()]
        keys = {**keys, **dict.fromkeys(SETTINGS, ""), "type": "choice", "choices": every}
    if keys.get("label") == "":
        raise RefusedError("栏目要有名称。", "A column has a label.")
    return own(part, keys)


def _as_typed(value: Any) -> str:
    """A setting as it stands in a field to type in."""
    return "、".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _number(key: str, text: str) -> Value:
    """A bound: a number, a percentage; "" for none."""
    plain = text.replace("％", "%")
    if not plain or re.fullmatch(r"-?\d+(\.\d+)?%", plain):
        return plain
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise RefusedError(f"“{text}”不是数：请写数字。", f"{text!r} is no number ({key}).") from None


def _formula(file: FormFile, part: FormPart, wanted: Correction, _what: str) -> Changes:
    """A sum of columns of the same row, each added or taken off."""
    known = {each.name: each for each in file.parts() if each.table == part.table and each.name != part.name}
    signs = [(known[name], sign) for name in known if (sign := wanted.one(f"sign:{name}")) in {"+", "-"}]
    if part.table is None or not signs:
        raise RefusedError("请选要相加、相减的栏目。", "Choose the columns that are added or taken off.")
    terms = [f" {sign} {_term(each)}" for each, sign in sorted(signs, key=lambda pair: pair[1] == "-")]
    formula = "".join(terms).removeprefix(" + ").strip()
    judged = any("verifier" in str(each.data.get("fill")) for each, _ in signs)
    stage = next((s.id for s in file.scheme.head.stages if s.fills == "verifier"), "") if judged else ""
    kind = str(part.data.get("type"))
    kind = kind if kind in {"decimal", "money", "integer"} else "decimal"
    gone = {"from": "", "open_when": "", "required": "", "min": "", "max": "", "max_length": ""}
    places = {"places": part.data.get("places", 2)} if kind != "integer" else {}
    return own(part, {**gone, "type": kind, **places, "fill": "formula", "formula": formula, "stage": stage})


def _term(part: FormPart) -> str:
    """A column in a formula; one that may be left blank counts as nothing."""
    sure = part.data.get("required") or "formula" in part.data or "from" in part.data
    return part.name if sure else f"blank({part.name}, 0)"


# what there is


def _split(file: FormFile, wanted: Correction, _what: str) -> Iterator[tuple[Path, str]]:
    """A column that asks for two things becomes two under its head."""
    part = file.part(wanted.at)
    labels = split_labels(part.label)
    if part.table is None or len(labels) < 2:
        raise RefusedError(
            f"“{part.label}”里没有两样内容可分。", f"{part.label!r} names no two things to divide."
        )
    names = _names(file)
    kept = {key: part.data[key] for key in ("fill", "required", "align") if key in part.data}
    below = [_column(names, label, kept) for label in labels]
    text = with_comments(file.text, part.steps, _CHECKED)
    yield file.path, amended(text, {part.steps: {"label": part.label, "columns": below}})


def split_labels(label: str) -> list[str]:
    """The things that a label names, where it names several."""
    return [each for each in map(str.strip, _BETWEEN_LABELS.split(label)) if len(each) > 1]


def _names(file: FormFile) -> Names:
    names = Names()
    for part in file.parts():
        names.take(part.name)
    return names


def _column(names: Names, label: str, more: Mapping[str, Value]) -> dict[str, Value]:
    """A new column, which takes what its label says."""
    own = {"name": names.new(label, "added"), "label": label, **takes_by_label(label)}
    return {**own, **more, "width": 14, "policy": True}


def _add(file: FormFile, wanted: Correction, _what: str) -> Iterator[tuple[Path, str]]:
    part, label = file.part(wanted.at), wanted.one("added")
    if not label:
        raise RefusedError("请写新栏目的名称。", "Say what the new column is called.")
    column = _column(_names(file), label, {"fill": "unit"})
    yield file.path, with_item(file.text, part.steps, column)


def _remove(file: FormFile, wanted: Correction, _what: str) -> Iterator[tuple[Path, str]]:
    """A column or field goes; with it a head that nothing is left below."""
    steps = file.part(wanted.at).steps
    while len(_beside(file.data, steps)) == 1:
        if len(steps) < 4 or steps[-2] != "columns" or steps[-3] in {"table", "blocks"}:
            raise RefusedError("这是最后一栏，不能删。", "This is the last one, and stays.")
        steps = steps[:-2]
    yield file.path, without_item(file.text, steps)


def _beside(data: Any, steps: Sequence[Step]) -> Sequence[Any]:
    for step in steps[:-1]:
        data = data[step]
    return list(data)


def _title(file: FormFile, wanted: Correction, _what: str) -> Iterator[tuple[Path, str]]:
    if not wanted.one("title"):
        raise RefusedError("表要有标题。", "A form has a title.")
    yield file.path, amended(file.text, {("title",): wanted.one("title")})


def _look(file: FormFile, wanted: Correction, _what: str) -> Iterator[tuple[Path, str]]:
    """Somebody has looked at a guess, and it is right."""
    yield file.path, with_comments(file.text, file.part(wanted.at).steps, _CHECKED)


_VERBS: Mapping[str, Verb] = {
    "fill": _of_part(_fill),
    "type": _of_part(_type),
    "also": _of_part(_also),
    "required": _of_part(_required),
    "typed": _of_part(_typed),
    "formula": _of_part(_formula),
    "look": _look,
    "split": _split,
    "add": _add,
    "remove": _remove,
    "title": _title,
    "rows": rows_of,
    "whose": whose,
    "form_for": form_for,
}

"""Says what pydantic found in plain words of our own, at its line, with what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from itertools import groupby
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kpixl.blueprint.document import Document, Steps
from kpixl.blueprint.model import Part
from kpixl.blueprint.shapes import Trace, keys, trace
from kpixl.findings import Finding, Location, Scalar, found
from kpixl.words import Words


class BlueprintError(Exception):
    """A blueprint that cannot be used. findings: everything that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(_line(f) for f in self.findings))

    def __reduce__(self) -> tuple[type[BlueprintError], tuple[tuple[Finding, ...]]]:
        """Pickled by its findings, since a worker process may hand it to its parent."""
        return (BlueprintError, (self.findings,))


def _line(finding: Finding) -> str:
    where = finding.where
    return f"{where.path}:{where.line}:{where.column}: {finding.code} {finding.message('en')}"


_TELLING = 3
"""Letters with which a word begins that tell what is meant."""


def hint(word: str, known: Iterable[str], likeness: float = 0.6) -> dict[str, Any]:
    """The facts `hint`, `expected` for an unknown word: the nearest known one, or nothing."""
    near = nearest(word, known, likeness)
    if near is None:
        return {"hint": ""}
    return {"expected": near, "hint": Words(f"（是否应为“{near}”？）", f" (did you mean “{near}”?)")}


def nearest(word: str, known: Iterable[str], likeness: float) -> str | None:
    """The known word that is likest, if any is like it.

    Of paths with the same head (`row.`) the rest is compared, which the head would make alike; one that goes
    on where the word ends (`row.duty.name` after `row.duty`) is like it, too.
    """
    head, dot, rest = word.partition(".")
    every = sorted(set(known))
    beside = {k.removeprefix(head + dot): k for k in every if dot and k.startswith(head + dot)}
    near = get_close_matches(rest, beside, 1, likeness)
    if near:
        return beside[near[0]]
    longer = [k for k in beside.values() if k.startswith(word)] if len(rest) >= _TELLING else []
    if longer:
        return min(longer, key=len)
    others = [k for k in every if k not in beside.values()]
    return next(iter(get_close_matches(word, others, 1, likeness)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    error: ErrorDetails
    at: Trace

    @property
    def kind(self) -> str:
        return self.error["type"]


_WANTED = {
    "string": Words("文字", "a text"),
    "int": Words("整数", "a whole number"),
    "decimal": Words("数", "a number"),
    "float": Words("数", "a number"),
    "bool": Words("true 或 false", "true or false"),
    "dict": Words("一组键和值", "keys with values"),
    "mapping": Words("一组键和值", "keys with values"),
    "model": Words("一组键和值", "keys with values"),
    "tuple": Words("列表", "a list"),
    "literal": Words("文字", "a text"),
}
_COMPARE = {
    "greater_than": (Words("大于", "more than"), "gt"),
    "greater_than_equal": (Words("不小于", "at least"), "ge"),
    "less_than": (Words("小于", "less than"), "lt"),
    "less_than_equal": (Words("不大于", "at most"), "le"),
    "too_short": (Words("不小于", "at least"), "min_length"),
    "too_long": (Words("不大于", "at most"), "max_length"),
    "string_too_short": (Words("不小于", "at least"), "min_length"),
    "string_too_long": (Words("不大于", "at most"), "max_length"),
}


def problems(error: ValidationError, model: type[Part], document: Document) -> list[Finding]:
    """The findings of a document that the model refused: one for each thing to correct, at its place."""
    every = [_Problem(error=e, at=trace(model, e["loc"])) for e in error.errors(include_url=False)]
    told = _without_echoes(_sensible(every, 0), document)
    return [_finding(same, document) for same in _merged(told)]


def _sensible(every: Sequence[_Problem], depth: int) -> list[_Problem]:
    """Of each union the branch that was probably meant; `depth` unions are already decided."""
    decided = [p for p in every if len(p.at.choices) <= depth]
    open_ = [p for p in every if len(p.at.choices) > depth]
    for steps in dict.fromkeys(p.at.choices[depth][0] for p in open_):
        here = [p for p in open_ if p.at.choices[depth][0] == steps]
        labels = dict.fromkeys(p.at.choices[depth][1] for p in here)
        branches = [
            _sensible([p for p in here if p.at.choices[depth][1] == label], depth + 1) for label in labels
        ]
        fitting = [b for b in branches if not _misfit(b, steps)]
        decided += min(fitting, key=_weight) if fitting else [p for b in branches for p in b]
    return decided


def _misfit(branch: Sequence[_Problem], steps: Steps) -> bool:
    """The branch takes another type of value altogether."""
    return any(p.at.steps == steps and _wanted(p) is not None for p in branch)


def _weight(branch: Iterable[_Problem]) -> float:
    """How far a document is from a branch: a misspelt key is near, another type of value far."""
    weights: dict[Steps, float] = {}
    for p in branch:
        far = 2.0 if p.kind in ("model_type", "dict_type") else 1.0
        weights[p.at.steps] = _distance(p) if p.kind == "extra_forbidden" else far
    return sum(weights.values())


def _distance(problem: _Problem) -> float:
    near, word = _near(problem), str(problem.at.steps[-1])
    return 1 - SequenceMatcher(None, word, near).ratio() if near else 1.0


def _known(problem: _Problem) -> list[str]:
    return list(keys(problem.at.owner)) if problem.at.owner else []


def _near(problem: _Problem) -> str | None:
    """The key that an unknown key probably means."""
    near = get_close_matches(str(problem.at.steps[-1]), _known(problem), 1)
    return near[0] if near else None


def _wanted(problem: _Problem) -> Words | None:
    """The type that was wanted, where the type is what is wrong."""
    kind, _, rest = problem.kind.partition("_")
    if kind == "literal" and isinstance(problem.error["input"], str):
        return None
    wrong = rest in ("type", "attributes_type", "parsing", "from_float", "error", "parsing_size")
    return _WANTED.get(kind) if wrong else None


def _without_echoes(every: Sequence[_Problem], document: Document) -> Iterator[_Problem]:
    """Leaves out what only follows: a missing key that is there misspelt, a list short of its bad items."""
    misspelt = {(p.at.steps[:-1], _near(p)) for p in every if p.kind == "extra_forbidden"}
    for problem in every:
        steps = problem.at.steps
        echo = problem.kind == "missing" and (steps[:-1], steps[-1]) in misspelt
        short = (
            problem.kind == "too_short" and len(document.value(steps)) >= problem.error["ctx"]["min_length"]
        )
        if not echo and not short:
            yield problem


def _merged(every: Iterable[_Problem]) -> Iterator[list[_Problem]]:
    """Problems by place; what several branches of a union say of one value stays together."""
    ordered = sorted(every, key=lambda p: [str(s).zfill(6) for s in p.at.steps])
    for _, same in groupby(ordered, key=lambda p: (p.at.steps, p.at.on_key)):
        group = list(same)
        if all(_wanted(p) for p in group):
            yield group
        else:
            yield from ([p] for p in group)


def _finding(same: list[_Problem], document: Document) -> Finding:
    problem = same[0]
    steps = problem.at.steps
    on_key = problem.at.on_key or problem.kind == "extra_forbidden"
    where = document.place(steps, key=on_key).location
    value = _scalar(problem.error["input"])
    key = _spoken(steps) or PurePath(document.file).name
    if all(_wanted(p) for p in same):
        return _wrong_type(same, where, key)
    return _translated(problem, where, key, value)


def _spoken(steps: Steps) -> str:
    """What a person calls a place: its key, or the list's key and a position from 1."""
    if not steps or isinstance(steps[-1], str):
        return str(steps[-1]) if steps else ""
    name = next((s for s in reversed(steps) if isinstance(s, str)), "")
    return f"{name}[{steps[-1] + 1}]"


def _wrong_type(same: list[_Problem], where: Location, key: str) -> Finding:
    wanted = list(dict.fromkeys(w for p in same if (w := _wanted(p))))
    given = _given(same[0].error["input"])
    return found(
        "B022",
        where=where,
        value=_scalar(same[0].error["input"]),
        key=key,
        wanted=Words("或".join(w.zh for w in wanted), " or ".join(w.en for w in wanted)),
        given=given,
    )


def _translated(problem: _Problem, where: Location, key: str, value: Scalar) -> Finding:
    ctx = problem.error.get("ctx", {})
    match problem.kind:
        case "extra_forbidden":
            return found("B020", where=where, value=key, **hint(key, _known(problem)))
        case "missing" | "union_tag_not_found":
            return found("B021", where=where, value=ctx.get("discriminator", key).strip("'"))
        case "literal_error" | "union_tag_invalid":
            return _not_a_choice(problem, where, key, value)
        case "string_pattern_mismatch":
            return found("B026", where=where, value=key if problem.at.on_key else value, key=key)
        case "block_kind" | "rows_order":
            return _contradictory(problem, where)
    if problem.kind.startswith("date"):
        return found("B030", where=where, key=key, value=value)
    if problem.kind in _COMPARE:
        return _compared(problem, where, key, value)
    return found("B029", where=where, key=key, value=value, problem=problem.error["msg"])


def _contradictory(problem: _Problem, where: Location) -> Finding:
    part = problem.error["input"]
    if problem.kind == "block_kind":
        given = ", ".join(k for k in part if k != "shown") or "–"
        return found("B027", where=where, value=given, choices=problem.error["ctx"]["choices"], given=given)
    return found(
        "B028", where=where, min=part.get("min", 0), free=part["free"], max=part.get("max", part["free"])
    )


def _not_a_choice(problem: _Problem, where: Location, key: str, value: Scalar) -> Finding:
    ctx = problem.error["ctx"]
    if "tag" in ctx:
        key, value = ctx["discriminator"].strip("'"), ctx["tag"]
    choices = re.findall(r"'([^']*)'", str(ctx.get("expected_tags") or ctx["expected"]))
    return found(
        "B023", where=where, key=key, value=value, choices=", ".join(choices), **hint(str(value), choices)
    )


def _compared(problem: _Problem, where: Location, key: str, value: Scalar) -> Finding:
    compare, limit = _COMPARE[problem.kind]
    facts: dict[str, Any] = {
        "expected": _scalar(problem.error["ctx"][limit]),
        "compare": compare,
        "key": key,
    }
    if "too_" in problem.kind:
        return found("B025", where=where, value=value, actual=len(problem.error["input"]), **facts)
    return found("B024", where=where, value=value, **facts)


def _scalar(value: Any) -> Scalar:
    """A value as a finding can hold it: exact numbers as text, what is no scalar not at all."""
    if isinstance(value, str | bool | int | None):
        return value
    return None if isinstance(value, dict | list) else str(value)


def _given(value: Any) -> Words:
    if value is None:
        return Words("空白", "blank")
    if isinstance(value, dict):
        return Words("一组键和值", "keys with values")
    if isinstance(value, list):
        return Words("列表", "a list")
    if isinstance(value, bool):
        return Words(str(value).lower(), str(value).lower())
    return (
        Words(f"文字“{value}”", f"the text “{value}”")
        if isinstance(value, str)
        else Words(f"数 {value}", f"the number {value}")
    )

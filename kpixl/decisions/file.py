"""A file of decisions: read with every problem at its line, written in one canonical form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kpixl.blueprint.model import Scheme
from kpixl.blueprint.problems import problems
from kpixl.blueprint.yamlfile import read_yaml
from kpixl.decisions.decisions import Decisions, identity
from kpixl.decisions.model import DecisionsFile
from kpixl.decisions.settled import settled
from kpixl.findings import Finding, Severity
from kpixl.refusal import RefusedError


def read_decisions(path: Path, scheme: Scheme) -> Decisions:
    """The decisions in a file. RefusedError says what is wrong, and where, if it is not of this scheme."""
    document = read_yaml(path)
    errors = [f for f in document.findings if f.severity is Severity.ERROR]
    if errors or document.data is None:
        raise _wrong(path, document.findings)
    try:
        held = DecisionsFile.model_validate(document.data, by_alias=True, by_name=False)
    except ValidationError as error:
        raise _wrong(path, problems(error, DecisionsFile, document)) from None
    if held.scheme != scheme.id:
        raise RefusedError(
            f"“{path}”是方案“{held.scheme}”的决定，不是“{scheme.id}”的：请换一个文件。",
            f"{str(path)!r} holds decisions of {held.scheme!r}, not of {scheme.id!r}: name another file.",
        )
    every = [settled(each, scheme) for each in held.decisions]
    return Decisions(tuple({identity(each): each for each in every}.values()))


def _wrong(path: Path, findings: list[Finding] | tuple[Finding, ...]) -> RefusedError:
    first = findings[0]
    line = first.where.line or 1
    return RefusedError(
        f"“{path}”第{line}行：{first.message('zh')}{first.remedy('zh')}",
        f"{path}:{line}: {first.message('en')} {first.remedy('en')}",
    )


def written(scheme: Scheme, decisions: Decisions) -> bytes:
    """The canonical form: one spelling of equal decisions, keys in the order of the model."""
    import yaml  # noqa: PLC0415 - only where decisions are written

    said: dict[str, Any] = {
        "scheme": scheme.id,
        "decisions": [
            _plain(each.model_dump(mode="json", exclude_defaults=False)) for each in decisions.made
        ],
    }
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=10_000).encode()


_FIRST = ("kind", "unit", "group", "stage", "rule", "effect", "level", "file")


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    """What is said, the matter first; days as days, and nothing that is not said."""
    names = [*(n for n in _FIRST if n in said), *(n for n in said if n not in _FIRST)]
    return {name: said[name] for name in names if said[name] not in (None, "")}

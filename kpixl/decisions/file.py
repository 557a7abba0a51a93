"""A file of decisions: read with every problem at its line, written in one canonical form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kpixl.blueprint.model import Scheme
from kpixl.blueprint.problems import problems
from kpixl.blueprint.yamlfile import read_yaml
from kpixl.decisions.decisions import Decisions, identity
from kpixl.decisions.model import Decision, DecisionsFile
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
    """The canonical form: one spelling of equal decisions, the matter first, texts in quotes.

    Without quotes a text such as `1e3` or `yes` would be read as something else.
    """
    import yaml  # noqa: PLC0415 - only where decisions are written

    class Dumper(yaml.SafeDumper):
        """Writes texts in quotes, and no aliases."""

    Dumper.add_representer(_Quoted, _in_quotes)
    said = {"scheme": scheme.id, "decisions": [_plain(each) for each in decisions.made]}
    return yaml.dump(said, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000).encode()


class _Quoted(str):
    __slots__ = ()


def _in_quotes(dumper: Any, text: _Quoted) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')


_FIRST = ("unit", "group", "stage", "rule", "effect", "level", "file")


def _plain(decision: Decision) -> dict[str, str]:
    """What is said, and nothing that is a default."""
    said = decision.model_dump(mode="json", exclude_defaults=True)
    names = [*(n for n in _FIRST if n in said), *(n for n in said if n not in _FIRST)]
    return {"kind": decision.kind, **{name: _Quoted(said[name]) for name in names}}

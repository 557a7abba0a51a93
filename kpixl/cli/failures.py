"""What to say when something cannot be done: one line with the remedy, in the user's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import click

from kpixl.cli.language import Lang, default_lang


def said(error: Exception, arguments: Sequence[str]) -> str | None:
    """The words for an error that the user can do something about; None for a bug."""
    lang = _lang(arguments)
    if isinstance(error, click.UsageError):
        return _usage(error)
    if isinstance(error, click.ClickException):
        return f"kpixl: {error.format_message()}"
    words = cast("Any", error)
    match type(error).__name__:  # by name: importing the engine to compare would cost more than most commands
        case "RefusedError" | "WorkspaceError" if hasattr(error, "words"):
            return f"kpixl: {words.words[lang]}"
        case "BlueprintError":
            return _blueprint(words.findings, lang)
        case "ValidatorError":
            return f"kpixl: {error}"
    return _system(error, lang) if isinstance(error, OSError) else None


def _usage(error: click.UsageError) -> str:
    context = error.ctx
    path = context.command_path if context else "kpixl"
    return f"{path}: {error.format_message()} See `{path} --help`."


def _blueprint(findings: Any, lang: Lang) -> str:
    from kpixl.report.lines import finding_lines

    head = {
        "zh": "kpixl: 考核方案有错误，不能使用。请按以下提示修改：",
        "en": "kpixl: the blueprint has errors and cannot be used:",
    }
    return "\n".join((head[lang], *finding_lines(findings, lang)))


def _system(error: OSError, lang: Lang) -> str:
    reason = error.strerror or str(error)
    if error.filename is None:
        return f"kpixl: {reason}"
    return {
        "zh": f"kpixl: 无法访问“{error.filename}”（{reason}）：请核对路径和权限。",
        "en": f"kpixl: cannot use {error.filename!r} ({reason}): see whether the path and its permissions are right.",
    }[lang]


def _lang(arguments: Sequence[str]) -> Lang:
    """The language that the arguments ask for, well-formed or not."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        value = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and value in {"zh", "en"}:
            return cast("Lang", value)
    return default_lang()

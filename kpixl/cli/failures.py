"""What to say when something cannot be done: one line with the remedy, in the user's language."""

from __future__ import annotations

from collections.abc import Sequence

import click

from kpixl.campaign import BlueprintError, finding_lines
from kpixl.cli.language import asked_for
from kpixl.cli.usage_errors import in_chinese
from kpixl.refusal import RefusedError, reason
from kpixl.words import Lang, Words


def said(error: Exception, arguments: Sequence[str]) -> str | None:
    """The words for an error that the user can do something about; None for a bug."""
    lang = asked_for(arguments)
    match error:
        case click.UsageError():
            path = error.ctx.command_path if error.ctx else "kpixl"
            wrong = error.format_message()
            return Words(
                f"{path}：{in_chinese(wrong)}用法见 {path} --help。", f"{path}: {wrong} See `{path} --help`."
            )[lang]
        case click.ClickException():
            return f"kpixl: {error.format_message()}"
        case RefusedError():
            return f"kpixl: {error.words[lang]}"
        case BlueprintError():
            return _blueprint(error, lang)
        case OSError():
            return _system(error, lang)
        case RecursionError():
            return _TOO_DEEP[lang]
    return None


_TOO_DEEP = Words(
    "kpixl: 方案中有嵌套过深的内容（表达式、类型、表头）：请拆成几步，并把方案交给 kpixl 的维护人员。",
    "kpixl: something in the blueprint (an expression, a type, a heading) nests too deeply to be reckoned "
    "with: take it apart, and hand the blueprint to whoever maintains kpixl.",
)


def _blueprint(error: BlueprintError, lang: Lang) -> str:
    head = Words(
        "kpixl: 考核方案有错误，不能使用；请先改正：",
        "kpixl: the blueprint has errors and cannot be used; correct these first:",
    )
    return "\n".join((head[lang], *finding_lines(error.findings, lang)))


def _system(error: OSError, lang: Lang) -> str:
    why = reason(str(error.filename or ""), error)
    if error.filename is None:
        return f"kpixl: {why[lang]}"
    return Words(
        f"kpixl: 无法访问“{error.filename}”（{why.zh}）：请核对路径和权限。",
        f"kpixl: cannot use {error.filename!r} ({why.en}): see whether path and permissions are right.",
    )[lang]

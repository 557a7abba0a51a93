"""What to say when something cannot be done: one line with the remedy, in the user's language."""

from __future__ import annotations

from collections.abc import Sequence

import click

from kpixl.campaign import words_for
from kpixl.cli.language import asked_for
from kpixl.cli.usage_errors import in_chinese
from kpixl.words import Words


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
    words = words_for(error)
    return None if words is None else f"kpixl: {words[lang]}"

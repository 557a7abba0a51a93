"""Help in the language of the user: English as it stands with the commands, Chinese from its table."""

from __future__ import annotations

import inspect
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

import click

from kpixl.cli.chinese import COMMANDS, OPTIONS
from kpixl.words import Lang, Words

_USAGE = Words("用法：", "Usage: ")
_OPTIONS = Words("选项", "Options")
_COMMANDS = Words("命令", "Commands")
_EXAMPLE = Words("例：", "Example:")
_BEHIND: Mapping[str, str] = {"env var: ": "环境变量：", "default: ": "默认：", "required": "必填"}
"""What click puts in brackets behind an option's help."""
_CALLED: Mapping[str, str] = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]": "命令 [参数]"}
"""What click puts behind a command's name."""
_PIECE = re.compile(r"[ -~]+ ?|.", re.DOTALL)
"""What is not broken over two lines: a word of English, a sign of Chinese."""
_NOT_FIRST = "，。、；：）》”？！"
"""Signs that begin no line."""


class ChineseFormatter(click.HelpFormatter):
    """Writes Chinese, which has no blanks to break lines at and takes two places a sign."""

    def write_heading(self, heading: str) -> None:
        """Write what stands over a list."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs; the lines of one that begins with a backspace stay as they are."""
        width, margin = self.width - self.current_indent, " " * self.current_indent
        parts = []
        for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
            kept = paragraph.startswith("\b")
            lines = paragraph.split("\n")[1:] if kept else broken(" ".join(paragraph.split()), width)
            parts.append("\n".join(margin + line for line in lines))
        self.write("\n\n".join(parts) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of terms, each with what it means beside it."""
        rows = list(rows)
        first = min(max((_places(term) for term, _ in rows), default=0), col_max) + col_spacing
        margin = " " * self.current_indent
        for term, meaning in rows:
            lines = broken(meaning, max(self.width - self.current_indent - first, 20)) or [""]
            beside = _places(term) <= first - col_spacing
            shown = term + " " * (first - _places(term)) + lines[0] if beside else term
            rest = lines[1:] if beside else lines
            self.write("\n".join((margin + shown, *(margin + " " * first + line for line in rest))) + "\n")


def broken(text: str, width: int) -> list[str]:
    """The text in lines that take at most so many places, but for words that are wider.

    The last two places of a line are for a sign that begins none.
    """
    lines, line, places = list[str](), "", 0
    for piece in _pieces(text):
        wide = _places(piece)
        if line and places + _places(piece.rstrip()) > width - 2 and piece not in _NOT_FIRST:
            lines.append(line.rstrip())
            line, places = "", 0
        line, places = line + piece, places + wide
    return [*lines, line.rstrip()] if line else lines


def _pieces(text: str) -> Iterator[str]:
    for found in _PIECE.finditer(text):
        yield from re.findall(r"\S+ ?| ", found[0])


def _places(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


class SpokenHelp(click.Command):
    """A command whose help is in the language that the context's object names, else in English."""

    def get_help(self, ctx: click.Context) -> str:
        """The help, its lines broken as the language does."""
        if _lang(ctx) == "en":
            return super().get_help(ctx)
        formatter = ChineseFormatter(width=ctx.terminal_width, max_width=ctx.max_content_width)
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        pieces, lang = " ".join(self.collect_usage_pieces(ctx)), _lang(ctx)
        for english, chinese in _CALLED.items() if lang == "zh" else ():
            pieces = pieces.replace(english, chinese)
        formatter.write_usage(ctx.command_path, pieces, prefix=_USAGE[lang])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        if _lang(ctx) == "en":
            super().format_help_text(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(inspect.cleandoc(COMMANDS[ctx.info_name or ""]))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each option is for."""
        lang = _lang(ctx)
        every = [(param, param.get_help_record(ctx)) for param in self.get_params(ctx)]
        shown = [
            (record[0], _told(param, record[1], lang)) for param, record in every if record and record[1]
        ]
        with formatter.section(_OPTIONS[lang]):
            formatter.write_dl(shown)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        if self.epilog:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(inspect.cleandoc(self.epilog).replace(_EXAMPLE.en, _EXAMPLE[_lang(ctx)]))


def listed(ctx: click.Context, summaries: Mapping[str, str], formatter: click.HelpFormatter) -> None:
    """Write the list of commands. summaries: what each does, in English."""
    lang = _lang(ctx)
    said = {name: COMMANDS[name].partition("\n")[0] for name in summaries} if lang == "zh" else summaries
    with formatter.section(_COMMANDS[lang]):
        formatter.write_dl(list(said.items()))


def _lang(ctx: click.Context) -> Lang:
    return "zh" if ctx.obj == "zh" else "en"


def _told(param: click.Parameter, record: str, lang: Lang) -> str:
    """What is said of an option: its help, and what click puts behind it."""
    english = getattr(param, "help", None) or ""
    if lang == "en" or english not in OPTIONS:
        return record
    behind = record.removeprefix(english)
    for said, chinese in _BEHIND.items():
        behind = behind.replace(said, chinese)
    return OPTIONS[english] + behind

"""Forms to look at before they go out, as one page that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from kpixl.report.page import tokens
from kpixl.version import __version__
from kpixl.words import Lang, Words, spoken

_WORDS = {
    "preview": Words("表单预览", "Preview of the forms"),
    "input": Words("要填的", "to fill in"),
    "printed": Words("印好的", "printed"),
    "formula": Words("自动计算的", "computed"),
    "hint": Words(
        "鼠标停在要填的格子上，可以看到它的要求。", "Rest the mouse on a cell to see what it wants."
    ),
    "guide": Words("填表说明", "How to fill it in"),
    "rules": Words("规则", "Rules"),
    "more": Words("…还有{count}行", "… {count} more rows"),
    "alike": Words("{name}，同样的共{count}份", "{name}, one of {count} alike"),
    "until": Words("截止{day}", "until {day}"),
    "nobody": Words("这个阶段没有工作簿", "Nobody gets a workbook in this stage"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSheet:
    """A sheet. view: its cells as a table; notes: by address; guide: label, what is wanted; rules: words."""

    id: str
    view: Any
    notes: Mapping[str, str]
    guide: Sequence[tuple[str, str]]
    rules: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWorkbook:
    """A workbook. count: how many have the same forms."""

    name: str
    group: str
    count: int
    sheets: Sequence[ShownSheet]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStage:
    """A stage. who: fills it."""

    name: str
    who: str
    deadline: str
    workbooks: Sequence[ShownWorkbook]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownScheme:
    """What the page is about. problems: what keeps the scheme from being used, in place of stages."""

    title: str
    issuer: str
    stages: Sequence[ShownStage] = ()
    problems: Sequence[str] = ()


def preview_page(scheme: ShownScheme, *, lang: Lang, again_in: int = 0) -> str:
    """The page. again_in: the browser loads it anew after so many seconds; 0: never."""
    from jinja2 import Environment  # noqa: PLC0415 - only where a page is written
    from markupsafe import Markup  # noqa: PLC0415 - as above

    folder = files("kpixl.report") / "templates"
    page, css = ((folder / f"preview.{end}").read_text(encoding="utf-8") for end in ("html", "css"))
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(page)
    return template.render(
        lang=lang,
        w=spoken(_WORDS, lang),
        css=Markup(tokens() + css),  # noqa: S704 - kpixl's own
        version=__version__,
        scheme=scheme,
        again_in=again_in,
    )

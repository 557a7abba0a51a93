"""In which language a browser is spoken to, and pages made of templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from http.cookies import CookieError, SimpleCookie
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from kpixl.desk.assets import address
from kpixl.findings import visible
from kpixl.version import __version__
from kpixl.words import LANGS, Lang, Words

COOKIE = "kpixl-lang"
_MINUTE = 16
_YEAR = 31_536_000


def language(headers: Mapping[str, str]) -> Lang:
    """The language that somebody chose, else the first of the browser's that kpixl speaks."""
    chosen = _chosen(headers.get("cookie", ""))
    wanted = [chosen, *(part.strip()[:2].lower() for part in headers.get("accept-language", "").split(","))]
    return next((lang for name in wanted for lang in LANGS if lang == name), "zh")


def _chosen(cookies: str) -> str:
    try:
        said = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return said.value if said else ""


def choose_language(answer: Response, wanted: str) -> Response:
    """The answer, with the language that somebody chose for good, if kpixl speaks it."""
    if wanted in LANGS:
        answer.set_cookie(COOKIE, wanted, max_age=_YEAR, httponly=True, samesite="strict")
    return answer


def page(template: str, lang: Lang, *, answer: int = 200, **facts: Any) -> HTMLResponse:
    """A page. answer: the status of HTTP; facts: what the template names."""

    def say(zh: str, en: str) -> str:
        return Words(zh, en)[lang]

    text = _environment().get_template(template).render(lang=lang, _=say, version=__version__, **facts)
    return HTMLResponse(text, answer)


def prepare_pages() -> None:
    """Compile the templates: a third of a second's work for all, which no page then waits for."""
    for file in (files("kpixl.desk") / "templates").iterdir():
        if file.name.endswith(".html"):
            _environment().get_template(file.name)


def piece(macro: str, *given: Any) -> Markup:
    """What a macro of the pages' common parts makes, where it is kept for more than one page."""
    made: Markup = getattr(_environment().get_template("parts.html").module, macro)(*given)
    return made


def plain_page(words: Words, lang: Lang, *, status: int, last: bool = False) -> HTMLResponse:
    """A page that only says something. last: nothing is served after it, so that it leads nowhere."""
    return page("plain.html", lang, answer=status, said=words[lang], last=last)


@cache
def _environment() -> Environment:
    """Everything that a template is given is text, and written as such."""
    made = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.globals["asset"] = address
    made.filters |= {"visible": visible, "minute": _minute, "day": _day, "file": _file}
    return made


def _template(name: str) -> str:
    return (files("kpixl.desk") / "templates" / name).read_text(encoding="utf-8")


def _file(path: str) -> str:
    """What a file is called, without the folders that it lies in."""
    return visible(path.replace("\\", "/").rpartition("/")[2])


def _minute(moment: dt.datetime | None) -> str:
    return moment.isoformat(sep=" ")[:_MINUTE] if moment else ""


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""

"""The report as one HTML page that needs nothing else: no network, any browser, light and dark, paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import islice
from typing import Any, TextIO
from urllib.parse import quote

from kpixl.findings import entries
from kpixl.findings.meanings import meaning
from kpixl.report.groups import CodeCount
from kpixl.report.overview import Overview, RecipientLine
from kpixl.report.rows import FindingRow
from kpixl.report.words import DECISION, PAGE_WORDS, WORDS
from kpixl.version import __version__
from kpixl.words import Lang, spoken

CHUNK = 5_000
_SEVERITIES = {"error": 0, "warning": 1, "note": 2}
_PLACEHOLDER = "@@CHUNKS@@"


def write_page(out: TextIO, o: Overview, rows: Iterable[FindingRow], *, lang: Lang) -> None:
    """Write the page.

    rows: every finding; they are written as they come, so that memory holds one chunk of them and each
    different text once.
    """
    before, after = _frame(o, lang).split(_PLACEHOLDER)
    out.write(before)
    tag = '<script type="application/json" class="chunk">'
    out.writelines(f"{tag}{chunk}</script>\n" for chunk in _chunks(rows, o))
    out.write(after)


def tokens() -> str:
    """The colours of the house, light and dark, as a style sheet that other pages share."""
    return (files("kpixl.report") / "templates" / "tokens.css").read_text(encoding="utf-8")


def _frame(o: Overview, lang: Lang) -> str:
    """All of the page but the findings."""
    from jinja2 import Environment  # noqa: PLC0415 - only where a page is written
    from markupsafe import Markup  # noqa: PLC0415

    templates = files("kpixl.report") / "templates"
    page, css, js = (
        (templates / name).read_text(encoding="utf-8") for name in ("page.html", "page.css", "page.js")
    )
    css = tokens() + css
    words = spoken(WORDS | PAGE_WORDS, lang)
    titles = entries()
    template = Environment(autoescape=True, trim_blocks=True).from_string(page)
    return template.render(
        lang=lang,
        o=o,
        w=words,
        decision=DECISION,
        css=Markup(css),  # noqa: S704 - kpixl's own
        js=Markup(js),  # noqa: S704
        version=__version__,
        states=_states(o, words),
        shown=[(s, words[s]) for s in dict.fromkeys(line.state for line in o.lines)],
        bar=_bar(o, words),
        files=_files(o, words),
        by_form=_by_form(o),
        forms=_forms(o, words),
        rules=[(r, titles[r.code].title[lang], meaning(r.code)[lang], _share(r, o)) for r in o.rules],
        groups=list(dict.fromkeys(line.group for line in o.lines if line.group)),
        names=list(dict.fromkeys(line.name for line in o.lines if line.name)),
        words=Markup(_script(words)),  # noqa: S704
        lines=Markup(_script(_lines(o, words))),  # noqa: S704
    )


def _states(o: Overview, words: dict[str, str]) -> list[tuple[str, str]]:
    """The states of units; whether somebody is excused is said where somebody is."""
    return [(s, words[s]) for s in o.states if o.states[s] or s != "excused"]


def _bar(o: Overview, words: dict[str, str]) -> list[tuple[str, str, int, float]]:
    """The shares of states among all units."""
    whole = sum(o.states.values())
    return [(s, words[s], n, round(100 * n / whole, 2)) for s, n in o.states.items() if n]


def _files(o: Overview, words: dict[str, str]) -> str:
    """How many files came, and what became of them."""
    told = (words["share"].format(state=words[s], number=n) for s, n in o.files.items() if n)
    return words["files_counted"].format(count=sum(o.files.values())) + words["and"].join(told)


def _share(rule: CodeCount, o: Overview) -> float:
    """The length of a rule's bar: against the most frequent of all."""
    return round(100 * rule.findings / max(r.findings for r in o.rules), 1)


def _by_form(o: Overview) -> list[tuple[str, Any, float]]:
    found = []
    for form, title in o.forms:
        counts = [line.forms[form] for line in o.lines if form in line.forms]
        found.append((title, {"error": sum(c.error for c in counts)}))
    most = max((c["error"] for _, c in found), default=0)
    return [(title, c, round(100 * c["error"] / most, 1)) for title, c in found] if most else []


def _forms(o: Overview, words: dict[str, str]) -> list[tuple[str, str]]:
    """The columns of the matrix: the forms, and one for what is about the file."""
    return [*o.forms, ("", words["whole_file"])]


def _lines(o: Overview, words: dict[str, str]) -> dict[str, Any]:
    known = {form for form, _ in o.forms}
    files_ = {line.file: _reference(line.link) for line in o.lines if line.file}
    return {
        "forms": _forms(o, words),
        "lines": [_line(line, known) for line in o.lines],
        "files": [["", ""], *([name, link] for name, link in files_.items())],
    }


def _line(line: RecipientLine, known: set[str]) -> dict[str, Any]:
    forms: dict[str, list[int]] = {}
    for form, c in line.forms.items():
        own = forms.setdefault(form if form in known else "", [0, 0, 0])
        own[0], own[1], own[2] = own[0] + c.error, own[1] + c.warning, own[2] + c.note
    return {
        "unit": line.unit,
        "name": line.name,
        "group": line.group,
        "state": line.state,
        "file": line.file,
        "link": _reference(line.link),
        "modified": line.modified,
        "like": line.suggested,
        "read": sorted(line.read),
        "forms": forms,
    }


def _reference(link: str) -> str:
    """A path as a page refers to it: what would end it there, and what nobody sees, as its number."""
    if "://" in link:
        return link
    return "".join(
        quote(c, errors="surrogateescape") if c in "%#?" or not c.isprintable() else c for c in link
    )


def _chunks(rows: Iterable[FindingRow], o: Overview) -> Iterator[str]:
    """The findings as JSON, some thousands at a time; a text is written once and then named by its number."""
    known = {"": 0}
    files_ = {name: i for i, name in enumerate(dict.fromkeys(x.file for x in o.lines if x.file), start=1)}
    left = iter(rows)
    while some := tuple(islice(left, CHUNK)):
        new: list[str] = []
        packed = [_packed(row, known, new, files_) for row in some]
        yield _script({"strings": new, "rows": packed})


def _packed(row: FindingRow, known: dict[str, int], new: list[str], files_: dict[str, int]) -> Sequence[int]:
    texts = (
        row.code, row.unit, row.subject, row.form, row.sheet, row.cell, row.row, row.column, row.value,
        row.message, row.remedy,
    )  # fmt: skip
    for text in texts:
        if text not in known:
            known[text] = len(known)
            new.append(text)
    return [_SEVERITIES[row.severity], *(known[t] for t in texts), files_.get(row.file, 0)]


def _script(data: Any) -> str:
    """JSON that nothing in it can end: `</script>` in a unit's text stays a text."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

"""draft.html: document and form side by side, what came from where, the unsure guesses first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from kpixl.draft.document import Document, Grid, Text, one_line
from kpixl.draft.drafts import FormDraft, SchemeDraft
from kpixl.draft.guesses import CERTAINTIES, Certainty, Guess, Noted, unsure_first
from kpixl.draft.hints import type_words
from kpixl.draft.schemes import leftovers
from kpixl.draft.segments import Columns, Pair, Pairs, Segment
from kpixl.report.page import tokens
from kpixl.version import __version__
from kpixl.words import Lang, Words, spoken

_MOST_ROWS = 60
_WORDS = {
    "title": Words("起草结果对照", "What was drafted, beside the document"),
    "lead": Words(
        "左边是原文，右边是起草的表单。先看没把握的判断：在浏览器中办理的，到“方案”页按“改表单”；"
        "用命令的，在方案文件里改正，再运行 kpixl lint 和 kpixl generate。",
        "The document is on the left, the drafted form on the right. Look at the unsure guesses first: at "
        "the desk correct them under Scheme, by Change the forms; with commands in the scheme's files, then "
        "run kpixl lint and kpixl generate.",
    ),
    "counts": Words("判断", "Guesses"),
    "document": Words("原文", "Document"),
    "form": Words("表单", "Form"),
    "guess": Words("判断", "Guess"),
    "why": Words("依据", "Reason"),
    "where": Words("出处", "Place"),
    "about": Words("栏目", "About"),
    "unsure": Words("没把握的判断", "Unsure guesses"),
    "all": Words("全部判断", "All guesses"),
    "left": Words("没有采用的内容", "What was not taken over"),
    "nothing": Words("没有", "None"),
    "more": Words("…还有{count}行", "… {count} more rows"),
    "unit": Words("单位填", "unit fills"),
    "verifier": Words("审核填", "verifier fills"),
    "office": Words("留空", "left blank"),
    "computed": Words("计算", "computed"),
    "printed": Words("印好", "printed"),
    "free": Words("空行{free}行，最多{max}行", "{free} blank rows, at most {max}"),
    "listed": Words("各行来自 {for}", "rows from {for}"),
}


def page_of(scheme: SchemeDraft, documents: Sequence[Document], lang: Lang) -> str:
    """The page."""
    from jinja2 import Environment  # noqa: PLC0415 - only where a page is written
    from markupsafe import Markup  # noqa: PLC0415 - as above

    folder = files("kpixl.draft") / "templates"
    page, css, js = (
        (folder / n).read_text(encoding="utf-8") for n in ("draft.html", "draft.css", "draft.js")
    )
    forms = [_form(form, lang) for form in scheme.forms]
    told = [("", "", g) for g in scheme.guesses]
    told += [(form.id, label, g) for form in scheme.forms for label, g in form.told()]
    template = Environment(autoescape=True, trim_blocks=True).from_string(page)
    return template.render(
        lang=lang,
        w=spoken(_WORDS, lang),
        css=Markup(tokens() + css),  # noqa: S704 - kpixl's own
        js=Markup(js),  # noqa: S704 - as above
        version=__version__,
        scheme=scheme,
        files=[document.file for document in documents],
        forms=forms,
        counts=[
            (c.value, CERTAINTIES[c][lang], sum(g.certainty is c for _, _, g in told)) for c in Certainty
        ],
        unsure=[_row(*each, lang) for each in told if each[2].certainty is Certainty.UNSURE],
        left=[(text.place.words()[lang], text.text) for text in leftovers(scheme)],
    )


def _row(form: str, label: str, guess: Guess, lang: Lang) -> dict[str, str]:
    return {
        "form": form,
        "label": one_line(label),
        "certainty": guess.certainty.value,
        "sure": CERTAINTIES[guess.certainty][lang],
        "what": guess.what[lang],
        "why": guess.why[lang],
        "at": guess.place.at.zh if guess.place else "",
        "where": guess.place.at[lang] if guess.place else "",
    }


def _form(form: FormDraft, lang: Lang) -> dict[str, Any]:
    told = list(form.told())
    order = {id(g): i for i, g in enumerate(unsure_first(g for _, g in told))}
    told.sort(key=lambda pair: order[id(pair[1])])
    return {
        "id": form.id,
        "attachment": form.attachment,
        "title": form.title,
        "source": list(source_of(form.sources)),
        "blocks": [_block(block, lang) for block in form.blocks],
        "guesses": [_row(form.id, label, guess, lang) for label, guess in told],
    }


# the document


@dataclass(frozen=True)
class Shown:
    """A cell of a table on the page."""

    text: str
    at: str = ""
    high: int = 1
    wide: int = 1
    kind: str = ""


def source_of(parts: Iterable[Segment]) -> Iterator[dict[str, Any]]:
    """What a form was made of: paragraphs, and tables with their merged cells."""
    for part in parts:
        if isinstance(part, Text):
            yield {"text": part.text, "at": part.place.at.zh}
        elif isinstance(part, Columns):
            yield _grid(part.grid, part.depth)
        elif isinstance(part, Pairs):
            yield {"rows": [_pair(pair) for pair in part.pairs], "more": 0}


def _pair(pair: Pair) -> list[Shown]:
    over = f"{pair.over}　" if pair.over else ""
    value = Shown(pair.value.text, pair.value.at.zh) if pair.value else Shown("")
    return [Shown(over + pair.label.text, pair.place.at.zh, kind="head"), value]


def _grid(grid: Grid, depth: int) -> dict[str, Any]:
    rows = []
    for row in range(min(grid.rows, _MOST_ROWS)):
        kind = "head" if row < depth else ""
        last = min(grid.rows, _MOST_ROWS)
        rows.append([
            Shown(c.text, c.at.zh, min(c.high, last - c.row), c.wide, kind) for c in grid.starting(row)
        ])  # fmt: skip
    return {"rows": rows, "more": max(0, grid.rows - _MOST_ROWS)}


# the form


def _bare(value: Any) -> Any:
    return value.value if isinstance(value, Noted) else value


def _block(block: Noted, lang: Lang) -> dict[str, Any]:
    made = block.value
    if "table" in made:
        return {"table": _table(made["table"], lang)}
    if "fields" in made:
        return {"fields": [_field(_bare(f), lang) for f in made["fields"]], "boxed": made.get("boxed", False)}
    if "narrative" in made:
        return {"lines": list(_lines(made["narrative"], 0, lang))}
    return {"texts": made.get("notes") or made.get("paragraphs") or []}


def _field(field: dict[str, Any], lang: Lang) -> dict[str, str]:
    over = f"{field['over']}　" if "over" in field else ""
    return {"label": over + field["label"], "fill": _fill(field), "takes": _takes(field, lang)}


def _fill(column: dict[str, Any]) -> str:
    if "formula" in column:
        return "computed"
    return str(column.get("fill", "printed"))


def _takes(column: dict[str, Any], lang: Lang) -> str:
    """Who fills it and what it takes, in words."""
    fill = _fill(column)
    who = _WORDS[fill][lang]
    if fill in {"unit", "verifier"}:
        return f"{who}：{type_words(column)[lang]}" if lang == "zh" else f"{who}: {type_words(column)[lang]}"
    return who


def _lines(lines: Iterable[Any], depth: int, lang: Lang) -> Iterator[dict[str, Any]]:
    for each in lines:
        line = _bare(each)
        fields = [_field(_bare(f), lang) for f in line.get("fields", ())]
        yield {"depth": depth, "text": line.get("text", ""), "fields": fields}
        yield from _lines(line.get("items", ()), depth + 1, lang)


def _table(table: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """The head as rows of cells, and one row that says who fills each column with what."""
    columns = [_bare(c) for c in table["columns"]]
    deep = max(map(_deep, columns))
    heads: list[list[Shown]] = [[] for _ in range(deep)]
    leaves: list[dict[str, Any]] = []
    for column in columns:
        _head(column, 0, deep, heads, leaves)
    rows = table["rows"]
    words = _WORDS["listed"] if "for" in rows else _WORDS["free"]
    return {
        "rows_shown": [*heads, [Shown(_takes(leaf, lang), kind=_fill(leaf)) for leaf in leaves]],
        "rows": words[lang].format(**rows),
    }


def _deep(column: dict[str, Any]) -> int:
    return 1 + max((_deep(_bare(c)) for c in column.get("columns", ())), default=0)


def _head(
    column: dict[str, Any], row: int, deep: int, heads: list[list[Shown]], leaves: list[dict[str, Any]]
) -> int:
    """Put a column's head, and those below it, into the rows of the head; gives how many columns it takes."""
    below = [_bare(c) for c in column.get("columns", ())]
    if not below:
        heads[row].append(Shown(column["label"], high=deep - row, kind="head"))
        leaves.append(column)
        return 1
    at = len(heads[row])
    wide = sum(_head(c, row + 1, deep, heads, leaves) for c in below)
    heads[row].insert(at, Shown(column["label"], wide=wide, kind="head"))
    return wide

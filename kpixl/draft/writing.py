"""A drafted scheme as the files of a blueprint: YAML with a comment at every guess."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kpixl.blueprint.schema import schema_line
from kpixl.draft.document import Text, one_line
from kpixl.draft.drafts import FormDraft, ListDraft, SchemeDraft
from kpixl.draft.forms import sheet_names
from kpixl.draft.guesses import Guess, Noted, unsure_first
from kpixl.draft.rosters import OFFICE, RosterDraft, deal, roster_of
from kpixl.draft.schemes import leftovers
from kpixl.words import Lang, Words

_PLAIN = re.compile(r"[^\W\d_][\w（）()、“”‘’《》〔〕·／/ -]*[\w）)”’》〕]|[^\W\d_]", re.UNICODE)
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "none"})
_IN_ONE_LINE = 96
_LONGEST_COMMENT = 160


def files_of(scheme: SchemeDraft, created: dt.date, lang: Lang) -> dict[str, str]:
    """The files of the scheme's folder by name. lang: of the comments."""
    roster = roster_of(scheme)
    scheme.guesses += roster.guesses
    deal(scheme, roster)
    files = {"scheme.yaml": _scheme(scheme, roster, created, lang), "roster.yaml": _roster(roster, lang)}
    sheets = sheet_names(scheme.forms)
    for form in scheme.forms:
        files[f"{form.id}.yaml"] = _form(form, sheets[form.id], lang)
        for name, listing in form.lists.items():
            files[list_file(name)] = _list(listing, lang)
    return files


def list_file(name: str) -> str:
    """The file of a list."""
    return f"{name.replace('_', '-')}.yaml"


def _scheme(scheme: SchemeDraft, roster: RosterDraft, created: dt.date, lang: Lang) -> str:
    lists = {name: list_file(name) for form in scheme.forms for name in form.lists}
    head: dict[str, Any] = {
        "scheme": scheme.id,
        "title": scheme.title,
        "year": scheme.year,
        "issuer": scheme.issuer or ISSUER[lang],
        "created": created,
        "roster": "roster.yaml",
    }
    if scheme.contact:
        head["contact"] = scheme.contact
    if lists:
        head["lists"] = lists
    head["stages"] = list(_stages(scheme, roster))
    top = [_HEAD[lang], *(_comment(g, lang) for g in unsure_first(scheme.guesses))]
    left = leftovers(scheme)
    tail = [_LEFT[lang], *(_place_line(t, lang) for t in left)] if left else []
    ends = "".join(f"# {line}\n" for line in tail)
    return _begun("scheme", top) + _yaml(head, lang) + ends


def _begun(kind: str, comments: Iterable[str] = ()) -> str:
    """The first lines of a file of that kind."""
    return schema_line(kind) + "".join(f"# {line}\n" for line in comments)


ISSUER = Words("印发单位", "the issuing office")
_HEAD = Words(
    "由 kpixl draft 起草：每处判断的依据和把握写在注释里，没把握的先看；对照页是 draft.html。",
    "Drafted by kpixl draft: comments say why and how sure; draft.html shows document and forms.",
)
_LEFT = Words("原文中没有采用的内容：", "What was not taken over from the document:")


def _place_line(text: Text, lang: Lang) -> str:
    said = one_line(text.text)
    cut = said if len(said) <= 60 else said[:59] + "…"
    return f"  {text.place.words()[lang]}  {cut}"


def _stages(scheme: SchemeDraft, roster: RosterDraft) -> Iterator[dict[str, Any]]:
    """A stage in which units report; if anything is verified, a second one."""
    groups = [group["id"] for group in roster.groups]
    due = {"deadline": scheme.deadline} if scheme.deadline else {}
    yield {
        "id": "report",
        "name": "填报",
        "fills": "unit",
        "recipients": {"groups": groups},
        "forms": [form.id for form in scheme.forms],
        **due,
        "instructions": [
            "只填浅黄色的单元格；表头和印好的内容已锁定。",
            "填完后看本页“问题”一栏，为0再报回，文件名不用改。",
        ],
    }
    verified = [form.id for form in scheme.forms if form.verifies]
    if verified:
        yield {
            "id": "verification",
            "name": "审核",
            "fills": "verifier",
            "carries": "report",
            "recipients": {"rest": OFFICE},
            "forms": verified,
        }


def _roster(roster: RosterDraft, lang: Lang) -> str:
    made: dict[str, Any] = {"groups": roster.groups, "units": roster.units}
    if roster.collectives:
        made["collectives"] = roster.collectives
    return _begun("roster") + _comments(roster.guesses, "", lang) + _yaml(made, lang)


def _list(listing: ListDraft, lang: Lang) -> str:
    made: dict[str, Any] = {}
    if listing.place:
        made["source"] = listing.place.words()[lang]
    if listing.units:
        made["units"] = listing.units
    if listing.total:
        made["total"] = listing.total
    made["items"] = listing.items
    return _begun("list") + _comments(listing.guesses, "", lang) + _yaml(made, lang)


def _form(form: FormDraft, sheet: str, lang: Lang) -> str:
    made: dict[str, Any] = {"form": form.id}
    if form.attachment:
        made["attachment"] = form.attachment
    made |= {"title": form.title, "sheet": sheet}
    made["subject"] = "none" if form.office else "unit"
    if form.office:
        made["office"] = True
    made["page"] = {"paper": "A4", "orientation": "landscape" if form.landscape else "portrait"}
    made["blocks"] = form.blocks
    return _begun("form") + _comments(form.guesses, "", lang) + _yaml(made, lang)


def _comment(guess: Guess, lang: Lang) -> str:
    line = " ".join(guess.line(lang).split())
    return line if len(line) <= _LONGEST_COMMENT else line[: _LONGEST_COMMENT - 1] + "…"


def _comments(guesses: Iterable[Guess], indent: str, lang: Lang) -> str:
    return "".join(f"{indent}# {_comment(guess, lang)}\n" for guess in guesses)


# YAML


def _yaml(value: Mapping[str, Any], lang: Lang) -> str:
    return "".join(_mapping(value, "", lang))


def _mapping(value: Mapping[str, Any], indent: str, lang: Lang) -> Iterator[str]:
    for key, each in value.items():
        own = each.value if isinstance(each, Noted) else each
        if isinstance(each, Noted):
            yield _comments(each.guesses, indent, lang)
        short = _flow(own)
        if short is not None and len(indent) + len(key) + len(short) + 2 <= _IN_ONE_LINE:
            yield f"{indent}{key}: {short}\n"
        elif isinstance(own, Mapping):
            yield f"{indent}{key}:\n"
            yield from _mapping(own, indent + "  ", lang)
        elif isinstance(own, list | tuple):
            yield f"{indent}{key}:\n"
            yield from _sequence(own, indent + "  ", lang)
        else:
            yield f"{indent}{key}: {short}\n"


def _sequence(value: Sequence[Any], indent: str, lang: Lang) -> Iterator[str]:
    for each in value:
        own = each.value if isinstance(each, Noted) else each
        if isinstance(each, Noted):
            yield _comments(each.guesses, indent, lang)
        short = _flow(own)
        if short is not None and (
            not isinstance(own, Mapping) or len(indent) + len(short) <= 2 * _IN_ONE_LINE
        ):
            yield f"{indent}- {short}\n"
            continue
        body = "".join(
            _mapping(own, indent + "  ", lang)
            if isinstance(own, Mapping)
            else _sequence(own, indent + "  ", lang)
        )
        yield _with_dash(body, indent)


def _with_dash(body: str, indent: str) -> str:
    """An item of several lines, its dash in front of the first that is no comment."""
    lines = body.splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if not line.lstrip().startswith("#"))
    lines[first] = f"{indent}- {lines[first].removeprefix(indent + '  ')}"
    return "".join(lines)


def _flow(value: Any) -> str | None:
    """A value on one line; None where something in it has a comment."""
    if isinstance(value, Noted):
        return None if value.guesses else _flow(value.value)
    if isinstance(value, Mapping):
        parts = [(key, _flow(each)) for key, each in value.items()]
        known = all(said is not None for _, said in parts)
        return "{" + ", ".join(f"{key}: {said}" for key, said in parts) + "}" if known else None
    if isinstance(value, list | tuple):
        items = [_flow(each) for each in value]
        return "[" + ", ".join(map(str, items)) + "]" if all(i is not None for i in items) else None
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | dt.date):
        return str(value)
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return _text(str(value))


def _text(text: str) -> str:
    """A text, quoted where YAML would read something else in it."""
    if re.fullmatch(r"-?\d+%|\d{4}-\d\d-\d\d", text) and "%" in text:
        return text
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS_OF_YAML and " #" not in text
    if plain:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + "".join(c if c.isprintable() or c == "\u3000" else f"\\u{ord(c):04x}" for c in escaped) + '"'

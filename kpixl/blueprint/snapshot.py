"""Snapshots: the canonical form of a scheme, known by its digest, kept so that older issues can be read.

What is out stays readable as the language grows, because a key that says no more than its default is not in
the canonical form: a new key changes no digest. This asks of the language that
- a key that is new has a default, with which everything is as it was before;
- a default, once released, never changes, and no key goes: snapshots that leave it out would change their
  meaning, those that have it could not be read;
- the field of a key that is renamed keeps its name (see `Part`).
tests/test_blueprint_language.py holds it. The first form wrote every default out; its digests stay known,
since stamps name them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from kpixl.blueprint.full_form import ASIDE_SINCE, written_out
from kpixl.blueprint.model import Part, Scheme
from kpixl.blueprint.model.base import BINDING, COMMENT
from kpixl.blueprint.problems import BlueprintError
from kpixl.findings import Location, found
from kpixl.outputs import keep, remembering

Form = Literal["", "former", "full"]
"""The canonical form, or an earlier one: see `digests`."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_SINGLE = (str, bool, int)
"""Values of which two of one type that are equal are written alike."""


def canonical(scheme: Scheme) -> bytes:
    """The scheme as canonical JSON in UTF-8: keys sorted, no space, numbers exact and without needless zeros.

    Equal schemes give equal bytes. Defaults are left out, and so are comments (notes, sources, policy texts)
    and what a workbook says itself as it was issued (deadlines): changing one makes no new version. Numbers
    stand as JSON numbers, so that a text "10" stays a text; read them as decimals.
    """
    return _bytes(_plain(scheme))


def digest(scheme: Scheme) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return _digest(scheme, "")


def digests(scheme: Scheme) -> tuple[str, str, str]:
    """What stamps of this version name: the digest, and in workbooks issued before those of earlier forms.

    One with deadlines and waivers, one that wrote all defaults out, too.
    """
    return digest(scheme), former(scheme), _digest(scheme, "full")


def former(scheme: Scheme) -> str:
    """The digest of the form with deadlines and waivers."""
    return _digest(scheme, "former")


def _digest(scheme: Scheme, form: Form) -> str:
    """That of a form, found once: with a roster of thousands it takes a second."""
    if form not in scheme.digests:
        scheme.digests[form] = _sha256(_bytes(_plain(scheme, form)))
    return scheme.digests[form]


def store(scheme: Scheme, folder: Path) -> Path:
    """Keeps the scheme as `DIGEST.json` in the folder, whole or not at all; what is there already stays."""
    content = canonical(scheme)
    path = folder / f"{_sha256(content)}.json"
    with remembering(folder):
        if not path.is_file() or path.read_bytes() != content:
            keep(path, content)
    return path


def restore(folder: Path, digest: str) -> Scheme:
    """The scheme of this digest, as it was stored; BlueprintError where there is none."""
    path = folder / f"{digest}.json"
    where = Location(path=str(path), line=1, column=1)
    if not re.fullmatch(r"[0-9a-f]{64}", digest):  # it may come from a stamp, so from anybody
        raise BlueprintError([found("B014", value=digest)])
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise BlueprintError([found("B014", where=where, value=digest)]) from None
    except OSError as error:
        raise BlueprintError([found("B015", where=where, value=digest)]) from error
    if _sha256(content) != digest:
        raise BlueprintError([found("B015", where=where, value=digest)])
    return loads(content)


def loads(content: bytes) -> Scheme:
    """The scheme of a canonical form; BlueprintError where this kpixl does not understand it."""
    try:
        plain = json.loads(content, parse_float=Decimal)
        return Scheme.model_validate(plain, by_alias=False, by_name=True)
    except (ValidationError, ValueError) as error:
        raise BlueprintError([found("B015", value=_sha256(content))]) from error


def _plain(value: Any, form: Form = "") -> Any:
    """A value as JSON has it, comments, bindings and defaults left out; numbers as Decimal."""
    match value:
        case Part():
            return {name: _plain(getattr(value, name), form) for name in _keys(value, form)}
        case Mapping():
            return {str(key): _plain(each, form) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each, form) for each in value]
        case dt.date():
            return value.isoformat()
        case bool() | None | str():
            return value
    return Decimal(str(value))


def _keys(part: Part, form: Form) -> Iterator[str]:
    """The names of the fields that a form has."""
    kind = type(part)
    for name, field in kind.model_fields.items():
        aside = COMMENT in field.metadata or BINDING in field.metadata
        kept = form and name in ASIDE_SINCE.get(kind.__name__, ())
        spare = (aside and not kept) or _is_default(field, getattr(part, name))
        if not spare or (form == "full" and name in written_out(kind)):
            yield name


def _is_default(field: FieldInfo, value: Any) -> bool:
    """Whether a field says no more than its default, comments aside."""
    if field.is_required():
        return False
    default = field.get_default(call_default_factory=True)
    if value is default or (type(value) is type(default) and isinstance(value, _SINGLE)):
        return bool(value == default)
    # in the end compared as JSON, since True equals 1; first as it is, which decides nearly all
    alike = value == default or isinstance(default, Part)
    return alike and _json(_plain(value)) == _json(_plain(default))


def _bytes(plain: Any) -> bytes:
    return _json(plain).encode("utf-8")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _json(value: Any) -> str:
    match value:
        case dict():
            return "{" + ",".join(f"{_json(key)}:{_json(value[key])}" for key in sorted(value)) + "}"
        case list():
            return "[" + ",".join(map(_json, value)) + "]"
        case Decimal():
            return _number(value)
    return _ENCODER.encode(value)


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text

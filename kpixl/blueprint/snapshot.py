"""Snapshots: the canonical form of a scheme, known by its digest, kept so that older issues can be read."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kpixl.blueprint.model import Part, Scheme
from kpixl.blueprint.model.base import COMMENT
from kpixl.blueprint.problems import BlueprintError
from kpixl.findings import Location, found


def canonical(scheme: Scheme) -> bytes:
    """The scheme as canonical JSON in UTF-8: keys sorted, no space, numbers exact and without needless zeros.

    Equal schemes give equal bytes. Comments (notes, sources, policy texts) are left out: changing one makes
    no new version. Numbers stand as JSON numbers, so that a text "10" stays a text; read them as decimals.
    """
    return _json(_plain(scheme)).encode("utf-8")


def digest(scheme: Scheme) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(scheme)).hexdigest()


def store(scheme: Scheme, folder: Path) -> Path:
    """Keeps the scheme as `DIGEST.json` in the folder, whole or not at all; what is there already stays."""
    content = canonical(scheme)
    path = folder / f"{hashlib.sha256(content).hexdigest()}.json"
    if path.is_file() and path.read_bytes() == content:
        return path
    folder.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def restore(folder: Path, digest: str) -> Scheme:
    """The scheme of this digest, as stored but for its comments; BlueprintError where there is none."""
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
    if hashlib.sha256(content).hexdigest() != digest:
        raise BlueprintError([found("B015", where=where, value=digest)])
    return loads(content)


def loads(content: bytes) -> Scheme:
    """The scheme of a canonical form; BlueprintError where this kpixl does not understand it."""
    try:
        plain = json.loads(content, parse_float=Decimal)
        return Scheme.model_validate(plain, by_alias=False, by_name=True)
    except (ValidationError, ValueError) as error:
        raise BlueprintError([found("B015", value=hashlib.sha256(content).hexdigest())]) from error


def _plain(value: Any) -> Any:
    """A value as JSON has it, comments left out; numbers as Decimal."""
    match value:
        case Part():
            fields = type(value).model_fields.items()
            return {name: _plain(getattr(value, name)) for name, f in fields if COMMENT not in f.metadata}
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case dt.date():
            return value.isoformat()
        case bool() | None | str():
            return value
    return Decimal(str(value))


def _json(value: Any) -> str:
    match value:
        case dict():
            return "{" + ",".join(f"{_json(key)}:{_json(value[key])}" for key in sorted(value)) + "}"
        case list():
            return "[" + ",".join(map(_json, value)) + "]"
        case Decimal():
            return _number(value)
    return json.dumps(value, ensure_ascii=False)


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text

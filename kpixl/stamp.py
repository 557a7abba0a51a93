"""The identity that a workbook carries: signed, written three times over, read from whatever comes back.

Three carriers hold the same token: the document's custom properties, cells of the hidden sheet, and a hidden
defined name. Programs that save a workbook drop one or the other, so one copy is enough to identify it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import Enum
from typing import Any, Literal, get_args

STAMP_NAME = "_kpixl_stamp"
PROPERTY_PREFIX = "kpixl-"
MARKER = "kpixl"
MAX_TOKEN = 40_000
MAX_BASELINE = 40_000_000
_FORMAT = "kpixl1"
LITERAL_SIZE = 240
"""Of a piece of the token: a custom property and a text in a formula take 255 characters."""
_CELL_SIZE = 30_000  # a cell takes 32,767
_MAX_TEXT = 200
_MAX_SUBJECTS = 2_000
_MOST_NAMED = 5_000
"""Characters of subjects in a stamp: a defined name, which carries the token, takes 8,192 characters."""
_MAX_CHUNKS = 2_000
_MAC_SIZE = 32
_LINE_ENDS = {ord("\n"): None, ord("\r"): None}
Simulated = Literal["", "random", "published"]
"""What kpixl itself filled a workbook with: nothing, random answers, or what the source published."""
_SIMULATED: tuple[Simulated, ...] = get_args(Simulated)
_NUMBER = re.compile("[1-9][0-9]{0,3}")
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_LITERALS = re.compile(r'\s*=?\s*"(?:[^"]|"")*"(?:\s*&\s*"(?:[^"]|"")*")*\s*')


@dataclass(frozen=True, slots=True)
class Key:
    """The signing key of a workspace. secret: any bytes; 32 random ones are right."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Eight hexadecimal digits that name the key and do not give it away."""
        return self.derive("key id", 4).hex()

    def derive(self, purpose: str, size: int) -> bytes:
        """Up to 32 bytes for another purpose, always the same for the same key."""
        return hmac.digest(self.secret, f"kpixl: {purpose}".encode(), "sha256")[:size]


PUBLISHED_KEY = Key(b"kpixl: a key that everybody knows, for demonstrations")
"""Signs what nobody has to trust. Who holds no other key cannot judge what another key signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Whose workbook it is, of which scheme, and what was printed in it. A field that is new has a default.

    part: which of several workbooks of its recipient, as people call it; subjects: whom it is about; none
    where they are too many to be named here, for the baseline has them, too; issue: the office's running
    number, the higher one counts; digest: of the blueprint (hex); baseline: SHA-256 (hex) of what is printed
    and is not in the blueprint; simulated: with what kpixl itself filled it.
    """

    scheme: str
    version: str
    stage: str
    round: str = ""
    period: str = ""
    part: str = ""
    recipient: str
    subjects: tuple[str, ...] = ()
    issue: int
    digest: str
    baseline: str
    simulated: Simulated = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A stamp as it was read: `mac` is the signature that came with the bytes `signed`."""

    stamp: Stamp
    key_id: str
    mac: bytes
    signed: bytes


class Authenticity(Enum):
    """What the signature says. OTHER_KEY: another workspace signed it; UNKNOWN: no key to check with."""

    GENUINE = "genuine"
    FORGED = "forged"
    OTHER_KEY = "other key"
    UNKNOWN = "unknown"

    @property
    def authentic(self) -> bool | None:
        """True or false; None where nobody can tell."""
        return None if self is Authenticity.UNKNOWN else self is Authenticity.GENUINE


def named_subjects(subjects: tuple[str, ...]) -> tuple[str, ...]:
    """The subjects as a stamp names them: all, or none where they are too many."""
    few = len(subjects) <= _MAX_SUBJECTS and sum(len(name) + 3 for name in subjects) <= _MOST_NAMED
    return subjects if few else ()


def sign(stamp: Stamp, key: Key) -> str:
    """The token: ASCII without spaces, `kpixl1.<key id>.<stamp>.<signature>`.

    ValueError for a stamp that `read_token` would not take: texts too long, or with unprintable characters.
    """
    if _stamp(_told(stamp)) is None:
        raise ValueError(f"not a stamp that could be read again: {stamp}")
    signed = f"{_FORMAT}.{key.id}.{_encode(canonical(said(stamp)))}"
    return f"{signed}.{_encode(_mac(signed.encode(), key))}"


def said(stamp: Stamp) -> dict[str, Any]:
    """A stamp as it is written: what was added later is left out where it says nothing."""
    return {name: value for name, value in _told(stamp).items() if value or name not in _LATER}


def _told(stamp: Stamp) -> dict[str, Any]:
    """What a stamp says, by field."""
    return {name: getattr(stamp, name) for name in _FIELDS}


def read_token(text: str) -> Token | None:
    """What a token says, whether or not it is genuine; None if it is none. Takes any text."""
    parts = text.strip().split(".") if len(text) <= MAX_TOKEN else []
    if len(parts) != 4 or parts[0] != _FORMAT or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
        return None
    try:
        stamp, mac = _stamp(json.loads(_decode(parts[2]))), _decode(parts[3])
    except (ValueError, RecursionError):  # broken base64, UTF-8 or JSON; brackets nested too deep
        return None
    if stamp is None or len(mac) != _MAC_SIZE:
        return None
    return Token(stamp=stamp, key_id=parts[1], mac=mac, signed=".".join(parts[:3]).encode())


def authenticity(token: Token, key: Key | None) -> Authenticity:
    """What the signature says to whoever holds this key."""
    if key is None:
        return Authenticity.UNKNOWN
    if token.key_id != key.id:
        return Authenticity.UNKNOWN if key == PUBLISHED_KEY else Authenticity.OTHER_KEY
    genuine = hmac.compare_digest(token.mac, _mac(token.signed, key))
    return Authenticity.GENUINE if genuine else Authenticity.FORGED


def authentic(token: Token, key: Key | None) -> bool | None:
    """Signed with this key; None without a key. What another key signed is not authentic here."""
    return authenticity(token, key).authentic


def canonical(data: Any) -> bytes:
    """The one form of plain data as JSON: sorted keys, no spaces. TypeError or ValueError for the rest."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def baseline_digest(data: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the canonical form."""
    return hashlib.sha256(canonical(data)).hexdigest()


def chunks(text: str, size: int) -> tuple[str, ...]:
    """The text in pieces of at most `size` characters; "".join puts it together again."""
    return tuple(text[i : i + size] for i in range(0, len(text), size))


# Carrier 1: custom document properties.


def properties(token: str) -> dict[str, str]:
    """The custom document properties: `kpixl-1`, `kpixl-2` and so on."""
    return {f"{PROPERTY_PREFIX}{n}": text for n, text in enumerate(chunks(token, LITERAL_SIZE), 1)}


def from_properties(found: Mapping[str, object]) -> str:
    """The token that the custom properties hold, "" where there is none; others are not looked at."""
    return _joined({name: str(text) for name, text in found.items()}, PROPERTY_PREFIX)


# Carrier 2: a defined name that stands for a text.


def name_text(token: str) -> str:
    """What the hidden defined name stands for: `"…"&"…"`."""
    return "&".join(f'"{text}"' for text in chunks(token, LITERAL_SIZE))


def from_name_text(text: str) -> str:
    """The token that the defined name holds, "" where it holds anything but texts joined by `&`.

    What was a token, but is cut off, is given as it stands.
    """
    if len(text) > 2 * MAX_TOKEN or not _LITERALS.fullmatch(text):
        return text if f"{_FORMAT}." in text else ""
    return "".join(_LITERAL.findall(text)).replace('""', '"')


# Carrier 3: the hidden sheet, which holds the baseline too.


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What the hidden sheet holds.

    token: "" where there is none; baseline: None where it is missing or damaged; digest: the baseline's, to
    compare with the stamp's, "" where there is no baseline.
    """

    token: str
    baseline: Mapping[str, Any] | None
    digest: str


def hidden_rows(token: str, baseline: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The hidden sheet's rows, label and text: the marker, the token's pieces, the baseline's."""
    pieces = (
        *_labelled("stamp", chunks(token, _CELL_SIZE)),
        *_labelled("baseline", chunks(_portable(canonical(baseline).decode()), _CELL_SIZE)),
    )
    return ((MARKER, _FORMAT), *pieces)


def read_hidden(cells: Mapping[tuple[int, int], object]) -> Hidden:
    """What the sheet's cells (zero-based row and column → value) hold, wherever the rows have gone since."""
    texts: dict[str, str] = {}
    for (row, column), label in sorted(cells.items(), key=lambda item: item[0]):
        text = cells.get((row, column + 1))
        if isinstance(label, str) and isinstance(text, str) and label.startswith(f"{MARKER} "):
            texts.setdefault(label, text)
    baseline, digest = _baseline(_joined(texts, f"{MARKER} baseline ")) or (None, "")
    return Hidden(token=_joined(texts, f"{MARKER} stamp "), baseline=baseline, digest=digest)


def _labelled(what: str, pieces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return ((f"{MARKER} {what} {n}", text) for n, text in enumerate(pieces, 1))


def _joined(texts: Mapping[str, str], prefix: str) -> str:
    """The numbered texts in their order, without line ends; where one is missing, the rest make no sense.

    None was written; LibreOffice puts some into texts of more than 16,000 characters when it saves again.
    """
    numbered = {name.removeprefix(prefix): text for name, text in texts.items() if name.startswith(prefix)}
    numbers = sorted(int(number) for number in numbered if _NUMBER.fullmatch(number))
    return "".join(numbered[str(number)] for number in numbers[:_MAX_CHUNKS]).translate(_LINE_ENDS)


def _baseline(text: str) -> tuple[Mapping[str, Any], str] | None:
    if len(text) > MAX_BASELINE:
        return None
    try:
        data = json.loads(text)
        return (data, baseline_digest(data)) if isinstance(data, dict) else None
    except (ValueError, RecursionError):  # no JSON, or without canonical form (NaN, half a character)
        return None


def _portable(text: str) -> str:
    """JSON of the same meaning without what a program may change when it saves.

    That is space at the ends of a cell, `_x000D_` (an escape to spreadsheets), control characters; and
    characters beyond 16 bits, which cells count twice.
    """
    return _FRAGILE.sub(_escaped, text)


_FRAGILE = re.compile(
    "[^!-^`-~\u00a1-\u00ac\u00ae-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\uf900-\ufdcf"
    "\ufdf0-\ufefe\uff01-\uffef]"
)


def _escaped(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))


def _mac(signed: bytes, key: Key) -> bytes:
    return hmac.digest(key.secret, signed, "sha256")


def _encode(data: bytes) -> str:
    # not the alphabet for addresses: its underscore could spell `_x0041_`, an escape to spreadsheets
    return base64.b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


_LATER = frozenset({"part"})
"""Fields that the first stamps did not have: what is made without them stays as it was, byte for byte."""
_FIELDS = tuple(f.name for f in fields(Stamp))
_DEFAULTS = {f.name: f.default for f in fields(Stamp) if f.default is not MISSING}
_REQUIRED = {f.name for f in fields(Stamp)} - _DEFAULTS.keys()


def _stamp(data: object) -> Stamp | None:
    """The stamp, if every field has its kind.

    What a later version adds is passed over, what an earlier one did not say has its default.
    """
    if not isinstance(data, dict) or not data.keys() >= _REQUIRED:
        return None
    values: dict[str, Any] = {name: data.get(name, _DEFAULTS.get(name)) for name in (*_REQUIRED, *_DEFAULTS)}
    subjects, issue, simulated = values["subjects"], values["issue"], _simulated(values["simulated"])
    if not isinstance(subjects, list | tuple) or len(subjects) > _MAX_SUBJECTS:
        return None
    values |= {"subjects": tuple(subjects), "simulated": simulated}
    texts = [value for name, value in values.items() if name not in {"issue", "simulated", "subjects"}]
    sound = type(issue) is int and 0 <= issue < 10**9 and simulated is not None
    return Stamp(**values) if sound and all(map(_is_plain, [*texts, *subjects])) else None


def _simulated(value: object) -> Simulated | None:
    """What a stamp says of simulation; the first version said true or false."""
    if isinstance(value, bool):
        return "random" if value else ""
    return next((word for word in _SIMULATED if value == word), None)


def _is_plain(text: object) -> bool:
    return isinstance(text, str) and len(text) <= _MAX_TEXT and text.isprintable()

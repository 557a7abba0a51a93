"""Figures with a sign and a unit, as people write targets: `≥95%`, `≥8次及以上`, `10 人`, `1次/季度（4次）`.

Every way to write one has one canonical text; what could mean something else is not read at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from kpixl.blueprint.model.lexicon import Lexicon

Sign = Literal["≥", "≤", "＞", "＜", "＝", ""]
LONGEST = 60
"""Characters beyond which a text is no threshold."""

_SIGNS: dict[str, Sign] = {
    ">=": "≥", "=>": "≥", "≥": "≥", "≧": "≥", "⩾": "≥", "大于或等于": "≥", "大于等于": "≥",
    "不低于": "≥", "不少于": "≥", "不小于": "≥", "不下于": "≥", "至少": "≥", "达到": "≥", "达": "≥",
    "<=": "≤", "=<": "≤", "≤": "≤", "≦": "≤", "⩽": "≤", "小于或等于": "≤", "小于等于": "≤",
    "不高于": "≤", "不多于": "≤", "不大于": "≤", "不超过": "≤", "不超": "≤", "至多": "≤",
    ">": "＞", "〉": "＞", "》": "＞", "大于": "＞", "高于": "＞", "多于": "＞", "超过": "＞",
    "<": "＜", "〈": "＜", "《": "＜", "小于": "＜", "低于": "＜", "少于": "＜", "不足": "＜", "不满": "＜",
    "=": "＝", "等于": "＝",
    "》=": "≥", "〉=": "≥", "《=": "≤", "〈=": "≤", ">>": "＞", "<<": "＜",
}  # fmt: skip
_MISTYPED = frozenset("《》〈〉") | {"<<", ">>"}
"""Quotation marks in place of signs, or what becomes one where it is typed."""
_GLYPHS = sorted(
    (s for s in _SIGNS if not s.isalnum() and s[0] not in _MISTYPED and s not in _MISTYPED),
    key=len,
    reverse=True,
)
# By the law's own words, 以上、以下、以内 include the figure.
_ENDINGS: dict[str, Sign] = {"以上": "≥", "以下": "≤", "以内": "≤"}
_DIGITS = r"[+-]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,9})?"
_NUMBER = rf"(?:{_DIGITS}|[零〇一二两三四五六七八九十百]{{1,4}})"
_ONE = re.compile(
    rf"(?P<sign>{'|'.join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))})?"
    rf"(?:每(?P<each>[^0-9零〇一二两三四五六七八九十百]{{1,3}}?))?"
    rf"(?P<number>{_NUMBER})(?P<unit>[^0-9()]{{0,12}}?)"
    rf"(?:\((?P<told>[^()]{{1,12}})\))?"
    rf"(?:(?:\(含\)|及|含)?(?P<ending>{'|'.join(_ENDINGS)}))?"
)
_RANGE = re.compile(rf"(?P<low>{_NUMBER}[^0-9~至-]{{0,6}})(?:~|至|-{{1,2}})(?P<high>{_NUMBER}[^0-9-]{{0,6}})")
_IN_WORDS = re.compile(rf"百分之({_NUMBER})")
_JOINED = re.compile("且|并且|,|、|;")
_TENS = re.compile("(?:(?P<tens>[一二三四五六七八九]?)十)?(?P<ones>[一二三四五六七八九]?)")
_ONES = "零一二三四五六七八九"
_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    "﹤﹥﹦≮≯〜—–―−﹣﹢﹪﹐", "<>=≥≤~-----+%,"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A figure with a sign, or a state.

    sign: "" where none is written; value: as written (95 of `≥95%`); unit: the word, "" where there is none;
    factor: base units of its class in one of it; measure: the class's id, "" of a bare figure; yearly: how
    often a year it comes to, of `1次/季度`, else None; state: a word instead of a figure (`未执行`), value is
    then 0; also: the other end of a range.
    """

    sign: Sign = ""
    value: Decimal = Decimal(0)
    unit: str = ""
    factor: Decimal = Decimal(1)
    measure: str = ""
    period: str = ""
    yearly: Decimal | None = None
    state: str = ""
    also: Threshold | None = None

    @property
    def base(self) -> Decimal:
        """The figure in its class's base unit; of something periodic, for a whole year."""
        return (self.value if self.yearly is None else self.yearly) * self.factor

    @property
    def text(self) -> str:
        """The one way to write it."""
        if self.state:
            return self.state
        per = f"/{self.period}" if self.period else ""
        written = f"{self.sign}{plain_number(self.value)}{self.unit}{per}"
        return f"{written}且{self.also.text}" if self.also else written


def parse_threshold(text: str, lexicon: Lexicon, states: tuple[str, ...] = ()) -> Threshold | None:
    """What a threshold says; None where it is none, or could mean more than one thing.

    states: the words that stand for a state.
    """
    if text.strip() in states:
        return Threshold(state=text.strip())
    plain = _folded(text)
    if len(plain) > LONGEST:
        return None
    single = _single(plain, lexicon)
    return single or _range(plain, lexicon) or _both(plain, lexicon)


def parse_quantity(text: str, lexicon: Lexicon, unit: str = "") -> Threshold | None:
    """A figure with its unit and without a sign (`10 人`); unit: the one that a bare number has."""
    found = _single(_folded(text), lexicon) if len(text) <= LONGEST else None
    if found is None or found.sign:
        return None
    if unit and not found.unit and (meant := lexicon.unit(unit)):
        return replace(found, unit=unit, measure=meant.measure, factor=meant.factor)
    return found


def unknown_unit(text: str, lexicon: Lexicon) -> str | None:
    """The word in a unit's place that the lexicon does not have, where nothing else is wrong."""
    match = _ONE.fullmatch(_folded(text)) if len(text) <= LONGEST else None
    if match is None or not match["unit"]:
        return None
    unit = _unit_and_period(match["unit"], lexicon)[0]
    return None if not unit or lexicon.unit(unit) else unit


def usual_signs(text: str) -> str:
    """The text with the one glyph that each sign of comparison has here, for `≧`, `>=` and the like.

    A quotation mark that stands for one stays: it was typed by mistake.
    """
    tight = "".join(text.translate(_PLAIN).split())
    written = next((s for s in _GLYPHS if tight.startswith(s)), "")
    return _SIGNS[written] + tight[len(written) :] if written else tight


def plain_number(value: Decimal) -> str:
    """The number without needless zeros."""
    return f"{value.normalize():f}"


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Without blanks and a stop at the end; plain signs and digits.

    Brackets round the whole stay, for they may mean less than nothing; round `一次/年` they cannot.
    """
    tight = "".join(text.translate(_PLAIN).split()).rstrip(",。;、.")
    tight = _IN_WORDS.sub(r"\1%", tight)
    whole = re.fullmatch(r"\(([^()0-9]+/[^()0-9]+)\)", tight)
    return whole[1] if whole else tight


@lru_cache(maxsize=4096)
def _matched(plain: str) -> re.Match[str] | None:
    return _ONE.fullmatch(plain)


def _single(plain: str, lexicon: Lexicon) -> Threshold | None:
    match = _matched(plain)
    number = _number(match["number"]) if match else None
    if match is None or number is None:
        return None
    sign, ending = _SIGNS.get(match["sign"] or "", ""), _ENDINGS.get(match["ending"] or "", "")
    if sign and ending and sign != ending:
        return None
    unit, period = _unit_and_period(match["unit"] or "", lexicon)
    if match["each"]:
        if period or match["each"] not in lexicon.periods:
            return None
        period = match["each"]
    known = lexicon.unit(unit) if unit else None
    if unit and known is None:
        return None
    made = Threshold(
        sign=sign or ending,
        value=number,
        unit=unit,
        factor=known.factor if known else Decimal(1),
        measure=known.measure if known else "",
        period=period,
        yearly=number * lexicon.periods[period] if period else None,
    )
    return _told_again(made, match["told"], lexicon) if match["told"] else made


def _told_again(made: Threshold, told: str, lexicon: Lexicon) -> Threshold | None:
    """With what brackets behind it say, if that is the same once more: `1次/季度（4次）`, `1次（1次/年）`."""
    if told == "含":
        return made
    other = _single(told, lexicon)
    if other is None or other.sign or (other.measure, other.base) != (made.measure, made.base):
        return None
    return made if made.period else replace(made, value=other.value, period=other.period, yearly=other.yearly)


def _unit_and_period(written: str, lexicon: Lexicon) -> tuple[str, str]:
    """`次/季度` in its two parts; a unit that is itself written with a slash is one."""
    before, slash, behind = written.rpartition("/")
    period = behind.removeprefix("每")
    if slash and period in lexicon.periods and lexicon.unit(written) is None:
        return before, period
    return written, ""


def _range(plain: str, lexicon: Lexicon) -> Threshold | None:
    """`90%-95%`: both ends belong to it; the first may leave out the unit."""
    match = _RANGE.fullmatch(plain)
    if match is None:
        return None
    low, high = _single(match["low"], lexicon), _single(match["high"], lexicon)
    if low is None or high is None:
        return None
    if not low.unit:
        low = replace(low, unit=high.unit, factor=high.factor, measure=high.measure)
    return _between(replace(low, sign="≥"), replace(high, sign="≤"))


def _both(plain: str, lexicon: Lexicon) -> Threshold | None:
    """`≥90%且＜95%`, in either order."""
    parts = [_single(part, lexicon) for part in _JOINED.split(plain)]
    if len(parts) != 2 or parts[0] is None or parts[1] is None:
        return None
    low, high = parts if parts[0].sign in ("≥", "＞") else reversed(parts)
    return _between(low, high) if low and high else None


def _between(low: Threshold, high: Threshold) -> Threshold | None:
    fits = low.sign in ("≥", "＞") and high.sign in ("≤", "＜") and low.measure == high.measure
    return replace(low, also=high) if fits and low.base < high.base else None


def _number(text: str) -> Decimal | None:
    if text[-1].isascii():
        return Decimal(text.replace(",", ""))
    value = numeral(text.replace("两", "二"))
    return None if value is None else Decimal(value)


def numeral(text: str) -> int | None:
    """A Chinese numeral from 零 to 一百; None for all others."""
    if text in {"百", "一百"}:
        return 100
    if text in {"零", "〇"}:
        return 0
    match = _TENS.fullmatch(text)
    if not text or match is None:
        return None
    tens = 0 if match["tens"] is None else _ONES.index(match["tens"] or "一")
    return 10 * tens + (_ONES.index(match["ones"]) if match["ones"] else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a name asks for. measure: the class of units; ending: by which it is known; sure: no other."""

    measure: str
    ending: str
    sure: bool


def asked(name: str, lexicon: Lexicon) -> Asked | None:
    """The class of units that a name asks for, by a unit in brackets behind it or by its longest ending."""
    plain = "".join(name.translate(_PLAIN).split())
    bracketed = re.search(r"\(([^()]{1,6})\)$", plain)
    if bracketed and (unit := lexicon.unit(bracketed[1])):
        return Asked(measure=unit.measure, ending=bracketed[1], sure=True)
    bare = re.sub(r"\([^()]*\)$", "", plain)
    found = [Asked(measure=m.id, ending=e, sure=True) for m in lexicon.classes for e in m.endings]
    found += [Asked(measure=m.id, ending=e, sure=False) for m in lexicon.classes for e in m.ambiguous]
    return max((a for a in found if bare.endswith(a.ending)), key=lambda a: len(a.ending), default=None)

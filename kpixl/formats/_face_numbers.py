"""Numbers as a section of a format shows them: digits, grouping, scaling, percent, powers, fractions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kpixl.formats._face_codes import (
    COMMA,
    DIGIT,
    GENERAL_WORD,
    LITERAL,
    PERCENT,
    POINT,
    POWER,
    SLASH,
    TEXT,
    Token,
)

_BLANK = {"0": "0", "#": "", "?": " "}
"""What stands for a digit that the number does not have."""


def general(number: Decimal) -> str:
    """A number without a format, with all its digits, as it was typed."""
    return f"{number.normalize():f}" if number else "0"


def shown_number(number: Decimal, tokens: Sequence[Token]) -> str | None:
    """A number that is not negative, as a section shows it; None where that is not certain."""
    kinds = [token.kind for token in tokens]
    if GENERAL_WORD in kinds or TEXT in kinds:
        return (
            _worded(number, tokens) if not {DIGIT, POINT, COMMA, PERCENT, POWER, SLASH} & {*kinds} else None
        )
    if kinds.count(PERCENT) > 1:
        return None
    scaled = number.scaleb(2 * kinds.count(PERCENT))
    if POWER in kinds:
        return _with_power(scaled, tokens) if kinds.count(POWER) == 1 and SLASH not in kinds else None
    if SLASH in kinds and DIGIT in kinds:
        return _as_fraction(scaled, tokens) if kinds.count(SLASH) == 1 and POINT not in kinds else None
    return _plain(scaled, tokens)


def _worded(number: Decimal, tokens: Sequence[Token]) -> str:
    return "".join(general(number) if t.kind in (GENERAL_WORD, TEXT) else t.text for t in tokens)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """A section at its decimal point. whole, part: the tokens; scale: thousands that are left out."""

    whole: tuple[Token, ...]
    part: tuple[Token, ...]
    point: bool
    grouped: bool
    scale: int

    @property
    def places(self) -> int:
        """Decimals."""
        return sum(token.kind == DIGIT for token in self.part)


def _split(tokens: Sequence[Token]) -> _Split | None:
    """None where a comma stands neither between digits nor behind the last."""
    digits = [at for at, token in enumerate(tokens) if token.kind == DIGIT]
    points = [at for at, token in enumerate(tokens) if token.kind == POINT]
    commas = [at for at, token in enumerate(tokens) if token.kind == COMMA]
    if len(points) > 1 or (commas and (not digits or commas[0] < digits[0])):
        return None
    point = points[0] if points else len(tokens)
    whole_digits = [at for at in digits if at < point]
    last = whole_digits[-1] if whole_digits else -1
    grouping = [at for at in commas if at < last]
    scaling = [at for at in commas if last < at <= point or at > digits[-1]]
    if len(grouping) + len(scaling) < len(commas):
        return None
    kept = [(at, token) for at, token in enumerate(tokens) if token.kind not in (COMMA, POINT)]
    return _Split(
        whole=tuple(token for at, token in kept if at < point),
        part=tuple(token for at, token in kept if at > point),
        point=bool(points),
        grouped=bool(grouping),
        scale=len(scaling),
    )


def _plain(number: Decimal, tokens: Sequence[Token]) -> str | None:
    split = _split(tokens)
    if split is None:
        return None
    scaled = number.scaleb(-3 * split.scale)
    rounded = scaled.quantize(Decimal(1).scaleb(-split.places), ROUND_HALF_UP)
    return _laid_out(rounded, split)


def _laid_out(rounded: Decimal, split: _Split) -> str:
    whole, _, part = f"{rounded:f}".partition(".")
    if not any(token.kind == DIGIT for token in split.whole):
        # .00 shows 12.5 whole all the same
        before = whole.lstrip("0") if split.point else ""
        shown = "".join(token.text for token in split.whole) + before
    else:
        shown = _whole(whole.lstrip("0"), split.whole, grouped=split.grouped)
    return f"{shown}{'.' if split.point else ''}{''.join(_part(part, split.part))}"


def _whole(digits: str, tokens: Sequence[Token], *, grouped: bool) -> str:
    """Digits over their places from the right; the first place takes all that are left."""
    left = next(at for at, token in enumerate(tokens) if token.kind == DIGIT)
    pieces: list[str] = []
    rest, put = list(digits), 0

    def add(digit: str) -> None:
        nonlocal put
        if digit:
            if grouped and put and put % 3 == 0:
                pieces.append("," if digit != " " else " ")
            pieces.append(digit)
            put += 1

    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].kind != DIGIT:
            pieces.append(tokens[at].text[::-1])
            continue
        add(rest.pop() if rest else _BLANK[tokens[at].text])
        while at == left and rest:
            add(rest.pop())
    return "".join(pieces)[::-1]


def _part(digits: str, tokens: Sequence[Token]) -> Iterator[str]:
    """Decimals in their places; zeros at the end only where the format asks for them."""
    significant, at = len(digits.rstrip("0")), 0
    for token in tokens:
        if token.kind != DIGIT:
            yield token.text
            continue
        yield digits[at] if at < significant else _BLANK[token.text]
        at += 1


def _with_power(number: Decimal, tokens: Sequence[Token]) -> str | None:
    at = next(at for at, token in enumerate(tokens) if token.kind == POWER)
    behind = at + 1
    while behind < len(tokens) and tokens[behind].kind == DIGIT:
        behind += 1
    split = _split(tokens[:at])
    if split is None or split.scale or split.grouped or any(t.kind == DIGIT for t in tokens[behind:]):
        return None
    step = sum(token.kind == DIGIT for token in split.whole)
    if not step:
        return None
    exponent = _exponent(number, step, split.places)
    mantissa = number.scaleb(-exponent).quantize(Decimal(1).scaleb(-split.places), ROUND_HALF_UP)
    sign = "-" if exponent < 0 else "+" if tokens[at].text == "e+" else ""
    power = f"{abs(exponent):0{sum(t.text == '0' for t in tokens[at + 1 : behind])}d}"
    rest = "".join(token.text for token in tokens[behind:])
    return f"{_laid_out(mantissa, split)}E{sign}{power}{rest}"


def _exponent(number: Decimal, step: int, places: int) -> int:
    """The power of ten that is a multiple of the places before the point."""
    if not number:
        return 0
    exponent = number.adjusted() // step * step
    mantissa = number.scaleb(-exponent).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return exponent + step if mantissa.adjusted() >= step else exponent


def _as_fraction(number: Decimal, tokens: Sequence[Token]) -> str | None:
    """`# ?/?`, `??/??` and `# ?/8`, with nothing but literals round them."""
    slash = next(at for at, token in enumerate(tokens) if token.kind == SLASH)
    first = slash
    while first and tokens[first - 1].kind == DIGIT:
        first -= 1
    last = slash + 1
    while last < len(tokens) and (tokens[last].kind == DIGIT or tokens[last].text.isdigit()):
        last += 1
    before, below = tokens[:first], "".join(token.text for token in tokens[slash + 1 : last])
    if first == slash or not below or any(t.kind not in (LITERAL, DIGIT) for t in (*before, *tokens[last:])):
        return None
    if any(token.kind == DIGIT for token in tokens[last:]):
        return None
    fraction = _fraction(number, below)
    whole = _split(before)
    if whole is None or fraction is None:
        return None
    has_whole = any(token.kind == DIGIT for token in whole.whole)
    above = fraction.numerator // fraction.denominator if has_whole else 0
    over = fraction - above
    head = _laid_out(Decimal(above), whole)
    tail = "".join(token.text for token in tokens[last:])
    if has_whole and not over:
        return f"{head if above else head.replace(' ', '') + '0'}{tail}".strip()
    return f"{head}{_over(over, tokens[first:slash], below)}{tail}"


def _fraction(number: Decimal, below: str) -> Fraction | None:
    exact = Fraction(number)
    if below.strip("0#?"):
        if not below.isdigit() or not int(below):
            return None
        return Fraction(round(exact * int(below)), 1) / int(below)
    return exact.limit_denominator(10 ** len(below) - 1)


def _over(fraction: Fraction, above: Sequence[Token], below: str) -> str:
    fixed = int(below) if below.isdigit() and int(below) else 0
    numerator = fraction.numerator * (fixed // fraction.denominator if fixed else 1)
    denominator = str(fixed or fraction.denominator)
    return f"{numerator:>{len(above)}}/{denominator:<{len(below)}}"

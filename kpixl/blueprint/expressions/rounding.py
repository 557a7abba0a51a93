"""Decimal arithmetic that a spreadsheet agrees with."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal

CONTEXT = Context(prec=50, rounding=ROUND_HALF_UP, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""More digits than a spreadsheet has, so that its rounding to 9 places meets ours."""


def rounded(value: Decimal, places: int) -> Decimal:
    """Excel's ROUND(ROUND(value, 9), places): half away from zero, twice, since binary ties are not ties."""
    first = _round(value, 9)
    return first if places >= 9 else _round(first, places)


def _round(value: Decimal, places: int) -> Decimal:
    exponent = int(value.as_tuple().exponent)
    if exponent >= -places:
        return value
    context = Context(prec=len(value.as_tuple().digits) + 2, Emax=MAX_EMAX, Emin=MIN_EMIN)
    result = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=context)
    return result or result.copy_abs()  # no -0

"""这个数怎么来的: a figure of the score sheet, formula by formula down to the file and the cell."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import FigureRef, catalogue
from kpixl.decisions import EFFECTS
from kpixl.desk.asking import Asked, reads
from kpixl.desk.desk import Desk
from kpixl.findings import entries
from kpixl.findings.examples import example
from kpixl.refusal import RefusedError, unknown
from kpixl.words import Words


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/figure", _figure)
    yield reads(desk, "/codes/{code}", _code)


def _figure(asked: Asked) -> Response:
    checked = asked.desk.checked(asked.stage)
    if checked is None or not checked.result.accepted:
        raise RefusedError("还没有一份回收件通过检查。", "No return is accepted yet.")
    ref = FigureRef(
        cell=asked.query.get("cell", ""),
        unit=asked.query.get("unit", ""),
        indicator=asked.query.get("indicator", ""),
    )
    origin = checked.reckoned.origin(ref)
    return asked.page(
        "figure.html",
        origin=origin,
        rules=origin.rules(asked.lang),
        decided=list(origin.told(asked.lang)),
        effects=EFFECTS,
    )


def _code(asked: Asked) -> Response:
    code = str(asked.parts["code"])
    known = entries()
    if code not in known:
        raise unknown(Words("代码", "code"), code, known)
    said = catalogue.as_dict(known[code], asked.lang) | {"remedy": example(code).at_desk(asked.lang)}
    return asked.page("code.html", code=said)

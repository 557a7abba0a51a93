"""汇总: the score sheet as a table, what is left to decide, and the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import Finding, Reckoned, SheetView, Standing
from kpixl.decisions import EFFECTS
from kpixl.desk import downloads, work
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.desk import Desk
from kpixl.desk.paging import part
from kpixl.desk.speaking import piece
from kpixl.words import Words

TIE, VACANT = "U005", "U007"
_AND = "、"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What is left to decide. units: (id, name) of those that tie, none where places are left empty."""

    said: Words
    level: str
    group: str
    units: Sequence[tuple[str, str]]


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/scores", _screen)
    yield does(desk, "/scores", _merge)
    yield reads(desk, "/scores/score-sheet", _file)
    yield reads(desk, "/scores/publication", _publication)
    yield reads(desk, "/scores/frames.zip", _frames)


def _screen(asked: Asked) -> Response:
    reckoned = _reckoned(asked)
    held = asked.desk.campaign.recorded()
    scheme = asked.desk.described(asked.lang)
    view = reckoned.sheet(asked.query.get("sheet", "")) if reckoned else None
    return asked.page(
        "scores.html",
        reckoned=reckoned,
        view=view,
        query={name: asked.query.get(name, "") for name in ("sheet", "group", "q")},
        groups=scheme.groups,
        scored=next((s for s in scheme.stages if s.id == scheme.scored), None),
        findings=_others(reckoned) if reckoned else (),
        open=list(undecided(asked, reckoned)) if reckoned else [],
        decided=[each.told(asked.desk.campaign.scheme, asked.lang) for each in held],
        effects=EFFECTS,
        made=work.output(asked.desk, work.SCORE_SHEET).is_file(),
        published=work.output(asked.desk, work.PUBLICATION).is_file(),
        framed=any(work.output(asked.desk, work.FRAMES).glob("*")),
        ranks=part(asked, _ranked(asked, reckoned) if reckoned else (), name="ranks"),
        table=_table(asked, view) if view else "",
        charts=_charts(asked, reckoned) if reckoned else (),
    )


def _ranked(asked: Asked, reckoned: Reckoned) -> list[Standing]:
    """The units with their ranks that the filters leave."""
    group, text = asked.query.get("group", ""), "".join(asked.query.get("q", "").split())
    return [unit for unit in reckoned.units if group in {"", unit.group} and text in unit.name]


def _table(asked: Asked, view: SheetView) -> Markup:
    """The sheet as a table whose figures lead to how they came about; kept, for it has thousands of cells."""

    def figure(at: str) -> str:
        return asked.link("/figure", cell=f"{view.name}!{at}")

    return asked.desk.known((*_check(asked), view.name), lambda: piece("sheet", view, figure))


def _charts(asked: Asked, reckoned: Reckoned) -> Sequence[Markup]:
    """The charts, kept as the sheets are."""
    return asked.desk.known((*_check(asked), "charts"), lambda: [piece("chart", c) for c in reckoned.charts])


def _check(asked: Asked) -> tuple[object, ...]:
    """What tells a check of the stage from others."""
    checked = asked.desk.checked(asked.stage)
    return __name__, asked.stage, checked.at if checked else None


def _reckoned(asked: Asked) -> Reckoned | None:
    """What the accepted returns make together; None where there are none."""
    checked = asked.desk.checked(asked.stage)
    return checked.reckoned if checked and checked.result.accepted else None


def _others(reckoned: Reckoned) -> list[Finding]:
    """What merging found, but for what is decided on the page."""
    return [f for f in reckoned.findings if f.code not in {TIE, VACANT}]


def undecided(asked: Asked, reckoned: Reckoned) -> Iterator[Open]:
    """Ties at the end of a level, and places that are left."""
    by_name = {u.name: u for u in reckoned.units}
    for f in reckoned.findings:
        if f.code not in {TIE, VACANT}:
            continue
        names = str(f.facts.get("names") or "").split(_AND)
        tied = [by_name[name] for name in names if name in by_name]
        yield Open(
            said=Words(f.message("zh"), f.message("en")),
            level=str(f.facts["level"]),
            group=tied[0].group if tied else _group_of(f, asked),
            units=[(u.id, u.name) for u in tied],
        )


def _group_of(finding: Finding, asked: Asked) -> str:
    """The group whose places are left: the only one that has such a level, "" where several have it."""
    levels: Mapping[str, Sequence[str]] = asked.desk.described(asked.lang).levels
    having = [group for group, names in levels.items() if finding.facts["level"] in names]
    return having[0] if len(having) == 1 else ""


def _merge(asked: Asked) -> Response:
    frames, publish = bool(asked.field("frames")), bool(asked.field("publish"))
    work.merge(asked.desk, asked.stage, frames=frames, publish=publish)
    return asked.to("/scores")


def _file(asked: Asked) -> Response:
    return downloads.found(work.output(asked.desk, work.SCORE_SHEET))


def _publication(asked: Asked) -> Response:
    return downloads.found(work.output(asked.desk, work.PUBLICATION))


def _frames(asked: Asked) -> Response:
    return downloads.zipped(sorted(work.output(asked.desk, work.FRAMES).glob("*")), "frames.zip")

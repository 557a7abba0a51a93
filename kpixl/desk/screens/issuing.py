"""印发: the workbooks of a stage, made, looked at and handed out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import STATES, StageTold
from kpixl.desk import downloads, work
from kpixl.desk.asking import Asked, does, reads
from kpixl.desk.choosing import chosen, filtered, filters
from kpixl.desk.desk import Desk
from kpixl.desk.paging import part
from kpixl.refusal import RefusedError


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/issue", _screen)
    yield does(desk, "/issue", _issue)
    yield reads(desk, "/issue/all.zip", _all)
    yield reads(desk, "/issue/list", _list)
    yield does(desk, "/issue/sent", _sent)
    yield reads(desk, "/issue/{unit}", _one)
    yield reads(desk, "/preview/{unit}", _preview)


def carries(asked: Asked) -> str | None:
    """The stage that the one looked at goes on from."""
    return _told(asked).carries


def made_from(asked: Asked) -> tuple[str, ...]:
    """The stages whose returns workbooks of the one looked at are made from."""
    told = _told(asked)
    return (told.carries, *told.others) if told.carries else ()


def _told(asked: Asked) -> StageTold:
    return next(s for s in asked.desk.described(asked.lang).stages if s.id == asked.stage)


def _screen(asked: Asked) -> Response:
    return asked.page(
        "issuing.html",
        part=part(asked, filtered(asked)),
        query=filters(asked),
        state_words=STATES,
        made=work.there(_made(asked)),
        listed=_list_path(asked).is_file(),
        groups=asked.status.expected.groups,
        carries=carries(asked),
        returned=came_back(asked),
    )


def came_back(asked: Asked) -> bool:
    """Whether returns of the stage have come, whose entries a workbook made anew may keep."""
    checked = asked.desk.checked(asked.stage)
    return carries(asked) is not None and checked is not None and any(checked.result.counting)


def _issue(asked: Asked) -> Response:
    kept = (asked.stage,) if asked.field("keep") else ()
    work.issue(asked.desk, asked.stage, returns=(*made_from(asked), *kept), units=_wanted(asked))
    return asked.to(asked.field("screen") if asked.field("screen") == "/verification" else "/issue")


def _sent(asked: Asked) -> Response:
    """Enter that workbooks went out: those of all who have one, or of those that are ticked."""
    chosen = _wanted(asked)
    asked.desk.campaign.sent(chosen or _made(asked), stage=asked.stage)
    asked.desk.changed()
    return asked.to("/issue")


def _wanted(asked: Asked) -> tuple[str, ...]:
    """The units of the group that is chosen, or those that are ticked; none for all."""
    which = asked.field("which")
    if which == "all":
        return ()
    if which != "group":
        return chosen(asked)
    group = asked.field("of_group")
    return tuple(line.unit.id for line in asked.status.every if line.unit.group == group)


def _made(asked: Asked) -> Mapping[str, Path]:
    """Where the latest workbook of each unit lies."""
    return work.made(asked.desk, asked.stage, "issue")


def _all(asked: Asked) -> Response:
    return downloads.zipped(_made(asked).values(), f"{asked.status.stage.name}.zip")


def _one(asked: Asked) -> Response:
    path = _made(asked).get(str(asked.parts["unit"]))
    if path is None:
        raise RefusedError("这个单位的工作簿还没有生成。", "This unit's workbook is not made yet.")
    return downloads.found(path)


def _list_path(asked: Asked) -> Path:
    return work.output(asked.desk, work.DISPATCH.format(stage=asked.stage))


def _list(asked: Asked) -> Response:
    return downloads.found(_list_path(asked))


def _preview(asked: Asked) -> Response:
    unit = asked.status.expected.unit(str(asked.parts["unit"]))
    returns = work.results_there(asked.desk, made_from(asked))
    sheets = asked.desk.campaign.preview(unit.id, stage=asked.stage, returns=returns)
    shown = next((s for s in sheets if s.key == asked.query.get("sheet")), sheets[0])
    return asked.page("preview.html", unit=unit, sheets=sheets, shown=shown)

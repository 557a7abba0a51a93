"""首页: how the campaign stands, and the next step."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from kpixl.campaign import STATES, Status
from kpixl.desk.asking import Asked, reads
from kpixl.desk.desk import Desk
from kpixl.desk.entries import requests, told_lines
from kpixl.ledger import State
from kpixl.words import Words

ORDER: tuple[State, ...] = ("accepted", "rejected", "received", "missing", "excused")
RADIUS = 54
_ROUND = 2 * math.pi * RADIUS
_FEED = 9
_WORK = frozenset({"begun", "ended"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is to be done next. why: what it follows from; button: what one presses; path: where to."""

    title: Words
    why: Words
    button: Words
    path: str
    stage: str


def routes(desk: Desk) -> Iterator[Route]:
    """What it answers to."""
    yield reads(desk, "/", _home)


def _home(asked: Asked) -> Response:
    desk, ledger = asked.desk, asked.desk.books().account.ledger
    # of another scheme's entries, and of those on work itself, there are few between
    lately = ledger.entries(desk.scheme, after=desk.signs[0] - 4 * _FEED)
    entries = [e for e in lately if e.what not in _WORK][: -_FEED - 1 : -1]
    lines = list(told_lines(asked, entries))
    return asked.page(
        "home.html",
        ring=list(_ring(asked.status.summary)),
        groups=list(_groups(asked.status)),
        order=ORDER,
        state_words=STATES,
        step=_next(asked),
        also=list(_also(asked)),
        feed=lines,
    )


def _ring(summary: dict[str, int]) -> Iterator[tuple[str, float, float]]:
    """The parts of the ring: state, how long, where it begins."""
    total, start = summary["units"] or 1, 0.0
    for state in ORDER:
        share = _ROUND * summary[state] / total
        if share:
            yield state, round(share, 3), round(start, 3)
        start += share


def _groups(status: Status) -> Iterator[tuple[str, Counter[str], list[tuple[str, float, float]]]]:
    """Each group: its name, how many of each state, the parts of its bar in per cent."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for line in status.every:
        groups[line.group][line.standing.state] += 1
    for group, counts in groups.items():
        at, parts = 0.0, []
        for state in ORDER:
            share = 100 * counts[state] / counts.total()
            parts.append((str(state), round(at, 2), round(share, 2)))
            at += share
        yield group, counts, parts


def _also(asked: Asked) -> Iterator[tuple[Words, str]]:
    """What else waits for somebody to decide or to do it again: the words, and where that is done."""
    for job in asked.desk.jobs.interrupted:
        said = Words(f"“{job.title.zh}”上次中断了，请再做一次", f"Cut short, do it again: {job.title.en}")
        yield said, asked.link(job.of.link)
    checked = asked.desk.checked(asked.stage)
    files = checked.result.files if checked else ()
    nobodys = sum(f.unit is None and f.status == "rejected" for f in files)
    if nobodys:
        said = Words(
            f"{nobodys}份文件读不出是谁的，请认定", f"{nobodys} files of nobody known: say whose they are"
        )
        yield said, asked.link("/returns", status="nobody")
    known = asked.status.expected.by_id
    asking = dict.fromkeys(e.unit for e in requests(asked) if e.unit in known)
    for unit in map(known.__getitem__, asking):
        said = Words(f"“{unit.name}”申请豁免，请答复", f"{unit.name} asks for a waiver: answer it")
        yield said, asked.link(f"/units/{unit.id}")


def _next(asked: Asked) -> Step:
    """The next step, by how the stage stands."""
    status, n = asked.status, asked.status.summary
    issued = sum(line.standing.issued is not None for line in status.every)
    came = n["accepted"] + n["rejected"] + n["received"]
    stage = status.stage.id
    if not issued and not came:
        return _issue(status)
    if n["rejected"] or n["received"]:
        return _mend(n["rejected"] + n["received"], stage)
    if n["missing"]:
        return _await(n["missing"], stage, any_came=bool(came))
    return _go_on(asked, stage)


def _issue(status: Status) -> Step:
    name, n = status.stage.name, status.summary["units"]
    return Step(
        title=Words(f"印发“{name}”的工作簿", f"Send out the workbooks of {name}"),
        why=Words(f"{n}个单位每家一份，还没有生成。", f"One for each of {n} units; none is made yet."),
        button=Words("去印发", "Send out"),
        path="/issue",
        stage=status.stage.id,
    )


def _mend(n: int, stage: str) -> Step:
    return Step(
        title=Words(f"通知{n}个单位改正", f"Have {n} units correct their returns"),
        why=Words(
            "它们的回收件没有通过：发通知和反馈工作簿，等改正后再报。",
            "Their returns were not accepted: send notices and feedback workbooks.",
        ),
        button=Words("看该找谁", "Whom to call"),
        path="/chase",
        stage=stage,
    )


def _await(n: int, stage: str, *, any_came: bool) -> Step:
    if not any_came:
        return Step(
            title=Words("收件", "Take in what comes back"),
            why=Words(
                "工作簿已经印发。收到文件后，拖到任何一页上即可。",
                "The workbooks are out. Drop what comes back on any page.",
            ),
            button=Words("去收件", "Returns"),
            path="/returns",
            stage=stage,
        )
    return Step(
        title=Words(f"还有{n}个单位未报", f"{n} units have returned nothing"),
        why=Words(
            "报回的都已通过。催报，或者延期、免报。", "What came is accepted. Remind them, extend, or excuse."
        ),
        button=Words("看该找谁", "Whom to call"),
        path="/chase",
        stage=stage,
    )


def _go_on(asked: Asked, stage: str) -> Step:
    """All is in: the stage after it, else the scores."""
    later = next((s for s in asked.desk.described(asked.lang).stages if s.carries == stage), None)
    if later is not None:
        return Step(
            title=Words(f"生成“{later.name}”的工作簿", f"Make the workbooks of {later.name}"),
            why=Words("这一阶段已全部通过。", "All of this stage is accepted."),
            button=Words("去认定", "Verification"),
            path="/verification",
            stage=later.id,
        )
    return Step(
        title=Words("汇总", "Merge"),
        why=Words("全部通过，可以汇总、定奖。", "All is accepted: merge and settle awards."),
        button=Words("去汇总", "Scores"),
        path="/scores",
        stage=stage,
    )

"""A sheet that lost its hidden keys, or a form pasted elsewhere: found by the texts printed in it.

Columns come first, by their heads; then rows, by what is printed in them under those columns. What has no
text of its own (a spare row, a blank column) lies between two that were found, if it can lie one way only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count, pairwise, takewhile

from kpixl.layout import Role, Sheet
from kpixl.layout.plan.frame import Line
from kpixl.returns.sheets._geometry import MIN_SHARE, Geometry, KeyIndex

_COMMON = 40
"""A text that stands in more places than that tells no column."""


@dataclass(frozen=True, kw_only=True)
class HeadingMatch:
    """How well a returned sheet fits a planned one. matched: how many printed texts it has."""

    geometry: Geometry
    matched: int


def best_likenesses(planned: Sequence[Sheet], indexes: Sequence[KeyIndex]) -> dict[str, list[Geometry]]:
    """The returned sheets that are these planned ones, by key; several where they are equally like."""
    pairs = [(like, sheet) for sheet in planned for index in indexes if (like := likeness(sheet, index))]
    pairs.sort(key=lambda pair: -pair[0].matched)
    found: dict[str, list[HeadingMatch]] = {}
    taken: set[str] = set()
    for like, sheet in pairs:
        name, known = like.geometry.raw.name, found.setdefault(sheet.key, [])
        if name not in taken and (not known or known[0].matched == like.matched):
            known.append(like)
            taken.add(name)
    return {key: [like.geometry for like in likes] for key, likes in found.items() if likes}


def likeness(planned: Sheet, index: KeyIndex) -> HeadingMatch | None:
    """How the planned sheet lies in a returned one by its texts; None where too few of them are there."""
    texts = _Texts(planned)
    if not texts.anchors or texts.share(index) < MIN_SHARE:
        return None
    columns = _Columns(texts, index).found
    rows = _Rows(texts, index, columns)
    geometry = Geometry(
        planned=planned,
        raw=index.raw,
        rows=rows.found,
        columns=columns,
        again=rows.again,
        doubled=rows.doubled,
        keyed=False,
    )
    matched = sum(
        (rows.found.get(line, -1), columns.get(stripe, -1)) in places
        for line, stripe, text in texts.anchors
        if (places := index.printed.get(text))
    )
    fits = matched >= MIN_SHARE * len(texts.anchors)
    return HeadingMatch(geometry=geometry, matched=matched) if fits else None


class _Texts:
    """What is printed on a planned sheet. anchors: (line, stripe, text) of every text that shows."""

    def __init__(self, planned: Sheet) -> None:
        self.planned = planned
        hidden = {line.key for line in planned.lines if line.hidden}
        self.anchors = [
            (c.spot.row, c.spot.column, text)
            for c in planned.cells
            if c.role is Role.PRINTED and isinstance(c.value, str) and c.spot.row not in hidden
            if (text := "".join(c.value.split()))
        ]

    def share(self, index: KeyIndex) -> float:
        """How many of its texts stand anywhere on a returned sheet: a quick look before the long one."""
        return sum(text in index.printed for _, _, text in self.anchors) / len(self.anchors)

    @cached_property
    def by_text(self) -> Mapping[str, list[tuple[str, str]]]:
        """Where each text is printed, in the sheet's order."""
        rows, columns = self.planned.row_index, self.planned.column_index
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for line, stripe, text in sorted(self.anchors, key=lambda a: (rows[a[0]], columns[a[1]])):
            found[text].append((line, stripe))
        return found

    @cached_property
    def by_line(self) -> Mapping[str, list[tuple[str, str]]]:
        """(stripe, text) of each line."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for line, stripe, text in self.anchors:
            found[line].append((stripe, text))
        return found


class _Columns:
    """Where the planned columns are. found: by key; a column that could be two is none."""

    def __init__(self, texts: _Texts, index: KeyIndex) -> None:
        planned = texts.planned
        self._raw = index.raw
        self._order = [s.key for s in planned.stripes if not s.key.startswith("_")]
        self._helpers = [s.key for s in planned.stripes[1 + len(self._order) :]]
        votes: dict[str, Counter[int]] = defaultdict(Counter)
        for text, places in texts.by_text.items():
            self._vote(votes, places, index.printed.get(text, []))
        self.found = _sole({stripe: _clear(counted) for stripe, counted in votes.items()})
        self._between()
        self._behind()

    @staticmethod
    def _vote(
        votes: Mapping[str, Counter[int]],
        places: Sequence[tuple[str, str]],
        there: Sequence[tuple[int, int]],
    ) -> None:
        """As often as it is printed it pairs in order; else each place could be any."""
        if len(places) == len(there):
            for (_, stripe), (_, column) in zip(places, there, strict=True):
                votes[stripe][column] += _COMMON
        elif len(there) <= _COMMON:
            for stripe in {stripe for _, stripe in places}:
                for column in {column for _, column in there}:
                    votes[stripe][column] += 1

    def _between(self) -> None:
        """Columns without a text: between two that lie as far apart as planned, or next to the outer ones."""
        known = [(i, self.found[key]) for i, key in enumerate(self._order) if key in self.found]
        if not known:
            return
        for (first, left), (last, right) in pairwise(known):
            if right - left == last - first:
                self._put(range(first + 1, last), left - first)
        self._put(range(known[0][0]), known[0][1] - known[0][0])
        self._put(range(known[-1][0] + 1, len(self._order)), known[-1][1] - known[-1][0])

    def _put(self, numbers: Iterable[int], shift: int) -> None:
        taken = set(self.found.values())
        for i in numbers:
            if i + shift >= 0 and i + shift not in taken:
                self.found[self._order[i]] = i + shift

    def _behind(self) -> None:
        """The helper columns, where they are still there: they hold figures, never words."""
        last = self.found.get(self._order[-1]) if self._order else None
        if last is None:
            return
        words = {c for (_, c), cell in self._raw.cells.items() if isinstance(cell.value, str) and cell.text}
        for i, key in enumerate(self._helpers, 1):
            if last + i not in words:
                self.found[key] = last + i


class _Rows:
    """Where the planned rows are. found: by key; again: those whose own text stands in several rows."""

    def __init__(self, texts: _Texts, index: KeyIndex, columns: Mapping[str, int]) -> None:
        self._texts, self._columns = texts, columns
        self._printed = {text: frozenset(places) for text, places in index.printed.items()}
        self._lines = texts.planned.lines[1:]
        self.again: dict[str, int] = {}
        self.doubled: frozenset[int] = frozenset()
        self._could = {line.key: self._candidates(line.key, index) for line in self._lines}
        self.found = _sole({key: self._chosen(key) for key in self._could})
        self._fill()

    def _candidates(self, line: str, index: KeyIndex) -> tuple[int, frozenset[int]]:
        """How many of the line's texts the likeliest rows hold, and which rows these are."""
        wanted = [(self._columns[s], t) for s, t in self._texts.by_line.get(line, ()) if s in self._columns]
        counted: Counter[int] = Counter()
        for column, text in wanted:
            counted.update(row for row, at in index.printed.get(text, ()) if at == column)
        most = max(counted.values(), default=0)
        enough = wanted and most >= MIN_SHARE * len(wanted)
        return most, frozenset(row for row, n in counted.items() if n == most) if enough else frozenset()

    def _chosen(self, line: str) -> tuple[int, int] | None:
        """(row, how sure) of a line that could be in one row only; one with its own text may be doubled."""
        sure, rows = self._could[line]
        if len(rows) > 1 and self._has_own_text(line):
            self.again[line] = len(rows)
            self.doubled |= rows
            return min(rows), sure
        return (min(rows), sure) if len(rows) == 1 else None

    def _has_own_text(self, line: str) -> bool:
        """Whether the row of a table has a text that is printed nowhere else on the sheet."""
        planned = self._texts.planned
        cells = [c for c in planned.cells if c.spot.row == line and c.table]
        # what a merged cell says over several rows may be written again in one of them
        over = {column for cell in cells if cell.span[0] > 1 for column in (cell.spot.column,)}
        own = (t for column, t in self._texts.by_line[line] if column not in over)
        return bool(cells) and any(len(self._texts.by_text[t]) == 1 for t in own)

    def _fill(self) -> None:
        """Runs of lines that were not found, each between its neighbours."""
        run: list[Line] = []
        before: int | None = None
        for line in self._lines:
            row = self.found.get(line.key)
            if row is None:
                run.append(line)
                continue
            self._place(run, before, row)
            run, before = [], row
        self._place(run, before, None)

    def _place(self, run: list[Line], before: int | None, after: int | None) -> None:
        """Lines between the rows before and after; None: there is no such row."""
        taken = set(self.found.values())
        run = list(run)
        while run and after is not None and after - 1 in self._could[run[-1].key][1] - taken:
            after -= 1
            self.found[run.pop().key] = after
        while run and before is not None and before + 1 in self._could[run[0].key][1] - taken:
            before += 1
            self.found[run.pop(0).key] = before
        for line, row in self._dealt(run, before, after):
            if row not in taken:
                self.found[line.key] = row

    def _dealt(
        self, run: Sequence[Line], before: int | None, after: int | None
    ) -> Iterable[tuple[Line, int]]:
        if not run or (before is None and after is None):
            return ()
        if before is None:
            own = list(takewhile(self._is_spare, reversed(run)))
            return zip(own, range((after or 0) - 1, -1, -1), strict=False)
        if after is None:
            return zip(takewhile(self._is_spare, run), count(before + 1), strict=False)
        rows = range(before + 1, after)
        shown = [line for line in run if not line.hidden]
        for lines in (run, shown):
            if len(lines) == len(rows):
                return zip(lines, rows, strict=True)
        return zip(run, rows, strict=False) if all(map(self._is_spare, run)) else ()

    def _is_spare(self, line: Line) -> bool:
        """Whether nothing is printed in it: only its place tells it from others."""
        return line.key not in self._texts.by_line


def _clear(counted: Counter[int]) -> tuple[int, int] | None:
    """(place, votes) of the one that has most; None where two have as many."""
    best = counted.most_common(2)
    return None if len(best) == 2 and best[0][1] == best[1][1] else best[0]


def _sole(chosen: Mapping[str, tuple[int, int] | None]) -> dict[str, int]:
    """Each place for the one key that is surest of it; for none where two are as sure."""
    claims: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for key, choice in chosen.items():
        if choice is not None:
            claims[choice[0]].append((choice[1], key))
    found: dict[str, int] = {}
    for place, rivals in claims.items():
        rivals.sort(reverse=True)
        if len(rivals) == 1 or rivals[0][0] > rivals[1][0]:
            found[rivals[0][1]] = place
    return found

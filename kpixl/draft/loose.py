"""What running text holds besides prose: lists of units, lists of indicators, reports to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kpixl.draft import lines
from kpixl.draft.document import Text, flat, one_line

_COUNT = re.compile(r"[（(](\d+)个?(?:单位|家)?[）)]\s*$")
_FEWEST_NAMES = 3
_LONGEST_NAME = 26
_FEWEST_ITEMS = 3
_LONGEST_ITEM = 90
_USUAL_ITEM = 45
_FEWEST_BLANKS = 3
_AND_PHONE = re.compile(r"(.*\S)((?:及|和|、)(?:联系)?(?:电话|方式|手机))")
_FIELD_END = re.compile(r"[：:][\s_＿。．.　]*$")


@dataclass(kw_only=True)
class UnitGroup:
    """A group of units as the text lists them. stated: how many there should be."""

    name: str
    names: list[str]
    stated: int | None
    heading: Text
    text: Text


@dataclass(kw_only=True)
class Indicator:
    """An item of a list. stated: its points as the text has them; deducts: they are taken away."""

    number: int
    name: str
    group: str
    points: float | None = None
    stated: str = ""
    deducts: bool = False
    label: str = ""
    units: list[str] = field(default_factory=list)
    text: Text


@dataclass(kw_only=True)
class Line:
    """A line of a report: what it says, with the lines below it. blank: it asks for something."""

    text: Text
    said: str
    blank: bool
    items: list[Line] = field(default_factory=list)


@dataclass(kw_only=True)
class Loose:
    """What was found in a run of text. rest: what was not understood."""

    titles: list[Text] = field(default_factory=list)
    groups: list[UnitGroup] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    reports: list[tuple[list[Text], list[Line]]] = field(default_factory=list)
    rest: list[Text] = field(default_factory=list)


def understood(texts: Sequence[Text]) -> Loose:
    """What a run of text holds."""
    found = Loose()
    texts, contents = _without_contents(texts)
    blanks = [t for t in texts if lines.is_blank_label(t.text) or _FIELD_END.search(t.text)]
    if len(blanks) >= _FEWEST_BLANKS and len(blanks) >= 0.4 * len(texts):
        found.reports, found.rest = _reports(texts)
        return found
    found.groups, left = _unit_groups(texts)
    found.indicators, left = _indicators(left)
    if found.groups or found.indicators:
        found.titles, left = _title_of(left)
    found.rest = [*contents, *left]
    return found


def _without_contents(texts: Sequence[Text]) -> tuple[list[Text], list[Text]]:
    """A run of text without its table of contents, and that."""
    start = next((i for i, t in enumerate(texts) if flat(t.text) == "目录"), None)
    if start is None:
        return list(texts), []
    end = start + 1
    while end < len(texts) and len(flat(texts[end].text)) <= 60 and not flat(texts[end].text).endswith("。"):
        end += 1
    return [*texts[:start], *texts[end:]], list(texts[start:end])


def _title_of(texts: Sequence[Text]) -> tuple[list[Text], list[Text]]:
    """The line of a run that is its title: the first that reads like one."""
    titles = [t for t in texts if lines.is_title(t.text)][:1]
    return titles, [t for t in texts if t not in titles]


# lists of units


def _unit_groups(texts: Sequence[Text]) -> tuple[list[UnitGroup], list[Text]]:
    """The groups of units: a heading, and names with 、 between on the line below."""
    groups: list[UnitGroup] = []
    left: list[Text] = []
    for text in texts:
        heading = left[-1] if left else None
        begun = heading and (lines.group_of(heading.text) or lines.sub_of(heading.text))
        counted = bool(heading and _COUNT.search(heading.text))
        names = _names(text.text, 1 if counted else _FEWEST_NAMES)
        if names and heading and begun:
            left.pop()
            stated = _COUNT.search(heading.text)
            name = _COUNT.sub("", begun[1])
            count = int(stated[1]) if stated else None
            groups.append(UnitGroup(name=name, names=names, stated=count, heading=heading, text=text))
        else:
            left.append(text)
    return groups, left


def _names(text: str, fewest: int) -> list[str]:
    """The names that a line consists of, so many at least; none where it reads like a sentence."""
    said = text.strip()
    if re.search(r"[：:；;]|[，,].*[，,]|。.", said) or said.count("、") < fewest - 1 or lines.item_of(said):
        return []
    names = lines.unit_names(said)
    short = all(2 <= len(name) <= _LONGEST_NAME for name in names)
    return names if len(names) >= fewest and short else []


# lists of indicators


@dataclass
class _Listing:
    """Goes through a run of text and takes the items of lists out of it."""

    items: list[Indicator] = field(default_factory=list)
    left: list[Text] = field(default_factory=list)
    headings: list[Text] = field(default_factory=list)
    group: str = ""

    def take(self, text: Text) -> None:
        """The next line."""
        group, item, units = lines.group_of(text.text), _item(text), lines.units_of(text.text)
        if group and len(group[1]) <= 30 and not group[1].endswith("。"):
            self.group = f"{group[0]}、{group[1]}"
            self.headings.append(text)
        elif item and units is None:
            self.items.append(_indicator(item, self.group, text))
        elif units and self.items:
            self.items[-1].label, self.items[-1].units = units
        else:
            self.left.append(text)


def _item(text: Text) -> tuple[int, str] | None:
    item = lines.item_of(text.text)
    if item is None:  # `37、…` is an item where a heading would have a Chinese number
        return None
    ends = re.search(r"[：:]\s*\S", re.sub(r"[（(].*?[）)]", "", item[1]))
    return None if ends or len(item[1]) > _LONGEST_ITEM else item


def _indicator(item: tuple[int, str], group: str, text: Text) -> Indicator:
    number, said = item
    points = lines.points_in(said)
    name = points[2] if points else said.rstrip("。.；;")
    deducts = bool(points) and points[1].startswith(("扣", "减")) if points else False
    return Indicator(
        number=number,
        name=name,
        group=group,
        points=points[0] if points else None,
        stated=points[1] if points else "",
        deducts=deducts,
        text=text,
    )


def _indicators(texts: Sequence[Text]) -> tuple[list[Indicator], list[Text]]:
    """The items of a list of indicators; none where the numbered lines are prose."""
    listing = _Listing()
    for text in texts:
        listing.take(text)
    items = listing.items
    told = sum(bool(i.units or i.points) for i in items)
    length = sum(len(i.name) for i in items) / len(items) if items else 0
    runs = sum(b.number == a.number + 1 for a, b in pairwise(items))
    is_list = len(items) >= _FEWEST_ITEMS and (
        told >= 0.6 * len(items) or (len(items) >= 8 and length <= 25 and runs >= 0.8 * (len(items) - 1))
    )
    if not is_list or length > _USUAL_ITEM:
        return [], list(texts)
    taken = {id(t) for t in listing.left}
    return items, [t for t in texts if id(t) in taken]


# reports to be filled in


def _reports(texts: Sequence[Text]) -> tuple[list[tuple[list[Text], list[Line]]], list[Text]]:
    """The templates of reports; a line that is neither numbered nor asks for anything begins the next one."""
    reports: list[tuple[list[Text], list[Line]]] = []
    titles: list[Text] = []
    stack: list[tuple[int, Line]] = []
    for text in texts:
        level, said = _level(text.text)
        blank = bool(_FIELD_END.search(text.text)) or lines.is_blank_label(text.text)
        if level == 0 and not blank:
            if stack or not reports:
                reports.append(([], []))
                stack = []
            reports[-1][0].append(text)
            continue
        if not reports:
            reports.append((titles, []))
        line = Line(text=text, said=said, blank=blank)
        while stack and stack[-1][0] >= level:
            stack.pop()
        (stack[-1][1].items if stack else reports[-1][1]).append(line)
        stack.append((level, line))
    kept = [r for r in reports if r[1]]
    return kept, [t for titles_, lines_ in reports if not lines_ for t in titles_]


def _level(text: str) -> tuple[int, str]:
    """How deep a numbered line lies, and what it says; 0 for one without a number."""
    said = one_line(text)
    for level, pattern in enumerate((lines.group_of, lines.sub_of), start=1):
        if pattern(said):
            return level, said
    return (3, said) if lines.item_of(said) else (0, said)


def blanks_of(line: Line) -> Iterator[lines.Labelled]:
    """The labels of a line that asks for something."""
    said = re.sub(r"[。．.]+\s*$", "", line.said)
    number = re.match(
        r"\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+\s*[.．、])\s*", said
    )
    prefix = number[0] if number else ""
    labels = lines.labels_in(said[len(prefix) :])
    if not labels and flat(said):
        yield lines.Labelled(said, "")
    for at, each in enumerate(labels):
        label = (prefix if at == 0 else "") + each.label
        both = _AND_PHONE.fullmatch(label)
        if both:  # two things to fill in under one label
            yield from (lines.Labelled(part, "") for part in both.groups())
        else:
            yield lines.Labelled(label, each.value)

"""A document as the forms that it holds: each with its attachment, its title, and what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kpixl.draft import lines
from kpixl.draft.document import Document, Grid, Place, Text, flat, one_line
from kpixl.draft.segments import Columns, Pairs, segments

Item = Text | Pairs | Columns


@dataclass(kw_only=True)
class Section:
    """What may be a form.

    above: the lines in front that belong to it; parts: its tables and boxes; below: the lines behind; loose:
    running text, of which the recognisers look for lists and reports; copies: other copies of the same form.
    """

    attachment: str = ""
    titles: list[Text] = field(default_factory=list)
    heading: Text | None = None
    above: list[Text] = field(default_factory=list)
    parts: list[Pairs | Columns] = field(default_factory=list)
    below: list[Text] = field(default_factory=list)
    loose: list[Text] = field(default_factory=list)
    copies: list[Section] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title, which may be broken over lines."""
        return "".join(one_line(t.text) for t in self.titles).rstrip("：:")

    @property
    def place(self) -> Place | None:
        """Where it begins."""
        first: Sequence[Text | Pairs] = [*self.titles, *self.above, *self.loose]
        if first:
            return first[0].place
        part = self.parts[0] if self.parts else None
        return part.grid.place if isinstance(part, Columns) else part.place if part else None

    def signature(self) -> tuple[str, ...]:
        """What copies of a form have in common: the labels of its first table, else of its boxes."""
        table = next((p for p in self.parts if isinstance(p, Columns)), None)
        if table:
            return tuple(flat(h.label) for h in table.headings if h.label)[:4]
        return tuple(flat(pair.label.text) for p in self.parts if isinstance(p, Pairs) for pair in p.pairs)


def sections_of(document: Document) -> list[Section]:
    """The sections of a document, copies of the same form together."""
    reader = _Reader()
    for item in _items(document):
        reader.take(item)
    return list(_joined(reader.done()))


def _items(document: Document) -> Iterator[Item]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from segments(block)
        else:
            yield block


@dataclass
class _Reader:
    """Goes through a document from the top."""

    attachment: str = ""
    heading_of_attachment: list[Text] = field(default_factory=list)
    waiting: list[Text] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def take(self, item: Item) -> None:
        """The next thing in the document."""
        if isinstance(item, Text):
            self._text(item)
        else:
            self._part(item)

    def done(self) -> list[Section]:
        """All that was found."""
        self._settle()
        return self.sections

    def _text(self, text: Text) -> None:
        begun = lines.attachment(text.text)
        if begun is not None:
            self._settle()
            number, title = begun
            self.attachment = f"附件{number}"
            self.heading_of_attachment = []
            if title:
                self.waiting.append(Text(title, text.place, heading=True))
            return
        self.waiting.append(text)

    def _settle(self) -> None:
        """What waits belongs below the form before, or is running text of its own."""
        last = self.sections[-1] if self.sections and self.sections[-1].parts else None
        waiting, self.waiting = self.waiting, []
        if last:
            behind = _behind(waiting)
            last.below += waiting[:behind]
            waiting = waiting[behind:]
        if waiting:
            self.sections.append(Section(attachment=self.attachment, loose=waiting))

    def _part(self, part: Pairs | Columns) -> None:
        last = self.sections[-1] if self.sections and self.sections[-1].parts else None
        if last and not self.waiting:
            last.parts.append(part)
            return
        waiting, self.waiting = self.waiting, []
        if last:
            behind = _behind(waiting)
            last.below += waiting[:behind]
            waiting = waiting[behind:]
            if not waiting:
                last.parts.append(part)
                return
        self.sections.append(self._opened(waiting))
        self.sections[-1].parts.append(part)

    def _opened(self, waiting: list[Text]) -> Section:
        """A section for what follows: the lines in front of it are its title, its labels, or running text."""
        made = Section(attachment=self.attachment)
        rest, made.below = _without_instructions(waiting)
        while rest and _is_above(rest[-1].text):
            made.above.insert(0, rest.pop())
        if rest and (lines.group_of(rest[-1].text) or lines.sub_of(rest[-1].text)):
            made.heading = rest.pop()
        while rest and lines.group_of(rest[-1].text) and len(flat(rest[-1].text)) <= 30:
            made.above.insert(0, rest.pop())
        made.titles = _titles(rest)
        rest = rest[: len(rest) - len(made.titles)]
        made.titles = made.titles or _distant_title(rest)
        if made.titles and made.heading:
            self.heading_of_attachment = made.titles
        elif made.heading:
            made.titles = list(self.heading_of_attachment)
        if rest:
            self.sections.append(Section(attachment=self.attachment, loose=rest))
        return made


_INSTRUCTIONS = re.compile(r"(填表|填报|填写)(说明|须知|要求)[：:]?")


def _without_instructions(waiting: Sequence[Text]) -> tuple[list[Text], list[Text]]:
    """Lines in front of a table without the numbered ones under 填表说明; and those, which are notes."""
    heads = [at for at, text in enumerate(waiting) if _INSTRUCTIONS.fullmatch(flat(text.text))]
    if not heads:
        return list(waiting), []
    end = heads[-1] + 1
    while end < len(waiting) and any(
        kind(waiting[end].text) for kind in (lines.group_of, lines.sub_of, lines.item_of)
    ):
        end += 1
    return [*waiting[: heads[-1]], *waiting[end:]], list(waiting[heads[-1] : end])


def _behind(waiting: Sequence[Text]) -> int:
    """How many of these lines belong to the form above: notes with what they go on with, signatures."""
    count, noted = 0, False
    for number, text in enumerate(waiting, start=1):
        said = text.text
        told = bool(_INSTRUCTIONS.fullmatch(flat(said)))
        if told or lines.is_note(said) or (noted and (lines.item_of(said) or lines.group_of(said))):
            count, noted = number, True
        elif lines.is_blank_label(said) and not lines.measure(said) and number == count + 1 and _signs(said):
            count = number
        else:
            break
    return count


def _signs(text: str) -> bool:
    """Whether a line is what stands below a form: who signs, when."""
    return any(
        word in flat(text) for word in ("负责人", "填表", "填报人", "审核", "签字", "电话", "日期", "制表")
    )


_ASIDE = re.compile(r"年月日|[（(][^（()）]*[）)]")
"""A date to fill in, or what stands in brackets below a title."""


def _is_above(text: str) -> bool:
    """Whether a line directly above a table belongs to it: labels with or without values, a date."""
    labels = lines.labels_in(text)
    of_labels = bool(labels) and flat(text).startswith(flat(labels[0].label)[:2]) and len(flat(text)) <= 80
    titled = len(labels) == 1 and not labels[0].value and lines.is_title(labels[0].label)
    return bool(lines.measure(text)) or (of_labels and not titled) or bool(_ASIDE.fullmatch(flat(text)))


def _titles(rest: Sequence[Text]) -> list[Text]:
    """The lines at the end that are the title; it may be broken over two or three lines."""
    found: list[Text] = []
    for text in reversed(rest):
        said = flat(text.text)
        unfinished = found and len(said) <= 40 and not said.endswith(("。", "；", "：", "）", "”"))
        titled = lines.is_title(text.text.rstrip("：: ")) or (text.heading and len(said) <= 60)
        broken = bool(found) and text.place == found[0].place  # over lines of one paragraph
        goes_on = unfinished and len(found) < 3 and (broken or said.endswith(("及", "和", "与", "、", "的")))
        if not ((titled and not found) or goes_on):
            break
        found.insert(0, text)
    last = flat(rest[-1].text) if rest else ""
    if (
        not found
        and len(re.findall(r"[\u4e00-\u9fff]", last)) >= 3
        and len(last) <= 40
        and last[-1] not in "。；，"
    ):
        found = [rest[-1]]
    return found


def _distant_title(rest: Sequence[Text]) -> list[Text]:
    """A heading that is divided from its table by numbered lines."""
    before = list(rest)
    while before and lines.item_of(before[-1].text):
        before.pop()
    near = before and len(before) < len(rest) and lines.is_title(before[-1].text.rstrip("：: "))
    return [before[-1]] if near else []


def _joined(found: Iterable[Section]) -> Iterator[Section]:
    """Copies of one form, and the pages of one table, become one section."""
    known: dict[tuple[str, ...], Section] = {}
    for section in found:
        key = (
            section.attachment,
            flat(section.title),
            *(flat(section.heading.text) if section.heading else "",),
        )
        if not section.parts or not section.titles:
            yield section
            continue
        first = known.get(key)
        if first is None:
            known[key] = section
            yield section
        else:
            first.copies.append(section)

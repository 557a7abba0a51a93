"""XML parts as trees, prefixes and all: read, changed, written as a program writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self
from xml.parsers import expat

Attributes = dict[str, str]
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_VALUE = {**_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


@dataclass(slots=True)
class Element:
    """An element; text is what stands in it where nothing else does."""

    name: str
    attributes: Attributes = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def first(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def need(self, name: str) -> Element:
        """The same where it must be there."""
        return next(child for child in self.children if child.name == name)

    def every(self, name: str) -> list[Element]:
        """The children of that name."""
        return [child for child in self.children if child.name == name]

    def drop(self, *names: str) -> None:
        """Without the children of these names."""
        self.children = [child for child in self.children if child.name not in names]

    def put(self, child: Element) -> None:
        """One child of its name: this, where the old one was, else at the end."""
        names = [each.name for each in self.children]
        at = names.index(child.name) if child.name in names else len(names)
        self.children[at : at + 1] = [child]

    def walk(self) -> Iterator[Element]:
        """It and all within, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ordered(self, names: Sequence[str]) -> None:
        """Its attributes in this order; those without a place in it last."""
        first = {name: self.attributes[name] for name in names if name in self.attributes}
        self.attributes = first | self.attributes

    def sort(self, names: Sequence[str]) -> None:
        """Its children in the order of their names."""
        place = {name: number for number, name in enumerate(names)}
        self.children.sort(key=lambda child: place.get(child.name, len(names)))

    @classmethod
    def of(cls, name: str, text: str = "", /, **attributes: str) -> Self:
        """One with these attributes, `r_id` for `r:id`, and this text."""
        return cls(name, {key.replace("_", ":"): value for key, value in attributes.items()}, [], text)


def parsed(data: bytes) -> Element:
    """The root of a part. Raises expat.ExpatError."""
    root = Element("")
    open_ = [root]

    def start(name: str, attributes: Attributes) -> None:
        element = Element(name, attributes)
        open_[-1].children.append(element)
        open_.append(element)

    def text(piece: str) -> None:
        open_[-1].text += piece

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, lambda _: open_.pop()
    parser.CharacterDataHandler = text
    parser.Parse(data, True)  # noqa: FBT003 - expat knows no keywords
    return root.children[0]


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a program writes XML.

    declaration: all before the root; quoted: `"` in texts as `&quot;`.
    """

    declaration: str
    quoted: bool = False

    def written(self, root: Element) -> bytes:
        """The part."""
        text = dict(_TEXT, **({'"': "&quot;"} if self.quoted else {}))
        pieces = [self.declaration]
        self._write(root, pieces.append, text)
        return "".join(pieces).encode("utf-8")

    def _write(self, element: Element, put: Callable[[str], None], text: Mapping[str, str]) -> None:
        put(f"<{element.name}")
        for key, value in element.attributes.items():
            put(f' {key}="{escaped(value, _VALUE)}"')
        content = element.children or element.text
        put(">" if content else "/>")
        if element.children:
            for child in element.children:
                self._write(child, put, text)
        else:
            put(escaped(element.text, text))
        if content:
            put(f"</{element.name}>")


def escaped(text: str, characters: Mapping[str, str]) -> str:
    """The text with these characters written as they must be."""
    for plain, written in characters.items():
        if plain in text:
            text = text.replace(plain, written)
    return text

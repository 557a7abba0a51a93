"""What is undertaken in a workspace and takes long: it begins, and ends somehow, or is cut short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from kpixl.ledger.entry import Draft, Entry, Turn
from kpixl.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """Something long. id: its own; key: the same for all that do the same; link: where its result is."""

    id: str
    scheme: str
    stage: str
    title: Words
    key: str
    link: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """That of an entry that says that it began."""
        said = entry.data
        return cls(
            id=said["job"],
            scheme=entry.turn.scheme,
            stage=entry.turn.stage,
            title=Words(**said["title"]),
            key=said["key"],
            link=said["link"],
        )

    def begun(self) -> Draft:
        """That it has begun."""
        data = {"job": self.id, "title": asdict(self.title), "key": self.key, "link": self.link}
        return Draft(what="begun", turn=Turn(scheme=self.scheme, stage=self.stage), data=data)

    def ended(self, how: Words, said: Words) -> Draft:
        """That it has ended. how: in one word; said: what came of it."""
        data = {"job": self.id, "title": asdict(self.title), "how": asdict(how), "said": asdict(said)}
        return Draft(what="ended", turn=Turn(scheme=self.scheme, stage=self.stage), data=data)


def unended(entries: Iterable[Entry]) -> list[Undertaking]:
    """What began and did not end. entries: with these verbs, in their order."""
    begun: dict[str, Entry] = {}
    for entry in entries:
        if entry.what == "begun":
            begun[entry.data["job"]] = entry
        else:
            begun.pop(entry.data["job"], None)
    return [Undertaking.of(entry) for entry in begun.values()]

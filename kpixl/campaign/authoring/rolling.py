"""roll: next year's scheme from this year's, its years moved on, and what somebody must look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kpixl.blueprint import load_scheme
from kpixl.blueprint.years import Moving, YearLeft
from kpixl.campaign.authoring.results import NOTHING, Given, given
from kpixl.campaign.basis.basis import Basis, PathLike
from kpixl.campaign.basis.scheme_places import BLUEPRINTS, VALIDATORS, SchemePlace
from kpixl.check import validators_file
from kpixl.outputs import Guard, Outputs
from kpixl.refusal import RefusedError
from kpixl.words import Lang, Words

PUBLISHED = "published"
_LEFT_OUT = (PUBLISHED, "README.md")
"""What speaks of one year's source: answers that were published, the page about the documents."""
UNREAD = Words("不是 UTF-8 编码的 YAML 或程序，照原样复制", "no YAML or program in UTF-8, copied as it is")
LACKING = Words("“{}”空着，本年度没有结果：", "“{}” is blank, there is no result this year: ")
CODE = Words("校验程序里的年份，没有改", "a year in the validators file, left")


@dataclass(frozen=True, kw_only=True)
class Rolled:
    """The scheme that was made.

    folder: its own; files: their names below the workspace; left: years to look at, by file; taken: how many
    units or items of this year's returns stand in which file; lacking: units without, by what they lack.
    """

    scheme: str
    folder: Path
    files: tuple[str, ...]
    left: Mapping[str, tuple[YearLeft, ...]]
    taken: Mapping[str, int] = field(default_factory=dict)
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def lines(self, lang: Lang = "zh") -> Iterator[str]:
        """What somebody must look at, a line each, by file and line."""
        for name, years in self.left.items():
            yield from (f"{name}:{each.line}  {each.why[lang]}：{each.text}" for each in years)
        for label, units in self.lacking.items():
            yield f"{LACKING[lang].format(label)}{'、'.join(units)}"

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """The public JSON form."""
        left = [
            {"file": name, "line": each.line, "text": each.text, "why": each.why[lang]}
            for name, years in self.left.items()
            for each in years
        ]
        return {
            "scheme": self.scheme,
            "folder": str(self.folder),
            "files": list(self.files),
            "left": left,
            "taken": [{"file": name, "lines": lines} for name, lines in self.taken.items()],
            "lacking": [{"what": label, "units": list(units)} for label, units in self.lacking.items()],
        }


def rolled(
    root: Path, place: SchemePlace, year: int, results: tuple[Basis, Sequence[PathLike]] | None = None
) -> Rolled:
    """Write a workspace's scheme once more, for another year.

    root: the workspace; results: the campaign, and where the returns of this year lie, of which the new
    scheme takes what it asks for. RefusedError where the year is the scheme's own, or the new scheme is there
    already.
    """
    moving = Moving(old=load_scheme(place.folder).head.year, new=year)
    if moving.old == moving.new:
        raise RefusedError(
            f"“{place.id}”已经是{year}年的方案：请用 --year 写另一个年份。",
            f"{place.id!r} is the scheme of {year} already: name another year with --year.",
            desk=Words(
                f"“{place.id}”已经是{year}年的方案：请写另一个年份。",
                f"{place.id!r} is the scheme of {year} already: write another year.",
            ),
        )
    name = moving.name(place.id)
    own = name if name != place.id else f"{place.id}-{year}"
    folder = root / BLUEPRINTS / own
    if folder.exists():
        raise RefusedError(
            f"“{folder}”已经存在，没有改动：请先把它移走。",
            f"{str(folder)!r} is there already and was not touched: move it away first.",
        )
    made = _Made(place, moving, own, given(*results) if results else NOTHING)
    files = dict(made.files())
    with Outputs(Guard.of([place.folder, place.validators])) as outputs:
        for file, data in files.items():
            outputs.file(root / file, data)
    return Rolled(
        scheme=own,
        folder=folder,
        files=tuple(files),
        left=made.left,
        taken={made.called(path): lines for path, lines in made.given.lines.items()},
        lacking=made.given.lacking,
    )


@dataclass(frozen=True)
class _Made:
    """The files of a scheme for another year, and the years that were left in them.

    given: of the year's returns, in place of what stands in a file.
    """

    place: SchemePlace
    moving: Moving
    name: str
    given: Given
    left: dict[str, tuple[YearLeft, ...]] = field(default_factory=dict)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Name below the workspace, and content."""
        for path in sorted(p for p in self.place.folder.rglob("*") if p.is_file()):
            if path.relative_to(self.place.folder).parts[0] not in _LEFT_OUT:
                name = self.called(path)
                yield name, self.given.files.get(path) or self._content(path, name)
        program = validators_file(self.place.validators, self.place.id)
        if program.is_file():
            name = validators_file(Path(VALIDATORS), self.name).as_posix()
            yield name, self._program(program, name)

    def called(self, path: Path) -> str:
        """What a file of this year's scheme is called in the new one, below the workspace."""
        parts = path.relative_to(self.place.folder).parts
        return "/".join((BLUEPRINTS, self.name, *map(self.moving.name, parts)))

    def _content(self, path: Path, name: str) -> bytes:
        data = path.read_bytes()
        if path.suffix != ".yaml":
            return data
        try:
            text, left = self.moving.yaml(data.decode("utf-8-sig"), {self.place.id: self.name})
        except (UnicodeDecodeError, yaml.YAMLError):  # no part of the scheme, which loads
            self._note(name, [YearLeft(line=1, text=path.name, why=UNREAD)])
            return data
        self._note(name, left)
        return text.encode()

    def _program(self, path: Path, name: str) -> bytes:
        """A program is not rewritten but for the scheme that it names; its years are told."""
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig").replace(f'"{self.place.id}"', f'"{self.name}"')
        except UnicodeDecodeError:
            self._note(name, [YearLeft(line=1, text=path.name, why=UNREAD)])
            return data
        self._note(name, self.moving.told(text, CODE, but=self.name))
        return text.encode()

    def _note(self, name: str, left: list[YearLeft]) -> None:
        if left:
            self.left[name] = tuple(left)

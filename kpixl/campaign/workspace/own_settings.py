"""What a workspace has of its own: limits in its settings file, passwords that open returns; set anew."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping

from kpixl.campaign.basis.memory import with_open_passwords
from kpixl.campaign.basis.scheme_places import SETTINGS
from kpixl.campaign.workspace.room import outside
from kpixl.campaign.workspace.workspace import Workspace
from kpixl.limits import limits_of
from kpixl.outputs import keep, remembering
from kpixl.refusal import RefusedError

_TABLE = re.compile(r"\s*\[limits\]\s*(#.*)?")
_ANY_TABLE = re.compile(r"\s*\[")


def set_limits(workspace: Workspace, said: Mapping[str, str]) -> None:
    """Write limits into the settings file, all else in it as it was; "" is the usual one again.

    RefusedError where one is no limit, and outside of any workspace.
    """
    if workspace.root is None:
        raise outside()
    wanted = {name: value for name, value in {**workspace.limits, **said}.items() if value != ""}
    limits_of(wanted)
    path = workspace.own(workspace.root / SETTINGS)
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    text = with_limits(before, said)
    if _limits_in(text) != wanted:
        raise RefusedError(
            f"“{SETTINGS}”中的上限不是一行一项，没有改动：请直接在文件里改。",
            f"{SETTINGS!r} does not have a limit a line, and was not touched: change it in the file.",
        )
    with remembering(path.parent):
        keep(path, text.encode("utf-8"))


def _limits_in(text: str) -> object:
    try:
        return tomllib.loads(text).get("limits", {})
    except tomllib.TOMLDecodeError:  # what was there is written in another way
        return None


def with_limits(text: str, said: Mapping[str, str]) -> str:
    """The text of a settings file with other limits. said: "" takes one away."""
    lines = text.splitlines()
    head = next((i for i, line in enumerate(lines) if _TABLE.fullmatch(line)), None)
    if head is None:
        lines += [*([""] if lines else []), "[limits]"]
        head = len(lines) - 1
    end = next((i for i in range(head + 1, len(lines)) if _ANY_TABLE.match(lines[i])), len(lines))
    own = lines[head + 1 : end]
    for name, value in said.items():
        own = _with_limit(own, name, value)
    return "\n".join([*lines[: head + 1], *own, *lines[end:]]) + "\n"


def _with_limit(lines: list[str], name: str, value: str) -> list[str]:
    line = re.compile(rf'(\s*{name}\s*=\s*)("[^"]*"|[^#]*?)(\s*(?:#.*)?)')
    at = next((i for i, each in enumerate(lines) if line.fullmatch(each)), None)
    written = json.dumps(value, ensure_ascii=False)
    if at is None:
        return [f"{name} = {written}", *lines] if value else lines
    said = [line.sub(lambda m: f"{m[1]}{written}{m[3]}", lines[at])] if value else []
    return [*lines[:at], *said, *lines[at + 1 :]]


def open_with(workspace: Workspace, *passwords: str) -> None:
    """Remember passwords that returns may need to be opened, in place of those that are remembered.

    RefusedError outside of any workspace.
    """
    if workspace.state is None:
        raise outside()
    with_open_passwords(workspace.own(workspace.state / "secrets.json"), passwords)

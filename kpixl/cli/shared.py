"""The options that are the same for many commands, made anew for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from kpixl.places import here, place


class _Here(click.Path):
    """A path of this machine."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. RefusedError of an URL, which would be made a folder of that name."""
        return super().convert(here(value), param, ctx)


PATH = _Here(path_type=Path)


class _Place(click.ParamType[Path]):
    """A path of this machine, or the URL of a place in a store."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The place that is meant."""
        return place(value)


PLACE = _Place()


def shared(kinds: Iterable[str]) -> list[click.Parameter]:
    """The options of a command that does such things, and those that every command has.

    kinds: `formats` (it reports), `reads` (it verifies signatures), `makes` (it signs and locks workbooks),
    `writes` (it writes files), `judges` (it takes decisions), `records` (it enters something in the account),
    `spreads` (a cluster may do it).
    """
    wanted = set(kinds)
    cache = _no_cache(hidden="judges" not in wanted)
    return [*(make() for make, of in _SHARED if wanted & of), cache, *_everywhere()]


def _key() -> click.Option:
    return click.Option(
        ["--key-file"],
        type=PATH,
        envvar="KPIXL_KEY_FILE",
        show_envvar=True,
        metavar="FILE",
        help="The signing key, or a workspace's secrets file (default: KPIXL_KEY, else this workspace's).",
    )


def _password() -> click.Option:
    return click.Option(
        ["--password-file"],
        type=PATH,
        envvar="KPIXL_PASSWORD_FILE",
        show_envvar=True,
        metavar="FILE",
        help="The password that unlocks sheets (default: KPIXL_PASSWORD, else the workspace's).",
    )


def _ask() -> click.Option:
    return click.Option(
        ["--ask-password"],
        is_flag=True,
        help="Ask for a password that opens returns (others: KPIXL_OPEN_PASSWORDS, one a line, and the "
        "workspace's secrets file).",
    )


def _decisions() -> click.Option:
    return click.Option(
        ["--decisions"],
        type=PATH,
        metavar="FILE",
        help="Judge by the decisions in this file instead of those of the workspace; nothing is recorded.",
    )


def _by() -> click.Option:
    return click.Option(
        ["--by"],
        envvar="KPIXL_BY",
        show_envvar=True,
        metavar="NAME",
        help="Who enters this in the account (default: the system's user).",
    )


def _no_cache(*, hidden: bool) -> click.Option:
    """Every command takes it; it is shown where it changes something."""
    return click.Option(
        ["--no-cache"],
        is_flag=True,
        envvar="KPIXL_NO_CACHE",
        show_envvar=True,
        hidden=hidden,
        help="Read every return anew, though it is the same file as before.",
    )


def _form() -> click.Option:
    return click.Option(
        ["--format", "format_"],
        type=click.Choice(["text", "json"]),
        default="text",
        help="How to report (default: text).",
    )


def _dask() -> click.Option:
    return click.Option(
        ["--dask"],
        envvar="KPIXL_DASK",
        show_envvar=True,
        metavar="ADDRESS",
        help="Work on the Dask cluster whose scheduler is there, as tcp://10.0.0.1:8786 (kpixl[scale]).",
    )


def _chunks() -> click.Option:
    return click.Option(
        ["--chunks"],
        type=PLACE,
        envvar="KPIXL_CHUNKS",
        show_envvar=True,
        metavar="DIR",
        help="With --dask: a folder or URL that all machines see, for what was read (default: the "
        "workspace's).",
    )


def _patience() -> click.Option:
    return click.Option(
        ["--patience"],
        type=click.FloatRange(min=0, min_open=True),
        envvar="KPIXL_PATIENCE",
        show_envvar=True,
        metavar="SECONDS",
        help="With --dask: how long a scheduler that is lost, or workers of which none is there, are waited "
        "for (default: 120).",
    )


def _force() -> click.Option:
    return click.Option(
        ["--force"],
        is_flag=True,
        help="Replace files too that kpixl did not write or somebody changed since; never one that was read.",
    )


_SHARED: tuple[tuple[Callable[[], click.Option], set[str]], ...] = (
    (_key, {"reads", "makes"}),
    (_password, {"makes"}),
    (_ask, {"reads"}),
    (_decisions, {"judges"}),
    (_by, {"records"}),
    (_form, {"formats"}),
    (_force, {"writes"}),
    (_dask, {"spreads"}),
    (_chunks, {"spreads"}),
    (_patience, {"spreads"}),
)


def _everywhere() -> list[click.Parameter]:
    return [
        click.Option(
            ["--workspace"],
            type=PATH,
            metavar="DIR",
            help="What holds blueprints/ (default: the nearest folder upwards, else the reference schemes).",
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(["zh", "en"]),
            help="The language of messages (default: the system's).",
        ),
        click.Option(
            ["-q", "--quiet"],
            is_flag=True,
            help="Say no more than what was asked for: no progress, no list of what was made.",
        ),
    ]

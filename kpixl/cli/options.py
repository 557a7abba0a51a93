"""What every command takes, and what it makes of it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from kpixl.cli.language import Lang, default_lang
from kpixl.workspace import Place, Secrets, Workspace, read_key, read_password

if TYPE_CHECKING:
    from kpixl.api import Desk

PATH = click.Path(path_type=Path)

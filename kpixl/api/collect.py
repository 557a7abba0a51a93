"""check, merge and inspect: what came back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kpixl import check as checking
from kpixl.api.desk import Desk

"""Outputs: files appear all or none, never replace what was read, and say when they cannot be written."""

from kpixl.outputs._guard import UNGUARDED, Guard
from kpixl.outputs._lock import TakenError, one_writer
from kpixl.outputs._mark import is_own
from kpixl.outputs._outputs import OutputFolder, Outputs, settle, write_whole
from kpixl.outputs._state import create, keep, move_anew, on_disk, remembering, unversioned

__all__ = [
    "UNGUARDED",
    "Guard",
    "OutputFolder",
    "Outputs",
    "TakenError",
    "create",
    "is_own",
    "keep",
    "move_anew",
    "on_disk",
    "one_writer",
    "remembering",
    "settle",
    "unversioned",
    "write_whole",
]

"""Returns: the files that came back, found and read into plain records; none of them is trusted."""

from kpixl.returns._cache import RecordCache, context_of
from kpixl.returns._changes import KINDS, Change, changed, changes, said
from kpixl.returns._entries import NO_CELLS, Cells, Entries, Entry, Statement
from kpixl.returns._find import discover
from kpixl.returns._identify import output_of
from kpixl.returns._inspect import inspect
from kpixl.returns._layouts import Layout
from kpixl.returns._look_into import look_into
from kpixl.returns._packing import Made, Unpacker, lasts, packed
from kpixl.returns._reading import Reader, Ready, answer, prepare, read_return
from kpixl.returns._record import Kept, Record
from kpixl.returns._source import Source
from kpixl.returns._worker import Job, Pool, Task, Workforce, worker_count

__all__ = [
    "KINDS", "NO_CELLS", "Cells", "Change", "Entries", "Entry", "Job", "Kept", "Layout", "Made",
    "Pool", "Reader", "Ready", "Record", "RecordCache", "Source", "Statement", "Task", "Unpacker",
    "Workforce", "answer", "changed", "changes", "context_of", "discover", "inspect", "lasts",
    "look_into", "output_of", "packed", "prepare", "read_return", "said", "worker_count",
]  # fmt: skip

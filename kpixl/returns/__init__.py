"""Returns: the files that came back, found and read into plain records; none of them is trusted."""

from kpixl.returns._cache import RecordCache, context_of
from kpixl.returns._changes import KINDS, Change, changed, changes, said
from kpixl.returns._inspect import inspect
from kpixl.returns._reading import Reader, Ready, answer, prepare, read_return
from kpixl.returns.files._find import discover
from kpixl.returns.files._look_into import look_into
from kpixl.returns.files._source import Source
from kpixl.returns.identity._identify import output_of
from kpixl.returns.records._entries import NO_CELLS, Cells, Entries, Entry, Statement
from kpixl.returns.records._layouts import Layout
from kpixl.returns.records._packing import Made, Unpacker, lasts, packed
from kpixl.returns.records._record import Kept, Record
from kpixl.returns.workers._worker import Job, Pool, Task, Workforce, worker_count

__all__ = [
    "KINDS", "NO_CELLS", "Cells", "Change", "Entries", "Entry", "Job", "Kept", "Layout", "Made",
    "Pool", "Reader", "Ready", "Record", "RecordCache", "Source", "Statement", "Task", "Unpacker",
    "Workforce", "answer", "changed", "changes", "context_of", "discover", "inspect", "lasts",
    "look_into", "output_of", "packed", "prepare", "read_return", "said", "worker_count",
]  # fmt: skip

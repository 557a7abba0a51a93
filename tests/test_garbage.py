"""What is let go at once, as far as Python and its libraries would keep it."""

import sys
from types import SimpleNamespace

from kpixl.garbage import let_go


def test_what_frames_have_freed_is_given_back(monkeypatch):
    """Arrow is asked for it, where it is there; ten thousand returns would take a fifth more."""
    asked: list[str] = []
    pool = SimpleNamespace(release_unused=lambda: asked.append("released"))
    monkeypatch.setitem(sys.modules, "pyarrow", SimpleNamespace(default_memory_pool=lambda: pool))
    let_go()
    monkeypatch.delitem(sys.modules, "pyarrow")
    let_go()
    assert ["released"] == asked

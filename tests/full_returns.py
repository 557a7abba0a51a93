"""`python -m tests.full_returns`: the table of which returns count, for docs/reliability.md."""

from tests.support import folders, reliability

if __name__ == "__main__":
    reliability.put("returns", folders.table())

"""A return's entries: kept as columns, shared by returns laid out alike, made when asked for."""

import pickle
from decimal import Decimal

from kpixl.returns import Entries, Entry
from kpixl.returns.records._rows_in_use import RowsInUse
from tests.support import tiny
from tests.support.records import record_of


def entries():
    """Those of a return that is filled in."""
    return record_of(tiny.package("hedong"), tiny.answers("hedong")).entries


def test_entries_go_through_the_columns_unchanged():
    """Every field of every entry comes back as it was, of a text that is not its value's too."""
    given = [*entries()]
    given[0] = given[0]._replace(text="1,000", valid=False)
    assert given == [*Entries.of(given)]


def test_entries_go_to_another_process_unchanged():
    """What is unpickled is equal, and shares what returns have in common with what is here already."""
    here = entries()
    there = pickle.loads(pickle.dumps(here))  # noqa: S301  # pickled just now
    assert (here, here.layout, here.printed) == (there, there.layout, there.printed)


def test_returns_laid_out_alike_share_their_layout():
    """Two returns, read one after the other, hold one layout."""
    one, other = entries(), entries()
    assert one.layout is other.layout


def test_an_entry_is_found_by_its_key():
    """The number of a value leads to its entry; a key that is not there to none."""
    made = entries()
    numbers = [made.number(e.key) for e in made]
    assert (list(range(len(made))), None) == (numbers, made.number(made[0].key._replace(column="none")))


def test_reading_all_entries_keeps_none():
    """An entry that nobody holds is gone: each asking makes a new one."""
    made = entries()
    assert isinstance(made[0], Entry)
    assert made[0] is not made[0]


def test_rows_go_to_another_process_unchanged():
    """What is unpickled is equal, in order."""
    rows = tuple(record_of(tiny.package("hedong"), tiny.answers("hedong")).rows)
    there = pickle.loads(pickle.dumps(RowsInUse.of(rows)))  # noqa: S301  # pickled just now
    assert (rows, len(rows)) == (tuple(there), len(there))


def test_equal_figures_of_several_returns_are_one():
    """What comes from another process shares its figures with what came before."""
    one, other = (pickle.loads(pickle.dumps(entries())) for _ in range(2))  # noqa: S301  # pickled just now
    figures = [(a, b) for a, b in zip(one, other, strict=True) if isinstance(a.value, Decimal)]
    assert figures
    assert all(a.value is b.value for a, b in figures)

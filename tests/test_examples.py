"""On which examples properties are tried."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.examples import ORDINARY, SEARCH, examples


@pytest.fixture
def searching() -> Iterator[None]:
    """As with --hypothesis-profile=search."""
    before = settings.get_current_profile_name()
    settings.load_profile(SEARCH)
    yield
    settings.load_profile(before)


def test_the_examples_are_the_same_everywhere():
    """Nothing is drawn at random and nothing remembered of an earlier run."""
    ordinary = settings.get_profile(ORDINARY)
    assert (True, None) == (ordinary.derandomize, ordinary.database)


def test_a_search_draws_new_examples():
    """At random, and with what repeats a find."""
    search = settings.get_profile(SEARCH)
    assert (False, True) == (search.derandomize, search.print_blob)


@pytest.mark.usefixtures("searching")
def test_a_search_tries_2000_examples_of_every_property():
    """Of those too that otherwise are tried on a number of their own."""
    assert (2000, 2000) == (settings().max_examples, examples(15))

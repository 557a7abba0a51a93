"""Long sequences in pieces: as a list would be, made piece by piece, the last one kept."""

import pytest

from kpixl.pieces import Pieces

PIECES = ("ab", "", "c", "defg", "")
WHOLE = [*"abcdefg"]


class Spelled(Pieces[str]):
    """The letters of some words; made: of which words they were asked for."""

    def __init__(self, words):
        super().__init__()
        self._words, self.made = words, []
        for word in words:
            self._grow(len(word))

    def _piece(self, place):
        self.made.append(place)
        return list(self._words[place])


@pytest.fixture
def letters():
    """The letters of words, some of which have none."""
    return Spelled(PIECES)


def test_it_is_a_sequence(letters):
    """Length, places from both ends and the order are those of a list."""
    assert WHOLE == [*letters] == [letters[n] for n in range(-7, 0)]
    assert len(WHOLE) == len(letters)


@pytest.mark.parametrize("some", [slice(1, 5), slice(None), slice(-3, None), slice(5, 1), slice(0, 7, 3)])
def test_a_part_is_a_view(letters, some):
    """A slice holds nothing, and can be sliced again."""
    assert WHOLE[some] == [*letters[some]]
    assert WHOLE[some][1:] == [*letters[some][1:]]


def test_beyond_its_end(letters):
    """There is nothing behind the last one."""
    with pytest.raises(IndexError):
        letters[len(WHOLE)]


def test_what_lies_in_one_piece_is_made_once(letters):
    """Asked one after the other, each piece is made once, and an empty one never."""
    assert [*"defg"] == [letters[n] for n in range(3, 7)]
    assert [3] == letters.made


def test_without_pieces():
    """Nothing is in it."""
    assert [] == [*Spelled(())]

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.encoding.pieces import MOST, averaged, pieces

WORDS = [f"word{number:03}" for number in range(1000)]  # of 8 characters with the space


def test_a_text_not_much_longer_than_a_piece_stays_whole() -> None:
    text = " ".join(WORDS[:18])  # 143 characters
    assert pieces(text, 100) == [text]
    assert len(pieces(" ".join(WORDS[:19]), 100)) == 2  # 151


def test_pieces_hold_all_words_in_order_and_alike_many() -> None:
    found = pieces(" ".join(WORDS[:50]), 100)
    assert " ".join(found).split() == WORDS[:50]
    assert {len(piece.split()) for piece in found} == {12, 13}


def test_what_stands_behind_the_last_piece_is_not_read() -> None:
    found = pieces(" ".join(WORDS), 100)
    assert len(found) == MOST
    assert found[0].startswith(WORDS[0])
    assert found[-1].split()[-1] in WORDS[70:80]


def test_a_size_of_nothing_leaves_a_text_whole() -> None:
    text = "  two  spaces "
    assert pieces(text, 0) == [text]


@pytest.mark.parametrize("text", ["x" * 20_000, "x" * 10_000 + " y", "", " \n "])
def test_few_words_are_never_cut_to_nothing(text: str) -> None:
    assert [piece for piece in pieces(text, 100) if not piece.strip()] == ([] if text.strip() else [text])


def test_white_space_changes_nothing() -> None:
    spread = "\n   \t".join(WORDS[:50])
    assert pieces(spread, 100) == pieces(" ".join(WORDS[:50]), 100)
    assert pieces("two" + " " * 5000 + "words", 100) == ["two" + " " * 5000 + "words"]


def test_what_holds_no_word_is_no_piece() -> None:
    ruled = " ".join([*WORDS[:25], *["-"] * 1000, "end"])
    found = pieces(ruled, 100)
    assert all(any(character.isalnum() for character in piece) for piece in found)
    assert found[-1].endswith(" end")
    assert len(found) == 2  # the last word stands behind a dozen pieces


@given(st.text(max_size=400), st.integers(0, 50))
def test_no_word_is_added_or_torn(text: str, size: int) -> None:
    found = " ".join(pieces(text, size)).split()
    assert found == text.split()[: len(found)]
    assert bool(found) == bool(text.split())


def test_a_mean_is_taken_of_each_texts_pieces() -> None:
    rows = np.array([[1, 0], [0, 1], [0, 1], [-1, 0]], dtype=np.float32)
    found = averaged(rows, [2, 1, 1])
    np.testing.assert_allclose(found, [[0.5**0.5, 0.5**0.5], [0, 1], [-1, 0]], atol=1e-6)
    assert found.dtype == np.float32

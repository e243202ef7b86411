"""Maps between the vectors of two encoders."""

import numpy as np
import pytest

from recommender.encoding.alignment import LEAST, alignment
from recommender.encoding.base import Vectors

TURN = np.random.default_rng(7).normal(size=(8, 5)).astype(np.float32)


def drawn(n: int, seed: int = 1) -> Vectors:
    return np.random.default_rng(seed).normal(size=(n, 8)).astype(np.float32)


def test_it_finds_the_map_that_there_is() -> None:
    source, unseen = drawn(LEAST), drawn(20, seed=2)
    found = alignment(source, source @ TURN)
    assert found.dtype == np.float32
    assert unseen @ found == pytest.approx(unseen @ TURN, abs=0.01)


def test_it_bends_less_to_texts_that_agree_on_nothing() -> None:
    source = drawn(LEAST)
    related, unrelated = source @ TURN, np.random.default_rng(2).permutation(source @ TURN)
    assert np.linalg.norm(alignment(source, unrelated)) < 0.5 * np.linalg.norm(alignment(source, related))


def test_too_few_texts_teach_nothing() -> None:
    source = drawn(LEAST - 1)
    assert not alignment(source, source @ TURN).any()


def test_one_direction_is_enough() -> None:
    source = drawn(LEAST)
    assert alignment(source, source[:, :1]).shape == (8, 1)

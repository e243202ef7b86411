"""Sums of BM25 against those of bm25s itself."""

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.entities import Query
from recommender.retrieval.lexical import LexicalRetriever, words
from tests.worlds import TOPICS, Fitted

TEXTS = ("hydrogen", "Timber harvester for the harbour", "ore ore ore drill", "zzyzx", "", "Call for energy & food 7")


@pytest.fixture(scope="module")
def fitted_with(small: Fitted) -> tuple[LexicalRetriever, bm25s.BM25]:
    """Return the retriever and the index that bm25s built for it."""
    built: list[bm25s.BM25] = []
    index = bm25s.BM25.index

    def watched(self: bm25s.BM25, *args: object, **options: object) -> None:
        built.append(self)
        index(self, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bm25s.BM25, "index", watched)
        retriever = LexicalRetriever.fit(small.knowledge())
    return retriever, built[0]


@pytest.mark.parametrize("text", TEXTS)
def test_scores_are_those_of_bm25s(small: Fitted, fitted_with: tuple[LexicalRetriever, bm25s.BM25], text: str) -> None:
    retriever, oracle = fitted_with
    asked = [word for word in words(text) if word in oracle.vocab_dict]
    expected = oracle.get_scores(asked) if asked else np.zeros(retriever.n_ecosystems)
    batch = small.recommender.world.batch([Query("q", text=text)], small.encoder.encode([text]), 5)
    np.testing.assert_allclose(retriever.signals(batch)["text_words"][0], expected, atol=1e-5)


@given(st.text(max_size=40))
def test_words_are_lower_case_of_two_letters_or_more(text: str) -> None:
    assert all(len(word) > 1 and word == word.lower() for word in words(text))
    assert words(text.lower()) == words(text)


def test_words_of_a_sentence() -> None:
    assert words("A Älykäs, e-ship for 20 ports!") == ["älykäs", "ship", "for", "20", "ports"]
    assert words(TOPICS["forest"]) == TOPICS["forest"].split()

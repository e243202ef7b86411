"""Terms and weights against those of scikit-learn's own vectoriser, bit by bit."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from recommender.encoding.terms import Weigher, characters, words, words_and_pairs
from recommender.encoding.tfidf import TfidfConfig, TfidfEncoder

TEXTS = [
    "We build hydrogen  batteries for ships, and for the ports of Finland.",
    "Teemme älykkäitä antureita; vesi ja ilma – puhtaasti!",
    "a b  c\td\n\ne İstanbul ﬁne ½ x2 __ 日本語 ships ships SHIPS",
]
ANY = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(TEXTS)


@given(ANY)
def test_terms_are_those_of_scikit_learn(text: str) -> None:
    pairs = TfidfVectorizer(analyzer="word", ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", stop_words="english")
    assert words_and_pairs(text, "english") == pairs.build_analyzer()(text)
    runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5))
    assert sorted(characters(text)) == sorted(runs.build_analyzer()(text))


def test_the_commonest_words_are_those_of_scikit_learn() -> None:
    assert not words(" ".join(sorted(ENGLISH_STOP_WORDS)), "english")
    assert words("the ship", None) == ["the", "ship"]


@pytest.mark.parametrize("stop_words", [None, "english"])
@pytest.mark.parametrize("asked", [TEXTS, ["", "unheard", *TEXTS], ["ships for ships"]])
def test_weights_are_those_of_scikit_learn(stop_words: str | None, asked: list[str]) -> None:
    config = TfidfConfig.model_validate({"dim": 4, "stop_words": stop_words, "characters": 0})
    encoder = TfidfEncoder.fit(TEXTS, config)
    theirs = TfidfVectorizer(
        ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", sublinear_tf=True, dtype=np.float32,
        stop_words=stop_words, vocabulary=encoder.vocabulary["words"],
    )  # fmt: skip
    theirs.idf_ = encoder.idf
    terms = {term: place for place, term in enumerate(encoder.vocabulary["words"])}
    weigher = Weigher(partial(words_and_pairs, stop_words=config.stop_words), terms, encoder.idf)
    assert (weigher.weights(asked).todense() == theirs.transform(asked).todense()).all()

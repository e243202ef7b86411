"""Sentences: those that are compared for evidence, and how they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.explanation.evidence import MAX_SENTENCES, sentences, shortened


@pytest.mark.parametrize("text", ["", "  ", "\n\n"])
def test_no_sentences(text: str) -> None:
    assert sentences(text) == ()


def test_each_by_itself() -> None:
    text = "We make parts for forest machines. Do you need one that is light?\nThe tank holds 4.5 cubic metres"
    assert sentences(text) == (
        "We make parts for forest machines.",
        "Do you need one that is light?",
        "The tank holds 4.5 cubic metres",
    )


def test_fragments_join_their_neighbour() -> None:
    assert sentences("One.") == ("One.",)
    assert sentences("One. Two!\nThree? 4.5 m") == ("One. Two! Three? 4.5 m",)
    assert sentences("Hello! We make parts for forest machines. Call us.") == (
        "Hello! We make parts for forest machines. Call us.",
    )
    assert sentences("We make parts for forest machines. Ok. And we sell them in Sweden.") == (
        "We make parts for forest machines.",
        "Ok. And we sell them in Sweden.",
    )


def test_the_first_thirty_of_a_long_text_stay() -> None:
    said = [f"This is the sentence with the number {n}." for n in range(31)]
    assert sentences(" ".join(said)) == tuple(said[:MAX_SENTENCES])


@given(st.text(alphabet="ab .!?\n", max_size=400))
def test_nothing_of_a_short_text_is_lost(text: str) -> None:
    found = sentences(text)
    assert " ".join(found).split() == text.split()[: len(" ".join(found).split())]
    assert len(found) <= 1 or all(len(sentence) >= 25 for sentence in found)


def test_shortening() -> None:
    assert shortened("short") == "short"
    cut = shortened("word " * 100)
    assert len(cut) <= 222
    assert cut.endswith("word …")

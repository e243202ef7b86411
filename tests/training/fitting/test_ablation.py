"""Names of what is left out: signals, features, words, and what is none of them."""

import pytest
from pydantic import ValidationError

from recommender.ranking.features import NAMES, OF_QUERY, RANKED, SCALE
from training.fitting.ablation import features_of
from training.fitting.world import FitConfig


@pytest.mark.parametrize("name", SCALE)
def test_a_signal_stands_for_itself_and_its_rank(name: str) -> None:
    assert features_of(name) == {name} | ({f"{name}_rank"} if name in RANKED else set())


@pytest.mark.parametrize("name", [*OF_QUERY, f"{RANKED[0]}_rank"])
def test_another_feature_stands_for_itself(name: str) -> None:
    assert features_of(name) == {name}


def test_a_word_stands_for_all_that_have_it() -> None:
    assert features_of("rank") == {f"{name}_rank" for name in RANKED}
    assert features_of("votes") == {name for name in NAMES if "votes" in name}
    assert features_of("text") & set(OF_QUERY) == set()


@pytest.mark.parametrize(
    ("name", "told"),
    [("", "'' is no signal; signals are "), ("lattent", "did you mean 'latent'?"), ("wolk", "did you mean 'walk'?")],
)
def test_other_names_are_refused(name: str, told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        FitConfig(leave_out=(name,))
    assert told in str(caught.value)


def test_all_names_count() -> None:
    assert FitConfig(leave_out=("home", "together")).unused == {"home", "together"}
    assert FitConfig().unused == frozenset()

"""Methods that read: documents, BM25, TF-IDF, cosines, and what learns from features."""

from dataclasses import replace
from math import log

import numpy as np
import pytest

from recommender.catalogue import Catalogue
from recommender.entities import Query
from recommender.ranking.features import NAMES
from recommender.retrieval.knowledge import project_text
from recommender.retrieval.lexical import words
from tests.training.peers.conftest import Year
from tests.worlds import sme
from training.fitting.examples import Examples
from training.peers.base import Values
from training.peers.documents import asked, bm25, documents, tfidf
from training.peers.learned import lambdamart, regression
from training.peers.meaning import dense_best, dense_mean


def test_a_document_holds_what_people_wrote_and_what_projects_say(year: Year) -> None:
    world = year.given.world
    told = documents(year.given)
    for ecosystem, document in zip(world.catalogue, told, strict=True):
        assert all(passage in document for passage in ecosystem.passages)
        row = world.history.row(ecosystem.participant_id)
        stood = set() if row is None else set(world.history.incidence[:, [row]].nonzero()[0].tolist())
        told_at = {place for place, project in enumerate(world.history.projects) if project.objective}
        assert {place for place in told_at if world.history.projects[place].objective in document} == told_at & stood


def test_who_asks_without_a_text_asks_with_profile_and_past(year: Year) -> None:
    world = year.given.world
    projects = world.history.incidence[:, [world.history.participants.index(sme(1))]].nonzero()[0]
    queries = [
        Query("a", sme(1)),
        Query("b", sme(75)),
        Query("c", sme(1), text="Ore."),
        Query("d"),
        Query("e", sme(1), text="…"),
    ]
    past, profile, said, nothing, wordless = asked(world, year.batch(queries))
    assert len(projects) > 1
    assert all(project_text(world.history.projects[project]) in past for project in projects)
    assert profile.startswith(world.profile_text(sme(75)))
    assert world.profile_text(sme(75))
    assert said == "Ore."
    assert not nothing.strip()
    assert wordless == past


def test_bm25_of_one_word(year: Year) -> None:
    corpus = [words(document) for document in documents(year.given)]
    counts, lengths = np.array([line.count("hydrogen") for line in corpus]), np.array([len(line) for line in corpus])
    holding = int((counts > 0).sum())
    assert 0 < holding < len(corpus)
    rarity = log(1 + (len(corpus) - holding + 0.5) / (holding + 0.5))
    expected = rarity * counts / (counts + 1.2 * (1 - 0.75 + 0.75 * lengths / lengths.mean()))
    found = bm25(year.given, {"k1": 1.2, "b": 0.75})(year.batch([Query("q", text="Hydrogen, hydrogen"), Query("r")]))
    assert found[0] == pytest.approx(2 * expected, rel=1e-4)
    assert not found[1].any()


def test_a_document_is_nearest_to_itself(year: Year) -> None:
    told = documents(year.given)
    found = tfidf(year.given, {"ngrams": 2, "min_df": 1})(year.batch([Query("q", text=told[3])]))[0]
    assert found[3] == pytest.approx(1, abs=1e-5)
    assert found.max() <= 1 + 1e-5


@pytest.mark.parametrize(("method", "values"), [(bm25, {"k1": 1.2, "b": 0.75}), (tfidf, {"ngrams": 1, "min_df": 1})])
def test_without_a_word_nothing_is_known(method: type, values: Values, year: Year) -> None:
    given = replace(year.given, world=replace(year.given.world, catalogue=Catalogue([])))
    assert method(given, values)(year.batch([Query("q", text="Ore.")])).shape == (1, 0)


def test_cosines_are_those_of_the_world(year: Year) -> None:
    batch = year.batch([Query("q", text="Ore and mineral drill."), Query("a", sme(1))])
    signals = year.given.world.dense.signals(batch)
    for method, name in ((dense_best, "best"), (dense_mean, "mean")):
        found = method(year.given, {})(batch)
        assert found[0] == pytest.approx(signals[f"text_{name}"][0], abs=1e-6)
        assert found[1] == pytest.approx(signals[f"profile_{name}"][1], abs=1e-6)


def planted(year: Year, feature: str) -> list[Examples]:
    """Give examples in which whatever is above the average in one feature is found."""
    return [replace(part, hits=part.features[:, NAMES.index(feature)] > 1.0) for part in year.given.examples]


@pytest.mark.parametrize(
    ("method", "values"),
    [(regression, {"C": 1}), (lambdamart, {"rate": 0.1, "leaves": 7, "least": 20, "trees": 60})],
)
@pytest.mark.parametrize("feature", ["walk", "text_words"])
def test_what_is_learned_follows_the_feature_that_told(method: type, values: Values, feature: str, year: Year) -> None:
    scoring = method(replace(year.given, examples=planted(year, feature)), values)
    batch = year.batch([example.query for example in year.ways("idea")])
    signal = year.given.world.signals(batch)[feature]
    best = scoring(batch).argmax(axis=1)
    above = np.take_along_axis(signal, best[:, None], axis=1) >= np.quantile(signal, 0.8, axis=1, keepdims=True)
    told = np.ptp(signal, axis=1) > 0
    assert told.sum() > 10
    assert above[told].mean() > 0.9

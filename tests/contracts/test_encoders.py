"""What every encoder promises."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.encoding.base import Encoder, Role, has_words
from recommender.encoding.cached import CachedEncoder
from recommender.encoding.remembered import RememberedEncoder
from recommender.encoding.sentence import SentenceConfig, SentenceEncoder
from recommender.encoding.tfidf import TfidfConfig, TfidfEncoder

TEXTS = [
    "Battery recycling for heavy industry",
    "Akkujen kierrätys raskaalle teollisuudelle",
    "Återvinning av batterier för tung industri",
    "Hydrogen storage at sea",
    "A much longer text about forests. " * 40,
    "5G",
]

Make = Callable[[], Encoder]


def tfidf() -> TfidfEncoder:
    return TfidfEncoder.fit(TEXTS, TfidfConfig(dim=4))


@pytest.fixture(
    scope="module",
    params=[
        "tfidf",
        "cached tfidf",
        "remembered tfidf",
        pytest.param("sentence", marks=pytest.mark.neural),
        pytest.param("cached sentence", marks=pytest.mark.neural),
    ],
)
def make(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Make:
    kind: str = request.param
    if kind.endswith("tfidf"):
        inner: Make = tfidf
    else:
        folder: Path = request.getfixturevalue("e5_folder")
        loaded = SentenceEncoder(SentenceConfig(model=str(folder)))
        inner = lambda: loaded  # noqa: E731 (one model is loaded for all tests)
    if kind.startswith("cached"):
        return lambda: CachedEncoder(inner(), tmp_path_factory.mktemp("vectors"))
    return (lambda: RememberedEncoder(inner())) if kind.startswith("remembered") else inner


class TestEncoder:
    def test_rows_are_float32_and_of_the_stated_length(self, make: Make) -> None:
        vectors = make().encode(TEXTS)
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TEXTS), make().dim)

    def test_rows_have_unit_length(self, make: Make) -> None:
        np.testing.assert_allclose(np.linalg.norm(make().encode(TEXTS), axis=1), 1.0, atol=1e-5)

    def test_no_texts_give_no_rows(self, make: Make) -> None:
        encoder = make()
        assert encoder.encode([]).shape == (0, encoder.dim)

    @pytest.mark.parametrize("text", ["", " \n\t", "— … !", "\u200b"])
    def test_a_text_without_words_has_a_zero_row(self, make: Make, text: str) -> None:
        vectors = make().encode([text, TEXTS[0], text])
        assert not vectors[[0, 2]].any()
        assert vectors[1].any()

    @pytest.mark.parametrize("role", ["query", "passage"])
    def test_encoding_again_gives_the_same_bits(self, make: Make, role: Role) -> None:
        encoder = make()
        assert encoder.encode(TEXTS, role=role).tobytes() == encoder.encode(TEXTS, role=role).tobytes()
        assert encoder.encode(TEXTS, role=role).tobytes() == make().encode(TEXTS, role=role).tobytes()

    def test_rows_follow_the_order_of_the_texts(self, make: Make) -> None:
        encoder = make()
        np.testing.assert_allclose(encoder.encode(TEXTS[::-1]), encoder.encode(TEXTS)[::-1], atol=1e-5)

    def test_a_row_does_not_depend_on_its_neighbours(self, make: Make) -> None:
        alone = np.vstack([make().encode([text]) for text in TEXTS])
        np.testing.assert_allclose(alone, make().encode(TEXTS), atol=1e-5)

    def test_equal_texts_have_equal_rows(self, make: Make) -> None:
        vectors = make().encode([TEXTS[0], TEXTS[3], TEXTS[0]])
        np.testing.assert_allclose(vectors[0], vectors[2], atol=1e-6)

    def test_the_name_is_stable_and_fits_into_a_manifest(self, make: Make) -> None:
        assert make().name == make().name
        assert make().name.strip().isprintable()

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
    @given(text=st.text(max_size=40))
    def test_any_text_gives_a_finite_row_of_length_one_or_zero(self, make: Make, text: str) -> None:
        vectors = make().encode([text])
        length = float(np.linalg.norm(vectors))
        assert np.isfinite(vectors).all()
        assert length == pytest.approx(0.0) or length == pytest.approx(1.0, abs=1e-5)
        assert length == pytest.approx(0.0) or has_words(text)

    def test_half_a_surrogate_pair_is_no_error(self, make: Make) -> None:
        assert np.isfinite(make().encode(["batteries \ud83d recycled"])).all()

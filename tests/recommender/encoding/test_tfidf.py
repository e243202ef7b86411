import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from recommender.encoding.tfidf import TfidfConfig, TfidfEncoder
from recommender.errors import EncoderError

TEXTS = ["battery recycling", "wind power at sea", "battery storage", "hydrogen for ships", "forest products"]


def test_what_is_spelt_alike_is_near() -> None:
    encoder = TfidfEncoder.fit(TEXTS)
    scores = encoder.encode(TEXTS) @ encoder.encode(["batteries"])[0]
    assert set(np.argsort(-scores)[:2].tolist()) == {0, 2}


def test_the_dimension_is_bounded_by_config_and_texts() -> None:
    assert TfidfEncoder.fit(TEXTS).dim == 5
    assert TfidfEncoder.fit(TEXTS, TfidfConfig(dim=2)).dim == 2
    assert TfidfEncoder.fit(["x"]).dim == 1


def test_the_vocabulary_is_bounded() -> None:
    encoder = TfidfEncoder.fit(TEXTS, TfidfConfig(words=3, characters=4))
    assert [len(terms) for terms in encoder.vocabulary.values()] == [3, 4]


def test_fitting_again_gives_the_same_encoder() -> None:
    assert TfidfEncoder.fit(TEXTS).name == TfidfEncoder.fit(TEXTS).name


def test_the_name_follows_what_was_fitted() -> None:
    names = {TfidfEncoder.fit(texts).name for texts in (TEXTS, TEXTS[:-1], TEXTS[1:])}
    assert len(names | {TfidfEncoder.fit(TEXTS, TfidfConfig(seed=1)).name}) == 4


def test_unknown_words_give_a_zero_row() -> None:
    assert not TfidfEncoder.fit(TEXTS).encode(["йцукен"]).any()


@pytest.mark.parametrize("texts", [[], [""], ["…", " "]])
def test_there_must_be_a_word_to_learn_from(texts: list[str]) -> None:
    with pytest.raises(EncoderError, match=f"not one word in the {len(texts)} texts"):
        TfidfEncoder.fit(texts)


def test_a_config_with_a_misspelt_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        TfidfConfig.model_validate({"dims": 3})


@given(texts=st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_any_texts_can_be_fitted_if_they_have_a_word(texts: list[str]) -> None:
    encoder = TfidfEncoder.fit([*texts, "word"])
    assert encoder.encode(texts).shape == (len(texts), encoder.dim)


def test_a_loaded_encoder_is_the_same(tmp_path: Path) -> None:
    encoder = TfidfEncoder.fit(TEXTS)
    encoder.save(tmp_path / "new" / "tfidf")
    loaded = TfidfEncoder.load(tmp_path / "new" / "tfidf")
    assert loaded.name == encoder.name
    assert loaded.encode(TEXTS).tobytes() == encoder.encode(TEXTS).tobytes()


@pytest.mark.parametrize("file", ["tfidf.json", "idf.npy", "components.npy"])
@pytest.mark.parametrize("content", [None, b"", b"\x80\x04nonsense"])
def test_a_missing_or_broken_file_is_refused(tmp_path: Path, file: str, content: bytes | None) -> None:
    TfidfEncoder.fit(TEXTS).save(tmp_path)
    (tmp_path / file).unlink()
    if content is not None:
        (tmp_path / file).write_bytes(content)
    with pytest.raises(EncoderError, match="Fit it anew"):
        TfidfEncoder.load(tmp_path)


@pytest.mark.parametrize("change", [{"format": 2}, {"vocabulary": {"words": ["a"], "characters": ["b"]}}])
def test_files_that_do_not_match_are_refused(tmp_path: Path, change: dict[str, object]) -> None:
    TfidfEncoder.fit(TEXTS).save(tmp_path)
    file = tmp_path / "tfidf.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(EncoderError, match="fit it anew"):
        TfidfEncoder.load(tmp_path)


def test_the_share_of_known_words_leaves_stop_words_out() -> None:
    encoder = TfidfEncoder.fit(["the saw cuts wood", "the pump moves water"], TfidfConfig(dim=2, stop_words="english"))
    texts = ["the saw and the pump", "saw, saha", "saha ja pumppu", "", "the and"]
    assert encoder.known(texts).tolist() == [1, 0.5, 0, 0, 0]

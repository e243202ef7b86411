"""The English encoder comes from its package, or a message says how to get it."""

import pytest

from recommender.encoding import packaged as module
from recommender.encoding.packaged import packaged
from recommender.encoding.sentence import SentenceConfig, SentenceEncoder
from recommender.errors import EncoderError


def test_it_is_a_folder_with_weights() -> None:
    assert (packaged() / "model.safetensors").is_file()


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PACKAGE", "no-such-package")
    with pytest.raises(EncoderError, match="no-such-package, which holds the weights"):
        packaged()


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SHA256", "0" * 64)
    with pytest.raises(EncoderError, match="truncated, edited or of another version"):
        packaged()


@pytest.mark.neural
def test_a_text_in_another_language_gets_no_vector() -> None:
    encoder = SentenceEncoder(SentenceConfig(model=str(packaged()), languages=("en",)))
    vectors = encoder.encode(["We make sensors for mines.", "Valmistamme antureita kaivoksiin."])
    assert vectors.any(axis=1).tolist() == [True, False]
    assert encoder.name != SentenceEncoder(SentenceConfig(model=str(packaged()))).name

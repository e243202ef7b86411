"""The list of sources: what it names, and how it is refused."""

from pathlib import Path

import pytest

from recommender.errors import FileFormatError, FileMissingError
from training.sources.download import SOURCES, listed


def test_the_official_archives_are_listed() -> None:
    archives = listed("cordis")
    assert [archive.name for archive in archives] == [
        "cordis-fp7projects-csv.zip", "cordis-h2020projects-csv.zip", "cordis-HORIZONprojects-csv.zip",
    ]  # fmt: skip
    for archive in archives:
        assert archive.address == f"https://cordis.europa.eu/data/{archive.name}"
        assert archive.sha256 == ""
        assert "European Union" in archive.licence
        assert archive.day


def test_a_group_that_is_not_listed_is_told() -> None:
    with pytest.raises(FileMissingError, match=r"lists nothing for 'patents'; it knows cordis"):
        listed("patents", SOURCES)


def test_a_list_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match=r"sources\.toml cannot be read"):
        listed("cordis", tmp_path / "sources.toml")


@pytest.mark.parametrize(
    "content",
    [b"", b"source = 1", b"source = [1]", b"[[source]]\nname = 'a'\n", b"[[source]]\nx = 1\n", b"\xff", b"= ="],
)
def test_a_list_of_another_form_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(content)
    with pytest.raises(FileFormatError, match=r"sources\.toml is not a list of sources"):
        listed("cordis", path)

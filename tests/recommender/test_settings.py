"""Where encoders are kept is a matter of the machine: its environment says so, else its user's cache."""

from pathlib import Path

import pytest
from platformdirs import user_cache_path
from typer.testing import CliRunner

from recommender import bundle, cli
from recommender.publishing import Shelf
from recommender.settings import MachineSettings


@pytest.mark.parametrize("value", [None, ""])
def test_without_an_environment_it_is_the_cache_of_the_user(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUMPPANI_MODELS", raising=False)
    if value is not None:
        monkeypatch.setenv("KUMPPANI_MODELS", value)
    assert MachineSettings().models == user_cache_path("kumppani") / "models"


@pytest.mark.parametrize(("option", "folder"), [([], "from-environment"), (["--models", "given"], "given")])
def test_an_option_comes_before_the_environment(
    option: list[str], folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[Path] = []

    def load(_folder: Path, models: Path) -> None:
        asked.append(models)
        raise KeyboardInterrupt

    monkeypatch.setattr(bundle, "load", load)
    monkeypatch.setattr(Shelf, "current", lambda shelf: shelf)
    root = cli.load()
    monkeypatch.setenv("KUMPPANI_MODELS", "from-environment")
    CliRunner().invoke(root, ["recommend", "--workspace", str(tmp_path), "--text", "a", *option])
    assert asked == [Path(folder)]

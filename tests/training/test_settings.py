"""Settings come from the environment, and only from there."""

import pytest

from training.settings import TrainingSettings


def test_without_an_environment_runs_are_kept_in_the_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUMPPANI_TRACKING_URI", raising=False)
    monkeypatch.delenv("KUMPPANI_EXPERIMENT", raising=False)
    assert TrainingSettings().model_dump() == {"tracking_uri": "", "experiment": "kumppani"}


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUMPPANI_TRACKING_URI", "http://localhost:5000")
    monkeypatch.setenv("KUMPPANI_SOMETHING_ELSE", "is no concern of ours")
    assert TrainingSettings().tracking_uri == "http://localhost:5000"

"""Settings come from the environment, and only from there."""

import pytest
from mlflow.environment_variables import MLFLOW_HTTP_REQUEST_MAX_RETRIES, MLFLOW_HTTP_REQUEST_TIMEOUT

from training.settings import TrainingSettings, few_retries


def test_without_an_environment_runs_are_kept_in_the_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUMPPANI_TRACKING_URI", raising=False)
    monkeypatch.delenv("KUMPPANI_EXPERIMENT", raising=False)
    assert TrainingSettings().model_dump() == {"tracking_uri": "", "experiment": "kumppani"}


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUMPPANI_TRACKING_URI", "http://localhost:5000")
    monkeypatch.setenv("KUMPPANI_SOMETHING_ELSE", "is no concern of ours")
    assert TrainingSettings().tracking_uri == "http://localhost:5000"


def test_mlflow_gives_up_soon_unless_the_user_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "")  # so that it is put back
    monkeypatch.delenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "7")
    few_retries()
    assert MLFLOW_HTTP_REQUEST_MAX_RETRIES.get() == 1  # type: ignore[no-untyped-call]
    assert MLFLOW_HTTP_REQUEST_TIMEOUT.get() == 7  # type: ignore[no-untyped-call]

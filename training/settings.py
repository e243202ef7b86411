"""Settings of this machine for training; the only place here that reads the environment."""

import os

from pydantic_settings import BaseSettings, SettingsConfigDict


class TrainingSettings(BaseSettings):
    """``KUMPPANI_TRACKING_URI``: where MLflow keeps runs; empty means a SQLite file in the workspace."""

    model_config = SettingsConfigDict(env_prefix="KUMPPANI_", extra="ignore")

    tracking_uri: str = ""
    experiment: str = "kumppani"


def few_retries() -> None:
    """Let MLflow soon give up a server that does not answer, unless the user says otherwise: its default is minutes."""
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")  # noqa: TID251 - here the environment is dealt with
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "30")  # noqa: TID251 - as above

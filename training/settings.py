"""Settings of this machine for training; the only place here that reads the environment."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class TrainingSettings(BaseSettings):
    """``KUMPPANI_TRACKING_URI``: where MLflow keeps runs; empty means a SQLite file in the workspace."""

    model_config = SettingsConfigDict(env_prefix="KUMPPANI_", extra="ignore")

    tracking_uri: str = ""
    experiment: str = "kumppani"

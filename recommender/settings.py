"""Settings of this machine for every command; the only place of the library that reads the environment."""

from pathlib import Path

from platformdirs import user_cache_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class MachineSettings(BaseSettings):
    """``KUMPPANI_MODELS``: folder where encoders are kept; else the user's cache folder."""

    model_config = SettingsConfigDict(env_prefix="KUMPPANI_", env_ignore_empty=True, extra="ignore", frozen=True)

    models: Path = Field(default_factory=lambda: user_cache_path("kumppani") / "models")

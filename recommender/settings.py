"""Settings of this machine for every command; the only place of the library that reads the environment."""

import os
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from threadpoolctl import threadpool_limits

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What numeric libraries read when they are loaded."""


class MachineSettings(BaseSettings):
    """What every command may be told: ``KUMPPANI_WORKSPACE`` and ``KUMPPANI_MODELS``."""

    model_config = SettingsConfigDict(env_prefix="KUMPPANI_", env_ignore_empty=True, extra="ignore", frozen=True)

    workspace: Path = Path("workspace")
    """Folder of the workspace."""
    models: Path = Field(default_factory=lambda: user_cache_path("kumppani") / "models")
    """Folder where encoders are kept; else the user's cache folder."""


def one_thread_each() -> None:
    """Let every numeric library run one thread until the process ends, whatever the environment says.

    Sums on more threads end in other last bits. Libraries that are yet to be loaded read the environment, in whichever
    thread they work; those that are loaded are told.
    """
    for name in THREADS:
        os.environ[name] = "1"  # noqa: TID251 - this is where the environment is dealt with
    threadpool_limits(limits=1)

"""Reading configs from TOML."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from recommender.errors import FileFormatError, FileMissingError, InvalidRecordError
from training.experiment import TrainConfig

Config = TypeVar("Config", bound=BaseModel)


def read_config(path: Path | None) -> TrainConfig:
    """Read the config of a training as `read_as` does; without a path, the defaults."""
    return TrainConfig() if path is None else read_as(TrainConfig, path)


def read_as(kind: type[Config], path: Path) -> Config:
    """Read a config; what it does not name keeps its default.

    Raises
    ------
    SourceError
        If the file is missing, no TOML, or names what does not exist.
    """
    try:
        return kind.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise FileMissingError(f"{path} cannot be read ({error.strerror or error}); name a TOML file.") from error
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"])
        raise InvalidRecordError(f"{path}: {place}: {problem['msg']}.") from error
    except ValueError as error:
        raise FileFormatError(f"{path} is not TOML in UTF-8: {error}.") from error
